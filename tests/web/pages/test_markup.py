"""Data is never markup: whatever stands in the books, every page shows it as text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

import invotrack_analytics as iv
from invotrack_analytics.web.filters import Filters
from invotrack_analytics.web.pages import PAGES
from invotrack_analytics.web.parts.view import View
from invotrack_analytics.web.visit import KeptResults, Visit
from invotrack_analytics.workspace import create_workspace

DAY = date(2026, 9, 30)
EVIL = """<img src=x onerror=alert(1)>'"><b>{{7*7}}</b><%= 7*7 %>"""
"""In a CSV cell its quotes are doubled."""
FILES = {
    "clients": "client_id,name,currency,email,address,city,notes\nC{e},Client {e},EUR,{e},{e},{e},Note {e}\n",
    "employees": "employee_id,name,role\nE{e},Ada {e},{e}\n",
    "projects": "project_id,client_id,name,hourly_rate\nP{e},C{e},Project {e},100\n",
    "timesheets": "entry_id,employee_id,project_id,work_date,hours,task,description\n"
    "T{e},E{e},P{e},2026-09-01,2,Task {e},Work {e}\nT2{e},E{e},P{e},2026-09-31,{e},Task {e},Work {e}\n",
    "invoices": "invoice_number,client_id,issue_date,due_date,total_amount,currency,purchase_order,notes\n"
    "I{e},C{e},2026-06-01,2026-07-01,100,EUR,{e},{e}\nI2{e},C{e},2026-07-01,2026-08-01,50,EUR,{e},{e}\n",
    "invoice_lines": "invoice_number,line_number,description,net_amount,category\nI{e},1,Line {e},100,Category {e}\n",
    "payments": "payment_id,client_id,invoice_number,payment_date,amount,currency,method,reference\n"
    "M{e},C{e},I2{e},2026-08-11,20,EUR,{e},{e}\n",
    "expenses": "expense_id,expense_date,amount,currency,project_id,employee_id,category,description\n"
    "X{e},2026-09-01,9,EUR,P{e},E{e},{e},{e}\n",
}
STAFF_PAGES = [view for view in PAGES if "accountant" in view.roles]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder, files = tmp_path_factory.mktemp("evil") / "books", tmp_path_factory.mktemp("files")
    create_workspace(folder, country="ES")
    for name, text in FILES.items():
        cells = (",".join(quoted(cell) for cell in line.split(",")) for line in text.splitlines())
        Path(files, f"{name}.csv").write_text("\n".join(cells) + "\n", "utf-8")
    # A file's own name comes from a stranger too.
    evil = Path(files, "timesheets.csv").rename(files / "<svg onload=alert(2)>.csv")
    book = iv.open(folder)
    book.import_files(files)
    assert [Path(batch.path).name for batch in book.batches()].count(evil.name) == 1
    return book


def quoted(cell: str) -> str:
    return '"' + cell.replace("{e}", EVIL).replace('"', '""') + '"' if "{e}" in cell else cell


@pytest.fixture(scope="module")
def visit(book: Any) -> Visit:
    now = datetime(2026, 10, 1, 8, 0)  # noqa: DTZ001  local, as schedules have it
    return Visit(book, KeptResults(book), f"bob {EVIL}", "accountant", None, lambda: True, lambda: DAY, now=lambda: now)


@pytest.mark.parametrize("view", STAFF_PAGES, ids=lambda view: view.path)
def test_no_page_takes_it_for_markup(visit: Visit, view: View) -> None:
    client = (f"C{EVIL}",) if view.about_client else ()
    content = view.content(visit, Filters(DAY, client))
    assert tags(content.html) <= OURS
    assert "<%" not in content.html
    for drawing in content.drawings:
        for text in texts(json.loads(json.dumps(drawing.spec))):
            assert text == HOVER or not re.search(r"<(?!/?b>|br>)", text), text


HOVER = "%{customdata}<extra></extra>"
"""Beside it, Plotly's texts have bold and a new line of ours."""
OURS = {
    *("a", "article", "br", "button", "circle", "details", "div", "fieldset", "footer", "form", "h2", "h3"),
    *(
        "header",
        "i",
        "input",
        "label",
        "legend",
        "li",
        "ol",
        "option",
        "p",
        "path",
        "polyline",
        "section",
        "select",
        "small",
    ),
    *("span", "strong", "summary", "svg"),
    *("table", "tbody", "td", "textarea", "tfoot", "th", "thead", "tr", "ul"),
}
"""Of `b`, `img` and `script` our pages have none, and an `svg` of ours loads nothing."""


def tags(html: str) -> set[str]:
    """The names of the elements; an attribute that does something by itself counts as one."""
    opened = re.findall(r"<([a-zA-Z][\w-]*)((?:\s+[\w-]+(?:=\"[^\"]*\")?)*)\s*/?>", html)
    assert len(opened) == len(re.findall(r"<[a-zA-Z]", html)), "a tag of no form of ours"
    names = {name for name, _ in opened}
    return names | {"on…" for _, attributes in opened if re.search(r"\son\w+=", re.sub(r'"[^"]*"', '""', attributes))}


def texts(spec: Any) -> Iterator[str]:
    """Every text of a drawing."""
    if isinstance(spec, str):
        yield spec
    below = spec.values() if isinstance(spec, dict) else spec if isinstance(spec, list) else ()
    for one in below:
        yield from texts(one)


def test_the_books_do_hold_it(visit: Visit) -> None:
    shown = visit.report("open_invoices", Filters(DAY)).rows()
    assert [row["invoice_number"] for row in shown] == [f"I{EVIL}", f"I2{EVIL}"]
