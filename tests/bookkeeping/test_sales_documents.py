"""The import files of Xero and QuickBooks, read back through our own presets, are the same documents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.bookkeeping.conftest import BOOKS, Firm

COMPARED = ("number", "document_date", "kind", "amount", "currency", "client_name")


def documents(firm: Firm) -> list[tuple[Any, ...]]:
    rows = firm.book.report("documents", as_of="2026-12-31").rows()
    return sorted(tuple(row[name] for name in COMPARED) for row in rows if row["kind"] in {"invoice", "credit_note"})


def nets(firm: Firm) -> list[tuple[Any, ...]]:
    query = "select invoice_number, net_amount, tax_amount, due_date from invoices where kind = 'invoice' order by all"
    return [tuple(row.values()) for row in firm.book.sql(query).arrow().to_pylist()]


@pytest.mark.parametrize("format_", ["xero", "quickbooks"])
def test_they_come_back_as_equal_documents(firm: Firm, format_: str, tmp_path: Path) -> None:
    files = firm.files(format_, date_from="2026-01-01", date_to="2026-12-31")
    other = Firm(tmp_path / "other")
    other.given({name: content.decode() for name, content in files.items()})
    assert other.book.rejects() == []
    assert documents(other) == documents(firm)
    assert nets(other) == nets(firm)


@pytest.mark.parametrize("format_", ["xero", "quickbooks"])
def test_what_is_void_is_left_out_and_told(firm: Firm, format_: str) -> None:
    void = BOOKS["invoices.csv"].replace("total_amount,kind", "total_amount,status,void_date,kind")
    void = void.replace("500.00,,", "500.00,void,2026-04-30,,").replace("1298.61,,", "1298.61,,,,")
    void = void.replace("121.00,credit_note", "121.00,,,credit_note")
    firm.given({"invoices.csv": void})
    export = firm.book.ledger(format_, date_from="2026-01-01", date_to="2026-12-31")
    (content,) = export.rendered.files.values()
    assert b"A/2" not in content
    assert [(told.document, told.reason) for told in export.rendered.told] == [("A/2", "void_left_out")]


def test_what_changed_after_it_was_handed_over_is_told(firm: Firm) -> None:
    firm.book.ledger("xero", date_to="2026-12-31", new=True)
    firm.given({"invoices.csv": BOOKS["invoices.csv"].replace("500.00,0.00,500.00", "510.00,0.00,510.00")})
    export = firm.book.ledger("xero", date_to="2026-12-31", new=True)
    assert [(told.document, told.reason) for told in export.rendered.told] == [("A/2", "changed_since")]
    assert export.rendered.files == {}
