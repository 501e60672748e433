"""What a later file says of the same things: nothing is doubled, lost or moved without a word."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from invotrack_analytics.publish.rejects import rejected_tables
from invotrack_analytics.workbench import Workbench
from invotrack_analytics.workspace import create_workspace
from tests.intake.conftest import Desk

CASES = Path(__file__).parents[3] / "shared" / "cases" / "changing-sources"

BILLED = """
    invoice_number,client_id,issue_date,due_date,currency,total_amount
    I1,C1,2026-01-01,2026-01-31,EUR,100
    I2,C1,2026-01-02,2026-02-01,EUR,100
"""


def outstanding(desk: Desk) -> dict[str, Decimal]:
    """What each client owes at the end of 2026."""
    return dict(desk.rows("select client_id, outstanding from aging(date '2026-12-31')"))


def holds(desk: Desk) -> bool:
    """Whether the books tie out."""
    return all(found.holds for found in desk.book.check(None))


@pytest.fixture
def empty(tmp_path: Path) -> Desk:
    """A workspace without clients."""
    create_workspace(tmp_path / "empty", name="The office", currency="EUR")
    return Desk(Workbench.open(tmp_path / "empty"), tmp_path / "files")


@pytest.mark.parametrize(
    ("case", "warnings", "waiting", "owed"),
    [
        ("on_account", {"payment_restated": 1}, [], {"C1": Decimal(0)}),
        ("moved_payment", {"payment_restated": 1}, [], {"C1": Decimal(100)}),
        ("in5_apply", {"payment_restated": 1}, [], {"Alfa": Decimal(0)}),
        ("yrs", {}, ["number_reused", "number_reused"], {"C1": Decimal(200)}),
        ("cn_same_number", {}, ["number_reused"], {"C1": Decimal(500)}),
        ("merge_partial", {}, ["number_reused"], {"C2": Decimal(30)}),
    ],
)
def test_cases(  # noqa: PLR0917  the columns of the table above
    empty: Desk, tmp_path: Path, case: str, warnings: dict[str, int], waiting: list[str], owed: dict[str, Decimal]
) -> None:
    if not CASES.is_dir():
        pytest.skip("the cases are not beside this checkout")
    for name in (case, f"{case}_b"):
        shutil.copytree(CASES / name, tmp_path / name)
    empty.book.import_files(tmp_path / case)
    result = empty.book.import_files(tmp_path / f"{case}_b")
    assert [file.warnings for file in result.files] == [warnings]
    assert [row.reason for row in empty.book.rejects()] == waiting
    shown = {client: amount for client, amount in outstanding(empty).items() if amount or client in owed}
    assert {client: shown.get(client, Decimal(0)) for client in owed} == owed
    assert holds(empty)


def accepted(desk: Desk) -> list[Path]:
    """The waiting rows as `rejects` gives them back, each accepted: a file for each layout."""
    files = []
    for place, table in enumerate(rejected_tables(desk.book.rejects())):
        header = ",".join((*table.header, "reject_reason", "reject_id", "accept"))
        rows = (",".join((*cells, "number_reused")) for cells in table.rows)
        files.append(desk.file(f"accepted{place}.csv", "\n".join((header, *rows)) + "\n"))
    return files


def test_accepted_invoice_takes_along_what_names_no_client(desk: Desk) -> None:
    desk.load("i.csv", BILLED)
    desk.load("p.csv", "payment_id,payment_date,amount,invoice_number\nP1,2026-01-20,40,I1\n")
    moved = BILLED.replace("I1,C1", "I1,C2")
    assert desk.load("moved.csv", moved).datasets["invoices"].rejected == 1
    assert desk.load_all(*accepted(desk)).files[0].datasets["invoices"].updated == 1
    assert desk.reasons() == []
    assert desk.rows("select client_id from payments") == [("C2",)]
    assert outstanding(desk) == {"C1": Decimal(100), "C2": Decimal(60)}
    assert holds(desk)


def test_accepted_invoice_waits_for_a_payment_that_names_its_client(desk: Desk) -> None:
    desk.load("i.csv", BILLED)
    desk.load("p.csv", "payment_id,payment_date,amount,invoice_number,client_id\nP1,2026-01-20,40,I1,C1\n")
    desk.load("moved.csv", BILLED.replace("I1,C1", "I1,C2"))
    desk.load_all(*accepted(desk))
    (row,) = desk.book.rejects()
    assert [(found.reason, found.value) for found in row.problems] == [("dependants_differ", "payment P1")]
    assert (
        desk.rows("select client_id from payments union all select client_id from invoices order by 1") == [("C1",)] * 3
    )


def test_merged_clients_come_in_whole_when_accepted_together(desk: Desk) -> None:
    notes = "invoice_number,client_id,issue_date,currency,total_amount,kind,preceding_invoice_number\n{}"
    note = "N1,C1,2026-01-05,EUR,10,credit_note,I1\n"
    paid = "payment_id,payment_date,amount,invoice_number,client_id\nP1,2026-01-20,40,I1,C1\n"
    first = [desk.file("i.csv", BILLED), desk.file("n.csv", notes.format(note)), desk.file("p.csv", paid)]
    desk.load_all(*first)
    second = [
        desk.file("i2.csv", BILLED.replace(",C1,", ",C2,")),
        desk.file("n2.csv", notes.format(note.replace("C1", "C2"))),
        desk.file("p2.csv", paid.replace("C1", "C2")),
    ]
    desk.load_all(*second)
    assert sorted(row.reason for row in desk.book.rejects()) == ["number_reused"] * 4
    desk.load_all(*accepted(desk))
    assert desk.reasons() == []
    assert outstanding(desk) == {"C2": Decimal(150)}
    assert holds(desk)


def test_a_waiting_row_leaves_when_its_payment_is_stated_without_it(desk: Desk) -> None:
    desk.load("i.csv", BILLED)
    header = "payment_id,payment_date,amount,client_id,invoice_number\n"
    desk.load("p.csv", header + "P1,2026-01-10,100,C1,I9\n")
    assert desk.reasons() == [(2, "unknown_invoice")]
    assert desk.load("p2.csv", header + "P1,2026-01-10,100,C1,I1\n").warnings == {"waiting_superseded": 1}
    desk.load("late.csv", BILLED.replace("I1", "I9").replace("I2", "I8"))
    assert desk.reasons() == []
    assert desk.rows("select invoice_number, amount from payments") == [("I1", Decimal("100.000"))]


def test_files_of_one_profile_state_a_payment_together(desk: Desk) -> None:
    desk.load("i.csv", BILLED)
    header = "payment_id,payment_date,amount,client_id,invoice_number\n"
    parts = [
        desk.file("a.csv", header + "P1,2026-01-10,40,C1,I1\n"),
        desk.file("b.csv", header + "P1,2026-01-10,60,C1,I2\n"),
    ]
    for _ in range(2):
        result = desk.load_all(*parts)
        assert [file.warnings for file in result.files] == [{}, {}]
    assert desk.rows("select count(*), sum(amount) from payments") == [(2, Decimal(100))]
    alone = desk.load("c.csv", header + "P1,2026-01-10,90,C1,I1\n")
    assert alone.warnings == {"payment_restated": 1, "payment_total_changed": 1}
    assert alone.told == ["payment P1: 100.00 EUR before, 90.00 EUR now"]


def test_write_offs_of_an_invoice_are_stated_whole(desk: Desk) -> None:
    desk.load("i.csv", BILLED)
    header = "invoice_number,write_off_date,amount\n"
    desk.load("w.csv", header + "I1,2026-03-01,100\n")
    assert desk.load("w2.csv", header + "I1,2026-04-01,100\n").warnings == {"write_off_restated": 1}
    assert desk.rows("select write_off_date::varchar from write_offs") == [("2026-04-01",)]
    assert holds(desk)


def test_a_payment_that_its_tool_cancelled_is_stated_as_empty(desk: Desk) -> None:
    desk.load("i.csv", BILLED)
    text = (
        "Client Name,Invoice Number,Payment Amount,Payment Date,Payment Refunded,Payment Status,Payment Number\n"
        "One Ltd,,100.00,2026-01-10,0,{},0001\n"
    )
    desk.load("a.csv", text.format("Completed"))
    desk.load("b.csv", text.format("Cancelled"))
    assert desk.rows("select count(*) from payments") == [(0,)]


def test_a_payment_without_a_number_is_known_again_by_its_content(desk: Desk) -> None:
    desk.load("i.csv", BILLED)
    text = "Client Name,Invoice Number,Payment Amount,Payment Date\nOne Ltd,{},100.00,2026-01-10\n"
    desk.load("a.csv", text.format(""))
    assert desk.load("b.csv", text.format("I1")).warnings == {"payment_restated": 1}
    assert desk.rows("select invoice_number from payments") == [("I1",)]
