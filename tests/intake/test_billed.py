"""What a live document bills does not change by an import."""

from __future__ import annotations

import pytest

from tests.intake.conftest import Desk

TIMESHEETS = """
    entry_id,employee_id,project_id,work_date,hours,hourly_rate
    T1,E1,P1,2026-01-05,2,100
    T2,E1,P1,2026-01-06,3,100
"""


@pytest.fixture
def billed(desk: Desk) -> Desk:
    """Two entries, both billed by us on 2026-00001."""
    desk.load("employees.csv", "employee_id,name\nE1,Eva\n")
    desk.load("projects.csv", "project_id,client_id,name\nP1,C1,Audit\n")
    desk.load("timesheets.csv", TIMESHEETS)
    (invoice,) = desk.book.bill(through="2026-01-31", issue_date="2026-01-31").invoices
    assert invoice.invoice_number == "2026-00001"
    return desk


def test_a_billed_entry_stays_as_it_was_billed(billed: Desk) -> None:
    counts = billed.load("again.csv", TIMESHEETS.replace(",2,100", ",4,100")).datasets["timesheets"]
    assert (counts.unchanged, counts.rejected) == (1, 1)
    assert billed.reasons() == [(2, "already_billed")]
    assert billed.rows("select sum(hours) from timesheets") == [(5,)]


def test_an_invoice_that_we_issued_stays_as_it_was_issued(billed: Desk) -> None:
    billed.load("more.csv", "invoice_number,client_id,issue_date,total_amount\n2026-00001,C1,2026-01-31,1\n")
    assert billed.reasons() == [(2, "already_billed")]


def test_an_entry_is_not_billed_a_second_time(billed: Desk) -> None:
    billed.load("invoices.csv", "invoice_number,client_id,issue_date,total_amount\nX1,C1,2026-02-01,200\n")
    billed.load(
        "billed.csv",
        "entry_id,invoice_number,line_number,hours,rate,amount\nT1,X1,1,2,100,200\nT2,2026-00001,1,3,100,300\n",
    )
    assert billed.reasons()[0] == (2, "already_billed")
    assert [item.name for item in billed.book.check("2026-03-01") if not item.holds] == []


def test_after_a_void_its_hours_may_change_again(billed: Desk) -> None:
    billed.book.void("2026-00001", on="2026-01-31")
    counts = billed.load("again.csv", TIMESHEETS.replace(",2,100", ",4,100")).datasets["timesheets"]
    assert (counts.unchanged, counts.updated) == (1, 1)
