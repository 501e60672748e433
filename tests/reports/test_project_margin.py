"""Report `project_margin`: what a project brought, less what it cost."""

from datetime import date
from typing import Any

BOOKS = {
    "clients": "client_id  name  currency\nC1         C1    EUR\nC2         C2    USD",
    "employees": "employee_id  name  cost_rate\nE1           E1    40\nE2           E2    -",
    "projects": """
        project_id  client_id  name  hourly_rate  budget_hours
        P1          C1         One   100          20
        P2          C2         Two   100          -
        P3          C1         Three  100         -
    """,
    "timesheets": """
        entry_id  employee_id  project_id  work_date   hours
        T1        E1           P1          2026-09-01  5
        T2        E1           P2          2026-09-01  2
        T3        E2           P3          2026-09-01  1
    """,
    "invoices": "invoice_number  client_id  issue_date  total_amount\nI1  C1  2026-09-10  400.00",
    "invoice_lines": "invoice_number  line_number  quantity  unit_price  net_amount\nI1  1  5  80  400.00",
    "billed_entries": "entry_id  invoice_number  line_number  hours  rate  amount\nT1  I1  1  5  80  400.00",
    "expenses": "expense_id  expense_date  amount  project_id\nX1  2026-09-02  50.00  P1",
    "fx_rates": "currency  rate_date  rate\nUSD  2026-01-01  0.80",
}


def test_hours_cost_what_an_hour_costs_in_the_currency_of_the_project(books_of: Any) -> None:
    books_of(**BOOKS).shows(
        "project_margin",
        """
        project_id  currency  billed_amount  cost_amount  expenses_amount  margin   margin_rate  budget_used
        P1          EUR       400.00         200.00       50.00            150.00   0.375        0.25
        P3          EUR       0.00           -            0.00             -        -            -
        P2          USD       0.00           100.00       0.00             -100.00  -            -
        """,
        as_of=date(2026, 9, 30),
    )
