"""Reader: a connection to the published books, as known on one day, on which reports and plain SQL run."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Self

import duckdb

from invotrack_analytics.config import Settings
from invotrack_analytics.warehouse.books import Books
from invotrack_analytics.warehouse.connection import connect, share_out
from invotrack_analytics.warehouse.ledger import create_ledger
from invotrack_analytics.warehouse.migrations import missing

_ATTEMPTS = 20


class Reader:
    """The books as of one snapshot and one `known_on` (UTC; None = everything recorded).

    In its database each data set is a view of its own name, as known then; the macros that read these views are made
    when they are asked for. It may be used from several threads through `cursor()`.
    """

    def __init__(self, books: Books, settings: Settings, known_on: datetime | None = None) -> None:
        self.connection = connect()
        self.snapshot = self._attach(books)
        self.macros = create_ledger(self.connection, settings, known_on)

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A connection to the same database for use in another thread."""
        return self.connection.cursor()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the snapshot."""
        self.connection.close()

    def _attach(self, books: Books) -> Path:
        for attempt in range(_ATTEMPTS):
            snapshot = books.snapshot()
            path = str(snapshot).replace("'", "''")
            try:
                share_out(self.connection, snapshot.stat().st_size)
                self.connection.execute(f"attach '{path}' as books (read_only)")
            except (duckdb.IOException, FileNotFoundError):
                # Between reading CURRENT and opening it, two newer snapshots may have come.
                if attempt == _ATTEMPTS - 1:
                    raise
                continue
            if missing(self.connection):
                self.connection.execute("detach books")
                books.migrate()
                continue
            return snapshot
        raise AssertionError
