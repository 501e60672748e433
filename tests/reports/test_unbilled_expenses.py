# ruff: noqa: E501 - a table is as wide as its columns
"""Unbilled expenses, by small books: given, given, expected."""

from __future__ import annotations

from datetime import date
from typing import Any

PROJECTS = """
    project_id  client_id  name    billing_method
    P1          C1         Advice  -
    P2          C2         Audit   fixed
    P9          C1         Own     non_billable
"""
EXPENSES = """
    expense_id  expense_date  amount  currency  project_id  billable  category
    X1          2026-09-01    10.00   -         P1          -         travel
    X2          2026-09-02    20.00   USD       P1          true      travel
    X3          2026-09-30    -5.00   -         P2          true      -
    X4          2026-10-01    30.00   -         P2          true      -
    X5          2026-09-03    40.00   -         P1          false     -
    X6          2026-09-03    50.00   -         P9          true      -
    X7          2026-09-03    60.00   -         -           true      rent
"""
INVOICES = """
    invoice_number  client_id  issue_date  net_amount  tax_amount  total_amount  kind         status  void_date   preceding_invoice_number
    I1              C1         2026-09-10  10.00       0.00        10.00         -            -       -           -
    I2              C1         2026-09-10  20.00       0.00        20.00         -            void    2026-09-20  -
    N1              C1         2026-09-25  10.00       0.00        10.00         credit_note  -       -           I1
"""
BILLED = """
    kind     item_id  project_id  invoice_number  line_number
    expense  X1       P1          I1              1
    expense  X2       P1          I2              1
"""


def test_what_was_spent_for_clients_stands_with_its_age(books_of: Any) -> None:
    books_of(projects=PROJECTS, expenses=EXPENSES).shows(
        "unbilled_expenses",
        """
        client_id  currency  expense_id  project_id  expense_date  age_days  category  amount
        C1         EUR       X1          P1          2026-09-01    29        travel    10.00
        C1         USD       X2          P1          2026-09-02    28        travel    20.00
        C2         EUR       X3          P2          2026-09-30    0         -         -5.00
        """,
    )


def test_what_an_invoice_bills_is_gone_until_it_is_void_or_credited(books_of: Any) -> None:
    books = books_of(projects=PROJECTS, expenses=EXPENSES, invoices=INVOICES, billed_items=BILLED)
    waiting = {
        day: [row["expense_id"] for row in books.report("unbilled_expenses", as_of=date(2026, 9, day))]
        for day in (9, 10, 20, 25)
    }
    assert waiting == {
        9: ["X1", "X2"],
        10: [],
        20: ["X2"],
        25: ["X1", "X2"],
    }
