"""Expenses, by small books: given, given, expected."""

from __future__ import annotations

from datetime import date
from typing import Any

PROJECTS = """
    project_id  client_id  name
    P1          C1         Advice
    P2          C2         Audit
"""
EXPENSES = """
    expense_id  expense_date  amount  currency  project_id  billable  category
    X1          2026-08-31    10.00   -         P1          true      travel
    X2          2026-09-01    20.00   USD       P1          true      travel
    X3          2026-09-30    -5.00   -         P2          false     -
    X4          2026-09-15    60.00   -         -           true      rent
    X5          2026-10-01    70.00   -         P1          true      -
"""


def test_everything_spent_in_the_period_stands_with_its_client_if_it_has_one(books_of: Any) -> None:
    books_of(projects=PROJECTS, expenses=EXPENSES).shows(
        "paid_expenses",
        """
        client_id  currency  expense_id  project_id  expense_date  category  billable  amount
        C1         USD       X2          P1          2026-09-01    travel    True      20.00
        -          EUR       X4          -           2026-09-15    rent      True      60.00
        C2         EUR       X3          P2          2026-09-30    -         False     -5.00
        """,
        date_from=date(2026, 9, 1),
    )


def test_it_adds_up_to_the_expenses_of_the_cash_flow(books_of: Any) -> None:
    books = books_of(projects=PROJECTS, expenses=EXPENSES)
    for client in (None, "C1"):
        spent = sum(row["amount"] for row in books.report("paid_expenses", client=client, currency="EUR"))
        assert spent == sum(row["expenses"] for row in books.report("cash_flow", client=client, currency="EUR"))
