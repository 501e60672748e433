"""Report `hours_to_cash`: one row per client, project and currency with work in the period.

The amounts as far as billed are sums of the rows of `billable_hours`, which are rounded; `worked_amount` is the sum of
billable and not billable. Work that is not billable is valued at its standard rate too.
"""

from datetime import date
from decimal import Decimal

from tests.reference import billable_hours
from tests.reference.amounts import ratio, rounded, total_of
from tests.reference.books import Books
from tests.reference.fields import Row
from tests.reference.period import period_of
from tests.reference.settlement import settlements
from tests.reference.work import value_of

SUMMED_HOURS = ("hours", "billable_hours", "unbilled_hours", "billed_hours")


def report(books: Books, as_of: date, *, date_from: date | None = None, date_to: date | None = None) -> list[Row]:
    """Return what became of the work, from worked to collected."""
    by_project: dict[tuple[object, ...], list[Row]] = {}
    for row in billable_hours.report(books, as_of, date_from=date_from, date_to=date_to):
        key = (row["client_id"], row["client_name"], row["currency"], row["project_id"])
        by_project.setdefault(key, []).append(row)
    period, settled = period_of(as_of, date_from, date_to), settlements(books, as_of)
    rows: list[Row] = []
    for (client_id, client_name, currency, project_id), theirs in by_project.items():
        entries = [one for one in books.entries if one.project_id == project_id and one.work_date in period]
        idle: list[Decimal | None] = []
        for employee_id in sorted({one.employee_id for one in entries}):
            value = value_of(books, [one for one in entries if one.employee_id == employee_id and not one.billable])
            idle.append(None if value is None else rounded(value, str(currency)))
        hours = {name: total_of(figures(theirs, name)) for name in SUMMED_HOURS}
        standard, not_billable = known(theirs, "standard_amount"), sum_of(idle)
        unbilled = known(theirs, "unbilled_amount")
        billed = total_of(figures(theirs, "billed_amount"))
        parts = [settled[one.entry_id] for one in entries if one.entry_id in settled]
        collected = total_of([part.collected for part in parts])
        rows.append(
            {
                "client_id": client_id,
                "client_name": client_name,
                "currency": currency,
                "project_id": project_id,
                **hours,
                "not_billable_hours": hours["hours"] - hours["billable_hours"],
                "rounding_hours": hours["billed_hours"] - (hours["billable_hours"] - hours["unbilled_hours"]),
                "worked_amount": sum_of([standard, not_billable]),
                "not_billable_amount": not_billable,
                "standard_amount": standard,
                "unbilled_amount": unbilled,
                "write_down_amount": (standard or Decimal(0)) - (unbilled or Decimal(0)) - billed,
                "billed_amount": billed,
                "credited_amount": total_of([part.credited for part in parts]),
                "other_amount": total_of([part.other for part in parts]),
                "written_off_amount": total_of([part.written_off for part in parts]),
                "open_amount": total_of([part.open for part in parts]),
                "collected_amount": collected,
                "realisation": None if standard is None else ratio(billed, standard),
                # The page says: "Collection = collected ÷ billed."
                "collection": ratio(collected, billed),
            }
        )
    return rows


def known(rows: list[Row], name: str) -> Decimal | None:
    """Add up a column whose figure may be missing."""
    found = [row[name] for row in rows]
    return sum_of([one if isinstance(one, Decimal) else None for one in found])


def sum_of(values: list[Decimal | None]) -> Decimal | None:
    """Add up what is known; what is nowhere known has no sum."""
    found = [value for value in values if value is not None]
    return total_of(found) if found else None


def figures(rows: list[Row], name: str) -> list[Decimal]:
    """Return the figures of a column that always has one."""
    return [one for one in (row[name] for row in rows) if isinstance(one, Decimal)]
