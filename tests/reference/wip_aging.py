"""Report `wip_aging`: one row per client and currency with unbilled billable hours, by days since the work was done.

An entry's amount is rounded, then summed; without a rate it has none, and its hours stand apart.
"""

from datetime import date
from decimal import Decimal

from tests.reference.amounts import rounded, total_of
from tests.reference.books import Books
from tests.reference.fields import Row
from tests.reference.work import unbilled, value

AGES = {"d0_30": (0, 30), "d31_60": (31, 60), "d61_90": (61, 90), "d91_plus": (91, 99999)}


def report(books: Books, as_of: date) -> list[Row]:
    """Return work in progress by age."""
    waiting = unbilled(books, as_of)
    rows: list[Row] = []
    for client_id, currency in sorted({(entry.client_id, entry.currency) for entry in waiting}):
        theirs = [one for one in waiting if (one.client_id, one.currency) == (client_id, currency)]
        aged: list[tuple[int, Decimal]] = []
        for one in theirs:
            worth = value(books, one)
            if worth is not None:
                aged.append(((as_of - one.work_date).days, rounded(worth, currency)))
        rows.append(
            {
                "client_id": client_id,
                "currency": currency,
                "hours": total_of([one.hours for one in theirs]),
                **{
                    name: total_of([amount for age, amount in aged if first <= age <= last])
                    for name, (first, last) in AGES.items()
                },
                "amount": total_of([amount for _, amount in aged]),
                "hours_without_rate": total_of([one.hours for one in theirs if value(books, one) is None]),
            }
        )
    return rows
