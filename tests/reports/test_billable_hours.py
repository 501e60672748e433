# ruff: noqa: E501 - a table is as wide as its columns
"""Billable hours, by small books: given, given, expected."""

from __future__ import annotations

from datetime import date
from typing import Any

GIVEN = {
    "employees": """
        employee_id  name  weekly_capacity_hours
        E1           Ann   40
        E2           Bob   -
    """,
    "projects": """
        project_id  client_id  name    hourly_rate
        P1          C1         Advice  100
        P2          C1         Favour  -
    """,
    "timesheets": """
        entry_id  employee_id  project_id  work_date   hours  billable
        T1        E1           P1          2026-09-01  6      yes
        T2        E1           P1          2026-09-02  2      yes
        T3        E1           P1          2026-09-03  3      no
        T4        E2           P1          2026-09-04  5      yes
        T5        E1           P2          2026-09-07  1      yes
        before    E1           P1          2026-08-31  7      yes
    """,
    "invoices": "invoice_number  client_id  issue_date  total_amount\nI1  C1  2026-09-30  540.00",
    "billed_entries": """
        entry_id  invoice_number  line_number  hours  rate  amount
        T1        I1              1            6      90    540.00
    """,
}
SEPTEMBER = {"date_from": date(2026, 9, 1)}


def test_hours_are_split_into_billed_and_unbilled_and_valued_at_their_standard_rate(books_of: Any) -> None:
    books_of(**GIVEN).shows(
        "billable_hours",
        """
        project_name  employee_name  hours  billable_hours  billed_hours  unbilled_hours  standard_amount  billed_amount  unbilled_amount
        Advice        Ann            11     8               6             2               800.00           540.00         200.00
        Advice        Bob            5      5               0             5               500.00           0.00           500.00
        Favour        Ann            1      1               0             1               -                0.00           -
        """,
        **SEPTEMBER,
    )


def test_ratios_are_of_capacity_of_standard_value_and_of_all_hours(books_of: Any) -> None:
    # September 2026 has 22 weekdays: 176 hours of 40 a week
    books_of(**GIVEN).shows(
        "billable_hours",
        """
        project_name  employee_name  utilisation  realisation  effective_rate
        Advice        Ann            0.045455     0.675        49.090909
        Advice        Bob            -            0            0
        Favour        Ann            0.005682     -            0
        """,
        **SEPTEMBER,
    )


def test_the_period_is_the_twelve_months_that_end_with_the_day(books_of: Any) -> None:
    books = books_of(
        projects="project_id  client_id  name  hourly_rate\nP1  C1  Advice  100",
        timesheets="""
            entry_id  employee_id  project_id  work_date   hours
            T1        E1           P1          2025-09-30  1
            T2        E1           P1          2025-10-01  2
            T3        E1           P1          2026-09-30  4
            T4        E1           P1          2026-10-01  8
        """,
    )
    books.shows("billable_hours", "hours  unbilled_amount\n6  600.00")
    books.shows("billable_hours", "hours\n3", date_from=date(2025, 1, 1), date_to=date(2026, 1, 1))
