"""A query of the user's own: all that a relation does, shown as a table, its decimals exact; and the SQL cell."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pyarrow as pa
import pytest
from IPython.core.interactiveshell import InteractiveShell
from lxml import html

import invotrack_analytics as iv
from invotrack_analytics.config import Settings
from invotrack_analytics.errors import ReportError
from invotrack_analytics.publish.notebook_query import Query
from invotrack_analytics.workbench import Workbench
from invotrack_analytics.workspace import create_workspace
from tests.publish.test_notebook import cells

OPEN = """
select * from (values
    ('C1', '<b>Loud</b>', 'EUR', 1234.5::decimal(18, 3), date '2026-09-30', 3, true, 'inf'::double),
    ('C2', 'Tōkyō', 'JPY', 1250::decimal(18, 3), null, 12000, false, 0.125)
) as t (client_id, client_name, currency, open_amount, due_date, invoices, late, share)
"""


@pytest.fixture
def query(settings: Settings) -> Query:
    return Query(duckdb.connect().sql(OPEN), settings)


@pytest.fixture
def book(settings: Settings) -> Workbench:
    create_workspace(settings.folder / "office", name="Acme", country="ES")
    return Workbench.open(settings.folder / "office")


def test_a_query_shows_as_a_table_in_the_locale_with_no_markup(query: Query) -> None:
    page = query._repr_html_()
    assert cells(page, "thead")[0][:4] == ["client_id", "client_name", "currency", "open_amount"]
    assert cells(page, "tbody") == [
        ["C1", "<b>Loud</b>", "EUR", "1.234,50", "30/9/2026", "3", "yes", "\N{EN DASH}"],
        ["C2", "Tōkyō", "JPY", "1.250", "\N{EN DASH}", "12.000", "no", "0,125"],
    ]
    assert not html.fromstring(page).xpath("//tbody//b")


def test_it_is_read_as_one_likes_and_decimals_stay_exact(query: Query) -> None:
    assert isinstance(query.arrow(), pa.Table)
    assert query.to_arrow_table().equals(query.arrow())
    for frame in (query.df(), query.to_df()):
        assert frame["open_amount"].sum() == Decimal("2484.500")
    assert query.pl().schema["open_amount"] == pl.Decimal(18, 3)
    assert pa.table(query).num_rows == len(query) == 2
    assert [row[0] for row in query.fetchall()] == ["C1", "C2"]
    assert "open_amount" in query
    assert query.columns[0] == "client_id"


def test_what_a_relation_makes_of_itself_shows_too(query: Query) -> None:
    most = query.filter("late").project("client_id, open_amount")
    assert most.fetchone() == ("C1", Decimal("1234.500"))
    assert cells(most._repr_html_(), "tbody") == [["C1", "1.234,50"]]
    assert query.union(query).order("client_id").fetchmany(3)[-1][0] == "C2"
    assert query["client_id"].fetchall() == [("C1",), ("C2",)]


def test_of_very_many_rows_the_first_are_shown(settings: Settings) -> None:
    many = Query(duckdb.connect().sql("select range as number from range(5_000) order by number"), settings)
    page = many._repr_html_()
    assert [row[0] for row in cells(page, "tbody")[:2]] == ["0", "1"]
    assert len(cells(page, "tbody")) == 1_000
    assert "these are the first 1.000" in page


def test_values_are_bound(book: Workbench) -> None:
    found = book.sql("select $day::date as day, $name as name", parameters={"day": "2026-09-30", "name": "'; drop"})
    assert found.fetchone() == (date(2026, 9, 30), "'; drop")


def test_a_statement_without_rows_is_done_and_has_an_empty_answer(book: Workbench, tmp_path: Path) -> None:
    written = tmp_path / "one.csv"
    answer = book.sql(f"copy (select 1 as one) to '{written}'")
    assert written.read_text("utf-8") == "one\n1\n"
    assert (answer.fetchall(), answer.df().shape, cells(answer._repr_html_(), "tbody")) == ([], (0, 1), [])


@pytest.fixture
def shell(book: Workbench, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A notebook's Python, in which nothing is imported yet."""
    monkeypatch.setenv("INVOTRACK_WORKSPACE", str(book.settings.folder))
    opened = InteractiveShell.instance()
    yield opened
    InteractiveShell.clear_instance()


@pytest.mark.parametrize("by", ["%load_ext invotrack_analytics", "import invotrack_analytics as iv; iv.open()"])
def test_a_cell_may_be_sql(shell: Any, by: str) -> None:
    shell.run_cell(by).raise_error()
    shell.run_cell("AS_OF, unsafe = '2026-09-30', \"x'; drop table clients\"").raise_error()
    done = shell.run_cell("%%invotrack debtors\nselect count(*) as n, $unsafe as name from aging($AS_OF::date)")
    done.raise_error()
    assert done.result.fetchall() == [(0, "x'; drop table clients")]
    assert shell.user_ns["debtors"] is done.result
    assert isinstance(shell.run_cell("%%invotrack a b\nselect 1").error_in_exec, ReportError)


def test_elsewhere_opening_registers_nothing(book: Workbench) -> None:
    assert isinstance(iv.open(book.settings.folder), Workbench)
