"""Invoices that fall due in parts, and disputes, by small books: given, given, expected."""

from __future__ import annotations

from datetime import date
from typing import Any

INVOICES = """
    invoice_number  client_id  issue_date  due_date    total_amount
    I1              C1         2026-06-01  2026-07-01  90.00
    I2              C1         2026-06-01  2026-09-15  50.00
"""
PARTS = """
    invoice_number  instalment_number  due_date    amount
    I1              1                  2026-07-01  30.00
    I1              2                  2026-08-31  30.00
    I1              3                  2026-10-31  30.00
"""


def test_each_part_ages_by_itself_and_an_invoice_without_parts_is_one(books_of: Any) -> None:
    books = books_of(invoices=INVOICES, instalments=PARTS)
    books.shows(
        "open_instalments",
        """
        invoice_number  instalment_number  due_date    days_overdue  bucket    instalment_amount  open_amount  status
        I1              1                  2026-07-01  91            d91_plus  30.00              30.00        overdue
        I1              2                  2026-08-31  30            d1_30     30.00              30.00        overdue
        I2              -                  2026-09-15  15            d1_30     50.00              50.00        overdue
        I1              3                  2026-10-31  -31           not_due   30.00              30.00        issued
        """,
    )
    books.shows(
        "aging",
        """
        not_due  d1_30  d31_60  d61_90  d91_plus  outstanding
        30.00    80.00  0.00    0.00    30.00     140.00
        """,
    )
    books.shows("receivables_kpis", "currency  outstanding  overdue\nEUR       140.00       110.00")


def test_money_fills_the_part_it_names_first_then_the_oldest(books_of: Any) -> None:
    books = books_of(
        invoices=INVOICES,
        instalments=PARTS,
        payments="""
            payment_id  payment_date  amount  invoice_number  instalment_number
            M1          2026-07-10    25.00   I1              2
            M2          2026-07-20    35.00   I1              -
        """,
    )
    # M2 finds 30.00 of the first part open, then 5.00 of the second.
    books.shows(
        "open_instalments",
        """
        invoice_number  instalment_number  open_amount  status
        I2              -                  50.00        overdue
        I1              3                  30.00        issued
        """,
    )
    books.shows(
        "payment_timing",
        """
        payment_id  invoice_number  instalment_number  due_date    allocated_amount  days_to_pay  days_late
        M1          I1              2                  2026-08-31  25.00             39           -52
        M2          I1              1                  2026-07-01  30.00             49           19
        M2          I1              2                  2026-08-31  5.00              49           -42
        """,
    )


def test_more_than_the_named_part_needs_goes_to_the_oldest(books_of: Any) -> None:
    books_of(
        invoices=INVOICES,
        instalments=PARTS,
        payments="""
            payment_id  payment_date  amount  invoice_number  instalment_number
            M1          2026-07-10    40.00   I1              3
        """,
    ).shows(
        "open_instalments",
        """
        invoice_number  instalment_number  open_amount  status
        I1              1                  20.00        overdue
        I1              2                  30.00        overdue
        I2              -                  50.00        overdue
        """,
    )


def test_what_is_taken_back_opens_the_latest_part_that_was_filled(books_of: Any) -> None:
    books_of(
        invoices=INVOICES,
        instalments=PARTS,
        payments="""
            payment_id  payment_date  amount  invoice_number
            M1          2026-07-10    60.00   I1
            R1          2026-07-20    -40.00  I1
        """,
    ).shows(
        "open_instalments",
        """
        invoice_number  instalment_number  open_amount
        I1              1                  10.00
        I1              2                  30.00
        I2              -                  50.00
        I1              3                  30.00
        """,
    )


def test_an_open_invoice_has_the_due_date_of_its_oldest_open_part(books_of: Any) -> None:
    books_of(
        invoices=INVOICES,
        instalments=PARTS,
        payments="payment_id  payment_date  amount  invoice_number\nM1          2026-07-10    40.00   I1",
    ).shows(
        "open_invoices",
        """
        invoice_number  due_date    days_overdue  bucket  total_amount  paid_amount  open_amount  status
        I1              2026-08-31  30            d1_30   90.00         40.00        50.00        overdue
        I2              2026-09-15  15            d1_30   50.00         0.00         50.00        overdue
        """,
    )


def test_each_part_is_on_time_or_late_by_itself(books_of: Any) -> None:
    books = books_of(
        invoices=INVOICES,
        instalments=PARTS,
        payments="payment_id  payment_date  amount  invoice_number\nM1          2026-07-10    60.00   I1",
    )
    # Of three that fell due, the second part was paid in time: 30.00 of 110.00.
    books.shows(
        "payment_history",
        """
        invoices_settled  invoices_open  avg_days_late  median_days_late  on_time_rate_count  on_time_rate_amount
        0                 2              -21.5          -21.5             0.333333            0.272727
        """,
    )


def test_parts_that_no_longer_make_the_total_count_for_nothing(books_of: Any) -> None:
    books = books_of(own=True, invoices=INVOICES, instalments=PARTS)
    books.tamper("update books.instalments set amount = 29.00 where instalment_number = 3")
    books.shows(
        "open_instalments",
        """
        invoice_number  instalment_number  due_date    open_amount
        I1              -                  2026-07-01  90.00
        I2              -                  2026-09-15  50.00
        """,
    )
    found = books.check()["instalments_match_invoices"]
    assert [(row["invoice_number"], str(row["expected"]), str(row["found"])) for row in found.differences] == [
        ("I1", "90.000", "89.000")
    ]


DISPUTES = """
    invoice_number  disputed_on  amount  resolved_on
    I1              2026-07-15   40.00   -
    I2              2026-07-15   -       2026-09-30
"""


def test_a_dispute_goes_before_overdue_and_stays_part_of_what_is_owed(books_of: Any) -> None:
    books = books_of(invoices=INVOICES, instalments=PARTS, disputes=DISPUTES)
    books.shows(
        "open_invoices",
        """
        invoice_number  days_overdue  open_amount  status    disputed_amount
        I1              91            90.00        disputed  40.00
        I2              15            50.00        overdue   0.00
        """,
    )
    books.shows("aging", "outstanding  disputed_amount\n140.00       40.00")
    books.shows(
        "open_instalments",
        """
        invoice_number  instalment_number  open_amount  disputed_amount  status
        I1              1                  30.00        30.00            disputed
        I1              2                  30.00        10.00            disputed
        I2              -                  50.00        0.00             overdue
        I1              3                  30.00        0.00             issued
        """,
    )


def test_a_dispute_lasts_until_the_day_it_is_resolved(books_of: Any) -> None:
    books = books_of(invoices=INVOICES, instalments=PARTS, disputes=DISPUTES)
    books.shows("aging", "disputed_amount\n90.00", as_of=date(2026, 9, 29))
    books.shows("aging", "disputed_amount\n0.00", as_of=date(2026, 7, 14))


def test_no_more_is_disputed_than_is_open(books_of: Any) -> None:
    books_of(
        invoices=INVOICES,
        disputes=DISPUTES,
        payments="payment_id  payment_date  amount  invoice_number\nM1          2026-07-10    65.00   I1",
    ).shows("aging", "outstanding  disputed_amount\n75.00        25.00")
