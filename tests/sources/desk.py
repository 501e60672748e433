"""A desk: empty books of one company, into which files are imported and of which rows are asked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from invotrack_analytics.config import load_settings
from invotrack_analytics.intake.importing import ImportResult, import_files
from invotrack_analytics.intake.quarantine import RejectedRow, rejected_rows
from invotrack_analytics.model import BY_NAME
from invotrack_analytics.reports.check import asked_by_checks, run_checks
from invotrack_analytics.reports.readers import Readers
from invotrack_analytics.warehouse.books import Books

RECORDED_AT = datetime(2026, 10, 1)  # noqa: DTZ001  recording times are UTC without saying so


class Desk:
    """The books of one workspace."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings = load_settings(folder)
        self.books = Books(self.settings.warehouse_folder)
        self._readers = Readers(self.books, self.settings)

    def cursor(self, *macros: str) -> duckdb.DuckDBPyConnection:
        """A connection to the books, on which these macros are made."""
        return self._readers.cursor(macros=macros)

    def write(self, name: str, text: str) -> Path:
        """A file of the workspace."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="")
        return path

    def imports(self, *paths: Path, dry_run: bool = False, profile: str | None = None) -> ImportResult:
        """Import files."""
        return import_files(self.books, self.settings, paths, recorded_at=RECORDED_AT, dry_run=dry_run, profile=profile)

    def rows(self, dataset: str, *columns: str) -> list[Any]:
        """The rows of a data set by its key: as dictionaries, or the text of some columns."""
        order = ", ".join(f'"{name}" nulls first' for name in BY_NAME[dataset].key)
        found = self.cursor().execute(f"select * from {dataset} order by {order}").to_arrow_table()
        rows: Sequence[dict[str, Any]] = found.to_pylist()
        return [tuple(shown(row[name]) for name in columns) for row in rows] if columns else list(rows)

    def aging(self, as_of: date = date(2026, 9, 30)) -> list[tuple[str, ...]]:
        """What each client owes in open invoices, has as unapplied credit, and owes after it."""
        found = (
            self.cursor("aging")
            .execute(
                "select outstanding + unapplied_credit, unapplied_credit, outstanding from aging(?) order by client_id",
                [as_of],
            )
            .fetchall()
        )
        return [tuple(map(shown, row)) for row in found]

    def waiting(self, dataset: str) -> list[dict[str, Any]]:
        """The typed rows of a data set that wait in quarantine."""
        parts = self.cursor().execute("select parts from books.quarantine where resolved_in is null").fetchall()
        found = [json.loads(part)[dataset] for (part,) in parts if dataset in json.loads(part)]
        money = [column.name for column in BY_NAME[dataset].columns if column.kind == "money"]
        return [row | {name: Decimal(row[name]) for name in money if row[name] is not None} for row in found]

    def rejects(self) -> list[RejectedRow]:
        """Rows in quarantine."""
        return rejected_rows(self.cursor())

    def differences(self, as_of: date = date(2026, 9, 30)) -> list[Any]:
        """What does not tie out."""
        found = run_checks(self.cursor(*asked_by_checks()), self.settings, as_of)
        return [(item.name, item.differences) for item in found if not item.holds]


def shown(value: Any) -> str:
    """A value as the tables of the tests write it."""
    if value is None:
        return "-"
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return str(value)
