"""Reports `time_entries` and `paid_expenses`: what was worked and what was spent in a period, row by row."""

from datetime import date

from tests.reference import billed_hours
from tests.reference.books import Books
from tests.reference.fields import Row
from tests.reference.period import period_of


def report(books: Books, as_of: date, *, date_from: date | None = None, date_to: date | None = None) -> list[Row]:
    """Return the entries of the period, each with the invoice of `billed_hours` that bills it, if any."""
    billed = {row["entry_id"]: row["invoice_number"] for row in billed_hours.report(books, as_of)}
    return [
        {
            "client_id": entry.client_id,
            "client_name": books.client(entry.client_id).name,
            "currency": entry.currency,
            "entry_id": entry.entry_id,
            "project_id": entry.project_id,
            "employee_id": entry.employee_id,
            "work_date": entry.work_date,
            "task": entry.task,
            "hours": entry.hours,
            "billable": entry.billable,
            "invoice_number": billed.get(entry.entry_id),
        }
        for entry in books.entries
        if entry.work_date in period_of(as_of, date_from, date_to)
    ]


def expenses(
    books: Books,
    as_of: date,
    *,
    date_from: date | None = None,
    date_to: date | None = None,
    client: str | None = None,
    currency: str | None = None,
) -> list[Row]:
    """Return the expenses of the period; one without a project has no client. `currency` is theirs."""
    rows: list[Row] = []
    for expense in books.expenses:
        client_id = books.project(expense.project_id).client_id if expense.project_id else None
        if (
            expense.expense_date in period_of(as_of, date_from, date_to)
            and client in (None, client_id)
            and currency in (None, expense.currency)
        ):
            rows.append(
                {
                    "client_id": client_id,
                    "client_name": books.client(client_id).name if client_id else None,
                    "currency": expense.currency,
                    "expense_id": expense.expense_id,
                    "project_id": expense.project_id,
                    "expense_date": expense.expense_date,
                    "billable": expense.billable,
                    "amount": expense.amount,
                }
            )
    return rows
