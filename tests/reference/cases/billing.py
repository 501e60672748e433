# ruff: noqa: E501 - a table is as wide as its columns
"""What is billed, what is not yet, and what the hours are worth. September 2026 has 22 weekdays."""

from datetime import date

from tests.reference.case import Case

WORK = """
    entry_id | employee_id | project_id | work_date  | hours | hourly_rate
    T1       | E1          | P1         | 2026-09-01 | 2     | 50
    T2       | E1          | P1         | 2026-09-02 | 3     | 50
"""

BILLED = """
    entry_id | invoice_number | line_number | hours | rate | rate_source | amount
    T1       | B1             | 1           | 2     | 50   | entry       | 100.00
    T2       | B1             | 1           | 3     | 50   | entry       | 150.00
"""

LINES = """
    invoice_number | line_number | quantity | net_amount
    B1             | 1           | 5        | 250.00
"""

B1_IS_BILLED = """
    entry_id | client_id | client_name | currency | invoice_number | line_number | hours | rate | amount
    T1       | C1        | Name of C1  | EUR      | B1             | 1           | 2     | 50   | 100.00
    T2       | C1        | Name of C1  | EUR      | B1             | 1           | 3     | 50   | 150.00
"""

NOTHING_IS_BILLED = "entry_id | invoice_number"
ALL_IS_UNBILLED = """
    entry_id | amount
    T1       | 100.00
    T2       | 150.00
"""


def billed_on(invoices: str) -> dict[str, str]:
    """Return books in which the work is billed on B1."""
    return {"timesheets": WORK, "invoices": invoices, "invoice_lines": LINES, "billed_entries": BILLED}


ISSUED = billed_on("""
    invoice_number | client_id | issue_date | total_amount
    B1             | C1        | 2026-09-10 | 250.00
""")

VOID_LATER = billed_on("""
    invoice_number | client_id | issue_date | total_amount | status | void_date
    B1             | C1        | 2026-09-10 | 250.00       | void   | 2026-09-20
""")

CREDITED_LATER = billed_on("""
    invoice_number | client_id | issue_date | total_amount | kind        | preceding_invoice_number
    B1             | C1        | 2026-09-10 | 250.00       | invoice     | -
    N1             | C1        | 2026-09-15 | 100.00       | credit_note | B1
    N2             | C1        | 2026-09-20 | 150.00       | credit_note | B1
""")

DRAFT = billed_on("""
    invoice_number | client_id | issue_date | total_amount | status
    B1             | C1        | 2026-09-10 | 250.00       | draft
""")

BILLED_AGAIN = {
    "timesheets": WORK,
    "invoices": """
        invoice_number | client_id | issue_date | total_amount | status | void_date
        B1             | C1        | 2026-09-10 | 250.00       | void   | 2026-09-20
        B2             | C1        | 2026-09-20 | 100.00       | -      | -
    """,
    "invoice_lines": """
        invoice_number | line_number | quantity | net_amount
        B1             | 1           | 5        | 250.00
        B2             | 1           | 2        | 100.00
    """,
    "billed_entries": f"{BILLED.rstrip()}\n    T1 | B2 | 1 | 2 | 50 | entry | 100.00",
}


def on_day(day: int, name: str, given: dict[str, str], billed: str, unbilled: str) -> tuple[Case, Case]:
    """Return what is billed and what is not on a day of September."""
    as_of = date(2026, 9, day)
    return (
        Case(name=f"{name}: billed on day {day}", report="billed_hours", as_of=as_of, given=given, expected=billed),
        Case(
            name=f"{name}: unbilled on day {day}", report="unbilled_hours", as_of=as_of, given=given, expected=unbilled
        ),
    )


CASES = (
    *on_day(9, "not billed before the invoice's issue", ISSUED, NOTHING_IS_BILLED, ALL_IS_UNBILLED),
    *on_day(10, "billed from the invoice's issue on", ISSUED, B1_IS_BILLED, "entry_id | amount"),
    *on_day(19, "billed until the void date", VOID_LATER, B1_IS_BILLED, "entry_id | amount"),
    *on_day(20, "free again from the void date on", VOID_LATER, NOTHING_IS_BILLED, ALL_IS_UNBILLED),
    *on_day(19, "a partial credit leaves hours billed", CREDITED_LATER, B1_IS_BILLED, "entry_id | amount"),
    *on_day(20, "credited in full, free again", CREDITED_LATER, NOTHING_IS_BILLED, ALL_IS_UNBILLED),
    *on_day(30, "a draft bills nothing", DRAFT, NOTHING_IS_BILLED, ALL_IS_UNBILLED),
    *on_day(
        30,
        "billed again after a void",
        BILLED_AGAIN,
        "entry_id | invoice_number | amount\nT1 | B2 | 100.00",
        "entry_id | amount\nT2 | 150.00",
    ),
    Case(
        name="hours, amounts, utilisation, realisation and effective rate of a month",
        report="billable_hours",
        parameters={"date_from": date(2026, 9, 1)},
        given={
            "employees": "employee_id | name | weekly_capacity_hours\nE1 | Ann | 40",
            "timesheets": """
                entry_id | employee_id | project_id | work_date  | hours | hourly_rate | billable
                T1       | E1          | P1         | 2026-09-01 | 2     | 50          | -
                T2       | E1          | P1         | 2026-09-30 | 3     | 50          | true
                T3       | E1          | P1         | 2026-09-02 | 1     | 50          | false
                T4       | E1          | P1         | 2026-08-31 | 8     | 50          | true
                T5       | E1          | P1         | 2026-10-01 | 8     | 50          | true
                T6       | E1          | P2         | 2026-09-02 | 4     | 50          | false
            """,
            "invoices": """
                invoice_number | client_id | issue_date | total_amount
                B1             | C1        | 2026-09-10 | 90.00
            """,
            "invoice_lines": """
                invoice_number | line_number | quantity | net_amount
                B1             | 1           | 2        | 90.00
            """,
            "billed_entries": """
                entry_id | invoice_number | line_number | hours | rate | rate_source | amount
                T1       | B1             | 1           | 2     | 45   | entry       | 90.00
            """,
        },
        # capacity 22 weekdays x 8 hours = 176
        expected="""
            client_id | client_name | project_id | employee_id | currency | hours | billable_hours | billed_hours | unbilled_hours | standard_amount | billed_amount | unbilled_amount | utilisation | realisation | effective_rate
            C1        | Name of C1  | P1         | E1          | EUR      | 6     | 5              | 2            | 3              | 250.00          | 90.00         | 150.00          | 5/176       | 9/25        | 15
            C2        | Name of C2  | P2         | E1          | EUR      | 4     | 0              | 0            | 0              | 0.00            | 0.00          | 0.00            | 0           | -           | 0
        """,
    ),
    Case(
        name="without a rate the value is not known, never zero; without capacity there is no utilisation",
        report="billable_hours",
        given={
            "timesheets": """
                entry_id | employee_id | project_id | work_date  | hours | hourly_rate
                T1       | E1          | P1         | 2026-09-01 | 2     | -
                T2       | E1          | P2         | 2026-09-01 | 2     | -
                T3       | E1          | P2         | 2026-09-01 | 1     | 50
            """
        },
        expected="""
            project_id | client_id | employee_id | currency | hours | billable_hours | unbilled_hours | standard_amount | unbilled_amount | billed_amount | utilisation | realisation | effective_rate
            P1         | C1        | E1          | EUR      | 2     | 2              | 2              | -               | -               | 0.00          | -           | -           | 0
            P2         | C2        | E1          | EUR      | 3     | 3              | 3              | 50.00           | 50.00           | 0.00          | -           | 0           | 0
        """,
    ),
    Case(
        name="hours times rate is exact and rounded once, on the sum",
        report="billable_hours",
        given={
            "timesheets": """
                entry_id | employee_id | project_id | work_date  | hours  | hourly_rate
                T1       | E1          | P1         | 2026-09-01 | 0.3333 | 10
                T2       | E1          | P1         | 2026-09-02 | 0.3333 | 10
                T3       | E1          | P1         | 2026-09-03 | 0.3334 | 10
            """
        },
        # 3.333 + 3.333 + 3.334, not 3.33 three times
        expected="""
            project_id | client_id | employee_id | currency | hours  | standard_amount | unbilled_amount
            P1         | C1        | E1          | EUR      | 1.0000 | 10.00           | 10.00
        """,
    ),
)
