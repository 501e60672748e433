"""Instalments and disputes on their way into the books."""

from __future__ import annotations

from pathlib import Path

import pytest

from invotrack_analytics.workbench import Workbench
from invotrack_analytics.workspace import create_workspace

INVOICES = """invoice_number,client_id,issue_date,total_amount,kind
I1,C1,2026-06-01,90.00,
I2,C1,2026-06-01,60.00,
N1,C1,2026-06-01,10.00,credit_note
"""


@pytest.fixture
def office(tmp_path: Path) -> Workbench:
    """Return a workspace with two invoices and a credit note."""
    create_workspace(tmp_path / "office")
    (tmp_path / "clients.csv").write_text("client_id,name\nC1,Acme\n")
    (tmp_path / "invoices.csv").write_text(INVOICES)
    book = Workbench.open(tmp_path / "office")
    assert book.import_files([tmp_path / "clients.csv", tmp_path / "invoices.csv"]).rejected == 0
    return book


def reasons_of(book: Workbench, folder: Path, name: str, text: str) -> list[str]:
    """Import a file; why its rows were rejected."""
    before = len(book.rejects())
    (folder / name).write_text(text)
    book.import_files([folder / name])
    return [problem.reason for row in book.rejects()[before:] for problem in row.problems]


def test_the_parts_of_an_invoice_make_its_total_or_none_of_them_comes_in(office: Workbench, tmp_path: Path) -> None:
    header = "invoice_number,instalment_number,due_date,amount\n"
    first = f"{header}I1,1,2026-07-01,45.00\nI1,2,2026-08-01,45.00\nI2,1,2026-07-01,59.99\nN1,1,2026-07-01,10.00\n"
    assert reasons_of(office, tmp_path, "first.csv", first) == ["instalments_differ_from_total", "not_an_invoice"]
    # Known parts count with those that come; an amount of nothing takes a part away.
    assert reasons_of(office, tmp_path, "one.csv", f"{header}I1,2,2026-08-01,44.00\n") == [
        "instalments_differ_from_total"
    ]
    assert reasons_of(office, tmp_path, "fewer.csv", f"{header}I1,1,2026-07-01,90.00\nI1,2,2026-08-01,0\n") == []
    rows = office.report("open_instalments", as_of="2026-09-30").rows()
    assert [(row["invoice_number"], row["instalment_number"]) for row in rows] == [("I1", 1), ("I2", None)]


def test_a_dispute_is_not_resolved_before_it_is_raised(office: Workbench, tmp_path: Path) -> None:
    text = (
        "invoice_number,disputed_on,resolved_on\nI1,2026-08-02,2026-08-01\nI2,2026-08-02,2026-08-02\nI9,2026-08-02,\n"
    )
    assert reasons_of(office, tmp_path, "disputes.csv", text) == ["resolved_before_disputed", "unknown_invoice"]


def test_a_payment_for_a_part_that_is_not_there_is_told(office: Workbench, tmp_path: Path) -> None:
    parts = "invoice_number,instalment_number,due_date,amount\nI1,1,2026-07-01,45.00\nI1,2,2026-08-01,45.00\n"
    (tmp_path / "parts.csv").write_text(parts)
    paid = "payment_id,payment_date,amount,invoice_number,instalment_number\n"
    paid += "P1,2026-07-01,10.00,I1,2\nP2,2026-07-02,10.00,I1,3\nP3,2026-07-03,10.00,I2,\n"
    (tmp_path / "paid.csv").write_text(paid)
    result = office.import_files([tmp_path / "parts.csv", tmp_path / "paid.csv"])
    assert [(file.rejected, file.warnings) for file in result.files] == [(0, {}), (0, {"unknown_instalment": 1})]
