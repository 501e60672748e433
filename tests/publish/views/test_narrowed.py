"""What is kept for all clients or all currencies answers for one of them exactly as the books would."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import invotrack_analytics as iv
from invotrack_analytics.publish.views.visit import KeptResults
from invotrack_analytics.reports import REPORTS
from invotrack_analytics.workspace import create_workspace

DAY = date(2026, 9, 30)
FILES = {
    "clients": "client_id,name,currency\nC1,Meridian,EUR\nC2,Harbour,GBP\n",
    "employees": "employee_id,name\nE1,Ada\n",
    "projects": "project_id,client_id,name,hourly_rate,currency\nP1,C1,Advice,100,EUR\nP2,C2,Audit,80,GBP\n",
    "timesheets": "entry_id,employee_id,project_id,work_date,hours\nT1,E1,P1,2026-09-01,2\nT2,E1,P2,2026-09-02,3\n",
    "invoices": "invoice_number,client_id,issue_date,due_date,total_amount,currency\n"
    "I1,C1,2026-06-01,2026-07-01,100,EUR\nI2,C1,2026-08-01,2026-09-01,70,GBP\n"
    "I3,C2,2026-05-01,2026-06-01,50,GBP\nI4,C2,2026-09-01,2026-10-01,30,GBP\nI5,C1,2026-02-01,2026-03-01,9,EUR\n",
    "payments": "payment_id,client_id,invoice_number,payment_date,amount,currency\n"
    "M1,C1,I5,2026-03-11,9,EUR\nM2,C2,I3,2026-07-01,20,GBP\nM3,C2,,2026-09-09,5,GBP\n",
    "fx_rates": "currency,rate_date,rate\nGBP,2026-01-01,1.15\nGBP,2026-09-01,1.2\n",
}
CHOICES = [{"client": "C1"}, {"client": "C2"}, {"currency": "GBP"}, {"client": "C1", "currency": "EUR"}]


class Counting:
    """Books that count what they are asked."""

    def __init__(self, book: Any) -> None:
        self.book, self.asked = book, 0

    def report(self, name: str, **parameters: Any) -> Any:
        self.asked += 1
        return self.book.report(name, **parameters)

    def revision(self) -> str:
        return "1"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder, files = tmp_path_factory.mktemp("office") / "books", tmp_path_factory.mktemp("files")
    create_workspace(folder, country="ES")
    for name, text in FILES.items():
        Path(files, f"{name}.csv").write_text(text, "utf-8")
    book = iv.open(folder)
    book.import_files(files)
    return book


@pytest.mark.parametrize("name", [one.name for one in REPORTS if {"client_id", "currency"} & set(one.key)])
def test_the_rows_of_one_are_those_that_the_books_give(book: Any, name: str) -> None:
    books: Any = Counting(book)
    kept = KeptResults(books)
    kept.report(name, DAY)
    for choice in CHOICES:
        shown, asked = kept.report(name, DAY, **choice), book.report(name, as_of=DAY, **choice)
        assert shown.rows() == asked.rows()
        assert shown.parameters == asked.parameters


def test_a_client_of_the_overview_is_found_among_all(book: Any) -> None:
    books: Any = Counting(book)
    kept = KeptResults(books)
    kept.report("aging", DAY)
    kept.report("kpi_trend", DAY, client="C1")
    for choice in CHOICES:
        kept.report("aging", DAY, **choice)
    kept.report("kpi_trend", DAY, client="C1", currency="GBP")
    assert books.asked == 2
    kept.report("kpi_trend", DAY, client="C2")
    assert books.asked == 3
