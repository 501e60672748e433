# ruff: noqa: E501 - a table is as wide as its columns
"""Hours to cash, by small books: given, given, expected."""

from __future__ import annotations

from datetime import date
from typing import Any

GIVEN = {
    "projects": """
        project_id  client_id  name    hourly_rate
        P1          C1         Advice  100
        P2          C1         Favour  -
    """,
    "timesheets": """
        entry_id  employee_id  project_id  work_date   hours  billable
        T1        E1           P1          2026-09-01  3      yes
        T2        E1           P1          2026-09-02  3      yes
        T3        E1           P1          2026-09-03  1      no
        T4        E2           P1          2026-09-04  2      yes
        T5        E1           P2          2026-09-07  1      yes
    """,
    "invoices": """
        invoice_number  client_id  issue_date  net_amount  tax_amount  total_amount  kind         preceding_invoice_number
        I1              C1         2026-09-10  500.00      105.00      605.00        invoice      -
        N1              C1         2026-09-11  -           -           100.00        credit_note  I1
    """,
    "billed_entries": """
        entry_id  invoice_number  line_number  hours  rate  amount
        T1        I1              1            3      100   250.00
        T2        I1              1            3.5    100   250.00
    """,
    "payments": """
        payment_id  payment_date  amount  invoice_number
        M1          2026-09-20    200.00  I1
        M2          2026-10-05    305.00  I1
    """,
    "write_offs": "invoice_number  write_off_date  amount\nI1  2026-09-25  5.00",
}


def test_each_step_is_what_the_one_before_left(books_of: Any) -> None:
    books = books_of(**GIVEN)
    books.shows(
        "hours_to_cash",
        """
        project_name  hours  not_billable_hours  billable_hours  unbilled_hours  rounding_hours  billed_hours
        Advice        9      1                   8               2               0.5             6.5
        Favour        1      0                   1               1               0               0
        """,
    )
    books.shows(
        "hours_to_cash",
        """
        project_name  worked_amount  not_billable_amount  standard_amount  unbilled_amount  write_down_amount  billed_amount
        Advice        900.00         100.00               800.00           200.00           100.00             500.00
        Favour        0.00           0.00                 -                -                0.00               0.00
        """,
    )


def test_the_net_is_collected_as_the_total_is_and_the_parts_add_up(books_of: Any) -> None:
    # Of 605.00 the credit note took 100.00, money 200.00, the write-off 5.00: of 500.00 in proportion.
    books = books_of(**GIVEN)
    books.shows(
        "hours_to_cash",
        """
        project_name  billed_amount  credited_amount  written_off_amount  open_amount  collected_amount  realisation  collection
        Advice        500.00         82.64            4.14                247.93       165.29            0.625        0.33058
        Favour        0.00           0.00             0.00                0.00         0.00              -            -
        """,
    )
    # Paid as it is in October, nothing is open, and what the write-off gave up came in after all.
    books.shows(
        "hours_to_cash",
        "billed_amount  credited_amount  written_off_amount  open_amount  collected_amount\n500.00  82.64  0.00  0.00  417.36\n0.00  0.00  0.00  0.00  0.00",
        as_of=date(2026, 10, 5),
    )


def test_the_parts_of_two_halves_of_a_period_are_those_of_the_whole(books_of: Any) -> None:
    books = books_of(**GIVEN)
    collected = "billed_amount  credited_amount  collected_amount"
    books.shows("hours_to_cash", f"{collected}\n250.00  41.32  82.65", date_to=date(2026, 9, 1))
    books.shows("hours_to_cash", f"{collected}\n250.00  41.32  82.64\n0.00  0.00  0.00", date_from=date(2026, 9, 2))


def test_money_that_went_back_is_not_collected_nor_is_more_than_was_owed(books_of: Any) -> None:
    given = {
        "projects": "project_id  client_id  name  hourly_rate\nP1  C1  Advice  100",
        "timesheets": """
            entry_id  employee_id  project_id  work_date   hours
            T1        E1           P1          2026-09-01  1
            T2        E1           P1          2026-09-02  2
        """,
        "invoices": """
            invoice_number  client_id  issue_date  total_amount
            I1              C1         2026-09-10  100.00
            I2              C1         2026-09-10  200.00
        """,
        "billed_entries": """
            entry_id  invoice_number  line_number  hours  rate  amount
            T1        I1              1            1      100   100.00
            T2        I2              1            2      100   200.00
        """,
        "payments": """
            payment_id  payment_date  amount   invoice_number
            M1          2026-09-20    250.00   I1
            M2          2026-09-20    200.00   I2
            M3          2026-09-21    -150.00  I2
        """,
    }
    books_of(**given).shows("hours_to_cash", "billed_amount  open_amount  collected_amount\n300.00  150.00  150.00")
