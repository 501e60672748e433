"""What of a document goes into its fiscal record: the buyer's number, and its taxes in the tax office's keys (V8)."""

from __future__ import annotations

import re
from decimal import Decimal

from invotrack_analytics.documents.invoice import InvoiceDocument, Party, TaxSubtotal
from invotrack_analytics.documents.vat import is_in_union, vat_number
from invotrack_analytics.documents.verifactu import Breakdown, Recipient
from invotrack_analytics.money import round_to_minor_unit

_PUNCTUATION = re.compile(r"[\s.\-/]")
_IVA, _IPSI, _IGIC = "01", "02", "03"
_OF_CATEGORY = {"M": _IPSI, "L": _IGIC}
_EU_VAT_NUMBER, _OFFICIAL_DOCUMENT = "02", "04"
_OTHER_TERRITORIES = ("35", "38", "51", "52")
_LONGEST_ID = 20


def nif_of(tax_id: str | None) -> str:
    """A Spanish tax number as the tax office writes it: without ES and punctuation."""
    number = _PUNCTUATION.sub("", tax_id or "").upper()
    return number.removeprefix("ES") if len(number) > len("12345678Z") else number


def recipient_of(buyer: Party) -> Recipient | None:
    """The buyer by its number; None where it has none."""
    country = (buyer.country or "ES").upper()
    if country == "ES":
        return Recipient(buyer.name, nif=nif_of(buyer.tax_id)) if buyer.tax_id else None
    number = vat_number(buyer)
    if is_in_union(country) and number:
        return Recipient(buyer.name, id_type=_EU_VAT_NUMBER, number=number)
    other = buyer.tax_id or buyer.legal_id
    if not other:
        return None
    return Recipient(buyer.name, id_type=_OFFICIAL_DOCUMENT, number=other[:_LONGEST_ID], country=country)


def breakdown_of(document: InvoiceDocument, regime: str, factor: Decimal) -> tuple[Breakdown, ...]:
    """The tax rows in euros: `factor` is the exchange rate, negative for what is taken back."""
    return tuple(_row(tax, document.buyer, regime, factor) for tax in document.taxes)


def _row(tax: TaxSubtotal, buyer: Party, regime: str, factor: Decimal) -> Breakdown:
    category = tax.tax_category or ("S" if tax.tax_rate else "Z")
    base = round_to_minor_unit(tax.taxable_amount * factor, "EUR")
    amount = round_to_minor_unit(tax.tax_amount * factor, "EUR")
    kind = _OF_CATEGORY.get(category, _IVA)
    country = (buyer.country or "ES").upper()
    code = (tax.exemption_code or "").upper()
    if category in {"S", "Z", "L", "M"}:
        return Breakdown(kind, regime, base, qualification="S1", rate=tax.tax_rate, amount=amount)
    if category == "AE" and country == "ES":
        return Breakdown(kind, "01", base, qualification="S2", rate=Decimal(0), amount=Decimal(0))
    if category == "G" and code == "VATEX-EU-G":
        return Breakdown(kind, "02", base, exemption="E2")
    if category == "E":
        return _exempt(kind, base, code)
    if category == "O" and country == "ES":
        elsewhere = (buyer.postal_code or "").startswith(_OTHER_TERRITORIES)
        return Breakdown(kind, "08" if elsewhere else "01", base, qualification="N2" if elsewhere else "N1")
    return Breakdown(kind, "01", base, qualification="N2")


def _exempt(kind: str, base: Decimal, code: str) -> Breakdown:
    if code.startswith("VATEX-EU-146"):
        return Breakdown(kind, "02", base, exemption="E2")
    if code.startswith(("VATEX-EU-148", "VATEX-EU-151")):
        return Breakdown(kind, "02", base, exemption="E3")
    inland = not code or code.startswith(("VATEX-EU-132", "VATEX-EU-135"))
    return Breakdown(kind, "01", base, exemption="E1" if inland else "E6")
