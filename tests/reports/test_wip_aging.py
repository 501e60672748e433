"""Work in progress by age, by small books: given, given, expected."""

from __future__ import annotations

from typing import Any


def test_unbilled_work_stands_by_days_since_it_was_done(books_of: Any) -> None:
    books_of(
        projects="""
            project_id  client_id  name    hourly_rate  currency
            P1          C1         Advice  100          EUR
            P2          C2         Audit   -            GBP
        """,
        timesheets="""
            entry_id  employee_id  project_id  work_date   hours  billable
            T1        E1           P1          2026-09-30  1      true
            T2        E1           P1          2026-08-31  2      true
            T3        E1           P1          2026-08-30  4      true
            T4        E1           P1          2026-07-31  8      true
            T5        E1           P1          2026-07-01  3      true
            T6        E1           P1          2026-09-01  5      false
            T7        E1           P2          2026-09-01  6      true
        """,
    ).shows(
        "wip_aging",
        """
        client_id  currency  hours  d0_30   d31_60  d61_90  d91_plus  amount   hours_without_rate
        C1         EUR       18     300.00  400.00  800.00  300.00    1800.00  0
        C2         GBP       6      0.00    0.00    0.00    0.00      0.00     6
        """,
    )
