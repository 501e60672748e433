# ruff: noqa: E501 - a table is as wide as its columns
"""Open invoices, by small books: given, given, expected."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.reports.test_invoice_revaluation import GIVEN as RATED

GIVEN = {
    "invoices": """
        invoice_number  client_id  issue_date  due_date    total_amount  kind         preceding_invoice_number  status
        late            C1         2026-08-01  2026-08-31  100.00        -            -                         -
        late-in-part    C1         2026-08-01  2026-09-29  100.00        -            -                         -
        in-part         C1         2026-08-01  2026-09-30  100.00        -            -                         -
        whole           C1         2026-08-01  2026-10-31  100.00        -            -                         -
        settled         C1         2026-08-01  2026-08-31  100.00        -            -                         -
        draft           C1         2026-08-01  2026-08-31  100.00        -            -                         draft
        void            C1         2026-08-01  2026-08-31  100.00        -            -                         void
        credit          C1         2026-08-05  -           30.00         credit_note  in-part                   -
        void-credit     C1         2026-08-05  -           30.00         credit_note  late                      void
    """,
    "payments": """
        payment_id  payment_date  amount  invoice_number
        M1          2026-09-01    20.00   in-part
        M2          2026-09-01    25.00   late-in-part
        M2-back     2026-09-05    -5.00   late-in-part
        M3          2026-09-01    60.00   settled
        M4          2026-10-01    80.00   whole
    """,
    "write_offs": """
        invoice_number  write_off_date  amount
        settled         2026-09-10      40.00
        late-in-part    2026-09-10      1.00
    """,
}


def test_overdue_goes_before_part_paid_and_what_is_settled_draft_or_void_is_not_there(books_of: Any) -> None:
    books_of(**GIVEN).shows(
        "open_invoices",
        """
        invoice_number  due_date    days_overdue  bucket   total_amount  paid_amount  reduced_amount  open_amount  status
        late            2026-08-31  30            d1_30    100.00        0.00         0.00            100.00       overdue
        late-in-part    2026-09-29  1             d1_30    100.00        20.00        1.00            79.00        overdue
        in-part         2026-09-30  0             not_due  100.00        20.00        30.00           50.00        part_paid
        whole           2026-10-31  -31           not_due  100.00        0.00         0.00            100.00       issued
        """,
    )


def test_the_day_rolls_back_what_came_after_it(books_of: Any) -> None:
    books_of(**GIVEN).shows(
        "open_invoices",
        """
        invoice_number  days_overdue  paid_amount  reduced_amount  open_amount  status
        late            4             0.00         0.00            100.00       overdue
        settled         4             60.00        0.00            40.00        overdue
        late-in-part    -25           25.00        0.00            75.00        part_paid
        in-part         -26           20.00        30.00           50.00        part_paid
        whole           -57           0.00         0.00            100.00       issued
        """,
        as_of=date(2026, 9, 4),
    )


def test_the_bucket_follows_the_basis_and_the_limits(books_of: Any) -> None:
    books_of(**GIVEN).shows(
        "open_invoices",
        """
        invoice_number  days_overdue  bucket
        late            30            d46_plus
        late-in-part    1             d46_plus
        in-part         0             d46_plus
        whole           -31           d46_plus
        """,
        basis="issue",
        buckets=(45,),
    )


def test_what_was_paid_too_much_never_makes_an_invoice_negative(books_of: Any) -> None:
    books = books_of(
        invoices="invoice_number  client_id  issue_date  total_amount\nI1  C1  2026-09-01  100.00",
        payments="payment_id  payment_date  amount  invoice_number\nM1  2026-09-10  100.01  I1",
    )
    assert books.report("open_invoices") == []


def test_with_exchange_rates_each_stands_in_the_companys_currency_too(books_of: Any) -> None:
    books_of(**RATED).shows(
        "open_invoices",
        """
        invoice_number  open_amount  base_currency  base_amount  revalued_amount  exchange_difference
        I3              1000         EUR            6.15         6.15             0.00
        I1              80.00        EUR            72.00        72.89            0.89
        I2              50.05        EUR            47.55        45.60            -1.95
        I5              7.00         EUR            7.00         7.00             0.00
        I4              10.00        EUR            -            9.11             -
        """,
    )
