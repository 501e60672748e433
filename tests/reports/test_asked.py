"""Several clients and currencies at once, and names that the books do not know."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import invotrack_analytics as iv
from invotrack_analytics.days import read_day
from invotrack_analytics.errors import ReportError
from invotrack_analytics.reports import REPORTS
from invotrack_analytics.reports.answer import find_report
from invotrack_analytics.workbench import Workbench
from invotrack_analytics.workspace import create_workspace

DAY = "2026-09-30"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Workbench:
    folder, files = tmp_path_factory.mktemp("asked") / "books", tmp_path_factory.mktemp("files")
    create_workspace(folder, country="ES")
    Path(files, "clients.csv").write_text("client_id,name\nC-1,Meridian\nC-2,Harbour\nC-3,Birch\n", "utf-8")
    Path(files, "invoices.csv").write_text(
        "invoice_number,client_id,issue_date,total_amount,currency\n"
        "I1,C-1,2026-09-01,100,EUR\nI2,C-2,2026-09-01,70,GBP\nI3,C-3,2026-09-01,30,USD\nI4,C-1,2026-09-02,7,USD\n",
        "utf-8",
    )
    opened = iv.open(folder)
    opened.import_files(files)
    return opened


@pytest.mark.parametrize(
    ("client", "currency", "numbers"),
    [
        (None, None, "I1 I2 I3 I4"),
        ([], [], "I1 I2 I3 I4"),
        ("C-1", None, "I1 I4"),
        (["C-1"], None, "I1 I4"),
        (["C-1", "C-2"], None, "I1 I2 I4"),
        (("C-1", "C-3", "C-1"), ["usd"], "I3 I4"),
        (None, ["GBP", "EUR"], "I1 I2"),
    ],
)
def test_several_are_those_rows_and_no_other(
    book: Workbench, client: list[str] | None, currency: list[str] | None, numbers: str
) -> None:
    rows = book.report("open_invoices", as_of=DAY, client=client, currency=currency).rows()
    assert sorted(str(row["invoice_number"]) for row in rows) == numbers.split()


@pytest.mark.parametrize(
    "report", [one for one in REPORTS if {"client", "currency"} & set(one.parameters)], ids=lambda one: one.name
)
def test_every_report_takes_several(book: Workbench, report: object) -> None:
    name = getattr(report, "name", "")
    clients = ["C-1", "C-2", "C-3"] if find_report(name).narrows else None
    asked = book.report(name, as_of=DAY, client=clients, currency=["EUR", "GBP", "USD"])
    assert asked.rows() == book.report(name, as_of=DAY).rows()


def test_plain_sql_takes_one_or_a_list(book: Workbench) -> None:
    def numbers(client: str) -> list[str]:
        query = f"select invoice_number from open_invoices(date '{DAY}', client := {client}) order by all"
        return [row[0] for row in book.sql(query).relation.fetchall()]

    assert numbers("'C-1'") == ["I1", "I4"]
    assert numbers("['C-1', 'C-2']") == ["I1", "I2", "I4"]
    assert numbers("'[C-1]'") == []


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        ({"client": "C-11"}, r"there is no client C-11 in the books; near it: C-1 \(Meridian\)"),
        ({"client": ["C-1", "Harbor"]}, r"there is no client Harbor in the books; near it: C-2 \(Harbour\)"),
        ({"client": "zzz"}, "there is no client zzz in the books; none is near it"),
        ({"currency": "EUT"}, "nothing in the books is in EUT; near it: EUR"),
        ({"as_of": "2026-13"}, "'2026-13' is not a date; write it as 2026-09-30, 2026-09, 2026-Q3, today"),
    ],
)
def test_what_the_books_do_not_know_is_an_error(book: Workbench, asked: dict[str, str], problem: str) -> None:
    with pytest.raises(ReportError, match=problem):
        book.report("aging", **{"as_of": DAY, **asked})  # type: ignore[arg-type]


def test_a_report_that_does_not_exist_names_those_near_it(book: Workbench) -> None:
    with pytest.raises(ReportError, match="there is no report agin; near it: aging"):
        book.report("agin")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("today", "2026-05-14"),
        ("yesterday", "2026-05-13"),
        ("month_end", "2026-04-30"),
        ("quarter_end", "2026-03-31"),
        ("year_end", "2025-12-31"),
        ("2026-02", "2026-02-28"),
        ("2024-02", "2024-02-29"),
        ("2026-Q3", "2026-09-30"),
        ("2026-q4", "2026-12-31"),
        ("2026-09-30", "2026-09-30"),
    ],
)
def test_words_name_days(text: str, expected: str) -> None:
    assert read_day(text, date(2026, 5, 14)) == date.fromisoformat(expected)
