"""What should come in, week by week, by small books: given, given, expected."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

# In April three invoices were paid 10, 20 and 30 days late.
GIVEN = {
    "invoices": """
        invoice_number  client_id  issue_date  due_date    total_amount  currency
        I1              C1         2026-03-01  2026-04-01  50.00         EUR
        I2              C1         2026-03-01  2026-04-01  50.00         EUR
        I3              C1         2026-03-01  2026-04-01  50.00         EUR
        I4              C1         2026-08-30  2026-09-30  100.00        EUR
        I5              C2         2026-08-30  2026-09-30  1000          JPY
        I6              C2         2026-08-30  2026-09-30  7.00          EUR
    """,
    "payments": """
        payment_id  payment_date  amount  invoice_number
        M1          2026-04-11    50.00   I1
        M2          2026-04-21    50.00   I2
        M3          2026-05-01    50.00   I3
    """,
    "projects": "project_id  client_id  name\nP1  C1  Advice",
    "expenses": """
        expense_id  expense_date  amount  project_id  currency
        X1          2026-09-30    3.00    P1          -
        X2          2026-10-01    5.00    P1          -
        X3          2026-12-27    6.00    -           -
        X4          2026-12-28    7.00    P1          -
        X5          2026-10-20    8.00    -           USD
    """,
}


def weeks(books: Any, *columns: str, **asked: Any) -> list[tuple[str, ...]]:
    """Those weeks in which anything happens."""
    rows = books.report("cash_forecast", **asked)
    happens = [row for row in rows if row["collections"] or row["expenses"]]
    return [tuple(str(row[name]) for name in ("currency", "week", *columns)) for row in happens]


def test_an_invoice_is_spread_over_the_weeks_in_which_it_may_be_paid(books_of: Any) -> None:
    # Its own three payments are all that anybody made, so a third is expected at each.
    assert weeks(books_of(**GIVEN), "collections", "still_open", client="C1") == [
        ("EUR", "2026-09-28", "0.000", "100.000"),
        ("EUR", "2026-10-05", "33.330", "66.670"),
        ("EUR", "2026-10-19", "33.340", "33.330"),
        ("EUR", "2026-10-26", "33.330", "0.000"),
    ]


def test_weeks_begin_on_monday_and_there_are_thirteen_from_tomorrow_on(books_of: Any) -> None:
    rows = books_of(**GIVEN).report("cash_forecast", currency="EUR")
    assert [row["week"] for row in rows][:: len(rows) - 1] == [date(2026, 9, 28), date(2026, 12, 21)]
    assert len(rows) == 13
    sunday = books_of(**GIVEN).report("cash_forecast", currency="EUR", as_of=date(2026, 10, 4))
    assert sunday[0]["week"] == date(2026, 10, 5)


def test_expenses_ahead_are_taken_off_in_their_week_and_their_currency(books_of: Any) -> None:
    assert weeks(books_of(**GIVEN), "expenses", "net", currency="EUR")[::4] == [
        ("EUR", "2026-09-28", "5.000", "-5.000"),
        ("EUR", "2026-12-21", "6.000", "-6.000"),
    ]
    assert weeks(books_of(**GIVEN), "collections", "expenses", currency="USD") == [
        ("USD", "2026-10-19", "0.000", "8.000")
    ]


@pytest.mark.parametrize("day", [date(2026, 9, 30), date(2026, 9, 5), date(2026, 4, 15)])
def test_what_comes_in_and_what_stays_open_tie_to_the_open_invoices(books_of: Any, day: date) -> None:
    books = books_of(**GIVEN)
    open_now: dict[Any, Any] = {}
    for invoice in books.report("open_invoices", as_of=day):
        open_now[invoice["currency"]] = open_now.get(invoice["currency"], 0) + invoice["open_amount"]
    left = dict(open_now)
    for row in books.report("cash_forecast", as_of=day):
        currency = row["currency"]
        left[currency] = left.get(currency, 0) - row["collections"]
        assert left[currency] == row["still_open"]
        assert 0 <= row["collections_low"] <= row["collections"] <= row["collections_high"]
        assert row["collections_high"] <= open_now.get(currency, 0)
    assert open_now
