"""Credit note: what takes back all of an invoice that earlier credit notes have left, or a part of it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import duckdb

from invotrack_analytics.billing.credited_taxes import kind_of, rows_left, shared, taken, whole_rate
from invotrack_analytics.billing.invoice import TaxRow, Withheld
from invotrack_analytics.billing.issued import Document
from invotrack_analytics.billing.wording import Wording
from invotrack_analytics.errors import BillingError
from invotrack_analytics.money import round_to_minor_unit

_LINE = (
    "line_number", "description", "quantity", "unit_price", "net_amount", "tax_rate", "category",
    "discount_amount", "discount_reason", "tax_category", "tax_exemption_reason", "tax_exemption_code",
)  # fmt: skip
_Row = dict[str, object]


@dataclass(frozen=True)
class Part:
    """What of an invoice is credited: one of its lines, entries of it, or an amount before tax."""

    line: int | None = None
    entries: tuple[str, ...] = ()
    amount: Decimal | None = None


@dataclass(frozen=True)
class CreditNote:
    """A credit note that has everything but its number; amounts positive, lines as the data set has them."""

    net_amount: Decimal
    tax_amount: Decimal
    total_amount: Decimal
    lines: tuple[_Row, ...]
    entries: tuple[_Row, ...] = ()
    """The billed entries that it alone sets free, by its lines; a note for all of the invoice needs none."""
    items: tuple[_Row, ...] = ()
    """The same of what is no hour."""
    taxes: tuple[TaxRow, ...] = ()
    withheld: tuple[Withheld, ...] = ()

    @property
    def hours(self) -> Decimal:
        """The hours that it alone sets free."""
        return sum((_decimal(entry["hours"]) for entry in self.entries), Decimal(0))

    @property
    def entry_ids(self) -> tuple[str, ...]:
        """Their entries."""
        return tuple(str(entry["entry_id"]) for entry in self.entries)


def compose_credit_note(connection: duckdb.DuckDBPyConnection, invoice: Document, wording: Wording) -> CreditNote:
    """The credit note for what is left of an invoice: all of it with its own lines, else the rest as one line.

    Net and tax are what the invoice's exceed those of the earlier ones. Raises BillingError where nothing is left.
    """
    left = _left(connection, invoice)
    net = left.total - left.tax
    lines = _lines_of(connection, invoice.invoice_number)
    if left.in_part or not lines:
        words = (wording.credited_rest if left.in_part else wording.credited_invoice).format(
            number=invoice.invoice_number
        )
        lines = _lines_by_tax(words, net, left.rows, lines)
    return CreditNote(net, left.tax, left.total, lines, taxes=_tied(left.rows, net, left.tax))


def compose_partial_credit_note(
    connection: duckdb.DuckDBPyConnection, invoice: Document, part: Part, wording: Wording
) -> CreditNote:
    """The credit note for a part of an invoice; the entries of that part are free again, and no others.

    Its tax is that of its lines, at their rates; where it takes the last of the net, the last of the tax.
    Raises BillingError where the part is not on the invoice, was credited before, or is more than what is left.
    """
    left = _left(connection, invoice)
    lines = _lines_of(connection, invoice.invoice_number)
    entries: tuple[_Row, ...] = ()
    items: tuple[_Row, ...] = ()
    if part.amount is not None:
        amount = round_to_minor_unit(part.amount, invoice.currency)
        if amount <= 0:
            message = f"the amount is {part.amount}; give what is to be credited, before tax, as more than nothing"
            raise BillingError(message)
        words = wording.credited_part.format(number=invoice.invoice_number)
        _refuse_too_much(invoice, left, amount)
        rows = shared(amount, left.rows, invoice.currency)
        noted: tuple[_Row, ...] = _lines_by_tax(words, amount, rows, lines)
    elif part.line is not None:
        noted, entries, items = _credited_line(connection, invoice, lines, part.line)
    else:
        noted, entries = _credited_entries(connection, invoice, lines, part.entries)
    if part.amount is None:
        noted = (*noted, *_share_of_discounts(lines, noted, invoice))
    net = sum((_decimal(line["net_amount"]) for line in noted), Decimal(0))
    _refuse_too_much(invoice, left, net)
    taxes = left.rows if net == left.total - left.tax else _taxes_of(noted, left, invoice)
    tax = left.tax if taxes is left.rows else min(sum((row.tax_amount for row in taxes), Decimal(0)), left.tax)
    return CreditNote(net, tax, net + tax, noted, entries, items, _tied(taxes, net, tax))


def _refuse_too_much(invoice: Document, left: _Left, net: Decimal) -> None:
    net_left = left.total - left.tax
    if net <= 0 or net > net_left:
        message = f"{invoice.name} has {net_left} {invoice.currency} before tax left to credit, not {net}"
        raise BillingError(message)


def _taxes_of(noted: tuple[_Row, ...], left: _Left, invoice: Document) -> tuple[TaxRow, ...]:
    """The tax rows of these lines; of no row more tax than is left of it."""
    whole = whole_rate(invoice.net_amount, invoice.tax_amount)
    by_kind = {kind_of(row.category, row.rate): row for row in left.rows}
    nets: dict[tuple[str, Decimal], Decimal] = {}
    for line in noted:
        rate = line["tax_rate"]
        category = line["tax_category"]
        kind = kind_of(category if isinstance(category, str) else None, whole if rate is None else _decimal(rate))
        nets[kind] = nets.get(kind, Decimal(0)) + _decimal(line["net_amount"])
    return tuple(
        taken(by_kind.get(kind, TaxRow(*kind, net + 1, left.tax)), net, invoice.currency) for kind, net in nets.items()
    )


def _tied(rows: tuple[TaxRow, ...], net: Decimal, tax: Decimal) -> tuple[TaxRow, ...]:
    """The rows where they add up to the note; an invoice of old may have been credited otherwise before."""
    sums = (sum((row.taxable_amount for row in rows), Decimal(0)), sum((row.tax_amount for row in rows), Decimal(0)))
    return rows if sums == (net, tax) else ()


def left_to_credit(connection: duckdb.DuckDBPyConnection, invoice: Document) -> Decimal:
    """What earlier credit notes have left of an invoice's total. Raises BillingError where that is nothing."""
    return _left(connection, invoice).total


@dataclass(frozen=True)
class _Left:
    """What earlier credit notes have left of an invoice."""

    total: Decimal
    tax: Decimal
    in_part: bool
    rows: tuple[TaxRow, ...]


def _left(connection: duckdb.DuckDBPyConnection, invoice: Document) -> _Left:
    earlier, earlier_tax = connection.execute(
        """
        select
            coalesce(sum(total_amount), 0),
            coalesce(sum(coalesce(tax_amount, total_amount - net_amount, 0)), 0)
        from books.invoices
        where kind = 'credit_note' and preceding_invoice_number = ? and status = 'issued'
        """,
        [invoice.invoice_number],
    ).fetchone() or (Decimal(0), Decimal(0))
    total = invoice.total_amount - earlier
    if total <= 0:
        told = "is credited in full already" if earlier else "is of zero"
        message = f"{invoice.name} {told}; there is nothing left to credit"
        raise BillingError(message)
    rows = tuple(rows_left(connection, invoice.invoice_number).values())
    # Earlier notes may have split tax otherwise; the rest never has a negative part.
    return _Left(total, min(max(invoice.tax_amount - earlier_tax, Decimal(0)), total), bool(earlier), rows)


def _credited_line(
    connection: duckdb.DuckDBPyConnection, invoice: Document, lines: tuple[_Row, ...], number: int
) -> tuple[tuple[_Row, ...], tuple[_Row, ...], tuple[_Row, ...]]:
    line = next((line for line in lines if line["line_number"] == number), None)
    if line is None:
        message = f"{invoice.name} has no line {number}; `invotrack invoices show {invoice.invoice_number}` shows them"
        raise BillingError(message)
    entries = [entry for entry in _entries_of(connection, invoice) if entry["line_number"] == number]
    _refuse_released(invoice, entries)
    items = _rows(
        connection,
        """
        select billed.kind, billed.item_id, billed.project_id, claims.released_on
        from books.billed_items as billed
        join item_claims as claims
            on claims.kind = billed.kind and claims.item_id = billed.item_id
            and claims.invoice_number = billed.invoice_number
        where billed.invoice_number = $number and billed.line_number = $line
        """,
        {"number": invoice.invoice_number, "line": number},
    )
    if any(item.pop("released_on") for item in items):
        message = f"line {number} of {invoice.name} is credited already"
        raise BillingError(message)
    return (
        ({**line, "line_number": 1},),
        tuple({**entry, "line_number": 1} for entry in entries),
        tuple({**item, "line_number": 1} for item in items),
    )


def _credited_entries(
    connection: duckdb.DuckDBPyConnection, invoice: Document, lines: tuple[_Row, ...], wanted: tuple[str, ...]
) -> tuple[tuple[_Row, ...], tuple[_Row, ...]]:
    """A line for each line of the invoice that bills one of these entries: their hours, and their share of its net."""
    found = [entry for entry in _entries_of(connection, invoice) if entry["entry_id"] in wanted]
    missing = [entry_id for entry_id in wanted if entry_id not in {entry["entry_id"] for entry in found}]
    if missing:
        message = (
            f"{invoice.name} does not bill entry {missing[0]}; `invotrack report billed_hours` tells what it bills"
        )
        raise BillingError(message)
    _refuse_released(invoice, found)
    described = {line["line_number"]: line for line in lines}
    noted: list[_Row] = []
    entries: list[_Row] = []
    for place, number in enumerate(dict.fromkeys(entry["line_number"] for entry in found), 1):
        members = [entry for entry in found if entry["line_number"] == number]
        hours = sum((_decimal(entry["hours"]) for entry in members), Decimal(0))
        net = sum((_decimal(entry["amount"]) for entry in members), Decimal(0))
        rate = _decimal(members[0]["rate"])
        whole = round_to_minor_unit(hours * rate, invoice.currency)
        by_hours = whole >= net and rate > 0
        line = described.get(number, {})
        noted.append(
            {
                "line_number": place,
                "description": line.get("description"),
                "quantity": hours if by_hours else Decimal(1),
                "unit_price": rate if by_hours else net,
                "net_amount": net,
                "tax_rate": line.get("tax_rate"),
                "category": line.get("category"),
                "discount_amount": (whole - net or None) if by_hours else None,
                "discount_reason": line.get("discount_reason"),
                "tax_category": line.get("tax_category"),
                "tax_exemption_reason": line.get("tax_exemption_reason"),
                "tax_exemption_code": line.get("tax_exemption_code"),
            }
        )
        entries.extend({**entry, "line_number": place} for entry in members)
    return tuple(noted), tuple(entries)


def _share_of_discounts(lines: tuple[_Row, ...], noted: tuple[_Row, ...], invoice: Document) -> tuple[_Row, ...]:
    """What of the discounts on the whole invoice belongs to the lines credited, rate by rate."""
    found: list[_Row] = []
    for discount in (line for line in lines if line["category"] == "discount"):
        rate = discount["tax_rate"]
        billed, credited = (
            sum((_decimal(row["net_amount"]) for row in rows if row["tax_rate"] == rate), Decimal(0))
            for rows in ([line for line in lines if line["category"] != "discount"], noted)
        )
        if billed and credited:
            amount = round_to_minor_unit(_decimal(discount["net_amount"]) * credited / billed, invoice.currency)
            place = len(noted) + len(found) + 1
            found.append({**discount, "line_number": place, "unit_price": amount, "net_amount": amount})
    return tuple(found)


def _refuse_released(invoice: Document, entries: list[_Row]) -> None:
    for entry in entries:
        if entry.pop("released_on"):
            message = f"entry {entry['entry_id']} of {invoice.name} is credited already"
            raise BillingError(message)


def _entries_of(connection: duckdb.DuckDBPyConnection, invoice: Document) -> list[_Row]:
    return _rows(
        connection,
        """
        select
            billed.entry_id, billed.line_number, billed.hours, billed.rate, billed.rate_source, billed.amount,
            claims.released_on
        from books.billed_entries as billed
        join claims on claims.entry_id = billed.entry_id and claims.invoice_number = billed.invoice_number
        where billed.invoice_number = $number
        order by billed.line_number, billed.row_id
        """,
        {"number": invoice.invoice_number},
    )


def _lines_of(connection: duckdb.DuckDBPyConnection, number: str) -> tuple[_Row, ...]:
    columns = ", ".join(_LINE)
    query = f"select {columns} from books.invoice_lines where invoice_number = $number order by line_number"
    return tuple(_rows(connection, query, {"number": number}))


def _rows(connection: duckdb.DuckDBPyConnection, query: str, values: dict[str, object]) -> list[_Row]:
    found = connection.execute(query, values)
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _one_line(description: str, net: Decimal, lines: tuple[_Row, ...]) -> _Row:
    def common(column: str) -> object:
        values = {line[column] for line in lines if line["category"] != "discount"}
        return values.pop() if len(values) == 1 else None

    return {
        "line_number": 1,
        "description": description,
        "quantity": Decimal(1),
        "unit_price": net,
        "net_amount": net,
        "tax_rate": common("tax_rate"),
        "category": common("category"),
        "tax_category": common("tax_category"),
        "tax_exemption_reason": common("tax_exemption_reason"),
        "tax_exemption_code": common("tax_exemption_code"),
    }


def _lines_by_tax(
    description: str, net: Decimal, rows: tuple[TaxRow, ...], lines: tuple[_Row, ...]
) -> tuple[_Row, ...]:
    """What is credited in a line for each tax row; one line where there is one, or where they do not add up."""
    if len(rows) <= 1 or sum((row.taxable_amount for row in rows), Decimal(0)) != net:
        return (_one_line(description, net, lines),)
    return tuple(
        {
            **_one_line(description, row.taxable_amount, lines),
            "line_number": place,
            "tax_rate": row.rate,
            "tax_category": row.category,
            "tax_exemption_reason": row.exemption_reason,
            "tax_exemption_code": row.exemption_code,
        }
        for place, row in enumerate(rows, 1)
    )


def _decimal(value: object) -> Decimal:
    if not isinstance(value, Decimal):
        message = f"{value!r} is no amount"
        raise TypeError(message)
    return value
