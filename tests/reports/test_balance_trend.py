"""The balance by month-end, by small books: given, given, expected."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

GIVEN = {
    "invoices": """
        invoice_number  client_id  issue_date  due_date    total_amount  currency  status  void_date
        I1              C1         2026-06-15  2026-07-15  100.00        -         issued  -
        I2              C1         2026-07-20  2026-08-31  50.00         -         issued  -
        I3              C2         2026-08-01  2026-08-10  70.00         -         void    2026-09-05
        I4              C2         2026-09-29  2026-10-31  20.00         GBP       issued  -
        I5              C2         2020-01-01  2020-01-31  5.00          -         issued  -
        I6              C2         2026-08-01  2026-08-31  30.00         -         draft   -
    """,
    "payments": """
        payment_id  payment_date  amount  client_id  invoice_number
        M1          2026-08-05    60.00   C1         I1
        M2          2026-08-20    -10.00  C1         I1
        M3          2026-09-30    80.00   C1         I1
        M4          2026-07-01    50.00   C1         I2
        M5          2026-09-06    7.00    C2         I3
        M6          2026-10-01    9.00    C2         -
    """,
    "write_offs": "invoice_number  write_off_date  amount  reason\nI5  2026-06-30  5.00  gone",
}


def test_each_month_end_says_what_was_owed_then(books_of: Any) -> None:
    # A payment ahead of its invoice is credit until the invoice comes; an overpaid invoice leaves credit too.
    shown = [
        (row["month"], row["not_due"], row["overdue"], row["unapplied_credit"], row["outstanding"])
        for row in books_of(**GIVEN).report("balance_trend", currency="EUR")
    ][-5:]
    assert [(month.isoformat(), *map(str, amounts)) for month, *amounts in shown] == [
        ("2026-05-01", "0.000", "5.000", "0.000", "5.000"),
        ("2026-06-01", "100.000", "0.000", "0.000", "100.000"),
        ("2026-07-01", "0.000", "100.000", "0.000", "100.000"),
        ("2026-08-01", "0.000", "120.000", "0.000", "120.000"),
        ("2026-09-01", "0.000", "0.000", "37.000", "-37.000"),
    ]


def test_there_are_thirteen_months_in_every_currency_and_the_last_ends_with_the_day(books_of: Any) -> None:
    rows = books_of(**GIVEN).report("balance_trend", as_of=date(2026, 9, 29))
    assert [row["currency"] for row in rows] == ["EUR"] * 13 + ["GBP"] * 13
    assert [row["on_day"].isoformat() for row in rows[:13:6]] == ["2025-09-30", "2026-03-31", "2026-09-29"]
    assert [row["outstanding"] for row in rows[-2:]] == [0, 20]


@pytest.mark.parametrize("client", [None, "C1", "C2"])
@pytest.mark.parametrize("known_on", [None, "2026-12-31"])
def test_every_row_is_what_the_indicators_say_at_its_day(
    books_of: Any, client: str | None, known_on: str | None
) -> None:
    from datetime import datetime

    books = books_of(**GIVEN)
    moment = datetime.fromisoformat(known_on) if known_on else None
    for row in books.report("balance_trend", client=client, known_on=moment):
        kpis = {
            found["currency"]: (found["outstanding"], found["overdue"])
            for found in books.report("receivables_kpis", as_of=row["on_day"], client=client, known_on=moment)
        }
        assert (row["outstanding"], row["overdue"]) == kpis.get(row["currency"], (0, 0)), row
