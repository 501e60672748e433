"""Report `aging`: one row per client and currency with any open invoice or unapplied credit.

`outstanding` is added up from the documents, not from the buckets, so that either side can be held against the other.
"""

from collections.abc import Sequence
from datetime import date

from tests.reference.amounts import rounded, total_of
from tests.reference.books import Books
from tests.reference.buckets import DEFAULT_LIMITS, age_of, bucket_names, bucket_of
from tests.reference.fields import Row
from tests.reference.instalments import disputed_amount, open_parts
from tests.reference.receivables import accounts, live_invoices, outstanding, unapplied_credit
from tests.reference.revaluation import by_invoice, credits_in_base, worth


def report(books: Books, as_of: date, *, basis: str = "due", buckets: Sequence[int] = DEFAULT_LIMITS) -> list[Row]:
    """Return what every client owes by age."""
    rows = []
    owed = by_invoice(books, as_of)
    for client_id, currency in accounts(books):
        amounts = {}
        live = live_invoices(books, as_of, client_id, currency)
        parts = [one for invoice in live for one in open_parts(books, invoice, as_of)]
        for name in bucket_names(buckets):
            amounts[name] = total_of(
                [amount for part, amount in parts if bucket_of(age_of(part, as_of, basis), buckets) == name]
            )
        amounts["unapplied_credit"] = unapplied_credit(books, as_of, client_id, currency)
        if not any(amounts.values()):
            continue
        amounts["outstanding"] = outstanding(books, as_of, client_id, currency)
        amounts["disputed_amount"] = total_of([disputed_amount(books, invoice, as_of) for invoice in live])
        row: Row = {"client_id": client_id, "client_name": books.client(client_id).name, "currency": currency}
        row |= {name: rounded(amount, currency) for name, amount in amounts.items()}
        theirs = [one for one in owed if (one["client_id"], one["currency"]) == (client_id, currency)]
        rows.append(row | worth(books, theirs + credits_in_base(books, as_of, client_id, currency)))
    return rows
