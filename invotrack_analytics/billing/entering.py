"""Entering: how an invoice that was composed gets into the books, with its lines and all that it claims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import duckdb

from invotrack_analytics.billing.invoice import Invoice, TaxRow, Withheld
from invotrack_analytics.billing.withholding import settle_issued
from invotrack_analytics.documents.tax_names import tax_name
from invotrack_analytics.model import Dataset
from invotrack_analytics.model.billed_entries import BILLED_ENTRIES
from invotrack_analytics.model.billed_items import BILLED_ITEMS
from invotrack_analytics.model.invoice_lines import INVOICE_LINES
from invotrack_analytics.model.invoice_taxes import INVOICE_TAXES
from invotrack_analytics.model.invoice_withholdings import INVOICE_WITHHOLDINGS
from invotrack_analytics.model.invoices import INVOICES
from invotrack_analytics.warehouse.posting import post, supersede

_PARTS: tuple[Dataset, ...] = (INVOICE_LINES, INVOICE_TAXES, INVOICE_WITHHOLDINGS, BILLED_ENTRIES, BILLED_ITEMS)


def enter(
    connection: duckdb.DuckDBPyConnection,
    numbered: Sequence[tuple[str, Invoice]],
    batch_id: int,
    head: Mapping[str, object],
    country: str,
) -> None:
    """Enter invoices under their numbers; `head` has columns of `invoices` that all share, such as the status.

    `country` is the seller's, which names the taxes.
    """
    post(connection, INVOICES, [_head(number, invoice, head) for number, invoice in numbered], batch_id)
    lines = [(number, place, line) for number, invoice in numbered for place, line in enumerate(invoice.lines, 1)]
    post(
        connection,
        INVOICE_LINES,
        [
            {
                "invoice_number": number,
                "line_number": place,
                "description": line.description,
                "quantity": line.quantity,
                "unit_price": line.unit_price,
                "net_amount": line.net_amount,
                "tax_rate": line.tax_rate,
                "category": line.category,
                "discount_amount": line.discount_amount or None,
                "discount_reason": line.discount_reason,
                "tax_category": line.tax.category,
                "tax_exemption_reason": line.tax.reason,
                "tax_exemption_code": line.tax.code,
            }
            for number, place, line in lines
        ],
        batch_id,
    )
    if head.get("status") == "issued":
        settle_issued(connection, numbered, batch_id)
    enter_taxes(
        connection, ((number, invoice.taxes, invoice.withheld) for number, invoice in numbered), batch_id, country
    )
    post(
        connection,
        BILLED_ENTRIES,
        [
            {
                "entry_id": entry.entry_id,
                "invoice_number": number,
                "line_number": place,
                "hours": entry.hours,
                "rate": entry.rate,
                "rate_source": entry.rate_source or None,
                "amount": entry.amount,
            }
            for number, place, line in lines
            for entry in line.entries
        ],
        batch_id,
    )
    post(
        connection,
        BILLED_ITEMS,
        [
            {
                "kind": item.kind,
                "item_id": item.item_id,
                "project_id": item.project_id,
                "invoice_number": number,
                "line_number": place,
            }
            for number, place, line in lines
            for item in line.items
        ],
        batch_id,
    )


def enter_taxes(
    connection: duckdb.DuckDBPyConnection,
    documents: Iterable[tuple[str, Sequence[TaxRow], Sequence[Withheld]]],
    batch_id: int,
    country: str,
) -> None:
    """Enter what documents are taxed with, and what the buyer withholds of them, by their numbers."""
    rows = list(documents)
    post(
        connection,
        INVOICE_TAXES,
        [
            {
                "invoice_number": number,
                "tax_name": tax_name(country, row.category),
                "tax_category": row.category,
                "tax_rate": row.rate,
                "taxable_amount": row.taxable_amount,
                "tax_amount": row.tax_amount,
                "exemption_code": row.exemption_code,
                "exemption_reason": row.exemption_reason,
            }
            for number, taxes, _ in rows
            for row in taxes
        ],
        batch_id,
    )
    post(
        connection,
        INVOICE_WITHHOLDINGS,
        [{"invoice_number": number, **vars(one)} for number, _, withheld in rows for one in withheld],
        batch_id,
    )


def withdraw(connection: duckdb.DuckDBPyConnection, number: str, batch_id: int) -> None:
    """Take a draft out of the books with all that it claims; its versions stay in the history."""
    for dataset in (INVOICES, *_PARTS):
        rows = connection.execute(
            f"select row_id from books.{dataset.name} where invoice_number = ?", [number]
        ).fetchall()
        if rows:
            supersede(connection, dataset, ", ".join(str(int(row_id)) for (row_id,) in rows), batch_id)


def _head(number: str, invoice: Invoice, head: Mapping[str, object]) -> dict[str, object]:
    return {
        "invoice_number": number,
        "client_id": invoice.client_id,
        "issue_date": invoice.issue_date,
        "due_date": invoice.due_date,
        "currency": invoice.currency,
        "net_amount": invoice.net_amount,
        "tax_amount": invoice.tax_amount,
        "total_amount": invoice.total_amount,
        "kind": "invoice",
        "purchase_order": invoice.purchase_order,
        "contract_reference": invoice.contract_reference,
        "date_note": next((note.text for note in invoice.told if note.note == "dates_fall"), None),
        "notes": invoice.notes,
        **head,
    }
