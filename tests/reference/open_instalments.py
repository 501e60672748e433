"""Report `open_instalments`: one row per part of a live invoice of which something is open.

What is disputed of an invoice holds back its oldest open parts first; a part is `disputed` when anything of it is.
"""

from collections.abc import Sequence
from datetime import date

from tests.reference.amounts import rounded
from tests.reference.books import Books
from tests.reference.buckets import DEFAULT_LIMITS, age_of, bucket_of
from tests.reference.fields import Row
from tests.reference.instalments import disputed_amount, open_parts
from tests.reference.receivables import is_live


def report(books: Books, as_of: date, *, basis: str = "due", buckets: Sequence[int] = DEFAULT_LIMITS) -> list[Row]:
    """Return every open part with what is disputed of it."""
    rows: list[Row] = []
    for invoice in books.invoices:
        if not is_live(invoice, as_of):
            continue
        held_back = disputed_amount(books, invoice, as_of)
        for part, amount in open_parts(books, invoice, as_of):
            disputed = min(amount, held_back)
            held_back -= disputed
            days_overdue = (as_of - part.due_date).days
            status = "part_paid" if amount < part.amount else "issued"
            status = "overdue" if days_overdue > 0 else status
            rows.append(
                {
                    "client_id": invoice.client_id,
                    "client_name": books.client(invoice.client_id).name,
                    "currency": invoice.currency,
                    "invoice_number": invoice.number,
                    "instalment_number": part.number,
                    "issue_date": invoice.issue_date,
                    "due_date": part.due_date,
                    "days_overdue": days_overdue,
                    "bucket": bucket_of(age_of(part, as_of, basis), buckets),
                    "instalment_amount": rounded(part.amount, invoice.currency),
                    "open_amount": rounded(amount, invoice.currency),
                    "disputed_amount": rounded(disputed, invoice.currency),
                    "status": "disputed" if disputed > 0 else status,
                }
            )
    return rows
