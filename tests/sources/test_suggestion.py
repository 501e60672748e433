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


XML = """<?xml version="1.0"?>
<x:Export xmlns:x="urn:x" created="2026-01-01"><x:Sender><x:Name>Me</x:Name></x:Sender><x:Documents>
<x:Document id="7"><x:Header><x:InvoiceNumber>A1</x:InvoiceNumber><x:IssueDate>14.03.2026</x:IssueDate></x:Header>
<x:Customer no="C1"><x:Name>Big &amp; Co</x:Name></x:Customer><x:Total currency="EUR">1.234,50</x:Total></x:Document>
<x:Document id="8"><x:Header><x:InvoiceNumber>A2</x:InvoiceNumber><x:IssueDate>15.03.2026</x:IssueDate></x:Header>
<x:Customer no="C1"/><x:Total currency="EUR">99,00</x:Total><x:Remark>Thanks</x:Remark></x:Document>
</x:Documents></x:Export>
"""


def test_an_edited_draft_of_xml_reads_the_file(tmp_path: Path, desk: Callable[..., Desk]) -> None:
    books = desk()
    path = books.write("own.xml", XML)
    draft = suggest_profile(path, tmp_path)
    document = tomllib.loads(draft)
    assert document["format"] == {"kind": "xml", "row": "Document"}
    assert document["match"]["headers"] == [
        "@id", "Header/InvoiceNumber", "Header/IssueDate", "Customer/@no", "Total", "Total/@currency",
    ]  # fmt: skip
    assert document["table"][0]["columns"] == {
        "invoice_number": "Header/InvoiceNumber",
        "issue_date": "Header/IssueDate",
        "currency": "Total/@currency",
        "total_amount": "Total",
    }
    assert '# "Customer/Name": "Big & Co"' in draft
    draft = draft.replace("# create_clients", "create_clients").replace(
        '# client_id = ""', 'client_id = "Customer/@no"'
    )
    books.write("profiles/own.toml", draft)
    (file,) = books.imports(path).files
    assert (file.error, file.profile, books.rejects()) == (None, "own", [])
    assert books.rows("invoices", "invoice_number", "client_id", "issue_date", "total_amount") == [
        ("A1", "C1", "2026-03-14", "1234.50"),
        ("A2", "C1", "2026-03-15", "99.00"),
    ]


def test_of_xml_without_content_there_is_no_draft(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<rows><row/><row/></rows>", "utf-8")
    with pytest.raises(SourceError, match=r"no element of it holds a text or an attribute"):
        suggest_profile(tmp_path / "a.xml", tmp_path)
