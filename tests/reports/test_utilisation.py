"""Utilisation by employee, by small books: given, given, expected."""

from __future__ import annotations

from datetime import date
from typing import Any

GIVEN = {
    "employees": "employee_id  name  weekly_capacity_hours\nE1  Ada  40\nE2  Bo  -",
    "projects": """
        project_id  client_id  name    hourly_rate  currency
        P1          C1         Advice  100          EUR
        P2          C2         Audit   50           GBP
    """,
    "timesheets": """
        entry_id  employee_id  project_id  work_date   hours  billable
        T1        E1           P1          2026-09-01  6      true
        T2        E1           P2          2026-09-02  4      true
        T3        E1           P1          2026-09-03  2      false
        T4        E2           P1          2026-09-04  8      true
    """,
}


def test_hours_in_every_currency_count_against_one_capacity(books_of: Any) -> None:
    books_of(**GIVEN).shows(
        "utilisation",
        """
        employee_id  capacity_hours  hours  not_billable_hours  billable_hours  unbilled_hours  utilisation
        E1           32              12     2                   10              10              0.3125
        E2           -               8      0                   8               8               -
        """,
        date_from=date(2026, 9, 1),
        date_to=date(2026, 9, 4),
    )


def test_under_a_client_the_hours_are_those_for_it(books_of: Any) -> None:
    books_of(**GIVEN).shows(
        "utilisation",
        "employee_id  hours  billable_hours  utilisation\nE1  4  4  0.125",
        date_from=date(2026, 9, 1),
        date_to=date(2026, 9, 4),
        client="C2",
    )
