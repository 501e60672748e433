"""What stands where on the pages: a document turned into labelled texts, ready to be set.

The result is plain JSON data. `invoice.typ` gives it its looks and decides nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from babel.localedata import locale_identifiers

from invotrack_analytics.documents.account import grouped
from invotrack_analytics.documents.figures import Figures
from invotrack_analytics.documents.fiscal_code import fiscal_code
from invotrack_analytics.documents.invoice import Entry, InvoiceDocument, Line, Party
from invotrack_analytics.documents.labels import document_language, labels_in, terms_of_payment, unit_in
from invotrack_analytics.documents.look import PLAIN, Look
from invotrack_analytics.documents.payment_code import payment_code
from invotrack_analytics.documents.typesetting import Json
from invotrack_analytics.documents.vat import exemption_of
from invotrack_analytics.errors import InvotrackError
from invotrack_analytics.money import round_to_minor_unit

_KINDS = frozenset({"invoice", "credit_note"})

# Where CLDR says that paper is US Letter, and where the postal code follows the city.
_LETTER_COUNTRIES = frozenset(
    ["BZ", "CA", "CL", "CO", "CR", "DO", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"],
)
_CITY_FIRST_COUNTRIES = frozenset(["AU", "CA", "GB", "IE", "IN", "JP", "NZ", "SG", "US", "ZA"])

_ISO_REGION_LENGTH = 2

_LONGEST_ID_SHOWN = 14


def sheet_of(document: InvoiceDocument, look: Look = PLAIN) -> dict[str, Json]:
    """Everything that `invoice.typ` sets, by place. Raises InvotrackError for an unknown kind or locale."""
    return _Sheet(document, look).compose()


class _Sheet:
    def __init__(self, document: InvoiceDocument, look: Look) -> None:
        if document.kind not in _KINDS:
            message = f"document {document.number}: kind {document.kind!r} cannot be printed; use {sorted(_KINDS)}"
            raise InvotrackError(message)
        self.document = document
        self.look = look
        self.figures = Figures(_locale(document.locale, look.language), document.currency)
        self.language = document_language(self.figures.locale.language)
        self.labels: Mapping[str, str] = labels_in(self.language)
        self.is_invoice = document.kind == "invoice"

    def compose(self) -> dict[str, Json]:
        document, labels = self.document, self.labels
        kind = labels[document.kind]
        region = self.figures.locale.territory or ""
        return {
            "paper": "us-letter" if (document.seller.country or "").upper() in _LETTER_COUNTRIES else "a4",
            "language": self.language,
            "region": region if len(region) == _ISO_REGION_LENGTH else None,
            "subject": labels["subject"].format(kind=kind, number=document.number, seller=document.seller.name),
            "kind": kind,
            "number": document.number,
            "seller": self._party(document.seller),
            "buyer_label": labels["billed_to" if self.is_invoice else "credited_to"],
            "buyer": self._party(document.buyer),
            "facts": self._facts(),
            "total": [
                labels["total_due" if self.is_invoice else "total_credited"],
                self.figures.money(document.payable_amount),
            ],
            "highlight": self._highlight(),
            "lines": self._lines(),
            "totals": self._totals(),
            "exemptions": self._exemptions(),
            "payment": self._payment(),
            "notes": [labels["notes"], document.notes] if document.notes else None,
            "timesheet": self._timesheet(kind) if document.entries else None,
            "fiscal": self._fiscal(),
            "attachment": labels["attachment"],
            "accent": self.look.accent,
            "logo": self.look.drawing(),
            "footer": self.look.footer,
            "page": labels["page"],
        }

    def _party(self, party: Party) -> Json:
        city_first = (party.country or "").upper() in _CITY_FIRST_COUNTRIES
        place = [party.city, party.postal_code] if city_first else [party.postal_code, party.city]
        texts = [
            *(party.address or "").splitlines(),
            " ".join(part for part in place if part),
            self.figures.country(party.country) if party.country else "",
            self.labels["tax_id"].format(tax_id=party.tax_id) if party.tax_id else "",
            self.labels["legal_id"].format(number=party.legal_id) if party.legal_id else "",
            party.email or "",
        ]
        return {"name": party.name, "lines": [text for text in texts if text.strip()]}

    def _facts(self) -> Json:
        document, labels = self.document, self.labels
        facts: list[Json] = [[labels["issue_date"], self.figures.day(document.issue_date)]]
        period = [self.figures.day(day) for day in (document.period_start, document.period_end) if day]
        if period:
            text = labels["period_range"].format(start=period[0], end=period[-1])
            facts.append([labels["period"], text if period[0] != period[-1] else period[0]])
        if document.purchase_order:
            facts.append([labels["purchase_order"], document.purchase_order])
        if document.buyer_reference:
            facts.append([labels["buyer_reference"], document.buyer_reference])
        facts.append([labels["currency"], document.currency])
        return facts

    def _highlight(self) -> Json:
        document, labels = self.document, self.labels
        if self.is_invoice:
            return [labels["due_date"], self.figures.day(document.due_date)] if document.due_date else None
        if document.preceding_invoice_number:
            day = document.preceding_issue_date
            told = [document.preceding_invoice_number, *([self.figures.day(day)] if day else [])]
            return [labels["preceding_invoice"], " \N{MIDDLE DOT} ".join(told)]
        return None

    def _lines(self) -> Json:
        labels = self.labels
        head = [labels[name] for name in ("line_number", "description", "quantity", "unit_price", "tax_rate")]
        return {
            "head": [*head, f"{labels['net_amount']} {self.document.currency}"],
            "rows": [self._line(line) for line in self.document.lines],
        }

    def _line(self, line: Line) -> Json:
        quantity = self.labels["quantity_in_unit"].format(
            quantity=self.figures.quantity(line.quantity), unit=unit_in(self.language, line.unit)
        )
        text = line.description
        if line.discount_amount:
            reason = line.discount_reason or self.labels["discount"]
            amount = self.figures.amount(-line.discount_amount)
            text = self.labels["discounted"].format(text=text, reason=reason, amount=amount)
        return [
            str(line.number),
            text,
            quantity,
            self.figures.amount(line.unit_price),
            self.figures.percent(line.tax_rate),
            self.figures.amount(line.net_amount),
        ]

    def _totals(self) -> Json:
        document, labels, figures = self.document, self.labels, self.figures
        rows: list[Json] = []
        if document.allowances:
            rows.append([labels["lines_total"], figures.money(document.lines_amount)])
            rows.extend([allowance.reason, figures.money(-allowance.amount)] for allowance in document.allowances)
        rows.append([labels["subtotal"], figures.money(document.net_amount)])
        for tax in document.taxes:
            label = labels["tax_on"].format(
                rate=figures.percent(tax.tax_rate), amount=figures.money(tax.taxable_amount)
            )
            rows.append([label, figures.money(tax.tax_amount)])
        if len(document.taxes) != 1:
            rows.append([labels["total_tax"], figures.money(document.tax_amount)])
        if document.withholdings:
            rows.append([labels["total"], figures.money(document.total_amount)])
        rows.extend(
            [f"{one.kind} {figures.percent(one.rate)}", figures.money(-one.amount)] for one in document.withholdings
        )
        return rows

    def _exemptions(self) -> list[Json]:
        """Why no tax is charged, each reason once."""
        document = self.document
        found = [exemption_of(tax, document.seller, document.buyer) for tax in document.taxes]
        return list(dict.fromkeys(reason or self.labels[f"exempt_{code}"] for code, reason in filter(None, found)))

    def _payment(self) -> Json:
        document, labels = self.document, self.labels
        if not self.is_invoice:
            return None
        rows: list[Json] = []
        if document.bank_details:
            rows.append([labels["pay_to"], document.seller.name])
            rows.append([labels["account"], grouped(document.bank_details)])
        rows.append([labels["reference"], document.number])
        if document.payment_terms_days is not None:
            rows.append([labels["terms"], terms_of_payment(document.payment_terms_days, self.language)])
        return {"title": labels["payment"], "rows": rows, "code": self._code()}

    def _code(self) -> Json:
        image = payment_code(self.document)
        if image is None:
            return None
        in_words = self.labels["payment_code_in_words"].format(
            amount=self.figures.money(self.document.payable_amount), account=grouped(self.document.bank_details or "")
        )
        return [self.labels["payment_code"], in_words, image]

    def _fiscal(self) -> Json:
        """What the Spanish tax office asks on the page; its words are its own in every language."""
        url = self.document.fiscal_url
        if not url:
            return None
        return {
            "above": "QR tributario:",
            "image": fiscal_code(url),
            "below": "VERI*FACTU",
            "test": "ENTORNO DE PRUEBAS" if "prewww" in url else None,
        }

    def _timesheet(self, kind: str) -> Json:
        document, labels, figures = self.document, self.labels, self.figures
        amount = sum((entry.amount for entry in document.entries), Decimal(0))
        hours = sum((entry.hours for entry in document.entries), Decimal(0))
        head = [labels[name] for name in ("work_date", "employee", "work", "hours", "rate")]
        return {
            "title": labels["timesheet"],
            "subtitle": labels["timesheet_of"].format(kind=kind.lower(), number=document.number),
            "head": [*head, f"{labels['amount']} {document.currency}"],
            "rows": [self._entry(entry) for entry in document.entries],
            "total": [labels["total"], figures.quantity(hours), "", self._rounded(amount)],
        }

    def _entry(self, entry: Entry) -> Json:
        # An id made from a row's content is long and says nothing to a client; a short one is how they ask about it.
        shown_id = entry.entry_id if len(entry.entry_id) <= _LONGEST_ID_SHOWN else ""
        work: list[Json] = [entry.project_name, " · ".join(text for text in (entry.task, entry.description) if text)]
        return [
            [self.figures.day(entry.work_date), shown_id],
            entry.employee_name,
            work,
            self.figures.quantity(entry.hours),
            self.figures.amount(entry.rate),
            self._rounded(entry.amount),
        ]

    def _rounded(self, amount: Decimal) -> str:
        # Entries carry exact amounts where rounding is by line; the annex shows what each comes to in real money.
        return self.figures.amount(round_to_minor_unit(amount, self.document.currency))


def _locale(locale: str, language: str | None) -> str:
    """The locale in another language: as it is written in the same country where CLDR knows that, else anywhere."""
    wanted, country = language or "", locale.replace("-", "_").partition("_")[2]
    if not wanted or locale.startswith(wanted):
        return locale
    name = f"{wanted}_{country}"
    return name if country and name in locale_identifiers() else wanted
