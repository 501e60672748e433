"""A draft profile names every column with samples, and is itself a profile that reads the file."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from invotrack_analytics.errors import SourceError
from invotrack_analytics.sources.suggestion import suggest_profile
from tests.sources.desk import Desk

LEDGER = """\
Our ledger;;;;
;;;;
Invoice no;Customer id;Issue date;Total amount;Remark
A1;C1;14.03.2026;1.234,50;"first; of two"
A2;C1;15.03.2026;99,00;
"""


def test_a_draft_says_what_stands_in_each_column(tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    path.write_text(LEDGER, "utf-8")
    draft = suggest_profile(path, tmp_path)
    document = tomllib.loads(draft)
    assert document["match"]["headers"] == ["Invoice no", "Customer id", "Issue date", "Total amount", "Remark"]
    assert document["format"] == {"kind": "csv", "delimiter": ";"}
    assert document["table"][0]["dataset"] == "invoices"
    assert document["table"][0]["columns"]["total_amount"] == "Total amount"
    assert '# "Remark": "first; of two"' in draft


def test_an_edited_draft_reads_the_file(tmp_path: Path, desk: Callable[..., Desk]) -> None:
    books = desk()
    path = books.write("ledger.csv", LEDGER)
    draft = suggest_profile(path, tmp_path).replace("# create_clients", "create_clients")
    draft = draft.replace('# invoice_number = ""', 'invoice_number = "Invoice no"')
    draft = draft.replace('# client_id = ""', 'client_id = "Customer id"')
    books.write("profiles/ledger.toml", draft)
    (file,) = books.imports(path).files
    assert (file.error, file.profile) == (None, "ledger")
    assert books.rows("invoices", "invoice_number", "issue_date", "total_amount") == [
        ("A1", "2026-03-14", "1234.50"),
        ("A2", "2026-03-15", "99.00"),
    ]


def test_a_draft_of_a_workbook_has_samples_too(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    for row in (["Our ledger"], ["Invoice no", "Total amount"], ["A1", 1234.5], ["A2", 99]):
        book.active.append(row)
    book.save(tmp_path / "ledger.xlsx")
    draft = suggest_profile(tmp_path / "ledger.xlsx", tmp_path)
    assert tomllib.loads(draft)["format"] == {"kind": "xlsx"}
    assert '# "Total amount": "1234.5", "99"' in draft


def test_of_xml_it_is_said_how_to_describe_it(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<rows><row><a>1</a></row></rows>", "utf-8")
    with pytest.raises(SourceError, match=r"is XML, of which no draft is made; write a profile with format.kind"):
        suggest_profile(tmp_path / "a.xml", tmp_path)
