# ruff: noqa: E501 - a table is as wide as its columns
"""Realised exchange differences, by small books: given, given, expected."""

from __future__ import annotations

from datetime import date
from typing import Any

GIVEN = {
    "invoices": """
        invoice_number  client_id  issue_date  due_date    total_amount  currency  kind         preceding_invoice_number
        I1              C1         2026-07-01  2026-07-31  100.00        USD       -            -
        I2              C1         2026-08-01  2026-08-31  60.00         USD       -            -
        N2              C1         2026-08-02  -           20.00         USD       credit_note  I2
        I3              C2         2026-06-01  2026-07-01  1000          JPY       -            -
        I4              C2         2026-08-01  2026-08-31  50.00         EUR       -            -
    """,
    "payments": """
        payment_id  payment_date  amount   client_id  invoice_number
        M1          2026-08-10    40.00    -          I1
        M2          2026-09-10    60.00    -          I1
        M3          2026-09-10    45.00    -          I2
        M4          2026-09-20    -45.00   -          I2
        M5          2026-07-15    1000     -          I3
        M6          2026-08-15    50.00    -          I4
        M7          2026-08-15    7.00     C1         -
    """,
    "fx_rates": """
        currency  rate_date   rate
        USD       2026-07-01  0.9
        USD       2026-08-01  0.92
        USD       2026-09-01  0.95
        USD       2026-09-15  0.94
        JPY       2026-07-01  0.006
    """,
}


def test_a_payment_realises_the_difference_between_its_rate_and_its_invoices(books_of: Any) -> None:
    # Of M3 only 40.00 was open. M4 takes all of it back and opens those 40.00 again. I3 had no rate at its date.
    books_of(**GIVEN).shows(
        "realised_differences",
        """
        client_id  currency  payment_id  invoice_number  settled_amount  invoice_rate  base_amount  payment_rate  received_amount  exchange_difference
        C1         USD       M1          I1              40.00           0.9           36.00        0.92          36.80            0.80
        C1         USD       M2          I1              60.00           0.9           54.00        0.95          57.00            3.00
        C1         USD       M3          I2              40.00           0.92          36.80        0.95          38.00            1.20
        C1         USD       M4          I2              -40.00          0.92          -36.80       0.94          -37.60           -0.80
        C2         JPY       M5          I3              1000            -             -            0.006         6.00             -
        """,
    )


def test_a_period_takes_what_settled_in_it(books_of: Any) -> None:
    books = books_of(**GIVEN)
    books.shows("realised_differences", "payment_id\nM1", date_to=date(2026, 8, 31), currency="USD")
    books.shows("realised_differences", "payment_id\nM5", client="C2")


def test_a_prepayment_settles_on_its_invoices_day_at_its_own_rate(books_of: Any) -> None:
    books = books_of(
        invoices="invoice_number  client_id  issue_date  total_amount  currency\nI1  C1  2026-09-05  100.00  USD",
        payments="payment_id  payment_date  amount  invoice_number\nM1  2026-08-05  100.00  I1",
        fx_rates=GIVEN["fx_rates"],
    )
    books.shows("realised_differences", "payment_id", as_of=date(2026, 8, 31))
    books.shows(
        "realised_differences",
        "payment_id  base_amount  received_amount  exchange_difference\nM1  95.00  92.00  -3.00",
        date_from=date(2026, 9, 1),
    )
