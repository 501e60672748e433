"""When open invoices should be paid, by small books: given, given, expected."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

INVOICED = "invoice_number  client_id  issue_date  due_date    total_amount\n"
PAID = "payment_id  payment_date  amount  invoice_number\n"

QUICK_AND_SLOW_INVOICES = (
    INVOICED
    + "".join(f"Q{n}  quick  2026-03-01  2026-04-01  10.00\n" for n in range(10))
    + "".join(f"S{n}  slow  2026-03-01  2026-04-01  10.00\n" for n in range(10))
    + "quick-now  quick  2026-08-30  2026-09-30  70.00\nslow-now  slow  2026-08-30  2026-09-30  80.00\n"
    + "new-now  new  2026-08-30  2026-09-30  90.00\n"
)
QUICK_AND_SLOW_PAYMENTS = (
    PAID
    + "".join(f"MQ{n}  2026-04-04  10.00  Q{n}\n" for n in range(10))
    + "".join(f"MS{n}  2026-06-30  10.00  S{n}\n" for n in range(10))
)


def test_a_long_record_speaks_for_itself_and_no_record_leans_on_that_of_all(books_of: Any) -> None:
    books = books_of(invoices=QUICK_AND_SLOW_INVOICES, payments=QUICK_AND_SLOW_PAYMENTS)
    # 3 days late half of all were paid, so quick (10 + 2/2) / (10 + 2), slow (0 + 2/2) / (10 + 2), new 1/2.
    books.shows(
        "expected_payments",
        """
        client_id  invoice_number  open_amount  expected_date  earliest_date  latest_date  basis        observations
        new        new-now         90.00        2026-10-03     2026-10-03     2026-12-29   all_clients  20
        quick      quick-now       70.00        2026-10-03     2026-10-03     2026-10-03   client       10
        slow       slow-now        80.00        2026-12-29     2026-12-29     2026-12-29   client       10
        """,
    )


def test_the_longer_it_is_open_the_later_it_is_expected_and_past_all_experience_nothing_is_said(books_of: Any) -> None:
    books = books_of(invoices=QUICK_AND_SLOW_INVOICES, payments=QUICK_AND_SLOW_PAYMENTS)
    late = "invoice_number  expected_date  earliest_date  latest_date  basis        observations\n"
    books.shows(
        "expected_payments",
        late + "quick-now  2026-12-29  2026-12-29  2026-12-29  all_clients  10",
        as_of=date(2026, 10, 3),
        client="quick",
    )
    books.shows("expected_payments", late + "quick-now  -  -  -  -  -", as_of=date(2026, 12, 29), client="quick")


def test_each_part_of_an_invoice_is_expected_by_its_own_due_date_and_is_an_observation(books_of: Any) -> None:
    # The first part came 10 days late, and the second is due today: two parts waited longer than the third has so far.
    books = books_of(
        invoices=INVOICED + "I1  C1  2026-06-01  2026-10-31  90.00",
        instalments="""
            invoice_number  instalment_number  due_date    amount
            I1              1                  2026-06-30  30.00
            I1              2                  2026-09-30  30.00
            I1              3                  2026-10-31  30.00
        """,
        payments=PAID + "M1  2026-07-10  30.00  I1",
    )
    books.shows(
        "expected_payments",
        """
        invoice_number  instalment_number  due_date    open_amount  expected_date  basis        observations
        I1              2                  2026-09-30  30.00        2026-10-10     all_clients  1
        I1              3                  2026-10-31  30.00        2026-11-10     client       2
        """,
    )
    collected = {
        str(row["week"]): str(row["collections"]) for row in books.report("cash_forecast") if row["collections"]
    }
    assert collected == {"2026-10-05": "30.000", "2026-11-09": "30.000"}


def test_nothing_that_came_later_or_was_not_known_is_looked_at(books_of: Any) -> None:
    books = books_of(invoices=QUICK_AND_SLOW_INVOICES, payments=QUICK_AND_SLOW_PAYMENTS)
    then = books_of(
        invoices=INVOICED + "Q0  quick  2026-03-01  2026-04-01  10.00\nS0  slow  2026-03-01  2026-04-01  10.00",
        payments=PAID + "MQ0  2026-04-04  10.00  Q0",
    )
    before = books.report("expected_payments", as_of=date(2026, 4, 3))
    assert [row["expected_date"] for row in before] == [None] * 20
    assert len(then.report("expected_payments", as_of=date(2026, 4, 4))) == 1
    assert [row["expected_date"] for row in books.report("expected_payments", as_of=date(2026, 4, 4))] == [None] * 10
    assert books.report("expected_payments", known_on=datetime(2026, 9, 30)) == []  # noqa: DTZ001


def test_a_client_or_a_currency_chooses_rows_and_changes_no_estimate(books_of: Any) -> None:
    books = books_of(invoices=QUICK_AND_SLOW_INVOICES, payments=QUICK_AND_SLOW_PAYMENTS)
    everyone = books.report("expected_payments")
    for client in ("quick", "slow", "new"):
        mine = [row for row in everyone if row["client_id"] == client]
        assert books.report("expected_payments", client=client, currency="EUR") == mine != []
    assert books.report("expected_payments", currency="USD") == []


def habits() -> tuple[str, str]:
    """Invoices and payments of six clients: each pays on one of 21 days, equally likely, the first its own."""
    drawn = random.Random(20260930)  # noqa: S311  a seeded draw, no secret
    invoices, payments = INVOICED, PAID
    for client in range(6):
        for number in range(60):
            issued = date(2025, 1, 1) + timedelta(days=drawn.randrange(600))
            due = issued + timedelta(days=30)
            paid = due + timedelta(days=10 * client - 10 + drawn.randrange(21))
            invoices += f"{client}-{number}  C{client}  {issued}  {due}  10.00\n"
            payments += f"M{client}-{number}  {paid}  10.00  {client}-{number}\n"
    return invoices, payments


def test_four_in_five_are_paid_within_the_range_and_half_by_the_expected_day(books_of: Any) -> None:
    invoices, payments = habits()
    books = books_of(invoices=invoices, payments=payments)
    timing = books.report("payment_timing", as_of=date(2026, 12, 31), date_from=date(2025, 1, 1))
    paid_on = {row["invoice_number"]: row["payment_date"] for row in timing}
    within, off = [], []
    for as_of in (date(2025, 9, 1), date(2025, 12, 1), date(2026, 3, 1), date(2026, 6, 1)):
        for row in books.report("expected_payments", as_of=as_of):
            came = paid_on[row["invoice_number"]]
            within.append(row["earliest_date"] <= came <= row["latest_date"])
            off.append((came - row["expected_date"]).days)
    assert len(within) > 100
    assert 0.75 <= sum(within) / len(within) <= 0.95
    assert abs(median(off)) <= 2
    assert median(abs(days) for days in off) <= 8
