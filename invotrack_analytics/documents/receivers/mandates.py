"""Mandates: from when a country asks for more than a PDF, told by date; none of them keeps an invoice back.

The dates are as they were known in 2026-08 and not verified with any authority: an adviser of the country should look.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from invotrack_analytics.documents.invoice import InvoiceDocument

_DOMESTIC = (
    ("BE", date(2026, 1, 1), "peppol_mandatory", "invoices between Belgian businesses go by Peppol"),
    ("FR", date(2027, 9, 1), "einvoice_mandatory", "invoices between French businesses go by an approved platform"),
    ("PL", date(2026, 4, 1), "ksef_mandatory", "invoices of Polish businesses go by KSeF"),
    ("IT", date(2019, 1, 1), "sdi_mandatory", "invoices between Italian parties go by SDI"),
    ("PT", date(2011, 1, 1), "certified_program", "Portuguese invoices are made by a certified program"),
    ("RO", date(2024, 7, 1), "efactura_mandatory", "invoices between Romanian businesses go by RO e-Factura"),
    ("DE", date(2028, 1, 1), "einvoice_mandatory", "invoices between German businesses are e-invoices"),
)
_CORPORATE = re.compile(r"(ES)?[ABCDFGJNPQRSUVW]")
_COMPANIES_FROM, _OTHERS_FROM = date(2027, 1, 1), date(2027, 7, 1)


@dataclass(frozen=True)
class Mandate:
    """What a country asks from a day on."""

    note: str
    text: str


def mandatory_from(tax_id: str | None) -> date:
    """From when a Spanish company's invoicing is to be a fiscal system (RD 1007/2023): by who pays corporation tax."""
    return _COMPANIES_FROM if _CORPORATE.match((tax_id or "").upper()) else _OTHERS_FROM


def mandates_on(document: InvoiceDocument, mode: str, exempt: str) -> Iterator[Mandate]:
    """What the seller's country asks of this document by its date, and it is not."""
    ours, theirs = ((party.country or "").upper() for party in (document.seller, document.buyer))
    for country, since, note, text in _DOMESTIC:
        if country == ours == theirs and document.issue_date >= since:
            yield Mandate(note, f"from {since} on {text}")
    since = mandatory_from(document.seller.tax_id)
    if ours == "ES" and mode == "off" and not exempt and document.issue_date >= since:
        yield Mandate(
            "fiscal_system_missing", f"from {since} on Spanish invoicing is to be Veri*Factu; verifactu.mode is off"
        )
