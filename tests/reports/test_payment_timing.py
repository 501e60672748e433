"""When each payment came, by small books: given, given, expected."""

from __future__ import annotations

from datetime import date
from typing import Any

GIVEN = {
    "invoices": """
        invoice_number  client_id  issue_date  due_date    total_amount
        I1              C1         2026-06-01  2026-07-01  100.00
        I2              C1         2026-08-10  2026-08-20  50.00
    """,
    "payments": """
        payment_id  payment_date  amount  client_id  invoice_number
        M1          2026-06-21    60.00   C1         I1
        M2          2026-07-06    60.00   C1         I1
        M3          2026-08-01    50.00   C1         I2
        M4          2026-09-01    9.00    C1         -
        M5          2026-09-02    1.00    C1         I1
    """,
}


def test_a_payment_counts_as_far_as_its_invoice_was_open(books_of: Any) -> None:
    # M3 came before its invoice: it counts from the issue. M4 settles nothing, M5 nothing that was open.
    books_of(**GIVEN).shows(
        "payment_timing",
        """
        payment_id  payment_date  invoice_number  due_date    allocated_amount  days_to_pay  days_late
        M1          2026-06-21    I1              2026-07-01  60.00             20           -10
        M2          2026-07-06    I1              2026-07-01  40.00             35           5
        M3          2026-08-01    I2              2026-08-20  50.00             0            -10
        """,
    )


def test_its_rows_are_those_behind_the_average(books_of: Any) -> None:
    books = books_of(**GIVEN)
    rows = books.report("payment_timing", date_from=date(2026, 7, 1))
    (history,) = books.report("payment_history", date_from=date(2026, 7, 1))
    weighed = sum(row["allocated_amount"] * row["days_late"] for row in rows)
    assert history["avg_days_late"] == float(weighed / sum(row["allocated_amount"] for row in rows))
