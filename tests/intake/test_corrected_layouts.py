# ruff: noqa: E501  exports stand as their tools write them
"""Rejected rows are given back in the layout they came in, whichever it is, and come in by it once corrected."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from invotrack_analytics.publish.rejects import write_rejects
from invotrack_analytics.telling.imports import reject_tables
from tests.intake.conftest import Desk

NINJA = """
    Invoices
    Acme,,,
    2024-01-01 - 2024-12-31

    Client,Email,Invoice Number,Amount,Paid,Status,Invoice Date,Due Date,Item Product,Item Notes,Item Cost,Item Quantity
    Big,b@x.test,0001,400.00,0.00,Sent,2024-03-14,2024-04-13,Work,"Pages, forms",100.00,3
    Big,b@x.test,0001,400.00,0.00,Sent,2024-03-14,2024-04-13,Work,=More,100.00,one
    Acme,a@x.test,0002,50.00,0.00,Sent,2024-03-14,2024-04-13,Work,Pages,50.00,1
"""
LEDGER = """
    Nummer;Kunde;Datum;Betrag
    A1;Big;14.03.2026;1.234,50
    A2;Big;irgendwann;99,00
"""
HEADLESS = """
    A1;Big;14.03.2026;1.234,50
    A2;Big;irgendwann;99,00
"""
TABLE = """
    [[table]]
    dataset = "invoices"
    create_clients = true
    [table.columns]
    invoice_number = "{}"
    client_id = {{ header = "{}", name = true }}
    issue_date = "{}"
    total_amount = "{}"
"""
OWN = 'name = "own"\n[match]\nheaders = ["Nummer", "Kunde"]\n' + TABLE.format("Nummer", "Kunde", "Datum", "Betrag")
BY_PLACE = 'name = "own"\n[format]\nheader = false\n' + TABLE.format(*(f"column {place}" for place in (1, 2, 3, 4)))


def text(export: str) -> str:
    return textwrap.dedent(export).lstrip("\n")


def sheet(export: str) -> Callable[[Path], bytes]:
    def write(folder: Path) -> bytes:
        book = Workbook()
        assert book.active is not None
        for line in ["Ledger of the office", "", *text(export).splitlines()]:
            book.active.append(line.split(";"))
        book.save(folder / "made.xlsx")
        return (folder / "made.xlsx").read_bytes()

    return write


# name: file, its content, profile, whether it has to be named, bad text, right text, invoices after all
LAYOUTS: dict[str, tuple[str, bytes | Callable[[Path], bytes], str | None, bool, str, str, list[str]]] = {
    "preamble and lines": ("i.csv", text(NINJA).encode(), None, False, "one", "1", ["0001 400", "0002 50"]),
    "UTF-16 and semicolons": ("i.csv", text(LEDGER).encode("utf-16"), OWN, False, "irgendwann", "15.03.2026", ["A1 1234.5", "A2 99"]),
    "latin-1": ("i.csv", text(LEDGER.replace("Big", "Büro")).encode("latin-1"), OWN, False, "irgendwann", "15.03.2026", ["A1 1234.5", "A2 99"]),
    "workbook with a title": ("i.xlsx", sheet(LEDGER), OWN, False, "irgendwann", "15.03.2026", ["A1 1234.5", "A2 99"]),
    "without a header": ("i.csv", text(HEADLESS).encode(), BY_PLACE, True, "irgendwann", "15.03.2026", ["A1 1234.5", "A2 99"]),
}  # fmt: skip


@pytest.mark.parametrize("format_name", ["csv", "xlsx"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_corrected_row_comes_in_by_its_own_layout(layout: str, format_name: str, desk: Desk) -> None:
    name, content, profile, named, bad, right, invoices = LAYOUTS[layout]
    if profile:
        desk.file("../office/profiles/own.toml", profile)
    first = desk.load(
        name, content if isinstance(content, bytes) else content(desk.folder), profile="own" if named else None
    )
    assert (first.error, first.rejected > 0) == (None, True)
    (target,) = write_rejects(reject_tables(desk.book.rejects()), format_name, desk.folder / f"fix.{format_name}")
    if format_name == "csv":
        target.write_text(target.read_text("utf-8").replace(bad, right), "utf-8")
    else:
        book = load_workbook(target)
        assert book.active is not None
        for row in book.active.iter_rows():
            for cell in row:
                cell.value = right if cell.value == bad else cell.value
        book.save(target)
    again = desk.book.import_files(target).files[0]
    assert (again.error, desk.reasons()) == (None, [])
    found = desk.rows("select invoice_number || ' ' || (total_amount::double)::varchar from invoices order by 1")
    assert [shown.removesuffix(".0") for (shown,) in found] == invoices


def test_what_was_guarded_and_fails_again_is_shown_without_its_guard(desk: Desk) -> None:
    desk.load("clients.csv", "client_id,name,phone\n,=1+1,'- 'x'\n")
    (target,) = write_rejects(reject_tables(desk.book.rejects()), "csv", desk.folder / "fix.csv")
    for _ in range(2):
        desk.book.import_files(target)
        (row,) = desk.book.rejects()
        assert row.original == ("", "=1+1", "- 'x'")
        write_rejects(reject_tables([row]), "csv", target)
        assert "'=1+1" in target.read_text()
        assert "''=" not in target.read_text()
