"""Cash flow, by small books: given, given, expected."""

from __future__ import annotations

from datetime import date
from typing import Any

GIVEN = {
    "projects": "project_id  client_id  name\nP1  C1  Advice",
    "invoices": """
        invoice_number  client_id  issue_date  total_amount  currency  kind
        I1              C1         2026-07-15  100.00        -         -
        I2              C2         2026-09-15  200.00        -         -
        N1              C1         2026-09-15  30.00         -         credit_note
        I3              C1         2026-09-15  5000          JPY       -
    """,
    "payments": """
        payment_id  payment_date  amount  client_id  invoice_number
        M1          2026-09-01    60.00   C1         I1
        M2          2026-09-30    9.00    C2         -
        M3          2026-09-30    -4.00   C2         -
    """,
    "expenses": """
        expense_id  expense_date  amount  project_id
        X1          2026-07-31    20.00   P1
        X2          2026-09-01    70.00   -
    """,
}


def test_every_month_of_the_period_has_a_row_in_every_currency_that_moved(books_of: Any) -> None:
    books_of(**GIVEN).shows(
        "cash_flow",
        """
        currency  month       invoiced  collected  expenses  net
        EUR       2026-07-01  100.00    0.00       20.00     -20.00
        EUR       2026-08-01  0.00      0.00       0.00      0.00
        EUR       2026-09-01  170.00    65.00      70.00     -5.00
        JPY       2026-07-01  0         0          0         0
        JPY       2026-08-01  0         0          0         0
        JPY       2026-09-01  5000      0          0         0
        """,
        date_from=date(2026, 7, 15),
    )


def test_the_expenses_of_a_client_are_those_of_its_projects(books_of: Any) -> None:
    books_of(**GIVEN).shows(
        "cash_flow",
        """
        currency  month       invoiced  collected  expenses  net
        EUR       2026-07-01  100.00    0.00       20.00     -20.00
        EUR       2026-08-01  0.00      0.00       0.00      0.00
        EUR       2026-09-01  -30.00    60.00      0.00      60.00
        """,
        date_from=date(2026, 7, 15),
        client="C1",
        currency="EUR",
    )


def test_the_period_cuts_its_first_and_last_month(books_of: Any) -> None:
    books_of(**GIVEN).shows(
        "cash_flow",
        "month  collected\n2026-07-01  0.00\n2026-08-01  0.00\n2026-09-01  60.00",
        date_from=date(2026, 7, 16),
        date_to=date(2026, 9, 14),
    )
