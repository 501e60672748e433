"""The pages about money to come and about a client: what staff read there, and what a client does not."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import invotrack_analytics as iv
from invotrack_analytics.publish.display import display
from invotrack_analytics.web.filters import Filters
from invotrack_analytics.web.pages.account import account
from invotrack_analytics.web.pages.cash_and_sales import cash
from invotrack_analytics.web.pages.client import client
from invotrack_analytics.web.visit import KeptResults, Visit
from invotrack_analytics.workspace import create_workspace

DAY = date(2026, 9, 30)
CLIENTS = 'client_id,name,currency,notes\nC1,Meridian,EUR,"<b>Pays late</b>\nAsk for Ann"\nC2,Harbour,EUR,\n'
HEAD = "invoice_number,client_id,issue_date,due_date,net_amount,tax_amount,total_amount,currency\n"
INVOICES = HEAD + "".join(
    f"I-{month},C1,2026-0{month}-01,2026-0{month}-20,100.00,0.00,100.00,EUR\n" for month in range(1, 10)
)
PAYMENTS = "payment_id,client_id,invoice_number,payment_date,amount,currency\n" + "".join(
    f"P-{month},C1,I-{month},2026-0{month + 1}-1{month},100.00,EUR\n" for month in range(1, 8)
)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder, files = tmp_path_factory.mktemp("office") / "books", tmp_path_factory.mktemp("files")
    create_workspace(folder, country="ES")
    for name, text in (("clients", CLIENTS), ("invoices", INVOICES), ("payments", PAYMENTS)):
        Path(files, f"{name}.csv").write_text(text, "utf-8")
    book = iv.open(folder)
    book.import_files(files)
    return book


def visit(book: Any, role: str, own: str | None = None) -> Visit:
    return Visit(book, KeptResults(book), "somebody", role, own, lambda: True, lambda: DAY)


@pytest.mark.parametrize("role", ["manager", "accountant"])
def test_the_client_page_has_its_notes_as_text_and_when_its_invoices_should_be_paid(book: Any, role: str) -> None:
    page = client(visit(book, role), Filters(DAY, ("C1",))).html
    assert "<p>&lt;b&gt;Pays late&lt;/b&gt;\nAsk for Ann</p>" in page
    day = display("es_ES").day(book.batches()[0].recorded_at)
    assert f"since {day}, from clients.csv</small>" in page
    (paid,) = [row for row in book.report("expected_payments", as_of=DAY).rows() if row["invoice_number"] == "I-9"]
    look = f"{paid['expected_date'].day}/{paid['expected_date'].month}/{paid['expected_date'].year}"
    expected = page.split("Expected payments</h2>")[1].split("</section>")[0]
    assert "I-9" in expected
    assert look in expected
    assert 'class="noted"' not in client(visit(book, role), Filters(DAY, ("C2",))).html


def test_a_client_reads_neither_on_its_own_page(book: Any) -> None:
    own = visit(book, "client", "C1")
    page = account(own, own.allowed(Filters(DAY))).html
    assert "I-8" in page
    assert "Pays late" not in page
    assert "Expected" not in page
    assert own.notes(Filters(DAY, ("C1",))) == ()


def test_cash_has_the_weeks_ahead_beside_the_months_past_and_leads_to_the_invoices(book: Any) -> None:
    content = cash(visit(book, "manager"), Filters(DAY))
    past, ahead = content.drawings
    assert "error_y" not in past.spec["data"][0]
    assert ahead.spec["data"][0]["error_y"]["symmetric"] is False
    assert len(ahead.spec["data"][0]["x"]) == 13
    assert 'href="/reports/expected_payments?as_of=2026-09-30&amp;currency=EUR"' in content.html
