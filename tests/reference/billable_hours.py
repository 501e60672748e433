"""Report `billable_hours`: one row per client, project, employee and currency with work in the period.

Choices where the semantics are silent:

- An entry belongs to the period of its work date; whether it is billed is as of `as_of`.
- `hours`, `billable_hours` and `unbilled_hours` are as worked; `billed_hours` as invoiced, as that report has it.
- `standard_amount` and `unbilled_amount` add up what has a rate; null where there are such entries and none has a rate.
- The capacity of an employee is whole in each of their rows, so that utilisation adds up over the rows of one employee.
- Realisation and effective rate divide exact sums, before rounding.
"""

from datetime import date
from decimal import Decimal

from tests.reference.amounts import ratio, rounded, total_of
from tests.reference.books import Books
from tests.reference.fields import Row
from tests.reference.period import Period, period_of
from tests.reference.rows import Entry
from tests.reference.work import billed, value_of

WORKING_DAYS_PER_WEEK = 5


def report(books: Books, as_of: date, *, date_from: date | None = None, date_to: date | None = None) -> list[Row]:
    """Return what was worked, what of it was billed, and what it is worth."""
    period = period_of(as_of, date_from, date_to)
    worked: dict[tuple[str, str, str, str], list[Entry]] = {}
    for entry in books.entries:
        if entry.work_date in period:
            key = (entry.client_id, entry.project_id, entry.employee_id, entry.currency)
            worked.setdefault(key, []).append(entry)
    return [
        {
            "client_id": client_id,
            "client_name": books.client(client_id).name,
            "currency": currency,
            "project_id": project_id,
            "employee_id": employee_id,
            **figures(books, entries, employee_id, period, as_of),
        }
        for (client_id, project_id, employee_id, currency), entries in worked.items()
    ]


def figures(books: Books, entries: list[Entry], employee_id: str, period: Period, as_of: date) -> Row:
    """Return the figures of the entries of one row."""
    # The page says: "Utilisation = billable hours ÷ capacity hours"
    billable_hours = total_of([entry.hours for entry in entries if entry.billable])
    return {
        **hours_and_worth(books, entries, as_of),
        "utilisation": ratio(billable_hours, capacity(books, employee_id, period) or Decimal(0)),
    }


def capacity(books: Books, employee_id: str, period: Period) -> Decimal | None:
    """Return "weekly capacity ÷ 5 for each weekday of the period; null without capacity"."""
    weekly = books.employee(employee_id).weekly_capacity_hours
    return None if weekly is None else weekly * period.weekdays() / WORKING_DAYS_PER_WEEK


def hours_and_worth(books: Books, entries: list[Entry], as_of: date) -> Row:
    """Return the hours of entries in one currency, and what they are worth."""
    currency = entries[0].currency
    on_invoice = billed(books, as_of)
    invoiced = [on_invoice[entry.entry_id] for entry in entries if entry.entry_id in on_invoice]
    waiting = [entry for entry in entries if entry.billable and entry.entry_id not in on_invoice]
    billable = [entry for entry in entries if entry.billable]
    all_hours = total_of([entry.hours for entry in entries])
    billed_amount = total_of([one.amount for one in invoiced])
    # The page says: "Standard value counts billable entries only."
    standard, unbilled_amount = value_of(books, billable), value_of(books, waiting)
    return {
        "hours": all_hours,
        "billable_hours": total_of([entry.hours for entry in billable]),
        "billed_hours": total_of([one.hours for one in invoiced]),
        "unbilled_hours": total_of([entry.hours for entry in waiting]),
        "standard_amount": None if standard is None else rounded(standard, currency),
        "billed_amount": rounded(billed_amount, currency),
        "unbilled_amount": None if unbilled_amount is None else rounded(unbilled_amount, currency),
        # The page says: "Realisation = billed amount ÷ standard value of the billable hours worked."
        "realisation": None if standard is None else ratio(billed_amount, standard),
        # The page says: "Effective rate = billed ÷ all hours worked."
        "effective_rate": ratio(billed_amount, all_hours),
    }
