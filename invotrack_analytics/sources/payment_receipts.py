"""Payment receipts: what a document reports as paid, invoice by invoice, and the receipts whose place it takes."""

from __future__ import annotations

from typing import Any

from invotrack_analytics.sources.document_fields import fields_of, number_of
from invotrack_analytics.sources.plain_values import iso_day
from invotrack_analytics.sources.standard import Standard

Row = dict[str, str]


def reported_payments(element: Any, standard: Standard, head: Row, client_id: str) -> list[Row]:
    """The payments that a document reports, one row for each invoice they settle."""
    compiled = standard.compiled
    own = number_of(head)
    rows = []
    for reported in compiled.payments(element) if compiled.payments else ():
        found = fields_of(reported, compiled.payment)
        place = str(int(float(found["place"])))
        # A receipt without number or stamp is told by what it pays.
        told = found.get("uuid") or found.get("reference") or f"{client_id}-{iso_day(found.get('payment_date', ''))}"
        rows.append(
            {
                "payment_id": f"{own or told}-{place if own else found.get('instalment', place)}",
                "payment_date": iso_day(found.get("payment_date", "")),
                "amount": found.get("amount", ""),
                "client_id": client_id,
                "invoice_number": number_of(found),
                "currency": found.get("currency", ""),
                "method": found.get("method", ""),
                "reference": found.get("reference", ""),
                "receipt": head.get("uuid", "").upper(),
                "invoice_stamp": found.get("uuid", "").upper(),
            }
        )
    return rows


def replaced_receipts(element: Any, standard: Standard, head: Row) -> list[Row]:
    """The receipts that this one states anew, each by its stamp."""
    compiled = standard.compiled
    own = head.get("uuid", "").upper()
    named = [fields_of(earlier, compiled.earlier_document) for earlier in compiled.earlier(element)]
    replaced = dict.fromkeys(earlier["uuid"].upper() for earlier in named if {"uuid", "is_replaced"} <= earlier.keys())
    return [{"receipt": own, "replaced_receipt": stamp} for stamp in replaced if own and stamp != own]
