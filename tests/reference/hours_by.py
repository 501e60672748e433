"""Reports `hours_by_task` and `hours_by_month`: the figures of `billable_hours`, by client, currency and one more."""

from collections.abc import Callable
from datetime import date

from tests.reference.billable_hours import hours_and_worth
from tests.reference.books import Books
from tests.reference.fields import Row
from tests.reference.period import month_of, period_of
from tests.reference.rows import Entry


def by_task(books: Books, as_of: date, *, date_from: date | None = None, date_to: date | None = None) -> list[Row]:
    """Return one row per client, project, task and currency; work without a task stands in a row of its own."""
    return _by(books, as_of, date_from, date_to, lambda entry: {"project_id": entry.project_id, "task": entry.task})


def by_month(books: Books, as_of: date, *, date_from: date | None = None, date_to: date | None = None) -> list[Row]:
    """Return one row per client, month of work and currency."""
    return _by(books, as_of, date_from, date_to, lambda entry: {"month": month_of(entry.work_date)})


def _by(
    books: Books, as_of: date, date_from: date | None, date_to: date | None, about: Callable[[Entry], Row]
) -> list[Row]:
    period = period_of(as_of, date_from, date_to)
    groups: list[tuple[Row, list[Entry]]] = []
    for entry in books.entries:
        if entry.work_date in period:
            key: Row = {"client_id": entry.client_id, "currency": entry.currency, **about(entry)}
            group = next((entries for other, entries in groups if other == key), None)
            if group is None:
                groups.append((key, [entry]))
            else:
                group.append(entry)
    return [key | hours_and_worth(books, entries, as_of) for key, entries in groups]
