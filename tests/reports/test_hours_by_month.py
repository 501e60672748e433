"""Hours by month, by small books: given, given, expected."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.reports.test_billable_hours import GIVEN


def test_hours_of_all_projects_stand_by_client_and_month_of_work(books_of: Any) -> None:
    books = books_of(**GIVEN)
    books.shows(
        "hours_by_month",
        """
        client_id  month       hours  billable_hours  billed_hours  standard_amount  billed_amount  realisation
        C1         2026-08-01  7      7               0             700.00           0.00           0
        C1         2026-09-01  17     14              6             1300.00          540.00         0.415385
        """,
    )
    books.shows("hours_by_month", "month  hours\n2026-09-01  6", date_from=date(2026, 9, 1), date_to=date(2026, 9, 1))
