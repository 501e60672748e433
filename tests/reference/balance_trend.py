"""Reports `balance_trend` and `kpi_trend`: what aging and the indicators say at the ends of thirteen months.

The last day is `as_of`, whose month may not be over. `balance_trend` has every currency with a document (no draft) or a
payment by `as_of` on every day; `kpi_trend` has what `receivables_kpis` has of each day.
"""

import calendar
from datetime import date, timedelta
from decimal import Decimal

from tests.reference.amounts import rounded, total_of
from tests.reference.books import Books
from tests.reference.fields import Row
from tests.reference.period import month_of
from tests.reference.receivables import accounts, outstanding
from tests.reference.receivables_kpis import overdue, receivables
from tests.reference.receivables_kpis import report as indicators

MONTHS_BEFORE = 12


def days_of(as_of: date) -> list[date]:
    """List the ends of the months, oldest first."""
    days = [as_of]
    for _ in range(MONTHS_BEFORE):
        days.insert(0, month_of(days[0]) - timedelta(days=1))
    assert all(day.day == calendar.monthrange(day.year, day.month)[1] for day in days[:-1])
    return days


def report(books: Books, as_of: date) -> list[Row]:
    """Return what was owed at each of the days, and how it moved."""
    named = {one.currency for one in books.documents if one.status != "draft" and one.issue_date <= as_of}
    named |= {one.currency for one in books.payments if one.payment_date <= as_of}
    rows: list[Row] = []
    for currency in sorted(named):
        before: tuple[Decimal, Decimal] | None = None
        for day in days_of(as_of):
            still, late = receivables(books, currency, day), overdue(books, currency, day)
            owed = total_of([outstanding(books, day, who, held) for who, held in accounts(books) if held == currency])
            amounts = {
                "not_due": still - late,
                "overdue": late,
                "unapplied_credit": still - owed,
                "outstanding": owed,
                "overdue_change": None if before is None else late - before[0],
                "outstanding_change": None if before is None else owed - before[1],
            }
            before = late, owed
            shown: Row = {
                name: None if amount is None else rounded(amount, currency) for name, amount in amounts.items()
            }
            rows.append({"currency": currency, "month": month_of(day), "on_day": day, **shown})
    return rows


def kpi_report(books: Books, as_of: date) -> list[Row]:
    """Return the indicators of each day, each over the twelve months that end with it."""
    return [{"month": month_of(day), "on_day": day, **row} for day in days_of(as_of) for row in indicators(books, day)]
