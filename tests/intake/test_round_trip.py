"""What quarantine gives back comes home, whatever its owner did with it; every row knows the file it stands in."""

from __future__ import annotations

from pathlib import Path

import pytest

from invotrack_analytics.publish.rejects import rejected_tables, write_rejects
from tests.intake.conftest import Desk
from tests.intake.test_replaced_parts import lines, ubl

INVOICES = "invoice_number,client_id,issue_date,total_amount"
PROFILE = """
    name = "acme"
    [match]
    headers = ["No", "Customer"]
    [[table]]
    dataset = "invoices"
    [table.columns]
    invoice_number = "No"
    client_id = "Customer"
    issue_date = "Day"
    total_amount = "Sum"
"""


def given_back(desk: Desk, format_name: str, target: str) -> list[Path]:
    return write_rejects(rejected_tables(desk.book.rejects()), format_name, desk.folder / target)


def test_a_file_whose_rows_all_fail_waits_whole(desk: Desk) -> None:
    counts = desk.load("bad.csv", f"{INVOICES}\nA1,C1,someday,1\nA2,C1,never,2\n").datasets["invoices"]
    assert (counts.read, counts.rejected) == (2, 2)
    assert desk.reasons() == [(2, "not_a_date"), (3, "not_a_date")]


@pytest.mark.parametrize("format_name", ["csv", "xlsx"])
def test_rows_of_several_layouts_come_back_in_a_file_each(desk: Desk, format_name: str) -> None:
    desk.load("invoices.csv", f"{INVOICES}\nA1,C9,2026-01-10,1\n")
    desk.load("payments.csv", "payment_id,payment_date,amount,client_id\nP1,2026-01-10,5,C9\n")
    desk.load("more.csv", f"{INVOICES},notes\nA2,C9,2026-01-10,2,=1+1\n")
    files = given_back(desk, format_name, "back")
    assert len(files) == 3
    desk.load("clients9.csv", "client_id,name\nC9,Nine\n")
    assert desk.reasons() == []
    # They came free by themselves meanwhile: what is given back then is known already.
    result = desk.load_all(*files)
    assert [file.error for file in result.files] == [None] * 3
    assert all(count.unchanged == count.read == 1 for file in result.files for count in file.datasets.values())
    assert desk.rows("select notes from invoices where invoice_number = 'A2'") == [("=1+1",)]


def test_an_id_that_comes_back_twice_loses_no_row(desk: Desk) -> None:
    desk.load("bad.csv", f"{INVOICES}\nA1,C1,someday,1\n")
    counts = desk.load(
        "split.csv",
        f"{INVOICES},reject_reason,reject_id\nA1,C1,one day,1,x,R1\nA2,C1,other day,1,x,R1\nA3,C1,2026-01-12,1,x,R1\n",
    ).datasets["invoices"]
    assert (counts.added, counts.rejected) == (1, 2)
    assert [(row.reject_id, row.original[0]) for row in desk.book.rejects()] == [("R1", "A1"), ("R3", "A2")]


def test_an_id_that_was_never_given_is_a_row_of_its_own_and_waits_for_what_it_names(desk: Desk) -> None:
    desk.load("odd.csv", f"{INVOICES},reject_id\nA1,C9,2026-01-10,1,R77\n")
    assert [row.reject_id for row in desk.book.rejects()] == ["R1"]
    assert desk.load_all(desk.file("late.csv", "client_id,name\nC9,Nine\n")).resolved == 1
    assert desk.reasons() == []


def test_rows_of_a_profile_that_is_gone_are_told_what_they_need(desk: Desk) -> None:
    profile = desk.file("../office/profiles/acme.toml", PROFILE)
    desk.load("acme.csv", "No,Customer,Day,Sum\nA1,C9,2026-01-10,1\nA2,C1,someday,2\n")
    (target,) = given_back(desk, "csv", "back.csv")
    profile.unlink()
    assert "its layout is not known; describe it in a profile" in str(desk.load_all(target).files[0].error)
    # What only waits for a reference needs no profile any more.
    assert desk.load_all(desk.file("late.csv", "client_id,name\nC9,Nine\n")).resolved == 1
    assert desk.rows("select client_id from invoices") == [("C9",)]


def test_a_row_tells_the_file_and_line_it_stands_in(desk: Desk) -> None:
    desk.load("bad.csv", f"{INVOICES}\nA1,C1,2026-01-10,1\nA2,C9,2026-01-10,2\nA3,C1,someday,3\n")
    (target,) = given_back(desk, "csv", "back.csv")
    desk.load("clients9.csv", "client_id,name\nC9,Nine\n")
    fixed = target.read_text().replace("someday", "2026-01-11")
    desk.load("fixed.csv", fixed)
    rows = desk.book.report("documents", as_of="2026-12-31").rows()
    assert sorted((row["number"], Path(str(row["source_file"])).name, row["source_line"]) for row in rows) == [
        ("A1", "bad.csv", 2),
        ("A2", "bad.csv", 3),
        ("A3", "fixed.csv", 3),
    ]


def test_a_document_that_fails_amid_others_leaves_them_loaded_and_itself_as_it_was(desk: Desk) -> None:
    desk.load("employees.csv", "employee_id,name\nE1,Eva\n")
    desk.load("projects.csv", "project_id,client_id,name\nP1,C1,Roof\n")
    desk.load("timesheets.csv", "entry_id,employee_id,project_id,work_date,hours\nT1,E1,P1,2026-01-02,1\n")
    desk.load(*ubl("A2", 30, 0))
    desk.load("billed.csv", "entry_id,invoice_number,line_number,hours,rate,amount\nT1,A2,1,1,30,30\n")
    # A2 would lose a line, which is found when its header and the others' stand in the books already.
    files = [desk.file(f"again/{name}", text) for name, text in (ubl("A1", 1, 2), ubl("A2", 30), ubl("A3", 3))]
    result = desk.load_all(*files)
    found = {
        Path(file.path).name: tuple((name, count.added, count.rejected) for name, count in file.datasets.items())
        for file in result.files
    }
    assert found == {
        "A1.xml": (("invoices", 1, 0), ("invoice_lines", 2, 0)),
        "A2.xml": (("invoices", 0, 1), ("invoice_lines", 0, 1)),
        "A3.xml": (("invoices", 1, 0), ("invoice_lines", 1, 0)),
    }
    assert lines(desk) == [("A1", 1, "1"), ("A1", 2, "2"), ("A2", 1, "30"), ("A2", 2, "0"), ("A3", 1, "3")]
    assert {(Path(row.path).name, row.reason) for row in desk.book.rejects()} == {("A2.xml", "already_billed")}
    assert [item.name for item in desk.book.check("2026-12-31") if not item.holds] == []
