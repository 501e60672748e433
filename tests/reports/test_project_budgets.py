# ruff: noqa: E501 - a table is as wide as its columns
"""Project budgets, by small books: given, given, expected."""

from __future__ import annotations

from datetime import date
from typing import Any

GIVEN = {
    "projects": """
        project_id  client_id  name    hourly_rate  budget_hours  budget_amount  currency
        P1          C1         Advice  100          10            1000.00        EUR
        P2          C1         Favour  -            -             -              EUR
        P3          C2         Audit   50           8             -              GBP
        P4          C2         Plan    50           5             500.00         GBP
        P5          C2         Idea    50           -             -              GBP
    """,
    "timesheets": """
        entry_id  employee_id  project_id  work_date   hours  billable
        T1        E1           P1          2024-01-01  7      yes
        T2        E1           P1          2026-09-02  3      yes
        T3        E1           P1          2026-09-03  1      no
        T4        E1           P2          2026-09-04  2      yes
        T5        E1           P3          2026-09-07  4      yes
        T6        E1           P3          2026-10-01  9      yes
    """,
}


def test_hours_and_value_stand_against_what_was_agreed(books_of: Any) -> None:
    books_of(**GIVEN).shows(
        "project_budgets",
        """
        project_id  currency  budget_hours  hours  hours_left  hours_used  budget_amount  standard_amount  amount_left  amount_used  over_budget
        P1          EUR       10            11     -1          1.1         1000.00        1000.00          0.00         1            True
        P2          EUR       -             2      -           -           -              -                -            -            -
        P3          GBP       8             4      4           0.5         -              200.00           -            -            False
        P4          GBP       5             0      5           0           500.00         0.00             500.00       0            False
        """,
    )


def test_the_pace_of_four_weeks_tells_how_long_the_hours_last(books_of: Any) -> None:
    books = books_of(**GIVEN)
    books.shows(
        "project_budgets",
        """
        project_id  weekly_hours  used_up_on
        P1          0.25          -
        P2          0.5           -
        P3          1             2026-10-28
        P4          0             -
        """,
    )
    # A day on, 13 hours of a pace are over what was agreed.
    books.shows(
        "project_budgets",
        "project_id  weekly_hours  used_up_on  over_budget\nP3  3.25  -  True\nP4  0  -  False",
        as_of=date(2026, 10, 1),
        client="C2",
    )
    books.shows("project_budgets", "project_id\nP1\nP2", currency="EUR")
