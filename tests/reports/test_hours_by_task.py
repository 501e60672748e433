"""Hours by task, by small books: given, given, expected."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.reports.test_billable_hours import GIVEN

TASKS = """
    entry_id  employee_id  project_id  work_date   hours  billable  task
    T1        E1           P1          2026-09-01  6      yes       design
    T2        E2           P1          2026-09-02  2      yes       design
    T3        E1           P1          2026-09-03  3      no        -
    T4        E2           P1          2026-09-04  5      yes       audit
    T5        E1           P2          2026-09-07  1      yes       audit
"""


def test_hours_of_all_employees_stand_by_project_and_task(books_of: Any) -> None:
    books_of(**(GIVEN | {"timesheets": TASKS})).shows(
        "hours_by_task",
        """
        project_id  task    hours  billable_hours  billed_hours  standard_amount  billed_amount  unbilled_amount
        P1          audit   5      5               0             500.00           0.00           500.00
        P1          design  8      8               6             800.00           540.00         200.00
        P1          -       3      0               0             0.00             0.00           0.00
        P2          audit   1      1               0             -                0.00           -
        """,
        date_from=date(2026, 9, 1),
    )
