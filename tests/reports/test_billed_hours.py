"""Billed hours, by small books: given, given, expected."""

from __future__ import annotations

from datetime import date
from typing import Any

BILLED = {
    "projects": "project_id  client_id  name\nP1  C1  Advice",
    "timesheets": """
        entry_id  employee_id  project_id  work_date   hours  hourly_rate
        T1        E1           P1          2026-08-01  1      100
        T2        E1           P1          2026-08-02  2      100
        T3        E1           P1          2026-08-03  4      100
        T4        E1           P1          2026-08-04  8      100
    """,
    "invoices": """
        invoice_number  client_id  issue_date  total_amount  kind         preceding_invoice_number  status  void_date
        live            C1         2026-08-31  100.00        -            -                         -       -
        void            C1         2026-08-31  200.00        -            -                         void    2026-09-10
        credited        C1         2026-08-31  400.00        -            -                         -       -
        draft           C1         2026-08-31  800.00        -            -                         draft   -
        N1              C1         2026-09-20  399.00        credit_note  credited                  -       -
        N2              C1         2026-09-25  1.00          credit_note  credited                  -       -
    """,
    "billed_entries": """
        entry_id  invoice_number  line_number  hours  rate  rate_source  amount
        T1        live            1            1.25   100   entry        125.00
        T2        void            1            2      100   entry        200.00
        T3        credited        1            4      100   entry        400.00
        T4        draft           1            8      100   entry        800.00
    """,
}


def test_an_entry_stands_with_what_was_billed_for_it(books_of: Any) -> None:
    books_of(**BILLED).shows(
        "billed_hours",
        """
        client_id  entry_id  project_name  work_date   invoice_number  line_number  hours  rate  rate_source  amount
        C1         T1        Advice        2026-08-01  live            1            1.25   100   entry        125.00
        """,
    )


def test_voiding_or_crediting_in_full_sets_the_hours_free_from_that_day_on(books_of: Any) -> None:
    books = books_of(**BILLED)
    billed_on = {
        day: [row["entry_id"] for row in books.report("billed_hours", as_of=day)]
        for day in (date(2026, 8, 30), date(2026, 9, 9), date(2026, 9, 10), date(2026, 9, 24), date(2026, 9, 25))
    }
    # of one client, by invoice number
    assert list(billed_on.values()) == [[], ["T3", "T1", "T2"], ["T3", "T1"], ["T3", "T1"], ["T1"]]
    assert [row["entry_id"] for row in books.report("unbilled_hours", as_of=date(2026, 9, 24))] == ["T2", "T4"]
