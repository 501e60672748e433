"""Law: what the seller's law asks to stand on an invoice (directive 2006/112/EC, art. 226)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from invotrack_analytics.documents.invoice import InvoiceDocument, Party
from invotrack_analytics.documents.receivers.gap import Gap
from invotrack_analytics.documents.vat import category_of, is_in_union, vat_number

_ALIKE = frozenset(["GB", "CH", "NO", "IS", "LI", "MC"])
"""Countries outside the union whose law asks the same."""
_REVERSE_CHARGE = "AE"
_SIMPLIFIED = {"ES": Decimal(400), "DE": Decimal(250), "AT": Decimal(400), "FR": Decimal(150), "IT": Decimal(400)}
"""Up to this amount with tax an invoice need not name the buyer (art. 220a; the countries' own limits in 2026)."""


def gaps(document: InvoiceDocument) -> Iterator[Gap]:
    """What is wanting, each fatal: until it is filled in the invoice is kept back."""
    seller, buyer = document.seller, document.buyer
    country = (seller.country or "").upper()
    if not is_in_union(country) and country not in _ALIKE:
        return
    client = f"clients.{document.client_id}"
    if not seller.name.strip():
        yield Gap("art-226-5", "the company has no name", "company.name")
    yield from _address_gaps(seller, "the company", "company")
    if not seller.tax_id and not (country == "DE" and seller.tax_number):
        yield Gap("art-226-3", "the company has no tax number", "company.tax_id")
    if not _is_simplified(document):
        if not buyer.name.strip():
            yield Gap("art-226-5", "the client has no name", f"{client}.name")
        yield from _address_gaps(buyer, "the client", client)
    for tax in document.taxes:
        category = category_of(tax.tax_rate, tax.tax_category, tax.exemption_reason, seller, buyer)
        if category.code == _REVERSE_CHARGE and not vat_number(buyer):
            yield Gap("art-226-4", "the client has no VAT number, and is to pay the tax", f"{client}.tax_id")
    if any(not line.tax_rate and line.tax_category is None for line in document.lines):
        told = "no tax is charged, and nobody said why: give a rate, a category or a regime"
        yield Gap("no_tax_without_reason", told, f"{client}.tax_rate")


def _address_gaps(party: Party, who: str, fill: str) -> Iterator[Gap]:
    for column, what in (("address", "street"), ("city", "town"), ("postal_code", "postal code")):
        if not (getattr(party, column) or "").strip():
            yield Gap("art-226-5", f"{who}'s address has no {what}", f"{fill}.{column}")


def _is_simplified(document: InvoiceDocument) -> bool:
    limit = _SIMPLIFIED.get((document.seller.country or "").upper(), Decimal(0))
    home = (document.buyer.country or document.seller.country) == document.seller.country
    return not document.buyer.tax_id and home and document.currency == "EUR" and document.total_amount <= limit
