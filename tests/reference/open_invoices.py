"""Report `open_invoices`: one row per live invoice with an open amount above zero.

`days_overdue` counts from the due date whatever the basis ("negative before the due date"); `bucket` is the name of the
column of `aging` that holds the invoice, so it follows basis and buckets. Of an invoice in parts, the oldest open part
tells due date and age. Statuses: `disputed`, `overdue`, `part_paid`, `issued`.
"""

from collections.abc import Sequence
from datetime import date

from tests.reference.amounts import rounded
from tests.reference.books import Books
from tests.reference.buckets import DEFAULT_LIMITS, age_of, bucket_of
from tests.reference.fields import Row
from tests.reference.instalments import disputed_amount, open_parts
from tests.reference.receivables import (
    CREDIT_NOTE,
    DISCOUNT,
    MONEY,
    RECOVERY,
    SETTLED,
    WRITE_OFF,
    is_live,
    open_amount,
    reduced_by,
)
from tests.reference.revaluation import by_invoice, worth
from tests.reference.states import open_state

NO_MONEY = (RECOVERY, CREDIT_NOTE, SETTLED, WRITE_OFF, DISCOUNT)


def report(books: Books, as_of: date, *, basis: str = "due", buckets: Sequence[int] = DEFAULT_LIMITS) -> list[Row]:
    """Return every open invoice with what was paid (reversals taken off) and what was credited or written off."""
    rows: list[Row] = []
    in_base = {row["invoice_number"]: row for row in by_invoice(books, as_of)}
    for invoice in books.invoices:
        if not is_live(invoice, as_of) or open_amount(books, invoice, as_of) == 0:
            continue
        amounts = {
            "total_amount": invoice.total,
            "paid_amount": reduced_by(books, invoice, as_of, *MONEY),
            "reduced_amount": reduced_by(books, invoice, as_of, *NO_MONEY),
            "open_amount": open_amount(books, invoice, as_of),
            "disputed_amount": disputed_amount(books, invoice, as_of),
        }
        oldest, _ = open_parts(books, invoice, as_of)[0]
        row: Row = {
            "client_id": invoice.client_id,
            "client_name": books.client(invoice.client_id).name,
            "currency": invoice.currency,
            "invoice_number": invoice.number,
            "issue_date": invoice.issue_date,
            "due_date": oldest.due_date,
            "days_overdue": (as_of - oldest.due_date).days,
            "bucket": bucket_of(age_of(oldest, as_of, basis), buckets),
            "status": open_state(books, invoice, as_of),
        }
        row |= {name: rounded(amount, invoice.currency) for name, amount in amounts.items()}
        rows.append(row | worth(books, [in_base[invoice.number]]))
    return rows
