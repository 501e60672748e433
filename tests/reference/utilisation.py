"""Report `utilisation`: one row per employee with work in the period, their hours in every currency together."""

from datetime import date
from decimal import Decimal

from tests.reference.amounts import ratio, total_of
from tests.reference.billable_hours import capacity
from tests.reference.books import Books
from tests.reference.fields import Row
from tests.reference.period import period_of
from tests.reference.work import billed


def report(books: Books, as_of: date, *, date_from: date | None = None, date_to: date | None = None) -> list[Row]:
    """Return hours against capacity."""
    period, on_invoice = period_of(as_of, date_from, date_to), billed(books, as_of)
    rows: list[Row] = []
    for employee in books.employees:
        entries = [one for one in books.entries if one.employee_id == employee.employee_id and one.work_date in period]
        if not entries:
            continue
        whole = capacity(books, employee.employee_id, period)
        billable = total_of([one.hours for one in entries if one.billable])
        rows.append(
            {
                "employee_id": employee.employee_id,
                "capacity_hours": whole,
                "hours": total_of([one.hours for one in entries]),
                "not_billable_hours": total_of([one.hours for one in entries if not one.billable]),
                "billable_hours": billable,
                "billed_hours": total_of(
                    [on_invoice[one.entry_id].hours for one in entries if one.entry_id in on_invoice]
                ),
                "unbilled_hours": total_of(
                    [one.hours for one in entries if one.billable and one.entry_id not in on_invoice]
                ),
                "utilisation": ratio(billable, whole or Decimal(0)),
            }
        )
    return rows
