"""Large books, made by SQL in the warehouse itself: what an import of them would leave, without the import."""

from __future__ import annotations

from pathlib import Path
from string import Template

import duckdb

from invotrack_analytics.config import Settings, load_settings
from invotrack_analytics.warehouse.books import Books, transaction

HERE = Path(__file__).parent


def make_large_books(folder: Path, invoices: int) -> tuple[Books, Settings]:
    """Make a workspace in an empty folder whose books hold so many invoices, up to 2026-09-30."""
    (folder / "invotrack.toml").write_text("", "utf-8")
    settings = load_settings(folder)
    books = Books(settings.warehouse_folder)
    books.create()
    script = Template((HERE / "large_books.sql").read_text("utf-8")).substitute(invoices=invoices)
    with duckdb.connect(":memory:") as connection, books.writing(connection), transaction(connection):
        connection.execute(script)
    return books, settings
