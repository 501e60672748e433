# ruff: noqa: E501 - a table is as wide as its columns
"""Which rate an entry has, and which rule gave it."""

from tests.reference.case import Case

ENTRY = """
    entry_id | employee_id | project_id | task   | work_date  | hours
    T1       | E1          | P1         | design | 2026-09-01 | 2
"""

RATES_OF_EVERYONE = {
    "clients": "client_id | hourly_rate\nC1 | 30\nC2 | 31",
    "employees": "employee_id | name | hourly_rate\nE1 | Ann | 20",
    "projects": """
        project_id | client_id | name  | hourly_rate
        P1         | C1        | First | 40
        P2         | C2        | Other | -
        P3         | C3        | Third | -
    """,
}


def card_case(name: str, cards: str, rate: str, entry: str = ENTRY) -> Case:
    """Return a case in which a card gives the rate."""
    return Case(
        name=name,
        report="unbilled_hours",
        given={**RATES_OF_EVERYONE, "timesheets": entry, "rates": cards},
        expected=f"entry_id | rate | rate_source\nT1 | {rate} | rate_card",
    )


CASES = (
    Case(
        name="the entry's own rate, else the project's, the client's, the employee's, else none",
        report="unbilled_hours",
        given={
            **RATES_OF_EVERYONE,
            "timesheets": """
                entry_id | employee_id | project_id | work_date  | hours | hourly_rate
                T1       | E1          | P1         | 2026-09-29 | 2     | 0
                T2       | E1          | P1         | 2026-09-30 | 1.5   | -
                T3       | E1          | P2         | 2026-09-30 | 1.5   | -
                T4       | E1          | P3         | 2026-08-31 | 1.5   | -
                T5       | E2          | P3         | 2026-08-31 | 1.5   | -
            """,
        },
        expected="""
            entry_id | client_id | client_name | currency | project_id | employee_id | work_date  | age_days | hours | rate | rate_source | amount
            T1       | C1        | Name of C1  | EUR      | P1         | E1          | 2026-09-29 | 1        | 2     | 0    | entry       | 0.00
            T2       | C1        | Name of C1  | EUR      | P1         | E1          | 2026-09-30 | 0        | 1.5   | 40   | project     | 60.00
            T3       | C2        | Name of C2  | EUR      | P2         | E1          | 2026-09-30 | 0        | 1.5   | 31   | client      | 46.50
            T4       | C3        | Name of C3  | EUR      | P3         | E1          | 2026-08-31 | 30       | 1.5   | 20   | employee    | 30.00
            T5       | C3        | Name of C3  | EUR      | P3         | E2          | 2026-08-31 | 30       | 1.5   | -    | -           | -
        """,
    ),
    card_case(
        name="of the cards the one that matches on most fields",
        cards="""
            hourly_rate | employee_id | project_id | client_id | task
            50          | -           | -          | -         | -
            60          | -           | -          | -         | design
            70          | E1          | -          | C1        | -
            99          | E1          | -          | C1        | audit
        """,
        rate="70",
    ),
    card_case(
        name="ties: task before project before client before employee",
        cards="""
            hourly_rate | employee_id | project_id | client_id | task
            51          | E1          | -          | -         | -
            52          | -           | -          | C1        | -
            53          | -           | P1         | -         | -
            54          | -           | -          | -         | design
        """,
        rate="54",
    ),
    card_case(
        name="ties of two fields: task and employee before project and client",
        cards="""
            hourly_rate | employee_id | project_id | client_id | task
            51          | E1          | -          | -         | design
            52          | -           | P1         | C1        | -
        """,
        rate="51",
    ),
    card_case(
        name="project before client",
        cards="hourly_rate | project_id | client_id\n52 | - | C1\n53 | P1 | -",
        rate="53",
    ),
    card_case(
        name="client before employee",
        cards="hourly_rate | employee_id | client_id\n51 | E1 | -\n52 | - | C1",
        rate="52",
    ),
    card_case(
        name="valid_from and valid_to included",
        cards="""
            hourly_rate | project_id | valid_from | valid_to
            51          | P1         | -          | 2026-08-31
            52          | P1         | 2026-09-01 | 2026-09-01
            53          | P1         | 2026-09-02 | -
        """,
        rate="52",
    ),
    card_case(
        name="a card in another currency matches, and gives no rate: a number never changes its currency",
        cards="""
            hourly_rate | project_id | client_id | currency
            51          | P1         | -         | USD
            52          | -          | C1        | -
        """,
        rate="-",
    ),
    Case(
        name="an entry's currency is its project's, else the client's, else the company's; amounts round half-up at the end",
        report="unbilled_hours",
        given={
            "clients": "client_id | currency\nC1 | JPY\nC2 | -",
            "projects": """
                project_id | client_id | name | currency
                P1         | C1        | A    | -
                P2         | C1        | B    | KWD
                P3         | C2        | C    | -
            """,
            "timesheets": """
                entry_id | employee_id | project_id | work_date  | hours | hourly_rate
                T1       | E1          | P1         | 2026-09-01 | 0.5   | 33
                T2       | E1          | P2         | 2026-09-01 | 0.25  | 33.330
                T3       | E1          | P3         | 2026-09-01 | 0.5   | 33.33
            """,
        },
        expected="""
            entry_id | currency | amount
            T1       | JPY      | 17
            T2       | KWD      | 8.333
            T3       | EUR      | 16.67
        """,
    ),
    Case(
        name="unbilled are billable entries worked by as_of: blank is billable, a non-billable project is not",
        report="unbilled_hours",
        given={
            "projects": """
                project_id | client_id | name | billing_method
                P1         | C1        | A    | -
                P2         | C1        | B    | non_billable
                P3         | C1        | C    | fixed
            """,
            "timesheets": """
                entry_id | employee_id | project_id | work_date  | hours | start_time | end_time | billable
                T1       | E1          | P1         | 2026-09-30 | 1     | -          | -        | -
                T2       | E1          | P1         | 2026-09-30 | -     | 23:00      | 01:20    | true
                T3       | E1          | P1         | 2026-09-30 | 1     | -          | -        | false
                T4       | E1          | P2         | 2026-09-30 | 1     | -          | -        | true
                T5       | E1          | P3         | 2026-09-30 | 1     | -          | -        | -
                T6       | E1          | P1         | 2026-10-01 | 1     | -          | -        | -
            """,
        },
        expected="""
            entry_id | hours
            T1       | 1
            T2       | 2.3333
            T5       | 1
        """,
    ),
)
