"""Promises, by small books: given, given, expected."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

INVOICES = """
    invoice_number  client_id  issue_date  due_date    total_amount
    I1              C1         2026-09-01  2026-09-30  5000.00
    I2              C1         2026-09-01  2026-09-30  5000.00
"""
PROMISES = """
    promise_id  client_id  invoice_number  amount   currency  promised_on  due_on
    Q1          C1         -               1000.00  EUR       2026-10-01   2026-10-15
    Q2          C1         I2              1000.00  EUR       2026-10-01   2026-10-15
"""


def payments(last: str) -> str:
    return f"""
        payment_id  payment_date  amount  invoice_number
        M0          2026-09-30    900.00  I1
        M1          2026-10-10    600.00  I1
        M2          2026-10-16    {last}  I1
        M3          2026-10-18    900.00  I1
    """


@pytest.mark.parametrize(
    ("last", "on", "state"),
    [
        ("400.00", date(2026, 10, 16), "kept"),
        ("400.00", date(2026, 10, 15), "open"),
        ("399.99", date(2026, 10, 17), "open"),
        ("399.99", date(2026, 10, 18), "partly"),
    ],
)
def test_a_promise_is_kept_by_what_comes_up_to_two_days_later(books_of: Any, last: str, on: date, state: str) -> None:
    books = books_of(invoices=INVOICES, promises=PROMISES, payments=payments(last))
    assert {row["promise_id"]: row["state"] for row in books.report("promises", as_of=on)}["Q1"] == state


def test_of_an_invoice_only_its_own_money_counts(books_of: Any) -> None:
    books = books_of(invoices=INVOICES, promises=PROMISES, payments=payments("400.00"))
    books.shows(
        "promises",
        """
        promise_id  paid_amount  state   kept_rate_count  kept_rate_amount
        Q1          1000.00      kept    0.5              0.5
        Q2          0.00         broken  0.5              0.5
        """,
        as_of=date(2026, 10, 20),
    )
