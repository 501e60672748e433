# ruff: noqa: E501 - a table is as wide as its columns
"""What is billed otherwise than by the hour alone: caps, fixed fees, milestones, retainers, expenses, discounts."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from lxml import etree
from pypdf import PdfReader

from tests.billing.office import Office, invoices, shown, table, unbillable

MakeOffice = Callable[..., Office]

WORK = """
    entry_id | employee_id | project_id | work_date  | hours | hourly_rate
    T1       | E1          | P1         | 2026-08-10 | 4     | 100
    T2       | E1          | P1         | 2026-08-20 | 4     | 100
    T3       | E1          | P1         | 2026-09-10 | 4     | 100
    T4       | E1          | P1         | 2026-09-20 | 4     | 100
"""


def project(**columns: str) -> str:
    """A project P1 of C1 with these columns."""
    cells = {"project_id": "P1", "client_id": "C1", "name": "First"} | columns
    return " | ".join(cells) + "\n" + " | ".join(cells.values())


def billed(there: Office) -> list[str]:
    return shown(
        there.query("""
            select entry_id, invoice_number, line_number, hours::double, amount::double
            from billed_entries order by invoice_number, line_number, entry_id
        """)
    )


def items(there: Office, on: str) -> list[str]:
    return shown([(one.kind, one.item_id, one.reason) for one in there.bill(on=on, dry_run=True).unbillable_items])


# Caps and budgets


def test_no_more_than_the_cap_is_billed(office: MakeOffice) -> None:
    there = office(projects=project(billing_method="hourly", cap_amount="1000"), timesheets=WORK)
    assert invoices(there.bill(on="2026-08-31")) == table("2026-00001 | C1 | EUR | 800.00 | 0.00 | 800.00 | T1 T2")
    second = there.bill(on="2026-09-30")
    assert invoices(second) == table("2026-00002 | C1 | EUR | 200.00 | 0.00 | 200.00 | T3")
    assert unbillable(second) == ["T4 | over_cap"]
    assert there.query(
        "select net_amount, discount_amount, discount_reason from invoice_lines where invoice_number = '2026-00002'"
    ) == [(200, 200, "Agreed maximum")]
    # What is not billed is work in progress until it is marked as not billable; realisation tells of the rest.
    assert there.unbilled("2026-09-30") == ["T4"]
    assert there.differences("2026-09-30") == []
    # A void gives the cap back.
    there.void("2026-00001", "2026-10-01")
    assert invoices(there.bill(on="2026-10-01")) == table("2026-00003 | C1 | EUR | 800.00 | 0.00 | 800.00 | T1 T2")


def test_a_cap_holds_whatever_the_lines_are(office: MakeOffice) -> None:
    there = office(
        projects="""
            project_id | client_id | name   | cap_amount
            P1         | C1        | First  | 333.33
            P2         | C1        | Second | -
        """,
        timesheets="""
            entry_id | employee_id | project_id | work_date  | hours  | hourly_rate
            T1       | E2          | P1         | 2026-09-01 | 1.3333 | 100
            T2       | E1          | P1         | 2026-09-02 | 1.3333 | 100
            T3       | E1          | P1         | 2026-09-03 | 1.3333 | 100
            T4       | E1          | P2         | 2026-09-03 | 1      | 100
        """,
    )
    assert invoices(there.bill(group_by="employee")) == table(
        "2026-00001 | C1 | EUR | 433.33 | 0.00 | 433.33 | T4 T2 T3 T1"
    )


def test_a_budget_is_warned_of_and_billed(office: MakeOffice) -> None:
    there = office(projects=project(budget_amount="1000", budget_hours="15"), timesheets=WORK)
    assert there.bill(on="2026-08-31").overruns == ()
    result = there.bill(on="2026-09-30")
    assert invoices(result) == table("2026-00002 | C1 | EUR | 800.00 | 0.00 | 800.00 | T3 T4")
    assert [(one.project_id, one.measure, one.budget, one.reached) for one in result.overruns] == [
        ("P1", "budget_amount", Decimal(1000), Decimal(1600)),
        ("P1", "budget_hours", Decimal(15), Decimal(16)),
    ]


# Fixed fees and milestones


def test_a_fixed_fee_is_billed_when_the_project_is_finished_and_covers_its_hours(office: MakeOffice) -> None:
    there = office(
        projects=project(billing_method="fixed", budget_amount="1000", completed_date="2026-09-15"), timesheets=WORK
    )
    assert unbillable(there.bill(on="2026-09-14")) == [f"T{number} | billing_method_fixed" for number in (1, 2, 3)]
    result = there.bill(on="2026-09-30")
    assert invoices(result) == table("2026-00001 | C1 | EUR | 1000.00 | 0.00 | 1000.00 | T1 T2 T3 T4")
    assert there.lines() == table("First: fixed fee | 1 | 1000 | 1000")
    assert billed(there) == table("\n".join(f"T{number} | 2026-00001 | 1 | 4 | 250" for number in (1, 2, 3, 4)))
    assert there.unbilled("2026-09-30") == []
    (row,) = there.report("billable_hours", "2026-09-30")
    assert (row["standard_amount"], row["billed_amount"], row["realisation"]) == (1600, 1000, 0.625)
    assert there.bill(on="2026-10-31").invoices == ()
    assert there.differences("2026-10-31") == []


def test_milestones_are_billed_when_achieved_and_the_rest_of_the_fee_at_the_end(office: MakeOffice) -> None:
    plan = """
        milestone_id | project_id | name   | amount | achieved_date
        M1           | P1         | Design | 300    | 2026-08-15
        M2           | P1         | Build  | 500    | {achieved}
    """
    there = office(
        projects=project(billing_method="fixed", budget_amount="1000"),
        milestones=plan.format(achieved="-"),
        timesheets=WORK,
    )
    assert invoices(there.bill(on="2026-08-31")) == table("2026-00001 | C1 | EUR | 300.00 | 0.00 | 300.00 | T1")
    assert items(there, "2026-08-31") == ["milestone | M2 | not_achieved"]
    there.given(
        milestones=plan.format(achieved="2026-09-12"),
        projects=project(billing_method="fixed", budget_amount="1000", completed_date="2026-09-25"),
    )
    assert invoices(there.bill(on="2026-09-30")) == table("2026-00002 | C1 | EUR | 700.00 | 0.00 | 700.00 | T2 T3 T4")
    assert there.lines("2026-00002") == table("First: Build | 1 | 500 | 500\nFirst: fixed fee | 1 | 200 | 200")
    assert billed(there)[1:] == table("""
        T2 | 2026-00002 | 1 | 4 | 250
        T3 | 2026-00002 | 1 | 4 | 250
        T4 | 2026-00002 | 2 | 4 | 200
    """)
    assert there.bill(on="2026-10-31").invoices == ()
    # Credited in full, the milestone is free again.
    there.credit("2026-00001", "2026-11-01")
    assert invoices(there.bill(on="2026-11-01")) == table("2026-00003 | C1 | EUR | 300.00 | 0.00 | 300.00 | T1")


# Retainers


def test_a_retainer_is_billed_each_month_and_hours_beyond_it_by_the_hour(office: MakeOffice) -> None:
    there = office(
        projects=project(billing_method="retainer", budget_amount="500", start_date="2026-08-01"), timesheets=WORK
    )
    # In August 800.00 were worked: T1 is covered, T2 for 100.00 of it.
    assert invoices(there.bill(on="2026-08-31")) == table("2026-00001 | C1 | EUR | 800.00 | 0.00 | 800.00 | T2 T1")
    assert there.lines("2026-00001") == table("First | 4 | 100 | 300\nFirst: retainer 2026-08 | 1 | 500 | 500")
    # September's is billed on its first day; the hours draw on it afterwards.
    assert invoices(there.bill(on="2026-09-01")) == ["2026-00002 | C1 | EUR | 500.00 | 0.00 | 500.00 | "]
    later = there.bill(on="2026-09-30")
    assert invoices(later) == table("2026-00003 | C1 | EUR | 300.00 | 0.00 | 300.00 | T4 T3")
    assert there.lines("2026-00003") == table("""
        First                                             | 4 | 100 | 300
        First: retainer 2026-09 · Covered by the retainer | 1 | 0   | 0
    """)
    assert there.unbilled("2026-09-30") == []
    assert there.differences("2026-09-30") == []


def test_a_retainer_without_a_first_month_is_not_billed(office: MakeOffice) -> None:
    there = office(projects=project(billing_method="retainer", budget_amount="500"), timesheets=WORK)
    result = there.bill()
    assert (result.invoices, unbillable(result)[0]) == ((), "T1 | billing_method_retainer")


# Expenses


EXPENSES = """
    expense_id | expense_date | amount | project_id | category | description | billable | currency
    X1         | 2026-09-03   | 50.10  | P1         | travel   | Train       | -        | -
    X2         | 2026-09-04   | 20     | P1         | -        | -           | false    | -
    X3         | 2026-09-05   | 30     | -          | rent     | -           | -        | -
    X4         | 2026-09-06   | 40     | P1         | travel   | Flight      | -        | USD
    X5         | 2026-09-07   | -10.10 | P1         | travel   | Train back  | -        | -
"""


def test_billable_expenses_are_billed_once_with_the_clients_tax(office: MakeOffice) -> None:
    there = office("[billing]\ntax_rate = 10", projects=project(), timesheets=WORK, expenses=EXPENSES)
    result = there.bill()
    assert invoices(result) == table("2026-00001 | C1 | EUR | 1640.00 | 164.00 | 1804.00 | T1 T2 T3 T4")
    assert there.lines() == table("""
        First                            | 16 | 100   | 1600
        2026-09-03 · travel · Train      | 1  | 50.1  | 50.1
        2026-09-07 · travel · Train back | -1 | 10.1  | -10.1
    """)
    assert [(one.item_id, one.reason) for one in result.unbillable_items] == [("X4", "other_currency")]
    assert there.bill().invoices == ()
    there.void("2026-00001", "2026-10-01")
    (again,) = there.bill(on="2026-10-01").invoices
    assert again.net_amount == Decimal("1640.00")
    assert there.differences("2026-10-01") == []


RATES = """
    currency | rate_date  | rate
    USD      | 2026-09-01 | 0.9
    GBP      | 2026-09-01 | 1.2
    USD      | 2026-09-07 | 0.5
"""


@pytest.mark.parametrize(
    ("currency", "lines"),
    [
        # 40 USD at 0.9 are 36 EUR, which at 1.2 EUR the pound are 30 GBP.
        (
            "EUR",
            ["2026-09-03 · travel · Train | 1 | 50.1 | 50.1", "2026-09-06 · travel · Flight · 40.00 USD | 1 | 36 | 36"],
        ),
        (
            "GBP",
            [
                "2026-09-03 · travel · Train · 50.10 EUR | 1 | 41.75 | 41.75",
                "2026-09-06 · travel · Flight · 40.00 USD | 1 | 30 | 30",
            ],
        ),
        # No rate of the yen is in the books.
        ("JPY", []),
    ],
)
def test_an_expense_in_another_currency_is_billed_at_the_rates_of_its_day(
    office: MakeOffice, currency: str, lines: list[str]
) -> None:
    there = office(projects=project(currency=currency), timesheets=WORK, expenses=EXPENSES, fx_rates=RATES)
    left = [item.item_id for item in there.bill().unbillable_items if item.reason == "other_currency"]
    assert there.lines()[1:3] == lines
    assert left == ([] if lines else ["X1", "X4", "X5"])
    assert there.differences("2026-09-30") == []


@pytest.mark.parametrize(("setting", "invoices"), [("with_hours", 0), ("always", 1), ("never", 0)])
def test_expenses_alone_wait_unless_the_settings_say_otherwise(office: MakeOffice, setting: str, invoices: int) -> None:
    there = office(f'[billing]\nexpenses = "{setting}"', projects=project(), expenses=EXPENSES)
    result = there.bill()
    assert len(result.invoices) == invoices
    waiting = {"with_hours": [("X1", "waits_for_hours"), ("X5", "waits_for_hours")]}.get(setting, [])
    assert [(one.item_id, one.reason) for one in result.unbillable_items if one.item_id != "X4"] == waiting


def test_expenses_may_be_left_out(office: MakeOffice) -> None:
    there = office('[billing]\nexpenses = "never"', projects=project(), timesheets=WORK, expenses=EXPENSES)
    assert invoices(there.bill()) == table("2026-00001 | C1 | EUR | 1600.00 | 0.00 | 1600.00 | T1 T2 T3 T4")


# Discounts and rounding of a client or a project


def test_a_clients_discount_is_taken_off_the_whole_before_tax(office: MakeOffice) -> None:
    there = office(
        "[billing]\ntax_rate = 21",
        clients="client_id | name | discount_percent | language\nC1 | Acorn | 2.5 | es\nC2 | Birch | - | -",
        projects=project(),
        timesheets=WORK,
    )
    assert invoices(there.bill()) == table("2026-00001 | C1 | EUR | 1560.00 | 327.60 | 1887.60 | T1 T2 T3 T4")
    assert there.lines() == table("First | 16 | 100 | 1600\nDescuento | 1 | -40 | -40")


@pytest.mark.parametrize(
    ("client", "its_project", "hours"),
    [("-", "-", "4.1"), ("6", "-", "4.1"), ("15", "-", "4.25"), ("15", "60", "5"), ("15", "0", "4.06")],
)
def test_rounding_is_the_projects_else_the_clients_else_the_companys(
    office: MakeOffice, client: str, its_project: str, hours: str
) -> None:
    there = office(
        "[billing]\nrounding_minutes = 6",
        clients=f"client_id | name | rounding_minutes\nC1 | Acorn | {client}\nC2 | Birch | -",
        projects=project(rounding_minutes=its_project),
        timesheets="entry_id | employee_id | project_id | work_date | hours | hourly_rate\nT1 | E1 | P1 | 2026-08-10 | 4.06 | 100",
    )
    (invoice,) = there.bill().invoices
    assert invoice.hours == Decimal(hours)


def test_documents_tell_discounts_as_allowances(office: MakeOffice) -> None:
    there = office(
        '[company]\nname = "Alder"\ntax_id = "ESB12345674"\n[billing]\ntax_rate = 21',
        clients="client_id | name | discount_percent | language | country\nC1 | Acorn | 10 | es | ES\nC2 | Birch | - | - | -",
        projects=project(cap_amount="1000"),
        timesheets=WORK,
    )
    files = there.bill().invoices[0].files
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(files[0]).pages).split())
    for words in (
        "Máximo acordado -200,00",
        "Suma de las líneas 1.000,00",
        "Descuento -100,00",
        "Base imponible 900,00",
    ):
        assert words in text, (words, text)
    root = etree.parse(files[1]).getroot()
    assert [
        [element.findtext("{*}AllowanceChargeReason"), element.findtext("{*}Amount")]
        for element in root.iterfind(".//{*}AllowanceCharge")
    ] == [["Descuento", "100.00"], ["Máximo acordado", "200.00"]]
    totals = root.find("{*}LegalMonetaryTotal")
    assert totals is not None
    assert [element.text for element in totals] == ["1000.00", "900.00", "1089.00", "100.00", "1089.00"]
