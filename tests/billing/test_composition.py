from collections.abc import Callable
from decimal import Decimal

import pytest

from tests.billing.office import WORK, Office, invoices, shown, table

MakeOffice = Callable[..., Office]


def test_one_invoice_per_client(office: MakeOffice) -> None:
    result = office(timesheets=WORK).bill()
    assert invoices(result) == table("""
        2026-00001 | C1 | EUR | 545.00 | 0.00 | 545.00 | T1 T2 T4 T3
        2026-00002 | C2 | EUR | 180.00 | 0.00 | 180.00 | T5
    """)
    assert [one.hours for one in result.invoices] == [Decimal("8.5"), Decimal(3)]
    assert result.unbillable == ()


def test_one_invoice_per_project(at_work: Office) -> None:
    assert invoices(at_work.bill(per="project", dry_run=True)) == table("""
        2026-00001 | C1 | EUR | 495.00 | 0.00 | 495.00 | T1 T2 T4
        2026-00002 | C1 | EUR | 50.00  | 0.00 | 50.00  | T3
        2026-00003 | C2 | EUR | 180.00 | 0.00 | 180.00 | T5
    """)


def test_one_invoice_per_currency(office: MakeOffice) -> None:
    there = office(
        timesheets=WORK,
        projects="""
            project_id | client_id | name   | currency
            P1         | C1        | First  | USD
            P2         | C1        | Second | -
            P3         | C2        | Third  | JPY
        """,
    )
    assert invoices(there.bill()) == table("""
        2026-00001 | C1 | EUR | 50.00  | 0.00 | 50.00  | T3
        2026-00002 | C1 | USD | 495.00 | 0.00 | 495.00 | T1 T2 T4
        2026-00003 | C2 | JPY | 180    | 0    | 180    | T5
    """)


@pytest.mark.parametrize(
    ("group_by", "lines"),
    [
        (
            "project",
            """
            First  | 3.5 | 50 | 175
            First  | 4   | 80 | 320
            Second | 1   | 50 | 50
            """,
        ),
        (
            "task",
            """
            Build      | 1.5 | 50 | 75
            Design     | 2   | 50 | 100
            Design     | 4   | 80 | 320
            Other work | 1   | 50 | 50
            """,
        ),
        (
            "employee",
            """
            Ann | 3   | 50 | 150
            Ann | 4   | 80 | 320
            Bob | 1.5 | 50 | 75
            """,
        ),
        (
            "day",
            """
            2026-09-01 | 3.5 | 50 | 175
            2026-09-02 | 1   | 50 | 50
            2026-09-02 | 4   | 80 | 320
            """,
        ),
        (
            "entry",
            """
            2026-09-01 · Ann · Design · Sketches | 2   | 50 | 100
            2026-09-01 · Bob · Build             | 1.5 | 50 | 75
            2026-09-02 · Ann                     | 1   | 50 | 50
            2026-09-02 · Ann · Design            | 4   | 80 | 320
            """,
        ),
    ],
)
def test_lines_by_group_and_rate(office: MakeOffice, group_by: str, lines: str) -> None:
    there = office(timesheets=WORK)
    there.bill(group_by=group_by)
    assert there.lines("2026-00001") == table(lines)


def test_the_books_tell_which_line_bills_an_entry(office: MakeOffice) -> None:
    there = office(
        timesheets=WORK,
        rates="""
            hourly_rate | project_id | employee_id
            99          | P1         | -
        """,
    )
    there.bill()
    assert shown(
        there.query("""
            select entry_id, invoice_number, line_number, hours::double, rate::double, rate_source, amount::double
            from billed_entries order by entry_id
        """)
    ) == table("""
        T1 | 2026-00001 | 1 | 2   | 50 | entry | 100
        T2 | 2026-00001 | 1 | 1.5 | 50 | entry | 75
        T3 | 2026-00001 | 3 | 1   | 50 | entry | 50
        T4 | 2026-00001 | 2 | 4   | 80 | entry | 320
        T5 | 2026-00002 | 1 | 3   | 60 | entry | 180
    """)


FIVE_MINUTES = """
    entry_id | employee_id | project_id | work_date  | hours  | hourly_rate
    T1       | E1          | P1         | 2026-09-01 | 0.0833 | 100
    T2       | E1          | P1         | 2026-09-01 | 0.0833 | 100
    T3       | E1          | P1         | 2026-09-01 | 0.0833 | 100
"""


@pytest.mark.parametrize(
    ("rounding", "line", "hours", "amounts"),
    [
        ("", "First | 0.2499 | 100 | 24.99", "0.0833 0.0833 0.0833", "8.33 8.33 8.33"),
        ("rounding_minutes = 5", "First | 0.25 | 100 | 25", "0.0834 0.0833 0.0833", "8.34 8.33 8.33"),
        ("rounding_minutes = 15", "First | 0.75 | 100 | 75", "0.25 0.25 0.25", "25 25 25"),
        (
            'rounding_minutes = 15\nrounding_scope = "line"',
            "First | 0.25 | 100 | 25",
            "0.0834 0.0833 0.0833",
            "8.34 8.33 8.33",
        ),
        (
            'rounding_minutes = 6\nrounding = "nearest"\nrounding_scope = "line"',
            "First | 0.3 | 100 | 30",
            "0.1 0.1 0.1",
            "10 10 10",
        ),
    ],
)
def test_entries_add_up_to_their_line(office: MakeOffice, rounding: str, line: str, hours: str, amounts: str) -> None:
    there = office(f"[billing]\n{rounding}", timesheets=FIVE_MINUTES)
    there.bill()
    assert there.lines() == table(line)
    found = there.query("select hours, amount from billed_entries order by entry_id")
    assert [one for one, _ in found] == [Decimal(text) for text in hours.split()]
    assert [one for _, one in found] == [Decimal(text) for text in amounts.split()]


@pytest.mark.parametrize(
    ("currency", "tax_rate", "amounts"),
    [
        # 0.5 h at 33.335 = 16.6675; 1.25 h at 10.001 = 12.50125
        ("EUR", "21", "29.17 | 6.13 | 35.30"),
        ("JPY", "10", "30 | 3 | 33"),
        ("KWD", "5", "29.169 | 1.458 | 30.627"),
        ("EUR", "7.7", "29.17 | 2.25 | 31.42"),
        ("EUR", "0", "29.17 | 0.00 | 29.17"),
    ],
)
def test_lines_are_rounded_and_tax_is_computed_on_their_sum(
    office: MakeOffice, currency: str, tax_rate: str, amounts: str
) -> None:
    there = office(
        "[billing]\ntax_rate = 13",
        clients=f"client_id | name | currency | tax_rate\nC1 | Acorn | {currency} | {tax_rate}\nC2 | Birch | - | -",
        timesheets="""
            entry_id | employee_id | project_id | work_date  | hours | hourly_rate
            T1       | E1          | P1         | 2026-09-01 | 0.5   | 33.335
            T2       | E1          | P2         | 2026-09-01 | 1.25  | 10.001
        """,
    )
    assert invoices(there.bill()) == table(f"2026-00001 | C1 | {currency} | {amounts} | T1 T2")


def test_tax_and_terms_are_the_clients_else_the_companys(office: MakeOffice) -> None:
    there = office(
        "[billing]\ntax_rate = 21\n[receivables]\npayment_terms_days = 14",
        clients="client_id | name | tax_rate | payment_terms_days\nC1 | Acorn | 0 | 0\nC2 | Birch | - | -",
        timesheets=WORK,
    )
    there.bill()
    assert shown(
        there.query(
            "select invoice_number, due_date, tax_amount::double, balance::double from books.invoices order by 1"
        )
    ) == table("""
        2026-00001 | 2026-09-30 | 0    | 545
        2026-00002 | 2026-10-14 | 37.8 | 217.8
    """)


def test_half_a_cent_goes_up(office: MakeOffice) -> None:
    there = office(
        timesheets="""
            entry_id | employee_id | project_id | work_date  | hours | hourly_rate
            T1       | E1          | P1         | 2026-09-01 | 0.05  | 0.1
            T2       | E1          | P2         | 2026-09-01 | 0.05  | 0.5
        """
    )
    there.bill()
    assert there.lines() == table("""
        First  | 0.05 | 0.1 | 0.01
        Second | 0.05 | 0.5 | 0.03
    """)
