"""Books to report on, given as small tables: `books_of(invoices=…, payments=…).shows("aging", …)`.

A table is a header and a line for each row; two spaces or more stand between cells, `-` is a blank. Clients and
employees that are only mentioned are made up, named by their codes.
"""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Callable, Collection
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

import duckdb
import pytest

from invotrack_analytics.config import Settings, load_settings
from invotrack_analytics.intake.importing import import_files
from invotrack_analytics.money import minor_unit
from invotrack_analytics.reports.answer import answer, find_report, settle
from invotrack_analytics.reports.check import Invariant, asked_by_checks, run_checks
from invotrack_analytics.reports.readers import Readers
from invotrack_analytics.reports.report import Column, Result, Value
from invotrack_analytics.warehouse.books import Books

AS_OF = date(2026, 9, 30)
RECORDED_AT = datetime(2026, 10, 1)  # noqa: DTZ001  recording times are UTC without saying so

BooksOf = Callable[..., "GivenBooks"]


class GivenBooks:
    """Imported books, and what their reports and checks say."""

    _asked: ClassVar[GivenBooks | None] = None

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings: Settings = load_settings(folder)
        self._books = Books(self.settings.warehouse_folder)
        self._readers = Readers(self._books, self.settings)

    def result(self, name: str, *, as_of: date = AS_OF, **asked: Any) -> Result:
        """The answer of a report."""
        report = find_report(name)
        parameters = settle(self.settings, report, as_of, as_of=as_of, **asked)
        return answer(self._cursor(parameters.known_on, parameters.buckets, [name]), report, parameters)

    def report(self, name: str, *, as_of: date = AS_OF, **asked: Any) -> list[dict[str, Value]]:
        """The rows of a report."""
        return self.result(name, as_of=as_of, **asked).rows()

    def shows(self, name: str, expected: str, *, as_of: date = AS_OF, **asked: Any) -> None:
        """Hold a report against a table; columns that the table leaves out may hold anything."""
        result = self.result(name, as_of=as_of, **asked)
        header, *rows = table_cells(expected)
        columns = {column.name: column for column in result.columns}
        found = [
            [shown(row[name], columns[name], str(row.get(columns[name].money_in, "EUR"))) for name in header]
            for row in result.rows()
        ]
        assert found == rows

    def check(self, *, as_of: date = AS_OF) -> dict[str, Invariant]:
        """Every invariant, by name."""
        return {found.name: found for found in run_checks(self._cursor(macros=asked_by_checks()), self.settings, as_of)}

    def _cursor(
        self,
        known_on: datetime | None = None,
        buckets: tuple[int, ...] | None = None,
        macros: Collection[str] = (),
    ) -> duckdb.DuckDBPyConnection:
        # Making a reader takes longer than most questions; only the books asked last keep theirs.
        if GivenBooks._asked is not self:
            if GivenBooks._asked is not None:
                GivenBooks._asked.let_go()
            GivenBooks._asked = self
        return self._readers.cursor(known_on, buckets, macros)

    def let_go(self) -> None:
        """Close what is kept open to answer."""
        self._readers = Readers(self._books, self.settings)

    def tamper(self, *statements: str) -> None:
        """Change the stored tables behind the program's back."""
        with duckdb.connect(":memory:") as connection, self._books.writing(connection):
            for statement in statements:
                connection.execute(statement)


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path, str], GivenBooks]:
    """Return a way to make a workspace of the folder and import its inbox, which must be accepted whole."""
    empty = tmp_path_factory.mktemp("empty")
    (empty / "invotrack.toml").write_text("", "utf-8")
    Books(load_settings(empty).warehouse_folder).create()

    def imported(folder: Path, settings: str = "") -> GivenBooks:
        shutil.copytree(empty, folder, dirs_exist_ok=True)
        (folder / "invotrack.toml").write_text(settings, "utf-8")
        books = GivenBooks(folder)
        warehouse = Books(books.settings.warehouse_folder)
        result = import_files(warehouse, books.settings, [folder / "inbox"], recorded_at=RECORDED_AT)
        assert not result.failed, result.failed
        assert not result.rejected, result.files
        return books

    return imported


@pytest.fixture(scope="session")
def books_of(tmp_path_factory: pytest.TempPathFactory, imported: Callable[[Path, str], GivenBooks]) -> BooksOf:
    """Return a way to get imported books. The same tables are the same books; whoever tampers asks for `own=True`."""
    made: dict[tuple[tuple[str, str], ...], GivenBooks] = {}

    def books_of(*, own: bool = False, settings: str = "", **tables: str) -> GivenBooks:
        key = (("settings", settings), *sorted(tables.items()))
        if key in made and not own:
            return made[key]
        folder = tmp_path_factory.mktemp("given")
        write_tables({name: table_rows(table) for name, table in tables.items()}, folder / "inbox")
        books = imported(folder, settings)
        if not own:
            made[key] = books
        return books

    return books_of


def table_cells(table: str) -> list[list[str]]:
    """The cells of a table, line by line."""
    lines = [re.split(r"\s{2,}", line.strip()) for line in table.splitlines() if line.strip()]
    for cells in lines:
        assert len(cells) == len(lines[0]), f"{cells} does not fit {lines[0]}"
    return lines


def table_rows(table: str) -> list[dict[str, str]]:
    """The rows of a table; a blank is an empty text."""
    header, *lines = table_cells(table)
    return [dict(zip(header, ["" if cell == "-" else cell for cell in cells], strict=True)) for cells in lines]


def write_tables(tables: dict[str, list[dict[str, str]]], folder: Path) -> None:
    """Write canonical CSV files, with the clients and employees that the rows mention."""
    tables = dict(tables)
    for dataset, key in (("clients", "client_id"), ("employees", "employee_id")):
        rows = tables.get(dataset, [])
        mentioned = {row[key] for others in tables.values() for row in others if row.get(key)}
        missing = sorted(mentioned - {row[key] for row in rows})
        rows = [{"name": row[key]} | row for row in rows] + [{key: code, "name": code} for code in missing]
        if rows:
            tables[dataset] = rows
    folder.mkdir()
    for dataset, rows in tables.items():
        columns = list(dict.fromkeys(column for row in rows for column in row))
        with (folder / f"{dataset}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="")
            writer.writeheader()
            writer.writerows(rows)


def shown(value: Value, column: Column, currency: str) -> str:
    """A cell as the tables write it: amounts with their minor unit, ratios and averages with up to six places."""
    if value is None:
        return "-"
    if column.type == "money":
        assert isinstance(value, Decimal), f"{column.name} is no decimal: {value!r}"
        assert value == round(value, minor_unit(currency)), f"{column.name} is not rounded: {value}"
        return f"{value:.{minor_unit(currency)}f}"
    if isinstance(value, float | Decimal):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    return str(value)
