"""The French reform of e-invoicing (CTC): what its platforms ask of an invoice beyond EN 16931 (BR-FR, flux 2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from invotrack_analytics.documents.receivers.gap import Gap

if TYPE_CHECKING:
    from invotrack_analytics.documents.einvoice import EInvoice

_NUMBER = re.compile(r"[A-Za-z0-9\-+_/]{1,35}")
_SIREN = "0002"
_ADDRESS = "0225"
_RATES = frozenset(
    map(Decimal, ("0", "0.9", "1.05", "1.75", "2.1", "5.5", "7", "8.5", "9.2", "9.6", "10", "13", "19.6", "20", "20.6"))
)


def gaps(invoice: EInvoice) -> Iterator[Gap]:
    """Why a French platform would refuse it."""
    document = invoice.document
    client = f"clients.{document.client_id}"
    if not _NUMBER.fullmatch(document.number):
        yield Gap(
            "BR-FR-01",
            f"{document.number} is longer than 35 or has other letters than A-Z a-z 0-9 - + _ /",
            "billing.series",
        )
    for party, who, number_rule, address_rule, fill in (
        (invoice.seller, "the company", "BR-FR-10", "BR-FR-13", "company"),
        (invoice.buyer, "the client", "BR-FR-11", "BR-FR-12", client),
    ):
        if not (party.legal_id and party.legal_id[0] == _SIREN):
            yield Gap(number_rule, f"{who} has no SIREN", f"{fill}.legal_id")
        if not (party.endpoint and party.endpoint[0] == _ADDRESS):
            yield Gap(address_rule, f"{who} has no address of the scheme {_ADDRESS}", f"{fill}.electronic_address")
    for key, value in (("late_penalty", document.late_penalty), ("early_discount", document.early_discount)):
        if not value:
            yield Gap("BR-FR-05", f"the note on {key.replace('_', ' ')} is missing", f"company.{key}")
    for tax in invoice.taxes:
        if tax.category.rate is not None and tax.category.rate.normalize() not in _RATES:
            yield Gap("BR-FR-16", f"{tax.category.rate.normalize():f} % is no French rate", f"{client}.tax_rate")
