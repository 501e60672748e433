"""XRechnung 3.0, and what Peppol asks alike between German parties (DE-R-001 to -031)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from invotrack_analytics.documents.eas import leitweg_is_right, looks_like_leitweg
from invotrack_analytics.documents.receivers.gap import Gap

if TYPE_CHECKING:
    from invotrack_analytics.documents.einvoice import EInvoice

_PHONE = re.compile(r"(.*\d){3}")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+[^.@\s]")


def gaps(invoice: EInvoice) -> Iterator[Gap]:
    """Why a German authority's portal would refuse it."""
    yield from german_gaps(invoice, "BR-DE-{:d}")
    client = f"clients.{invoice.document.client_id}"
    reference = invoice.buyer_reference
    if not reference:
        yield Gap("BR-DE-15", "it has no reference of the buyer, such as a Leitweg-ID", f"{client}.buyer_reference")
    elif looks_like_leitweg(reference) and not leitweg_is_right(reference):
        yield Gap("BR-DE-15", f"{reference} is no Leitweg-ID: its check digits are wrong", f"{client}.buyer_reference")
    for party, rule, fill in (
        (invoice.seller, "PEPPOL-EN16931-R020", "company.electronic_address"),
        (invoice.buyer, "PEPPOL-EN16931-R010", f"{client}.electronic_address"),
    ):
        if party.endpoint is None:
            yield Gap(rule, f"{party.name} has no electronic address", fill)


def german_gaps(invoice: EInvoice, rule: str) -> Iterator[Gap]:
    """What both ask; `rule` makes a rule's id of its number."""
    seller, buyer = invoice.seller, invoice.buyer
    client = f"clients.{invoice.document.client_id}"
    if invoice.is_invoice and not invoice.iban:
        yield Gap(rule.format(1), "it does not say how to pay", "company.bank_account")
    for number, value, what, fill in (
        (3, seller.city, "the company's town", "company.city"),
        (4, seller.postal_code, "the company's postal code", "company.postal_code"),
        (5, seller.contact, "whom to ask at the company", "company.contact"),
        (6, seller.phone, "the company's telephone number", "company.phone"),
        (7, seller.email, "the company's mail address", "company.email"),
        (8, buyer.city, "the client's town", f"{client}.city"),
        (9, buyer.postal_code, "the client's postal code", f"{client}.postal_code"),
        (16, seller.vat_number or seller.tax_registration or "", "the company's tax number", "company.tax_id"),
    ):
        if not value:
            yield Gap(rule.format(number), f"{what} is missing", fill)
    if seller.phone and not _PHONE.search(seller.phone):
        yield Gap(rule.format(27), "the company's telephone number has less than three digits", "company.phone")
    if seller.email and not _MAIL.fullmatch(seller.email):
        yield Gap(rule.format(28), "the company's mail address is none", "company.email")
