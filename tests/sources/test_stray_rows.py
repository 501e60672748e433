"""Headers among the rows and remarks below them are left out and told; what may be a row waits."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.sources.desk import Desk
from tests.sources.exports import EXPORTS

DeskOf = Callable[..., Desk]
HEADER = "invoice_number,client_id,issue_date,total_amount"


@pytest.mark.parametrize("preset", ["toggl", "invoice-ninja-invoices", "xero-export"])
@pytest.mark.parametrize(("kind", "row"), [("repeated_header", None), ("footer", "Generated on Monday by the tool")])
def test_a_stray_row_of_an_export_is_left_out(preset: str, kind: str, row: str | None, desk: DeskOf) -> None:
    lines = EXPORTS[preset].text.splitlines()
    header = next(line for line in lines if "Client," in line or "ContactName," in line)
    books = desk()
    (file,) = books.imports(books.write("export.csv", "\n".join([*lines, "", row or header]) + "\n")).files
    assert (file.error, file.profile, file.warnings.get(kind), books.rejects()) == (None, preset, 1, [])
    for dataset, (columns, rows) in EXPORTS[preset].rows.items():
        assert books.rows(dataset, *columns) == rows, dataset


def test_two_files_that_were_put_together_are_one(desk: DeskOf) -> None:
    books = desk()
    books.imports(books.write("clients.csv", "client_id,name\nC1,Big\n"))
    part = f"\ufeff{HEADER}\n{{}},C1,2026-01-02,5\n"
    (file,) = books.imports(books.write("i.csv", part.format("A1") + part.format("A2"))).files
    assert (file.error, file.warnings, books.rejects()) == (None, {"repeated_header": 1}, [])
    assert books.rows("invoices", "invoice_number") == [("A1",), ("A2",)]


@pytest.mark.parametrize("row", ["A9", "A9,C1", "invoice_number,client_id,issue_date,5", ",,,a remark of sorts"])
def test_what_may_be_a_row_waits(row: str, desk: DeskOf) -> None:
    books = desk()
    books.imports(books.write("clients.csv", "client_id,name\nC1,Big\n"))
    (file,) = books.imports(books.write("i.csv", f"{HEADER}\nA1,C1,2026-01-02,5\n{row}\nA2,C1,2026-01-02,5\n")).files
    assert (file.rejected, file.warnings) == (1, {})
