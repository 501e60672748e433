"""Sales, by small books: given, given, expected."""

from __future__ import annotations

from datetime import date
from typing import Any

DOCUMENTS = """
    invoice_number  client_id  issue_date  net_amount  tax_amount  total_amount  kind         status  void_date
    I1              C1         2026-08-31  100.00      21.00       121.00        -            -       -
    I2              C1         2026-09-01  200.00      42.00       242.00        -            -       -
    I3              C1         2026-09-30  400.00      84.00       484.00        -            -       -
    N1              C1         2026-09-30  50.00       10.50       60.50         credit_note  -       -
    tomorrow        C1         2026-10-01  800.00      -           800.00        -            -       -
    draft           C1         2026-09-01  800.00      -           800.00        -            draft   -
    void            C1         2026-09-01  800.00      -           800.00        -            void    2026-09-30
    total-only      C2         2026-09-01  -           -           70.00         -            -       -
    no-tax          C2         2026-09-01  10.00       -           12.00         -            -       -
    no-net          C2         2026-09-01  -           3.00        18.00         -            -       -
"""


def test_sales_are_live_invoices_by_issue_date_less_credit_notes(books_of: Any) -> None:
    books_of(invoices=DOCUMENTS).shows(
        "sales",
        """
        client_id  month       category  net_amount  tax_amount  total_amount
        C1         2026-08-01  -         100.00      21.00       121.00
        C1         2026-09-01  -         550.00      115.50      665.50
        C2         2026-09-01  -         95.00       5.00        100.00
        """,
    )


def test_the_period_limits_them(books_of: Any) -> None:
    books_of(invoices=DOCUMENTS).shows(
        "sales",
        """
        month       net_amount
        2026-08-01  100.00
        2026-09-01  200.00
        """,
        client="C1",
        date_to=date(2026, 9, 29),
    )


def test_tax_goes_to_the_categories_whose_lines_bear_it_and_adds_up_to_the_documents(books_of: Any) -> None:
    books = books_of(
        invoices="""
            invoice_number  client_id  issue_date  net_amount  tax_amount  total_amount
            I1              C1         2026-09-01  30.00       4.10        34.10
        """,
        invoice_lines="""
            invoice_number  line_number  quantity  unit_price  net_amount  tax_rate  category
            I1              1            -         -           10.00       21        advice
            I1              2            2         5.00        -           10        books
            I1              3            -         -           10.00       10        gifts
        """,
    )
    books.shows(
        "sales",
        """
        category  net_amount  tax_amount  total_amount
        advice    10.00       2.10        12.10
        books     10.00       1.00        11.00
        gifts     10.00       1.00        11.00
        """,
    )


def test_a_cent_that_cannot_be_shared_goes_where_the_running_sum_rounds_up(books_of: Any) -> None:
    books = books_of(
        invoices="""
            invoice_number  client_id  issue_date  net_amount  tax_amount  total_amount
            I1              C1         2026-09-01  30.00       0.01        30.01
        """,
        invoice_lines="""
            invoice_number  line_number  net_amount  category
            I1              1            10.00       a
            I1              2            10.00       b
            I1              3            10.00       c
        """,
    )
    books.shows("sales", "category  tax_amount\na  0.00\nb  0.01\nc  0.00")


def test_what_an_invoice_has_beyond_its_lines_has_no_category(books_of: Any) -> None:
    books = books_of(
        invoices="invoice_number  client_id  issue_date  net_amount  total_amount\nI1  C1  2026-09-01  30.00  30.00",
        invoice_lines="invoice_number  line_number  net_amount  category\nI1  1  25.00  advice",
    )
    books.shows("sales", "category  net_amount\nadvice  25.00\n-  5.00")


def test_quantity_times_price_may_be_large(books_of: Any) -> None:
    books = books_of(
        invoices="invoice_number  client_id  issue_date  total_amount  currency\nI1  C1  2026-09-01  40000000  JPY",
        invoice_lines="invoice_number  line_number  quantity  unit_price  category\nI1  1  2000.5  19995.001  advice",
    )
    books.shows("sales", "category  net_amount\nadvice  40000000")


def test_amounts_too_large_to_multiply_exactly_still_add_up(books_of: Any) -> None:
    books = books_of(
        invoices="""
            invoice_number  client_id  issue_date  net_amount           tax_amount           total_amount
            I1              C1         2026-09-01  300000000000000.00   63000000000000.01    363000000000000.01
        """,
        invoice_lines="""
            invoice_number  line_number  net_amount          tax_rate  category
            I1              1            100000000000000.00  21        a
            I1              2            200000000000000.00  21        b
        """,
    )
    books.shows("sales", "category  tax_amount\na  21000000000000.00\nb  42000000000000.01")
