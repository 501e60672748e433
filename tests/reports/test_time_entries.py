"""Time entries, by small books: given, given, expected."""

from __future__ import annotations

from datetime import date
from typing import Any

GIVEN = {
    "projects": """
        project_id  client_id  name    billing_method
        P1          C1         Advice  -
        P2          C2         Audit   -
        P9          C1         Own     non_billable
    """,
    "timesheets": """
        entry_id  employee_id  project_id  work_date   hours  billable  task    hourly_rate
        T1        E1           P1          2026-08-31  1      true      design  100
        T2        E1           P1          2026-09-01  2      true      design  100
        T3        E1           P2          2026-09-30  3      false     -       100
        T4        E1           P9          2026-09-02  4      true      -       100
        T5        E1           P1          2026-10-01  5      true      -       100
    """,
    "invoices": """
        invoice_number  client_id  issue_date  total_amount  kind  status  void_date
        I1              C1         2026-09-10  200.00        -     void    2026-09-20
    """,
    "billed_entries": """
        entry_id  invoice_number  line_number  hours  rate  rate_source  amount
        T2        I1              1            2      100   entry        200.00
    """,
}


def test_every_entry_of_the_period_stands_with_whether_it_is_paid_for(books_of: Any) -> None:
    books_of(**GIVEN).shows(
        "time_entries",
        """
        client_id  currency  entry_id  project_id  employee_id  work_date   task    hours  billable  invoice_number
        C1         EUR       T2        P1          E1           2026-09-01  design  2      True      -
        C1         EUR       T4        P9          E1           2026-09-02  -       4      False     -
        C2         EUR       T3        P2          E1           2026-09-30  -       3      False     -
        """,
        date_from=date(2026, 9, 1),
    )


def test_an_entry_names_the_invoice_that_bills_it_on_the_day(books_of: Any) -> None:
    books = books_of(**GIVEN)
    billed_on = {
        day: {row["entry_id"]: row["invoice_number"] for row in books.report("time_entries", as_of=date(2026, 9, day))}
        for day in (9, 10, 20)
    }
    assert [billed["T2"] for billed in billed_on.values()] == [None, "I1", None]
