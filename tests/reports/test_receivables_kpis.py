# ruff: noqa: E501 - a table is as wide as its columns
"""Receivables KPIs, by small books: given, given, expected. The default period has 365 days."""

from __future__ import annotations

from datetime import date
from typing import Any

HEADER = "invoice_number  client_id  issue_date  due_date  total_amount\n"
PAID = "payment_id  payment_date  amount  invoice_number  client_id\n"


def test_dso_simple_and_best_possible_add_and_cei(books_of: Any) -> None:
    books = books_of(
        invoices="""
            invoice_number  client_id  issue_date  due_date    total_amount  kind
            opening         C1         2025-09-30  2025-10-30  300.00        -
            I1              C1         2025-10-01  2025-10-31  600.00        -
            I2              C2         2026-09-30  2026-10-30  500.00        -
            N1              C2         2026-05-01  -           100.00        credit_note
        """,
        payments=PAID
        + "M1  2026-01-01  300.00  opening  -\nM2  2026-01-01  400.00  I1  -\nM3  2026-01-01  50.00  -  C1",
    )
    # closing 700, of it 500 not overdue; sales 600 + 500 - 100; opening 300; CEI (300 + 1000 - 700) of (300 + 1000 - 500)
    books.shows(
        "receivables_kpis",
        """
        currency  dso_simple  dso_best_possible  add  cei  outstanding  overdue
        EUR       255.5       182.5              73   75   550.00       200.00
        """,
    )


def test_count_back_takes_the_latest_months_whole_and_the_last_pro_rata_beyond_the_period(books_of: Any) -> None:
    books = books_of(
        invoices=HEADER
        + """
            I1  C1  2026-09-15  2026-12-31  100.00
            I2  C1  2026-08-01  2026-12-31  200.00
            I3  C1  2026-06-30  2026-12-31  60.00
            I4  C1  2026-06-01  2026-07-01  40.00
        """,
        payments=PAID + "M1  2026-07-01  40.00  I4  -",
    )
    # 15 days of September, 31 of August, 31 of July, and 60 of the 100 of June: 18 of its 30
    books.shows("receivables_kpis", "dso_countback\n95", as_of=date(2026, 9, 15), date_from=date(2026, 9, 1))


def test_there_is_no_figure_where_sales_run_out_or_there_are_none(books_of: Any) -> None:
    books = books_of(
        invoices="""
            invoice_number  client_id  issue_date  due_date    total_amount  kind
            I1              C1         2026-08-01  2026-08-31  100.00        -
            N1              C2         2026-08-01  -           50.00         credit_note
        """
    )
    books.shows(
        "receivables_kpis",
        """
        dso_simple  dso_countback  dso_best_possible  add  cei  outstanding  overdue
        -           -              -                  -    0    50.00        100.00
        """,
        date_from=date(2026, 9, 1),
    )


def test_closing_is_the_end_of_the_period_and_what_is_owed_that_of_the_day(books_of: Any) -> None:
    books = books_of(
        invoices=HEADER + "I1  C1  2026-06-01  2026-07-01  100.00",
        payments=PAID + "M1  2026-07-01  100.00  I1  -",
    )
    books.shows(
        "receivables_kpis",
        """
        dso_simple  dso_countback  dso_best_possible  add  cei  outstanding  overdue
        30          0              30                 0    -    0.00         0.00
        """,
        date_from=date(2026, 6, 1),
        date_to=date(2026, 6, 30),
    )
