# ruff: noqa: E501 - a table is as wide as its columns
"""What became of the hours, by project, task, month, employee and currency. September 2026 has 22 weekdays."""

from datetime import date

from tests.reference.case import Case

SEPTEMBER = {"date_from": date(2026, 9, 1)}
GIVEN = {
    "employees": """
        employee_id | weekly_capacity_hours
        E1          | 40
    """,
    "projects": """
        project_id | client_id | name  | hourly_rate | budget_hours | budget_amount
        P1         | C1        | One   | 100         | 10           | 1000.00
        P2         | C1        | Two   | -           | -            | -
        P3         | C2        | Three | 50          | 8            | -
    """,
    "timesheets": """
        entry_id | employee_id | project_id | work_date  | hours | billable | task
        T1       | E1          | P1         | 2026-09-01 | 3     | true     | design
        T2       | E1          | P1         | 2026-09-02 | 3     | true     | design
        T3       | E1          | P1         | 2026-09-03 | 1     | false    | -
        T4       | E1          | P1         | 2026-08-31 | 4     | true     | design
        T5       | E1          | P2         | 2026-09-04 | 2     | true     | audit
        T6       | E1          | P3         | 2026-09-07 | 4     | true     | audit
    """,
    "invoices": """
        invoice_number | client_id | issue_date | total_amount | kind        | preceding_invoice_number
        B1             | C1        | 2026-09-10 | 605.00       | invoice     | -
        N1             | C1        | 2026-09-11 | 100.00       | credit_note | B1
    """,
    "billed_entries": """
        entry_id | invoice_number | line_number | hours | rate | rate_source | amount
        T1       | B1             | 1           | 3     | 100  | project     | 250.00
        T2       | B1             | 1           | 3.5   | 100  | project     | 250.00
    """,
    "payments": """
        payment_id | payment_date | amount | invoice_number
        M1         | 2026-09-20   | 200.00 | B1
        M2         | 2026-10-01   | 305.00 | B1
    """,
    "write_offs": """
        invoice_number | write_off_date | amount
        B1             | 2026-09-25     | 5.00
    """,
}

# Of 605.00: 100 credited, 200 paid, 5 given up. Of 250.00: 41.32, 82.65 of the 123.97 so far, 2.06 of the 126.03 so far.
# Of 500.00: 82.64, 247.93 less that, 252.07 less that.
CASES = (
    Case(
        name="hours become cash in steps that add up",
        report="hours_to_cash",
        parameters=SEPTEMBER,
        given=GIVEN,
        expected="""
            client_id | project_id | hours | not_billable_hours | billable_hours | unbilled_hours | rounding_hours | billed_hours | worked_amount | not_billable_amount | standard_amount | unbilled_amount | write_down_amount | billed_amount | credited_amount | written_off_amount | open_amount | collected_amount | realisation | collection
            C1        | P1         | 7     | 1                  | 6              | 0              | 0.5            | 6.5          | 700.00        | 100.00              | 600.00          | 0               | 100.00            | 500.00        | 82.64           | 4.14               | 247.93      | 165.29           | 5/6         | 16529/50000
            C1        | P2         | 2     | 0                  | 2              | 2              | 0              | 0            | 0             | 0                   | -               | -               | 0                 | 0             | 0               | 0                  | 0           | 0                | -           | -
            C2        | P3         | 4     | 0                  | 4              | 4              | 0              | 0            | 200.00        | 0                   | 200.00          | 200.00          | 0                 | 0             | 0               | 0                  | 0           | 0                | 0           | -
        """,
    ),
    Case(
        name="a budget against all work so far, and how long it lasts",
        report="project_budgets",
        given=GIVEN,
        # In the 28 days from 3 September on: 1 hour on P1, 4 on P3, whose last 4 hours last as long again.
        expected="""
            project_id | budget_hours | hours | hours_left | hours_used | budget_amount | standard_amount | billed_amount | amount_left | amount_used | over_budget | weekly_hours | used_up_on
            P1         | 10           | 11    | -1         | 11/10      | 1000.00       | 1000.00         | 500.00        | 0           | 1           | true        | 1/4          | -
            P2         | -            | 2     | -          | -          | -             | -               | 0             | -           | -           | -           | 1/2          | -
            P3         | 8            | 4     | 4          | 1/2        | -             | 200.00          | 0             | -           | -           | false       | 1            | 2026-10-28
        """,
    ),
    Case(
        name="hours by task; work without a task has a row of its own",
        report="hours_by_task",
        parameters=SEPTEMBER,
        given=GIVEN,
        expected="""
            client_id | project_id | task   | hours | billable_hours | billed_hours | unbilled_hours | standard_amount | billed_amount
            C1        | P1         | design | 6     | 6              | 6.5          | 0              | 600.00          | 500.00
            C1        | P1         | -      | 1     | 0              | 0            | 0              | 0               | 0
            C1        | P2         | audit  | 2     | 2              | 0            | 2              | -               | 0
            C2        | P3         | audit  | 4     | 4              | 0            | 4              | 200.00          | 0
        """,
    ),
    Case(
        name="hours by month of work",
        report="hours_by_month",
        given=GIVEN,
        expected="""
            client_id | month      | hours | billable_hours | billed_hours | unbilled_hours | standard_amount | unbilled_amount
            C1        | 2026-08-01 | 4     | 4              | 0            | 4              | 400.00          | 400.00
            C1        | 2026-09-01 | 9     | 8              | 6.5          | 2              | 600.00          | -
            C2        | 2026-09-01 | 4     | 4              | 0            | 4              | 200.00          | 200.00
        """,
    ),
    Case(
        name="an employee's hours for everybody against one capacity",
        report="utilisation",
        parameters=SEPTEMBER,
        given=GIVEN,
        expected="""
            employee_id | capacity_hours | hours | not_billable_hours | billable_hours | billed_hours | unbilled_hours | utilisation
            E1          | 176            | 13    | 1                  | 12             | 6.5          | 6              | 12/176
        """,
    ),
    Case(
        name="indicators are the sums of the steps",
        report="time_kpis",
        parameters=SEPTEMBER,
        given=GIVEN,
        expected="""
            currency | hours | billable_hours | standard_amount | billed_amount | unbilled_amount | realisation | effective_rate | collected_amount | collection
            EUR      | 13    | 12             | 800.00          | 500.00        | 200.00          | 5/8         | 500/13         | 165.29           | 16529/50000
        """,
    ),
    Case(
        name="work in progress by age; what has no rate stands apart",
        report="wip_aging",
        given=GIVEN,
        expected="""
            client_id | hours | d0_30  | d31_60 | amount | hours_without_rate
            C1        | 6     | 400.00 | 0      | 400.00 | 2
            C2        | 4     | 200.00 | 0      | 200.00 | 0
        """,
    ),
    Case(
        name="what was spent for clients and is billed nowhere; a project that nobody pays for has none",
        report="unbilled_expenses",
        given={
            "projects": """
                project_id | client_id | name   | billing_method
                P1         | C1        | Advice | -
                P9         | C1        | Own    | non_billable
            """,
            "expenses": """
                expense_id | expense_date | amount | currency | project_id | billable | category
                X1         | 2026-09-01   | 10.00  | -        | P1         | -        | travel
                X2         | 2026-09-02   | 20.00  | USD      | P1         | true     | travel
                X3         | 2026-10-01   | 30.00  | -        | P1         | true     | -
                X4         | 2026-09-03   | 40.00  | -        | P1         | false    | -
                X5         | 2026-09-03   | 50.00  | -        | P9         | true     | -
                X6         | 2026-09-04   | 60.00  | -        | P1         | true     | rent
            """,
            "invoices": """
                invoice_number | client_id | issue_date | net_amount | tax_amount | total_amount
                I1             | C1        | 2026-09-10 | 60.00      | 0.00       | 60.00
            """,
            "billed_items": """
                kind    | item_id | project_id | invoice_number | line_number
                expense | X6      | P1         | I1             | 1
            """,
        },
        expected="""
            client_id | currency | expense_id | project_id | expense_date | age_days | amount
            C1        | EUR      | X1         | P1         | 2026-09-01   | 29       | 10.00
            C1        | USD      | X2         | P1         | 2026-09-02   | 28       | 20.00
        """,
    ),
    Case(
        name="every entry of the period, paid for or not, with what bills it",
        report="time_entries",
        parameters=SEPTEMBER,
        given=GIVEN,
        expected="""
            client_id | currency | entry_id | project_id | employee_id | work_date  | task   | hours | invoice_number
            C1        | EUR      | T1       | P1         | E1          | 2026-09-01 | design | 3     | B1
            C1        | EUR      | T2       | P1         | E1          | 2026-09-02 | design | 3     | B1
            C1        | EUR      | T3       | P1         | E1          | 2026-09-03 | -      | 1     | -
            C1        | EUR      | T5       | P2         | E1          | 2026-09-04 | audit  | 2     | -
            C2        | EUR      | T6       | P3         | E1          | 2026-09-07 | audit  | 4     | -
        """,
    ),
    Case(
        name="everything spent in the period, for clients and for ourselves",
        report="paid_expenses",
        parameters=SEPTEMBER,
        given={
            "projects": """
                project_id | client_id | name
                P1         | C1        | Advice
            """,
            "expenses": """
                expense_id | expense_date | amount | currency | project_id | billable | category
                X1         | 2026-08-31   | 10.00  | -        | P1         | true     | travel
                X2         | 2026-09-02   | 20.00  | USD      | P1         | true     | travel
                X3         | 2026-09-03   | -5.00  | -        | P1         | false    | -
                X4         | 2026-09-04   | 60.00  | -        | -          | true     | rent
                X5         | 2026-10-01   | 70.00  | -        | P1         | true     | -
            """,
        },
        expected="""
            client_id | currency | expense_id | project_id | expense_date | amount
            C1        | USD      | X2         | P1         | 2026-09-02   | 20.00
            C1        | EUR      | X3         | P1         | 2026-09-03   | -5.00
            -         | EUR      | X4         | -          | 2026-09-04   | 60.00
        """,
    ),
)
