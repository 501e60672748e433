"""An invoice in the terms of EN 16931 (BT and BG numbers are its own): what UBL and CII both write down.

`gaps` tells beforehand why a document cannot be an e-invoice, so that no file is made that a recipient would refuse.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from babel.core import get_global

from invotrack_analytics.documents.account import iban_of
from invotrack_analytics.documents.invoice import Allowance, InvoiceDocument, Line, TaxSubtotal
from invotrack_analytics.documents.labels import document_language, labels_in, terms_of_payment
from invotrack_analytics.documents.markup import writable
from invotrack_analytics.documents.trader import country_of, trader_of
from invotrack_analytics.documents.vat import CATEGORIES, OUTSIDE, Category, category_of, vat_number
from invotrack_analytics.errors import InvotrackError
from invotrack_analytics.money import minor_unit, round_to_minor_unit

EN_16931 = "urn:cen.eu:en16931:2017"
PEPPOL = f"{EN_16931}#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
XRECHNUNG = f"{EN_16931}#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0"
PEPPOL_PROCESS = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"

_TYPE_CODES = {"invoice": "380", "credit_note": "381"}
_UNIT_CODES = {"hours": "HUR", "days": "DAY"}
_ONE = "C62"
_SEPA_TRANSFER, _CREDIT_TRANSFER, _CLEARING = "58", "30", "97"
_MOST_PLACES = 2
# Recipients calculate tax in other orders of rounding; the standard allows them less than one unit of currency.
_TAX_TOLERANCE = Decimal(1)
# How far quantity x price may lie from a line's net for Peppol (R120): less than what rounds away in whole units.
_LINE_TOLERANCE = Decimal("0.02")
# Codes of CLDR that ISO 3166 has given up or never had as countries.
_NO_COUNTRIES = frozenset(
    ["AC", "BU", "CP", "CS", "DD", "DG", "EA", "EU", "IC", "SU", "TA", "TP", "XK", "YD", "YU", "ZR", "ZZ"]
)


@dataclass(frozen=True)
class Item:
    """One line (BG-25); `quantity` x `price` / `price_base` is the net amount, and the price is never negative."""

    line_id: str
    name: str
    quantity: Decimal
    unit_code: str
    price: Decimal
    price_base: Decimal | None
    net_amount: Decimal
    category: Category
    discount_amount: Decimal = Decimal(0)
    """BT-136, off this line."""
    discount_reason: str = ""


@dataclass(frozen=True)
class Discount:
    """A discount on the whole document (BG-20)."""

    amount: Decimal
    reason: str
    category: Category


@dataclass(frozen=True)
class Tax:
    """The tax of one category (BG-23)."""

    category: Category
    taxable_amount: Decimal
    tax_amount: Decimal


class EInvoice:
    """Everything that an e-invoice says about a document. Raises InvotrackError with what `gaps` tells, if anything."""

    def __init__(self, document: InvoiceDocument) -> None:
        reasons = gaps(document)
        if reasons:
            message = f"{document.kind} {document.number} cannot be an e-invoice: {'; '.join(reasons)}"
            raise InvotrackError(message)
        self.document = document
        self.is_invoice = document.kind == "invoice"
        self.type_code = _TYPE_CODES[document.kind]
        self.taxes = tuple(_tax(tax, document) for tax in document.taxes)
        # Outside the scope of VAT a VAT number may not stand on the document; it serves as the legal one.
        shows_vat = all(tax.category.code != OUTSIDE for tax in self.taxes)
        self.seller = trader_of(document.seller, shows_vat=shows_vat, sells=True)
        self.buyer = trader_of(document.buyer, shows_vat=shows_vat, sells=False)
        self.items = tuple(_item(line, document) for line in document.lines)
        self.discounts = tuple(
            Discount(allowance.amount, writable(allowance.reason), _category_of_line(allowance, document))
            for allowance in document.allowances
        )
        self.iban = iban_of(document.bank_details) if self.is_invoice else None
        self.payment_means = _SEPA_TRANSFER if document.currency == "EUR" else _CREDIT_TRANSFER
        if not self.is_invoice:
            # What a credit note takes back is set off against what is owed.
            self.payment_means = _CLEARING
        self.terms = _terms(document, self.iban)

    @property
    def delivery_date(self) -> date:
        """BT-72: the last day worked; the day of issue where none is told, since a tax office must know one."""
        return self.document.period_end or self.document.period_start or self.document.issue_date

    @property
    def is_german(self) -> bool:
        """Whether both parties are."""
        return self.seller.country == self.buyer.country == "DE"

    @property
    def buyer_reference(self) -> str | None:
        """BT-10: what the buyer asked to read."""
        return writable(self.document.buyer_reference) or None

    @property
    def note(self) -> str | None:
        """BT-22: the notes, and what the buyer withholds."""
        document = self.document
        texts = [writable(document.notes)]
        texts += [
            f"{one.kind} {figure(one.rate)} %: -{self.amount(one.amount)} {document.currency}"
            for one in document.withholdings
        ]
        return " \N{MIDDLE DOT} ".join(text for text in texts if text) or None

    def amount(self, amount: Decimal) -> str:
        """An amount with the places of the currency."""
        return f"{round_to_minor_unit(amount, self.document.currency):f}"


def figure(value: Decimal) -> str:
    """A quantity, price or rate with every digit it has and no more."""
    return f"{value.normalize():f}"


def gaps(document: InvoiceDocument) -> tuple[str, ...]:
    """Why the document cannot be an e-invoice by EN 16931, each reason with the term that is wanting; () if it can."""
    return (*_gaps_in_the_head(document), *_gaps_in_the_figures(document))


def _gaps_in_the_head(document: InvoiceDocument) -> Iterator[str]:
    if document.kind not in _TYPE_CODES:
        yield f"kind {document.kind!r} is neither invoice nor credit_note (BT-3)"
    if not writable(document.number):
        yield "the number is missing (BT-1)"
    for party, who, name, country in (
        (document.seller, "the company", "BT-27", "BT-40"),
        (document.buyer, "the client", "BT-44", "BT-55"),
    ):
        if not writable(party.name):
            yield f"{who} has no name ({name})"
        if country_of(party) not in _countries():
            yield f"{who} has no country by its ISO 3166 code ({country}), but {party.country!r}"
    if not writable(document.seller.tax_id) and not writable(document.seller.legal_id):
        yield "the company has no tax_id (BT-31)"
    if document.currency not in _currencies():
        yield f"{document.currency} is no currency of today (BT-5)"
    elif minor_unit(document.currency) > _MOST_PLACES:
        yield f"amounts in {document.currency} have three decimal places, and two are allowed (BR-DEC)"


def _gaps_in_the_figures(document: InvoiceDocument) -> Iterator[str]:
    if not document.lines:
        yield "it has no lines (BG-25)"
    if document.net_amount + document.tax_amount != document.total_amount:
        yield "net and tax do not make the total (BR-CO-15)"
    if sum(line.net_amount for line in document.lines) != document.lines_amount:
        yield "the lines do not add up to the net amount (BR-CO-10)"
    if sum(tax.tax_amount for tax in document.taxes) != document.tax_amount:
        yield "the taxes do not add up to the tax amount (BR-CO-14)"
    amounts = (document.total_amount, *(line.net_amount for line in document.lines))
    if any(round_to_minor_unit(amount, document.currency) != amount for amount in amounts):
        yield f"amounts are finer than {document.currency} is (BR-DEC)"
    charged: defaultdict[Category, Decimal] = defaultdict(Decimal)
    for line in document.lines:
        charged[_category_of_line(line, document)] += line.net_amount
    for allowance in document.allowances:
        charged[_category_of_line(allowance, document)] -= allowance.amount
    taxes = [_tax(tax, document) for tax in document.taxes]
    if {tax.category: tax.taxable_amount for tax in taxes} != charged or len(taxes) != len(charged):
        yield "the taxable amounts are not those of the lines (BR-S-08)"
    for tax in taxes:
        yield from _gaps_in_tax(tax, document)


def _gaps_in_tax(tax: Tax, document: InvoiceDocument) -> Iterator[str]:
    category = tax.category
    rate = category.rate or Decimal(0)
    if category.code not in CATEGORIES:
        yield f"tax category {category.code!r} is none of {', '.join(sorted(CATEGORIES))} (BT-118)"
    if category.charges_tax != bool(rate) or abs(tax.tax_amount - tax.taxable_amount * rate / 100) >= _TAX_TOLERANCE:
        yield f"{tax.tax_amount} is not the tax of {figure(rate)} % on {tax.taxable_amount} (BR-CO-17)"
    if category.code != OUTSIDE and not writable(document.seller.tax_id):
        yield f"the company has no tax_id, which tax category {category.code} asks (BR-{category.code}-02)"
    if category.needs_buyer_number and not vat_number(document.buyer):
        yield f"the client has no VAT number as tax_id, which tax category {category.code} asks (BR-AE-02)"


def _tax(tax: TaxSubtotal, document: InvoiceDocument) -> Tax:
    category = category_of(
        tax.tax_rate, tax.tax_category, tax.exemption_reason, document.seller, document.buyer, tax.exemption_code
    )
    return Tax(category, tax.taxable_amount, tax.tax_amount)


def _category_of_line(line: Line | Allowance, document: InvoiceDocument) -> Category:
    """The category of a line or allowance, with the reason that its subtotal gives."""
    own = category_of(line.tax_rate, line.tax_category, None, document.seller, document.buyer)
    for tax in document.taxes:
        category = _tax(tax, document).category
        if (category.code, category.rate) == (own.code, own.rate):
            return category
    return own


def _item(line: Line, document: InvoiceDocument) -> Item:
    # A price is never negative: what is taken back is a negative quantity.
    sign = -1 if line.unit_price < 0 else 1
    quantity, price = line.quantity * sign, line.unit_price * sign
    price_base = None
    gross = line.net_amount + line.discount_amount
    exact = abs(quantity * price - gross) <= _LINE_TOLERANCE
    if not exact or round_to_minor_unit(quantity * price, document.currency) != gross:
        # An invoice of old whose price was rounded or not told: then the price is that of the whole quantity.
        quantity = (abs(line.quantity) or Decimal(1)).copy_sign(gross)
        price, price_base = abs(gross), abs(quantity)
    return Item(
        line_id=str(line.number),
        name=writable(line.description) or str(line.number),
        quantity=quantity,
        unit_code=_UNIT_CODES.get(line.unit, _ONE),
        price=price,
        price_base=price_base,
        net_amount=line.net_amount,
        category=_category_of_line(line, document),
        discount_amount=line.discount_amount,
        # An allowance is to have a reason (BR-42).
        discount_reason=writable(line.discount_reason) or labels_in(document_language(document.locale[:2]))["discount"],
    )


def _terms(document: InvoiceDocument, iban: str | None) -> str:
    language = document_language(document.locale[:2])
    labels = labels_in(language)
    if document.kind == "credit_note":
        return labels["terms_credit"]
    days = document.payment_terms_days
    texts = [] if days is None else [terms_of_payment(days, language)]
    if not texts and document.due_date is None:
        texts.append(labels["terms_at_once"])
    if not iban and writable(document.bank_details):
        texts.append(f"{labels['account']}: {document.bank_details}")
    return " \N{MIDDLE DOT} ".join(texts)


@cache
def _countries() -> frozenset[str]:
    return frozenset(get_global("territory_currencies")) - _NO_COUNTRIES


@cache
def _currencies() -> frozenset[str]:
    """The currencies that CLDR knows without an end."""
    return frozenset(
        currency[0]
        for currencies in get_global("territory_currencies").values()
        for currency in currencies
        if currency[2] is None
    )
