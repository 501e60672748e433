"""Aging, by small books: given, given, expected."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.reports.test_invoice_revaluation import GIVEN

AGES = """
    invoice_number  client_id  issue_date  due_date    total_amount
    tomorrow        C1         2026-09-01  2026-10-01  1.00
    today           C1         2026-09-01  2026-09-30  2.00
    one-late        C1         2026-09-01  2026-09-29  4.00
    30-late         C1         2026-08-01  2026-08-31  8.00
    31-late         C1         2026-07-01  2026-08-30  16.00
    60-late         C1         2026-07-01  2026-08-01  32.00
    90-late         C1         2026-06-01  2026-07-02  64.00
    91-late         C1         2026-06-01  2026-07-01  128.00
"""


def test_due_today_is_not_due_and_one_day_late_is_in_the_first_bucket(books_of: Any) -> None:
    books_of(invoices=AGES).shows(
        "aging",
        """
        client_id  client_name  currency  not_due  d1_30  d31_60  d61_90  d91_plus  unapplied_credit  outstanding
        C1         C1           EUR       3.00     12.00  48.00   64.00   128.00    0.00              255.00
        """,
    )


def test_any_rising_limits_make_the_buckets(books_of: Any) -> None:
    books_of(invoices=AGES).shows(
        "aging",
        """
        not_due  d1_15  d16_45  d46_plus  outstanding
        3.00     4.00   24.00   224.00    255.00
        """,
        buckets=(15, 45),
    )


def test_age_may_be_counted_from_the_issue_date(books_of: Any) -> None:
    books_of(invoices=AGES).shows(
        "aging",
        """
        not_due  d1_30  d31_60  d61_90  d91_plus  outstanding
        0.00     7.00   8.00    0.00    240.00    255.00
        """,
        basis="issue",
    )


def test_an_invoice_of_a_later_day_is_not_there_yet(books_of: Any) -> None:
    books_of(invoices=AGES).shows(
        "aging",
        """
        not_due  d1_30  outstanding
        192.00   0.00   192.00
        """,
        as_of=date(2026, 6, 30),
    )


def test_a_missing_due_date_is_the_issue_date_and_the_clients_terms_else_the_companys(books_of: Any) -> None:
    books = books_of(
        clients="""
            client_id  name   payment_terms_days
            C1         Short  10
            C2         Long   -
        """,
        invoices="""
            invoice_number  client_id  issue_date  due_date  total_amount
            I1              C1         2026-09-01  -         5.00
            I2              C2         2026-09-01  -         7.00
        """,
    )
    books.shows(
        "aging",
        """
        client_id  not_due  d1_30
        C2         7.00     0.00
        C1         0.00     5.00
        """,
    )


def test_currencies_are_never_added(books_of: Any) -> None:
    books = books_of(
        invoices="""
            invoice_number  client_id  issue_date  total_amount  currency
            I1              C1         2026-09-30  10.00         EUR
            I2              C1         2026-09-30  1000          JPY
            I3              C1         2026-09-30  1.005         KWD
        """
    )
    books.shows(
        "aging",
        """
        client_id  currency  not_due  outstanding
        C1         EUR       10.00    10.00
        C1         JPY       1000     1000
        C1         KWD       1.005    1.005
        """,
    )
    assert [row["currency"] for row in books.report("aging", currency="JPY")] == ["JPY"]


UNAPPLIED = {
    "invoices": """
        invoice_number  client_id  issue_date  total_amount  kind         status  void_date
        paid-over       C1         2026-09-01  100.00        -            -       -
        draft           C1         2026-09-01  100.00        -            draft   -
        tomorrow        C1         2026-10-01  100.00        -            -       -
        void            C1         2026-09-01  100.00        -            void    2026-09-15
        credit          C1         2026-09-01  16.00         credit_note  -       -
    """,
    "payments": """
        payment_id  payment_date  amount  client_id  invoice_number
        over        2026-09-10    101.00  -          paid-over
        to-draft    2026-09-10    2.00    -          draft
        early       2026-09-10    4.00    -          tomorrow
        to-void     2026-09-10    8.00    -          void
        alone       2026-09-10    32.00   C1         -
        refund      2026-09-20    -0.50   C1         -
        later       2026-10-01    64.00   C1         -
    """,
}


def test_what_reduces_no_live_invoice_is_unapplied_credit(books_of: Any) -> None:
    books_of(**UNAPPLIED).shows(
        "aging",
        """
        not_due  unapplied_credit  outstanding
        0.00     62.50             -62.50
        """,
    )


def test_an_invoice_counts_until_its_void_date(books_of: Any) -> None:
    books_of(**UNAPPLIED).shows(
        "aging",
        """
        not_due  unapplied_credit  outstanding
        92.00    55.00             37.00
        """,
        as_of=date(2026, 9, 14),
    )


def test_credit_notes_write_offs_and_reversals_move_what_is_open(books_of: Any) -> None:
    books = books_of(
        invoices="""
            invoice_number  client_id  issue_date  due_date    total_amount  kind         preceding_invoice_number
            I1              C1         2026-09-01  2026-09-20  100.00        -            -
            N1              C1         2026-09-05  -           10.00         credit_note  I1
        """,
        payments="""
            payment_id  payment_date  amount  invoice_number
            M1          2026-09-10    50.00   I1
            bounced     2026-09-12    -50.00  I1
        """,
        write_offs="""
            invoice_number  write_off_date  amount
            I1              2026-09-25      5.00
        """,
    )
    for day, amount in ((4, "100.00"), (5, "90.00"), (10, "40.00"), (12, "90.00"), (20, "90.00")):
        books.shows("aging", f"not_due  outstanding\n{amount}  {amount}", as_of=date(2026, 9, day))
    books.shows("aging", "not_due  d1_30\n0.00  85.00")


def test_a_settled_account_has_no_row(books_of: Any) -> None:
    books = books_of(
        invoices="invoice_number  client_id  issue_date  total_amount\nI1  C1  2026-09-01  100.00",
        payments="payment_id  payment_date  amount  invoice_number\nM1  2026-09-30  100.00  I1",
    )
    assert books.report("aging") == []
    assert len(books.report("aging", as_of=date(2026, 9, 29))) == 1


def test_with_exchange_rates_what_is_open_stands_in_the_companys_currency_too(books_of: Any) -> None:
    rated = GIVEN | {
        "payments": """
            payment_id  payment_date  amount  invoice_number  client_id
            M1          2026-09-02    20.00   I1              -
            M2          2026-09-02    5.00    -               C3
        """
    }
    books_of(**rated).shows(
        "aging",
        """
        client_id  currency  outstanding  base_currency  base_amount  revalued_amount  exchange_difference
        C1         JPY       1000         EUR            6.15         6.15             0.00
        C1         USD       130.05       EUR            119.55       118.49           -1.06
        C2         EUR       7.00         EUR            7.00         7.00             0.00
        C2         USD       10.00        EUR            -            9.11             -
        C3         EUR       -5.00        EUR            -5.00        -5.00            0.00
        """,
    )


def test_without_exchange_rates_only_data_files_have_columns_for_them(books_of: Any) -> None:
    result = books_of(invoices=AGES).result("aging")
    assert result.table["base_amount"].to_pylist() == [None]
    assert {column.name for column in result.columns} - {column.name for column in result.filled().columns} == {
        "base_currency", "base_amount", "revalued_amount", "exchange_difference", "last_step", "next_step_on",
    }  # fmt: skip
