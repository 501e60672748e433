"""Whatever stands in a table, every row of it is in the books or in quarantine, and nothing is lost or made up."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.intake.conftest import Desk

ODD = st.one_of(
    st.sampled_from(["", " ", "-", "0", "-1", "1e3", "1,5", "1.2345", "99999999999999999999", "NULL", "'=1+1", "\x07"]),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6),
)


def mostly(*usual: str) -> st.SearchStrategy[str]:
    return st.one_of(*[st.sampled_from(usual)] * 4, ODD)


INVOICES = {
    "invoice_number": mostly("A1", "A2", "A3", "A4", "A5"),
    "client_id": mostly("C1", "C2"),
    "issue_date": mostly("2026-01-10", "2026-01-31"),
    "due_date": mostly("2026-02-10", ""),
    "currency": mostly("EUR", ""),
    "net_amount": mostly("100.00", ""),
    "tax_amount": mostly("21.00", ""),
    "total_amount": mostly("121.00", "100"),
    "kind": mostly("invoice", ""),
}
TIMESHEETS = {
    "employee_id": mostly("E1"),
    "project_id": mostly("P1"),
    "work_date": mostly("2026-01-10", "2026-01-11"),
    "hours": mostly("1.5", "2:30", "8"),
    "billable": mostly("yes", "no", ""),
}


def tables(columns: dict[str, st.SearchStrategy[str]]) -> st.SearchStrategy[str]:
    rows = st.lists(st.tuples(*columns.values()), min_size=1, max_size=12)
    return rows.map(lambda rows: written([tuple(columns), *rows]))


def written(rows: list[tuple[str, ...]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(rows)
    return text.getvalue()


@pytest.fixture
def office(desk: Desk) -> Desk:
    """Return a desk with an employee and a project too."""
    desk.load("employees.csv", "employee_id,name\nE1,Eva\n")
    desk.load("projects.csv", "project_id,client_id,name\nP1,C1,Roof\n")
    return desk


@pytest.mark.parametrize("dataset", ["invoices", "timesheets"])
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_row_is_added_updated_unchanged_or_rejected(
    office: Desk, dataset: str, tmp_path: Path, data: st.DataObject
) -> None:
    text = data.draw(tables({"invoices": INVOICES, "timesheets": TIMESHEETS}[dataset]))
    offered = sum(1 for _ in csv.reader(io.StringIO(text, newline=""))) - 1
    path = tmp_path / "random.csv"
    path.write_bytes(text.encode())
    held = f"select * exclude (batch_id, source_line, recorded_in) from {dataset} order by all"
    before = office.rows(f"select count(*) from {dataset}")[0][0]
    (first,) = office.load_all(path).files
    if first.error:  # the decimal mark or the date order of the file as a whole cannot be told
        assert office.rows(f"select count(*) from {dataset}")[0][0] == before
        return
    counts = first.datasets[dataset]
    assert counts.read == offered
    assert counts.read == counts.added + counts.updated + counts.unchanged + counts.rejected
    assert office.rows(f"select count(*) from {dataset}")[0][0] == before + counts.added
    waiting = office.book.rejects()
    assert all(row.reason for row in waiting)
    newest = office.rows(f"select source_line from books.quarantine where batch_id = {first.batch_id}")
    lines = {line for (line,) in newest}
    in_books = {line for (line,) in office.rows(f"select source_line from {dataset} where batch_id = {first.batch_id}")}
    assert not lines & in_books
    assert len(in_books) == counts.added + counts.updated
    books = office.rows(held)
    (again,) = office.load_all(path).files
    assert (again.datasets[dataset].added, again.datasets[dataset].updated) == (0, 0)
    assert again.datasets[dataset].rejected == counts.rejected
    assert office.rows(held) == books
    assert office.book.rejects() == waiting
