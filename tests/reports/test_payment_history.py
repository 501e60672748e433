# ruff: noqa: E501 - a table is as wide as its columns
"""Payment history, by small books: given, given, expected."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf

from tests.reference.examples import settings_for
from tests.reports.conftest import write_tables

HEADER = "invoice_number  client_id  issue_date  due_date    total_amount\n"
PAID = "payment_id  payment_date  amount  invoice_number\n"


def test_averages_are_weighted_by_amount_and_the_median_is_plain(books_of: Any) -> None:
    books = books_of(
        invoices=HEADER + "I1  C1  2026-08-01  2026-08-31  100.00\nI2  C1  2026-08-01  2026-08-31  300.00",
        payments=PAID + "M1  2026-08-21  100.00  I1\nM2  2026-09-10  200.00  I2\nM3  2026-09-20  100.00  I2",
    )
    # (20 x 100 + 40 x 200 + 50 x 100) / 400 days to pay; the due date is 30 days after the issue
    books.shows(
        "payment_history",
        """
        invoices_settled  invoices_open  avg_days_to_pay  avg_days_late  median_days_late  last_payment_date  paid_amount
        2                 0              37.5             7.5            10                2026-09-20         400.00
        """,
    )


def test_part_payments_count_and_credits_write_offs_and_reversals_do_not(books_of: Any) -> None:
    books = books_of(
        invoices="""
            invoice_number  client_id  issue_date  due_date    total_amount  kind         preceding_invoice_number
            I1              C1         2026-08-01  2026-08-31  100.00        -            -
            N1              C1         2026-08-02  -           10.00         credit_note  I1
        """,
        payments=PAID + "M1  2026-09-05  60.00  I1\nM1-back  2026-09-08  -20.00  I1",
        write_offs="invoice_number  write_off_date  amount\nI1  2026-09-09  5.00",
    )
    books.shows(
        "payment_history",
        """
        invoices_settled  invoices_open  avg_days_to_pay  avg_days_late  paid_amount  open_amount
        0                 1              35               5              40.00        45.00
        """,
    )


def test_a_payment_counts_as_far_as_its_invoice_was_open(books_of: Any) -> None:
    books = books_of(
        invoices=HEADER + "I1  C1  2026-08-01  2026-08-31  100.00",
        payments=PAID + "M1  2026-09-10  80.00  I1\nM2  2026-09-30  80.00  I1\nM3  2026-09-30  80.00  I1",
    )
    # 80 at 10 days late and 20 at 30 days late; M3 found nothing open
    books.shows("payment_history", "avg_days_late  median_days_late  paid_amount\n14  20  240.00")


def test_a_reversal_opens_the_invoice_for_the_next_payment(books_of: Any) -> None:
    books = books_of(
        invoices=HEADER + "I1  C1  2026-08-01  2026-08-31  100.00",
        payments=PAID + "M1  2026-08-31  100.00  I1\nM1-back  2026-09-02  -100.00  I1\nM2  2026-09-20  150.00  I1",
    )
    # What came first was taken back, and counts nowhere.
    books.shows("payment_history", "avg_days_late  on_time_rate_count  on_time_rate_amount\n20  0  0")


def test_a_void_credit_note_took_nothing(books_of: Any) -> None:
    books = books_of(
        invoices="""
            invoice_number  client_id  issue_date  due_date    total_amount  kind         preceding_invoice_number  status  void_date
            I1              C1         2026-09-30  2026-09-30  8.75          -            -                         -       -
            I2              C1         2026-09-01  2026-09-30  91.25         -            -                         -       -
            N1              C1         2026-04-01  -           0.96          credit_note  I1                        void    2026-09-30
        """,
        payments=PAID + "M1  2026-08-21  8.75  I1\nM2  2026-09-21  91.25  I2",
    )
    # 0 days for 8.75 and 20 for 91.25, of 100 in all
    books.shows("payment_history", "invoices_settled  avg_days_to_pay  open_amount\n2  18.25  0.00")


def test_money_without_a_date_is_in_the_amounts_and_in_nothing_that_tells_when(books_of: Any) -> None:
    books = books_of(
        invoices=HEADER
        + """
            I1  C1  2026-08-01  2026-08-31  100.00
            I2  C1  2026-08-01  2026-08-31  100.00
            I3  C1  2026-08-01  2026-08-31  100.00
        """,
        payments="payment_id  payment_date  amount  invoice_number  method\n"
        """
            M1  2026-09-10  100.00  I1  transfer
            U2  2026-08-01  100.00  I2  undated
            U3  2026-08-01  40.00   I3  undated
        """,
    )
    # I1 alone tells: 40 days to pay, 10 late. I3 still waits for its rest; when I2 was paid, nobody knows.
    books.shows(
        "payment_history",
        """
        invoices_settled  invoices_open  avg_days_to_pay  avg_days_late  on_time_rate_count  on_time_rate_amount  last_payment_date  paid_amount  open_amount  survival_median_days
        2                 1              40               10             0                   0                    2026-09-10         240.00       60.00        40
        """,
    )


def test_a_prepayment_counts_from_the_issue_as_0_days(books_of: Any) -> None:
    books = books_of(
        invoices=HEADER + "I1  C1  2026-09-01  2026-09-11  100.00",
        payments=PAID + "M1  2026-08-01  100.00  I1",
    )
    books.shows("payment_history", "avg_days_to_pay  avg_days_late  on_time_rate_count\n0  -10  1")


def test_on_time_rates_are_of_what_fell_due_and_open_past_due_is_late(books_of: Any) -> None:
    books = books_of(
        invoices=HEADER
        + """
            on-time       C1  2026-08-01  2026-09-01  100.00
            part-on-time  C1  2026-08-01  2026-09-01  100.00
            late          C1  2026-08-01  2026-09-01  100.00
            open          C1  2026-08-01  2026-09-01  100.00
            due-today     C1  2026-08-01  2026-09-30  100.00
            not-due       C1  2026-08-01  2026-10-01  100.00
        """,
        payments=PAID
        + "M1  2026-09-01  100.00  on-time\nM2  2026-09-01  40.00  part-on-time\n"
        + "M3  2026-09-02  60.00  part-on-time\nM4  2026-09-02  100.00  late",
    )
    books.shows("payment_history", "invoices_settled  on_time_rate_count  on_time_rate_amount\n3  0.25  0.35")


def test_the_period_limits_payments_by_their_date_and_invoices_by_their_due_date(books_of: Any) -> None:
    books = books_of(
        invoices=HEADER + "I1  C1  2026-05-01  2026-05-31  100.00\nI2  C1  2026-08-01  2026-08-31  100.00",
        payments=PAID + "M1  2026-06-10  100.00  I1\nM2  2026-08-31  100.00  I2",
    )
    books.shows("payment_history", "avg_days_late  on_time_rate_count\n5  0.5")
    books.shows("payment_history", "avg_days_late  on_time_rate_count\n0  1", date_from=date(2026, 7, 1))
    books.shows("payment_history", "avg_days_late  on_time_rate_count\n10  0", date_to=date(2026, 7, 1))


def test_the_trend_is_the_last_90_days_less_the_90_before_for_whoever_has_three_settled_invoices(books_of: Any) -> None:
    three = HEADER + "I1  C1  2026-03-01  2026-04-01  100.00\nI2  C1  2026-06-01  2026-07-01  100.00\n"
    paid = PAID + "M1  2026-04-21  100.00  I1\nM2  2026-07-11  100.00  I2"
    two = books_of(invoices=three, payments=paid)
    two.shows("payment_history", "invoices_settled  trend_days\n2  -")
    third = books_of(
        invoices=three + "I3  C1  2026-06-01  2026-07-01  100.00", payments=paid + "\nM3  2026-07-05  100.00  I3"
    )
    # 10 and 4 days late from July on, 20 days late before
    third.shows("payment_history", "invoices_settled  trend_days\n3  -13")


def test_a_client_that_never_paid_has_no_averages(books_of: Any) -> None:
    books = books_of(invoices=HEADER + "I1  C1  2026-08-01  2026-08-31  100.00")
    books.shows(
        "payment_history",
        """
        avg_days_to_pay  avg_days_late  median_days_late  on_time_rate_count  trend_days  last_payment_date  open_amount
        -                -              -                 0                   -           -                  100.00
        """,
    )


FREIREICH = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
"""Weeks of remission of the 6-MP group in Freireich et al. (1963), as in every textbook; + is censored. Median 23."""


def observed_tables(observed: list[tuple[int, bool]], as_of: date) -> dict[str, list[dict[str, str]]]:
    """Books in which each invoice was paid after so many days; a censored one was credited in full then."""
    invoices, payments = [], []
    for number, (waited, is_paid) in enumerate(observed):
        issued = as_of - timedelta(days=400)
        invoice = {"invoice_number": f"I{number}", "client_id": "C1", "total_amount": "10.00"}
        closed_on = (issued + timedelta(days=waited)).isoformat()
        invoices.append(invoice | {"issue_date": issued.isoformat(), "due_date": issued.isoformat()})
        if is_paid:
            payment = {"payment_id": f"M{number}", "invoice_number": f"I{number}", "amount": "10.00"}
            payments.append(payment | {"payment_date": closed_on})
        else:
            credit = {"invoice_number": f"N{number}", "kind": "credit_note", "issue_date": closed_on}
            invoices.append(invoice | credit | {"preceding_invoice_number": f"I{number}"})
    return {"invoices": invoices} | ({"payments": payments} if payments else {})


def oracle(observed: list[tuple[int, bool]]) -> float | None:
    """The median of scipy's product-limit estimate."""
    sample = CensoredData(
        uncensored=[waited for waited, is_paid in observed if is_paid],
        right=[waited for waited, is_paid in observed if not is_paid],
    )
    curve = ecdf(sample).sf
    fallen = np.flatnonzero(np.round(curve.probabilities, 10) <= 0.5)
    return float(curve.quantiles[fallen[0]]) if len(fallen) else None


def test_the_survival_median_is_the_textbook_one(imported: Any, tmp_path: Any) -> None:
    observed = [(int(week.rstrip("+")), not week.endswith("+")) for week in FREIREICH.split()]
    assert oracle(observed) == 23
    write_tables(observed_tables(observed, date(2026, 9, 30)), tmp_path / "inbox")
    imported(tmp_path).shows("payment_history", "invoices_settled  survival_median_days\n21  23")


@settings_for(0.5)
@given(st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=12))
def test_the_survival_median_is_what_scipy_finds(
    imported: Any, tmp_path_factory: pytest.TempPathFactory, observed: list[tuple[int, bool]]
) -> None:
    folder = tmp_path_factory.mktemp("observed")
    write_tables(observed_tables(observed, date(2026, 9, 30)), folder / "inbox")
    (row,) = imported(folder).report("payment_history")
    assert row["survival_median_days"] == oracle(observed)


def test_open_invoices_are_not_ignored_by_the_survival_median(books_of: Any) -> None:
    invoices = HEADER + "".join(f"I{n}  C1  2026-08-01  2026-08-31  100.00\n" for n in range(1, 5))
    two_paid = books_of(invoices=invoices, payments=PAID + "M1  2026-08-11  100.00  I1\nM2  2026-08-21  100.00  I2")
    two_paid.shows("payment_history", "avg_days_to_pay  survival_median_days\n15  20")
    one_paid = books_of(invoices=invoices, payments=PAID + "M1  2026-08-11  100.00  I1\nM2  2026-08-21  99.00  I2")
    one_paid.shows("payment_history", "invoices_open  survival_median_days\n3  -")


def test_a_remainder_written_off_was_paid_by_its_last_payment_and_a_whole_one_was_not(books_of: Any) -> None:
    invoices = HEADER + "I1  C1  2026-08-01  2026-08-31  100.00"
    write_off = "invoice_number  write_off_date  amount\nI1  2026-09-20  "
    paid = PAID + "M1  2026-08-31  "
    short = books_of(invoices=invoices, payments=paid + "75.00  I1", write_offs=write_off + "25.00")
    short.shows("payment_history", "invoices_settled  survival_median_days\n1  30")
    lost = books_of(invoices=invoices, payments=paid + "5.00  I1", write_offs=write_off + "95.00")
    lost.shows("payment_history", "invoices_settled  survival_median_days\n1  -")


def test_a_payment_that_bounced_did_not_end_the_wait(books_of: Any) -> None:
    books = books_of(
        invoices=HEADER + "I1  C1  2026-08-01  2026-08-31  100.00",
        payments=PAID + "M1  2026-08-31  100.00  I1\nM1-back  2026-09-02  -100.00  I1\nM2  2026-09-20  150.00  I1",
    )
    books.shows("payment_history", "survival_median_days\n50")
    # On the day itself nobody knew.
    books.shows("payment_history", "survival_median_days\n30", as_of=date(2026, 9, 1))
    books.shows("payment_history", "survival_median_days\n-", as_of=date(2026, 9, 3))
