"""Every figure on the pages leads to the rows behind it, and these are there and add up to it."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from lxml import html

import invotrack_analytics as iv
from invotrack_analytics.web.filters import Filters, read_filters
from invotrack_analytics.web.pages import PAGES
from invotrack_analytics.web.parts.drill import drill
from invotrack_analytics.web.parts.listing import matching
from invotrack_analytics.web.visit import KeptResults, Visit
from invotrack_analytics.workspace import create_workspace

DAY = date(2026, 9, 30)
FILES = {
    "clients": "client_id,name,currency\nC1,Meridian,EUR\nC2,Harbour,GBP\n",
    "employees": "employee_id,name,weekly_capacity_hours\nE1,Ada,40\n",
    "projects": "project_id,client_id,name,hourly_rate\nP1,C1,Advice,100\nP2,C2,Audit,80\n",
    "timesheets": "entry_id,employee_id,project_id,work_date,hours,billable\n"
    "T1,E1,P1,2026-09-01,2,true\nT2,E1,P1,2026-09-02,3,false\nT3,E1,P2,2026-07-03,4,true\nT4,E1,P1,2025-07-03,4,true\n"
    "T5,E1,P1,2026-07-04,1,true\nT6,E1,P1,2025-07-04,2,true\n",
    "billed_entries": "entry_id,invoice_number,line_number,hours,rate,amount\n"
    "T5,I-5,1,1.25,100,125.00\nT6,I-5,1,2,100,200.00\n",
    "invoices": "invoice_number,client_id,issue_date,due_date,net_amount,tax_amount,total_amount\n"
    "I-0,C1,2025-04-01,2025-05-01,9.00,0.00,9.00\nI-1,C1,2026-05-01,2026-05-31,100.00,21.00,121.00\nI-2,C1,2026-08-01,2026-08-31,50.00,0.00,50.00\n"
    "I-3,C2,2026-09-01,2026-10-01,70.00,0.00,70.00\nI-4,C1,2026-06-01,2026-06-30,200.00,42.00,242.00\n"
    "I-5,C1,2026-08-01,2026-10-31,325.00,0.00,325.00\n",
    "payments": "payment_id,client_id,invoice_number,payment_date,amount\n"
    "M-0,C1,I-0,2025-05-10,9.00\nM-1,C1,I-1,2026-09-10,21.00\nM-2,C1,I-4,2026-07-10,242.00\nM-3,C1,,2026-09-20,5.00\n",
    "expenses": "expense_id,expense_date,amount,project_id\n"
    "X0,2025-09-03,3.00,P1\nX1,2026-09-03,30.00,P1\nX2,2026-09-04,7.00,\n",
    "fx_rates": "currency,rate_date,rate\nGBP,2026-01-01,1.20\n",
}
PAGES_OF_FIGURES = ("/", "/debtors", "/client", "/time", "/cash", "/sales")
ON_ITS_ROW = {"Days overdue", "Capacity", "Net"}
"""What the cells beside it say: a due date, a setting, the difference of two that lead on (of Cash)."""
ADDS_UP = (
    ("aging", "d91_plus", "open_invoices", "open_amount"),
    ("aging", "d1_30", "open_invoices", "open_amount"),
    ("open_invoices", "base_amount", "invoice_revaluation", "base_amount"),
    ("open_invoices", "paid_amount", "payment_timing", "allocated_amount"),
    ("expected_payments", "open_amount", "open_invoices", "open_amount"),
    ("payment_history", "paid_amount", "documents", "amount"),
    ("sales", "total_amount", "documents", "amount"),
    ("cash_flow", "invoiced", "documents", "amount"),
    ("cash_flow", "collected", "documents", "amount"),
    ("cash_flow", "expenses", "paid_expenses", "amount"),
    ("kpi_trend", "overdue", "open_invoices", "open_amount"),
    ("kpi_trend", "outstanding", "aging", "outstanding"),
    ("balance_trend", "not_due", "open_invoices", "open_amount"),
    ("billable_hours", "hours", "time_entries", "hours"),
    ("billable_hours", "billable_hours", "time_entries", "hours"),
    ("billable_hours", "billed_hours", "billed_hours", "hours"),
    ("billable_hours", "billed_amount", "billed_hours", "amount"),
    ("billable_hours", "unbilled_hours", "unbilled_hours", "hours"),
    ("hours_to_cash", "unbilled_amount", "unbilled_hours", "amount"),
    ("utilisation", "unbilled_hours", "unbilled_hours", "hours"),
    ("time_kpis", "billable_hours", "billable_hours", "billable_hours"),
    ("utilisation", "hours", "time_entries", "hours"),
    ("utilisation", "billable_hours", "time_entries", "hours"),
    ("hours_by_month", "hours", "time_entries", "hours"),
    ("hours_to_cash", "not_billable_hours", "time_entries", "hours"),
    ("wip_aging", "d0_30", "unbilled_hours", "amount"),
    ("wip_aging", "amount", "unbilled_hours", "amount"),
)


@pytest.fixture(scope="module")
def visit(tmp_path_factory: pytest.TempPathFactory) -> Visit:
    folder, files = tmp_path_factory.mktemp("office") / "books", tmp_path_factory.mktemp("files")
    create_workspace(folder, country="ES")
    for name, text in FILES.items():
        Path(files, f"{name}.csv").write_text(text, "utf-8")
    book: Any = iv.open(folder)
    book.import_files(files)
    return Visit(book, KeptResults(book), "somebody", "manager", None, lambda: True, lambda: DAY)


def page_of(path: str, visit: Visit, filters: Filters) -> Any:
    (view,) = [view for view in PAGES if view.path == path and visit.role in view.roles]
    return html.fragment_fromstring(view.content(visit, view.heeded(filters)).html, create_parent=True)


@pytest.mark.parametrize("path", PAGES_OF_FIGURES)
def test_every_figure_leads_to_rows_that_are_there(visit: Visit, path: str) -> None:
    page = page_of(path, visit, Filters(DAY, ("C1",) if path == "/client" else ()))
    figures = page.xpath("//td[contains(@class, 'figure') and not(contains(@class, 'zero'))]")
    titles = {one: one.get("data-title") or "".join(one.getparent().xpath("./th//text()")) for one in figures}
    exempt = ON_ITS_ROW if path != "/sales" else set()
    shown = [one for one in figures if re.search("[1-9]|%", one.text_content()) and titles[one] not in exempt]
    assert shown
    assert [titles[one] for one in shown if not one.xpath(".//a")] == []
    addresses = {link.get("href") for one in shown for link in one.xpath(".//a")}
    for address in sorted(addresses):
        parts = urlsplit(address)
        filters, problems = read_filters(dict(parse_qsl(parts.query)), DAY)
        assert problems == [], address
        assert page_of(parts.path, visit, filters).xpath("//tbody/tr"), address


@pytest.mark.parametrize(("report", "column", "behind", "summed"), ADDS_UP)
def test_the_rows_behind_a_figure_add_up_to_it(
    visit: Visit, report: str, column: str, behind: str, summed: str
) -> None:
    filters = Filters(DAY)
    result = visit.report(report, filters)
    (shown,) = [one for one in result.columns if one.name == column]
    followed = 0
    for row in result.rows():
        address = drill(result, shown, row, filters)
        if address is None:
            continue
        parts = urlsplit(address)
        assert parts.path == f"/reports/{behind}"
        asked, _ = read_filters(dict(parse_qsl(parts.query)), DAY)
        rows = matching(visit.report(behind, asked), asked)
        assert sum((Decimal(value or 0) for value in rows[summed].to_pylist()), Decimal(0)) == row[column], address
        followed += 1
    assert followed
