"""Report `unbilled_hours` (work in progress): one row per billable entry worked by `as_of` and not billed then.

Hours are as worked; rounding to minutes belongs to billing. `amount` is hours x rate, rounded to the minor unit. An
entry without a rate has null rate, source and amount. There is no period: all that is not billed is WIP.
"""

from datetime import date

from tests.reference.amounts import rounded
from tests.reference.books import Books
from tests.reference.fields import Row
from tests.reference.work import standard_rate, unbilled


def report(books: Books, as_of: date) -> list[Row]:
    """Return the unbilled entries with age ("aged by work date") and standard rate."""
    rows: list[Row] = []
    for entry in unbilled(books, as_of):
        rate, source = standard_rate(books, entry)
        rows.append(
            {
                "client_id": entry.client_id,
                "client_name": books.client(entry.client_id).name,
                "currency": entry.currency,
                "entry_id": entry.entry_id,
                "project_id": entry.project_id,
                "employee_id": entry.employee_id,
                "work_date": entry.work_date,
                "age_days": (as_of - entry.work_date).days,
                "hours": entry.hours,
                "rate": rate,
                "rate_source": source,
                "amount": None if rate is None else rounded(entry.hours * rate, entry.currency),
            }
        )
    return rows
