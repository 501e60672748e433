"""Time indicators, by small books: given, given, expected."""

from __future__ import annotations

from typing import Any

GIVEN = {
    "projects": """
        project_id  client_id  name    hourly_rate  currency
        P1          C1         Advice  100          EUR
        P2          C2         Audit   50           GBP
    """,
    "timesheets": """
        entry_id  employee_id  project_id  work_date   hours  billable
        T1        E1           P1          2026-09-01  6      true
        T2        E2           P1          2026-09-02  4      true
        T3        E1           P1          2026-09-03  2      false
        T4        E1           P2          2026-09-04  8      true
    """,
    "invoices": "invoice_number  client_id  issue_date  total_amount\nI1  C1  2026-09-10  540.00",
    "billed_entries": """
        entry_id  invoice_number  line_number  hours  rate  amount
        T1        I1              1            6      90    540.00
    """,
}


def test_hours_run_from_worked_to_billed(books_of: Any) -> None:
    books_of(**GIVEN).shows(
        "time_kpis",
        """
        currency  hours  not_billable_hours  billable_hours  billed_hours  unbilled_hours
        EUR       12     2                   10              6             4
        GBP       8      0                   8               0             8
        """,
    )


def test_realisation_is_weighed_by_value(books_of: Any) -> None:
    books_of(**GIVEN).shows(
        "time_kpis",
        """
        currency  standard_amount  billed_amount  unbilled_amount  realisation  effective_rate
        EUR       1000.00          540.00         400.00           0.54         45
        GBP       400.00           0.00           400.00           0            0
        """,
    )


def test_collection_is_of_what_was_billed(books_of: Any) -> None:
    books_of(**GIVEN, payments="payment_id  payment_date  amount  invoice_number\nM1  2026-09-20  270.00  I1").shows(
        "time_kpis",
        """
        currency  billed_amount  collected_amount  collection
        EUR       540.00         270.00            0.5
        GBP       0.00           0.00              -
        """,
    )
