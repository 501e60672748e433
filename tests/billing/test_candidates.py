# ruff: noqa: E501 - a table is as wide as its columns
from collections.abc import Callable
from typing import Any

import pytest

from invotrack_analytics.errors import BillingError
from tests.billing.office import WORK, Office, invoices, table, unbillable

MakeOffice = Callable[..., Office]


def test_what_cannot_be_billed_is_told_with_its_reason(office: MakeOffice) -> None:
    there = office(
        projects="""
            project_id | client_id | name | billing_method
            P1         | C1        | A    | hourly
            P2         | C1        | B    | fixed
            P3         | C2        | C    | non_billable
            P4         | C2        | D    | retainer
            P5         | C2        | E    | milestone
            P6         | C2        | F    | hourly
        """,
        timesheets="""
            entry_id | employee_id | project_id | work_date  | hours | hourly_rate | billable
            T1       | E1          | P1         | 2026-09-01 | 1     | 50          | true
            T2       | E1          | P1         | 2026-09-01 | 1     | 50          | false
            T3       | E1          | P1         | 2026-09-01 | 1     | -           | true
            T4       | E1          | P2         | 2026-09-01 | 1     | 50          | true
            T5       | E1          | P2         | 2026-09-01 | 1     | 50          | false
            T6       | E1          | P3         | 2026-09-01 | 1     | 50          | true
            T7       | E1          | P4         | 2026-09-01 | 1     | -           | true
            T8       | E1          | P5         | 2026-09-01 | 1     | 50          | true
            T9       | E1          | P6         | 2026-09-01 | 1     | 0           | true
            U1       | E1          | P1         | 2026-09-21 | 1     | 50          | true
            U2       | E1          | P1         | 2026-10-01 | 1     | 50          | true
        """,
    )
    result = there.bill(on="2026-09-20", through="2026-09-30")
    assert invoices(result) == table("2026-00001 | C1 | EUR | 50.00 | 0.00 | 50.00 | T1")
    assert unbillable(result) == table("""
        T3 | no_rate
        U1 | worked_after_issue_date
        T4 | billing_method_fixed
        T6 | billing_method_non_billable
        T7 | billing_method_retainer
        T8 | billing_method_milestone
        T9 | zero_amount
    """)


def test_an_entry_on_a_draft_waits_for_it(office: MakeOffice) -> None:
    there = office(
        timesheets=WORK,
        invoices="invoice_number | client_id | issue_date | total_amount | status\nD | C1 | 2026-09-10 | 100 | draft",
        invoice_lines="invoice_number | line_number | net_amount\nD | 1 | 100",
        billed_entries="entry_id | invoice_number | line_number | hours | rate | amount\nT1 | D | 1 | 2 | 50 | 100",
    )
    result = there.bill(client="C1")
    assert invoices(result) == table("2026-00001 | C1 | EUR | 445.00 | 0.00 | 445.00 | T2 T4 T3")
    assert unbillable(result) == ["T1 | on_draft"]


def test_an_hour_for_nothing_goes_along_with_others(office: MakeOffice) -> None:
    there = office(
        timesheets="""
            entry_id | employee_id | project_id | work_date  | hours | hourly_rate
            T1       | E1          | P1         | 2026-09-01 | 1     | 50
            T2       | E1          | P1         | 2026-09-01 | 1     | 0
        """
    )
    assert invoices(there.bill()) == table("2026-00001 | C1 | EUR | 50.00 | 0.00 | 50.00 | T2 T1")
    assert there.lines() == table("First | 1 | 0 | 0\nFirst | 1 | 50 | 50")


def test_an_invoice_of_zero_takes_no_number(office: MakeOffice) -> None:
    there = office(
        timesheets="""
            entry_id | employee_id | project_id | work_date  | hours | hourly_rate
            T1       | E1          | P1         | 2026-09-01 | 1     | 0
            T2       | E1          | P3         | 2026-09-01 | 1     | 50
        """
    )
    assert invoices(there.bill()) == table("2026-00001 | C2 | EUR | 50.00 | 0.00 | 50.00 | T2")


@pytest.mark.parametrize(
    ("options", "billed"),
    [
        ({}, "T1 T2 T4 T3 T5"),
        ({"client": "C1"}, "T1 T2 T4 T3"),
        ({"client": "C2"}, "T5"),
        ({"project": "P2"}, "T3"),
        ({"project": "P2", "client": "C1"}, "T3"),
        ({"through": "2026-09-01"}, "T1 T2"),
        ({"through": "2026-08-31"}, ""),
    ],
)
def test_the_choice(at_work: Office, options: dict[str, Any], billed: str) -> None:
    result = at_work.bill(dry_run=True, **options)
    assert [entry for one in result.invoices for entry in one.entry_ids] == billed.split()


@pytest.mark.parametrize(
    ("invoice", "billed_on"),
    [
        ("issued | 2026-09-10 | -         ", {"2026-09-09": False, "2026-09-30": False}),
        ("draft  | 2026-09-10 | -         ", {"2026-09-30": False}),
        ("void   | 2026-09-10 | 2026-09-20", {"2026-09-19": False, "2026-09-20": True}),
        ("void   | 2026-09-10 | -         ", {"2026-09-09": False, "2026-09-10": True}),
        # issued later than the day of billing: both would be live in the end
        ("issued | 2026-12-10 | -         ", {"2026-09-30": False}),
    ],
)
def test_an_entry_on_an_invoice_of_old_is_billed_when_that_lets_go(
    office: MakeOffice, invoice: str, billed_on: dict[str, bool]
) -> None:
    there = office(
        timesheets="entry_id | employee_id | project_id | work_date | hours | hourly_rate\nT1 | E1 | P1 | 2026-09-01 | 1 | 50",
        invoices=f"invoice_number | client_id | total_amount | status | issue_date | void_date\nOLD | C1 | 50 | {invoice}",
        invoice_lines="invoice_number | line_number | net_amount\nOLD | 1 | 50",
        billed_entries="entry_id | invoice_number | line_number | hours | rate | amount\nT1 | OLD | 1 | 1 | 50 | 50",
    )
    for on, free in billed_on.items():
        assert bool(there.bill(on=on, dry_run=True).invoices) is free, on


def test_two_rate_cards_that_fit_equally_well_are_named(office: MakeOffice) -> None:
    there = office(
        rates="hourly_rate | project_id | valid_from\n70 | P1 | 2026-01-01\n80 | P1 | 2026-02-01",
        timesheets="entry_id | employee_id | project_id | work_date | hours\nT1 | E1 | P1 | 2026-09-01 | 1",
    )
    with pytest.raises(
        BillingError, match="two cards fit entry T1 equally well: project P1, from 2026-01-01"
    ) as refusal:
        there.bill()
    assert "\n" not in str(refusal.value)
    assert there.query("from invoices") == []


def test_rates_come_from_where_the_reports_have_them(office: MakeOffice) -> None:
    there = office(
        clients="client_id | name | hourly_rate\nC1 | Acorn | 30\nC2 | Birch | -",
        rates="hourly_rate | employee_id | project_id\n70 | E1 | P1",
        timesheets="""
            entry_id | employee_id | project_id | work_date  | hours | hourly_rate
            T1       | E1          | P1         | 2026-09-01 | 1     | -
            T2       | E2          | P1         | 2026-09-01 | 1     | -
            T3       | E1          | P1         | 2026-09-01 | 1     | 45.5
        """,
    )
    expected = {
        row["entry_id"]: (row["rate"], row["rate_source"]) for row in there.report("unbilled_hours", "2026-09-30")
    }
    there.bill()
    billed = {row["entry_id"]: (row["rate"], row["rate_source"]) for row in there.report("billed_hours", "2026-09-30")}
    assert billed == expected
    assert {source for _, source in billed.values()} == {"rate_card", "client", "entry"}
