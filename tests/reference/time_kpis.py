"""Report `time_kpis`: one row per currency with work in the period, the sums of `hours_to_cash`.

A currency in which no work has a rate is worth nothing here, and has no realisation.
"""

from datetime import date
from decimal import Decimal

from tests.reference import hours_to_cash
from tests.reference.amounts import ratio, total_of
from tests.reference.books import Books
from tests.reference.fields import Row
from tests.reference.hours_to_cash import figures, known

SUMMED = ("hours", "not_billable_hours", "billable_hours", "billed_hours", "unbilled_hours")


def report(books: Books, as_of: date, *, date_from: date | None = None, date_to: date | None = None) -> list[Row]:
    """Return what became of the hours, by currency."""
    by_project = hours_to_cash.report(books, as_of, date_from=date_from, date_to=date_to)
    rows: list[Row] = []
    for currency in sorted({str(row["currency"]) for row in by_project}):
        theirs = [row for row in by_project if row["currency"] == currency]
        hours = {name: total_of(figures(theirs, name)) for name in SUMMED}
        standard = known(theirs, "standard_amount") or Decimal(0)
        billed, collected = (total_of(figures(theirs, name)) for name in ("billed_amount", "collected_amount"))
        rows.append(
            {
                "currency": currency,
                **hours,
                "standard_amount": standard,
                "billed_amount": billed,
                "unbilled_amount": known(theirs, "unbilled_amount") or Decimal(0),
                "realisation": ratio(billed, standard),
                "effective_rate": ratio(billed, hours["hours"]),
                "collected_amount": collected,
                "collection": ratio(collected, billed),
            }
        )
    return rows
