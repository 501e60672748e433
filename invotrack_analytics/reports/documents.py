"""Documents: everything stored that moves an account, or did, or would, and where it came from.

An amount is the stored one, positive but for refunds and reversals; the kind says which way it moves the account. A
payment of several invoices is as many rows; a write-off has its invoice's number and its own date. The state of an
invoice or a credit note follows from the facts of the day: an invoice that would be open without its write-offs is
`written_off`; payments and write-offs have no state.
"""

from __future__ import annotations

from dataclasses import replace

from invotrack_analytics.reports.columns import CLIENT, DOCUMENT_DATE, money
from invotrack_analytics.reports.report import Column, Parameters, Report


def _columns(parameters: Parameters) -> tuple[Column, ...]:
    del parameters
    return (
        *CLIENT,
        Column("kind", "text", "Kind", "invoice, credit_note, payment or write_off."),
        Column("number", "text", "Number", "The document's number; of a write-off, its invoice's."),
        DOCUMENT_DATE,
        # Kinds move the account in opposite ways, so a total of this column would mean nothing.
        replace(money("amount", "Amount", "As stored: positive, but for refunds and reversals."), total=False),
        Column(
            "status",
            "text",
            "Status",
            "draft, issued, part_paid, overdue, paid, written_off or void; payments and write-offs have none.",
        ),
        Column("batch_id", "integer", "Batch", "The import or billing run that it was read in."),
        Column("source_file", "text", "File", "The file that it was read from."),
        Column("source_line", "integer", "Line", "The line, row or element of that file."),
    )


DOCUMENTS = Report(
    name="documents",
    title="Documents",
    question="Which documents are in the books, and where did each come from?",
    parameters=("client", "currency"),
    columns=_columns,
    grain="One row per stored row of a document dated by the end of the day, in whatever state.",
    key=("client_id", "currency", "kind", "number", "document_date"),
    order_by=("client_name", "client_id", "currency", "document_date", "kind", "number", "batch_id", "source_line"),
)
