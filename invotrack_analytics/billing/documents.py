"""Documents of the books: all that an invoice or credit note says, read for whatever makes a file of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import duckdb
from babel import Locale, UnknownLocaleError

from invotrack_analytics.billing.apportionment import apportion
from invotrack_analytics.billing.invoice import Invoice, tax_on
from invotrack_analytics.config import Settings
from invotrack_analytics.documents.electronic_address import scheme_and_number
from invotrack_analytics.documents.invoice import (
    Allowance,
    Entry,
    InvoiceDocument,
    Line,
    Party,
    TaxSubtotal,
    Withholding,
)
from invotrack_analytics.documents.tax_names import tax_name
from invotrack_analytics.errors import BillingError
from invotrack_analytics.money import minor_unit

if TYPE_CHECKING:
    from invotrack_analytics.billing.judging import Buyer

_Row = dict[str, Any]

_HEADS = """
    select
        invoices.invoice_number, invoices.kind, invoices.issue_date, invoices.due_date, invoices.currency,
        -- What an invoice of old does not state follows from its total.
        invoices.total_amount - coalesce(invoices.tax_amount, invoices.total_amount - invoices.net_amount, 0)
            as net_amount,
        coalesce(invoices.tax_amount, invoices.total_amount - invoices.net_amount, 0) as tax_amount,
        invoices.total_amount, invoices.notes, invoices.purchase_order, invoices.contract_reference,
        invoices.reason_code, recorded.qr_url as fiscal_url,
        invoices.preceding_invoice_number, preceding.issue_date as preceding_issue_date, invoices.client_id,
        clients.name, clients.tax_id, clients.address, clients.postal_code, clients.city, clients.country,
        clients.email, clients.language, clients.electronic_address, clients.legal_id, clients.buyer_reference,
        clients.einvoice
    from invoices
    join clients on clients.client_id = invoices.client_id
    left join (
        select invoice_number, arg_min(qr_url, position) as qr_url
        from fiscal_records where kind = 'alta' group by invoice_number
    ) as recorded on recorded.invoice_number = invoices.invoice_number
    left join invoices as preceding on preceding.invoice_number = invoices.preceding_invoice_number
    where list_contains($numbers, invoices.invoice_number)
    order by invoices.invoice_number
"""
_LINES = """
    with worked as (
        select invoice_number, line_number, sum(hours) as hours
        from billed_entries
        group by invoice_number, line_number
    ),

    bearing as (
        select distinct invoice_number from billed_entries
    )

    select
        lines.invoice_number, lines.line_number, coalesce(lines.description, '') as description,
        coalesce(lines.quantity, 1) as quantity,
        -- A line that bills hours, or takes them back; what else an invoice of old counted is not known.
        case
            when worked.hours = lines.quantity
                and coalesce(lines.category, '') not in ('fixed_fee', 'milestone', 'retainer')
                then 'hours'
            else ''
        end as unit,
        coalesce(lines.unit_price, lines.net_amount, 0) as unit_price,
        coalesce(lines.net_amount, 0) as net_amount, lines.tax_rate, lines.category,
        coalesce(lines.discount_amount, 0) as discount_amount, lines.discount_reason,
        lines.tax_category, lines.tax_exemption_reason
    from invoice_lines as lines
    join invoices on invoices.invoice_number = lines.invoice_number
    -- A credit note for the whole of an invoice has its lines, and no entries of its own.
    left join bearing on bearing.invoice_number = lines.invoice_number
    left join worked
        on worked.invoice_number = case
            when bearing.invoice_number is null
                then coalesce(invoices.preceding_invoice_number, invoices.invoice_number)
            else lines.invoice_number
        end
        and worked.line_number = lines.line_number
    where list_contains($numbers, lines.invoice_number)
    order by lines.invoice_number, lines.line_number
"""
_ENTRIES = """
    select
        billed.invoice_number, billed.entry_id, timesheets.work_date, employees.name as employee_name,
        projects.name as project_name, timesheets.task, timesheets.description, billed.hours, billed.rate,
        billed.amount, timesheets.employee_id, employees.role as employee_role, timesheets.project_id,
        billed.line_number
    from billed_entries as billed
    join timesheets on timesheets.entry_id = billed.entry_id
    join employees on employees.employee_id = timesheets.employee_id
    join projects on projects.project_id = timesheets.project_id
    where list_contains($numbers, billed.invoice_number)
    order by billed.invoice_number, timesheets.work_date, billed.entry_id
"""
_TAXES = """
    select
        invoice_number, tax_rate, taxable_amount, tax_amount, tax_category, exemption_reason, exemption_code, tax_name
    from invoice_taxes
    where list_contains($numbers, invoice_number) and taxable_amount is not null and tax_amount is not null
    order by invoice_number, tax_rate, tax_category
"""
_WITHHELD = """
    select invoice_number, kind, base_amount, rate, amount
    from invoice_withholdings
    where list_contains($numbers, invoice_number)
    order by invoice_number, kind
"""


def documents_of(
    connection: duckdb.DuckDBPyConnection, settings: Settings, numbers: Sequence[str]
) -> Iterator[InvoiceDocument]:
    """The documents of these numbers, in their order, as the connection knows them. Needs the ledger's data sets."""
    heads = _rows(connection, _HEADS, numbers)
    lines, entries, taxes, withheld = (
        _by_number(_rows(connection, query, numbers)) for query in (_LINES, _ENTRIES, _TAXES, _WITHHELD)
    )
    for head in heads:
        number = head["invoice_number"]
        yield _document(head, lines[number], entries[number], _parts(taxes[number]), _parts(withheld[number]), settings)


def document_of(connection: duckdb.DuckDBPyConnection, settings: Settings, number: str) -> InvoiceDocument:
    """The document of this number. Raises BillingError where there is none."""
    for document in documents_of(connection, settings, [number]):
        return document
    message = f"there is no invoice {number} in the books; `invotrack invoices list` names them all"
    raise BillingError(message)


def _document(  # noqa: PLR0913, PLR0917  the parts of a document
    head: _Row,
    lines: list[_Row],
    entries: list[_Row],
    taxes: list[_Row],
    withheld: list[_Row],
    settings: Settings,
) -> InvoiceDocument:
    company = settings.company
    whole = _tax_rate(head)
    for line in lines:
        line["tax_rate"] = whole if line["tax_rate"] is None else line["tax_rate"]
    # A discount on the whole is an allowance; where there is nothing else, it is a line.
    allowed = [line for line in lines if line["category"] == "discount" and line["net_amount"] < 0]
    sold = [line for line in lines if line not in allowed]
    if not sold:
        allowed, sold = [], lines
    days = [entry["work_date"] for entry in entries]
    due: date | None = head["due_date"]
    return InvoiceDocument(
        kind=head["kind"],
        number=head["invoice_number"],
        issue_date=head["issue_date"],
        due_date=due,
        currency=head["currency"],
        seller=party_of(vars(company)),
        buyer=party_of(head),
        lines=tuple(
            Line(
                number=line["line_number"],
                description=line["description"],
                quantity=line["quantity"],
                unit=line["unit"],
                unit_price=line["unit_price"],
                net_amount=line["net_amount"],
                tax_rate=line["tax_rate"],
                tax_category=line["tax_category"],
                discount_amount=line["discount_amount"],
                discount_reason=line["discount_reason"],
                category=line["category"],
            )
            for line in sold
        ),
        taxes=tuple(TaxSubtotal(**row) for row in taxes) or _taxes(head, lines),
        withholdings=tuple(Withholding(**row) for row in withheld),
        net_amount=head["net_amount"],
        tax_amount=head["tax_amount"],
        total_amount=head["total_amount"],
        locale=_locale(head, settings),
        notes=head["notes"],
        purchase_order=head["purchase_order"],
        preceding_invoice_number=head["preceding_invoice_number"],
        preceding_issue_date=head["preceding_issue_date"],
        client_id=head["client_id"],
        payment_terms_days=(due - head["issue_date"]).days if due else None,
        entries=tuple(Entry(**entry) for entry in _parts(entries)),
        period_start=min(days, default=None),
        period_end=max(days, default=None),
        bank_details=company.bank_account,
        allowances=tuple(
            Allowance(-line["net_amount"], line["description"], line["tax_rate"], line["tax_category"])
            for line in allowed
        ),
        buyer_reference=head["buyer_reference"],
        contract_reference=head["contract_reference"],
        reason_code=head["reason_code"],
        fiscal_url=head["fiscal_url"],
        einvoice=head["einvoice"] or settings.documents.einvoice,
        late_penalty=company.late_penalty,
        early_discount=company.early_discount,
    )


def _parts(rows: list[_Row]) -> list[_Row]:
    """Rows of one document without its number."""
    return [{name: value for name, value in row.items() if name != "invoice_number"} for row in rows]


def party_of(who: _Row) -> Party:
    """A party of a client's row or the company's settings, which name these parts alike."""
    endpoint_scheme, endpoint_id = scheme_and_number(who["electronic_address"])
    legal_scheme, legal_id = scheme_and_number(who["legal_id"])
    return Party(
        **{name: who[name] for name in ("name", "tax_id", "address", "postal_code", "city", "country", "email")},
        contact=who.get("contact"),
        # A client's telephone number is no part of its documents.
        phone=who.get("phone") if "tax_number" in who else None,
        tax_number=who.get("tax_number"),
        endpoint_id=endpoint_id,
        endpoint_scheme=endpoint_scheme,
        legal_id=legal_id,
        legal_scheme=legal_scheme,
    )


def document_of_parts(number: str, invoice: Invoice, buyer: Buyer, settings: Settings) -> InvoiceDocument:
    """The document that an invoice would be under this number, as far as it is decided before it is issued."""
    company = settings.company
    allowed = [line for line in invoice.lines if line.category == "discount" and line.net_amount < 0]
    sold = [line for line in invoice.lines if line not in allowed] or list(invoice.lines)
    allowed = allowed if sold[0].category != "discount" else []
    terms = (invoice.due_date - invoice.issue_date).days
    return InvoiceDocument(
        kind="invoice",
        number=number,
        issue_date=invoice.issue_date,
        due_date=invoice.due_date,
        currency=invoice.currency,
        seller=party_of(vars(company)),
        buyer=buyer.party,
        lines=tuple(
            Line(
                number=place,
                description=line.description,
                quantity=line.quantity,
                unit="",
                unit_price=line.unit_price,
                net_amount=line.net_amount,
                tax_rate=line.tax.rate,
                tax_category=line.tax.category,
                discount_amount=line.discount_amount,
                discount_reason=line.discount_reason,
                category=line.category,
            )
            for place, line in enumerate(sold, 1)
        ),
        taxes=tuple(
            TaxSubtotal(
                row.rate,
                row.taxable_amount,
                row.tax_amount,
                row.category,
                row.exemption_reason,
                row.exemption_code,
                tax_name(company.country, row.category),
            )
            for row in invoice.taxes
        ),
        net_amount=invoice.net_amount,
        tax_amount=invoice.tax_amount,
        total_amount=invoice.total_amount,
        locale=_locale({"language": buyer.language, "country": buyer.party.country}, settings),
        notes=invoice.notes,
        purchase_order=invoice.purchase_order,
        contract_reference=invoice.contract_reference,
        client_id=invoice.client_id,
        payment_terms_days=terms,
        bank_details=company.bank_account,
        allowances=tuple(
            Allowance(-line.net_amount, line.description, line.tax.rate, line.tax.category) for line in allowed
        ),
        buyer_reference=buyer.buyer_reference,
        withholdings=tuple(Withholding(one.kind, one.base_amount, one.rate, one.amount) for one in invoice.withheld),
        einvoice=buyer.einvoice or settings.documents.einvoice,
        late_penalty=company.late_penalty,
        early_discount=company.early_discount,
    )


def _taxes(head: _Row, lines: list[_Row]) -> tuple[TaxSubtotal, ...]:
    """The tax by rate; it adds up to the document's, also where that was rounded otherwise (an invoice of old)."""
    nets: dict[tuple[Decimal, str], Decimal] = defaultdict(Decimal)
    reasons: dict[tuple[Decimal, str], str | None] = {}
    for line in lines:
        kind = (line["tax_rate"], line["tax_category"] or "")
        nets[kind] += line["net_amount"]
        reasons[kind] = reasons.get(kind) or line["tax_exemption_reason"]
    kinds = sorted(nets)
    if len(kinds) == 1:
        ((rate, category),) = kinds
        return (TaxSubtotal(rate, head["net_amount"], head["tax_amount"], category or None, reasons[kinds[0]]),)
    computed = [max(tax_on(nets[kind], kind[0], head["currency"]), Decimal(0)) for kind in kinds]
    places = max(minor_unit(head["currency"]), -int(head["tax_amount"].normalize().as_tuple().exponent))
    taxes = apportion(head["tax_amount"], computed, places)
    return tuple(
        TaxSubtotal(kind[0], nets[kind], tax, kind[1] or None, reasons[kind])
        for kind, tax in zip(kinds, taxes, strict=True)
    )


def _tax_rate(head: _Row) -> Decimal:
    """The document's tax in percent of its net, for lines that do not tell their own."""
    if not head["net_amount"]:
        return Decimal(0)
    percent: Decimal = head["tax_amount"] * 100 / head["net_amount"]
    return percent.quantize(Decimal("0.01"))


def _locale(head: _Row, settings: Settings) -> str:
    """The client's language as it is written in its country, where both are known; else the company's."""
    language, country = head["language"] or "", head["country"] or ""
    for name in (f"{language}_{country}", language):
        try:
            return str(Locale.parse(name.replace("-", "_")))
        except (UnknownLocaleError, ValueError, TypeError):
            continue
    return settings.company.locale


def _rows(connection: duckdb.DuckDBPyConnection, query: str, numbers: Sequence[str]) -> list[_Row]:
    found = connection.execute(query, {"numbers": list(numbers)})
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _by_number(rows: list[_Row]) -> defaultdict[str, list[_Row]]:
    grouped: defaultdict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        grouped[row["invoice_number"]].append(row)
    return grouped
