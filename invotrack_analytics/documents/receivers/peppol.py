"""Peppol BIS Billing 3: what its network asks of an e-invoice beyond EN 16931; rules by their ids of 2026.5."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from invotrack_analytics.documents.eas import is_right, leitweg_is_right, looks_like_leitweg, rule_of, scheme_of
from invotrack_analytics.documents.receivers.gap import Gap
from invotrack_analytics.documents.receivers.xrechnung import german_gaps
from invotrack_analytics.documents.trader import Trader

if TYPE_CHECKING:
    from invotrack_analytics.documents.einvoice import EInvoice

# Countries whose sellers are to name their number in a register, and by which scheme it is one.
_REGISTERS: Mapping[str, tuple[str, ...]] = {"DK": ("0184",), "IS": ("0196",), "NL": ("0106", "0190")}
_REGISTER_RULES: Mapping[str, str] = {"DK": "DK-R-014", "IS": "IS-R-002", "NL": "NL-R-003"}
_VAT_NUMBERS: Mapping[str, re.Pattern[str]] = {"NO": re.compile(r"NO\d{9}MVA"), "SE": re.compile(r"SE\d{12}")}
_ADDRESS_RULES: Mapping[str, str] = {"IS": "IS-R-003", "IT": "IT-R-002", "NL": "NL-R-002"}
_LEITWEG = "0204"
_GREECE, _GERMANY, _SWEDEN = "GR", "DE", "SE"
_SWEDISH_NUMBER = re.compile(r"\d{10}")


def gaps(invoice: EInvoice) -> Iterator[Gap]:
    """Why the network would refuse it; nothing where it would take it."""
    document, seller, buyer = invoice.document, invoice.seller, invoice.buyer
    client = f"clients.{document.client_id}"
    if not invoice.buyer_reference and not document.purchase_order:
        told = "it has neither a reference of the buyer nor an order"
        yield Gap("PEPPOL-EN16931-R003", told, f"{client}.buyer_reference")
    for party, who, rule, fill in (
        (buyer, "the client", "PEPPOL-EN16931-R010", f"{client}.electronic_address"),
        (seller, "the company", "PEPPOL-EN16931-R020", "company.electronic_address"),
    ):
        if party.endpoint is None:
            yield Gap(rule, f"{who} has no electronic address", fill)
            continue
        scheme, number = party.endpoint
        known = scheme_of(scheme)
        if known is None or not known.in_peppol:
            yield Gap("PEPPOL-EN16931-CL008", f"{who} is reached by {scheme}, which Peppol does not know", fill)
        elif not is_right(scheme, number):
            # The network does not look at a Leitweg-ID's digits, but the portal behind it does.
            told = f"{number} is no number of the scheme {scheme}"
            yield Gap(rule_of(scheme), told, fill, fatal=scheme != _LEITWEG)
    reference = invoice.buyer_reference or ""
    if looks_like_leitweg(reference) and not leitweg_is_right(reference):
        told = f"{reference} is no Leitweg-ID: its check digits are wrong"
        yield Gap("BR-DE-15", told, f"{client}.buyer_reference", fatal=False)
    for party, fill in ((buyer, f"{client}.legal_id"), (seller, "company.legal_id")):
        register, legal_id = party.legal_id or (None, "")
        if register and not is_right(register, legal_id):
            yield Gap(rule_of(register), f"{legal_id} is no number of the scheme {register}", fill)
    yield from _national_gaps(invoice, seller, buyer, client)


def _national_gaps(invoice: EInvoice, seller: Trader, buyer: Trader, client: str) -> Iterator[Gap]:
    """What the seller's country asks."""
    country = seller.country
    if country == _GREECE:
        yield Gap("GR-R-001-1", "Greek sellers send through their tax office")
    wanted = _REGISTERS.get(country)
    if wanted and not (seller.legal_id and seller.legal_id[0] in wanted):
        told = f"the company has no legal_id by the scheme {' or '.join(wanted)}"
        yield Gap(_REGISTER_RULES[country], told, "company.legal_id")
    pattern = _VAT_NUMBERS.get(country)
    if pattern and seller.vat_number and not pattern.fullmatch(seller.vat_number):
        yield Gap(f"{country}-R-001", f"the company's VAT number is not as those of {country} are", "company.tax_id")
    if country == _SWEDEN and seller.legal_id and not _SWEDISH_NUMBER.fullmatch(seller.legal_id[1]):
        yield Gap("SE-R-003", "the company's legal_id is no Swedish number of ten digits", "company.legal_id")
    for party, whose in ((seller, "company"), (buyer, client)) if buyer.country == country else ((seller, "company"),):
        if country in _ADDRESS_RULES and not (party.address and party.postal_code and party.city):
            yield Gap(_ADDRESS_RULES[country], f"the address of {party.name} is not complete", f"{whose}.address")
    if buyer.country == country == "NL" and buyer.legal_id and buyer.legal_id[0] not in _REGISTERS[country]:
        yield Gap("NL-R-005", "the client's legal_id is not by the scheme 0106 or 0190", f"{client}.legal_id")
    if country == "NL" and not (invoice.iban if invoice.is_invoice else invoice.document.preceding_invoice_number):
        yield Gap("NL-R-007", "it does not say where to pay, or which invoice it credits", "company.bank_account")
    if country == buyer.country == _GERMANY:
        yield from german_gaps(invoice, "DE-R-{:03d}")
