"""A change of the books by billing: lock, ledger and one transaction, from choosing to writing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import duckdb

from invotrack_analytics.config import Settings
from invotrack_analytics.warehouse.books import Books, transaction
from invotrack_analytics.warehouse.connection import connect
from invotrack_analytics.warehouse.ledger import BILLING, create_ledger


@contextmanager
def changing(books: Books, settings: Settings, asked: Iterable[str] = ()) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection on which one transaction of the books is open, with the ledger beside it; all or nothing.

    `asked` are macros beside those that all billing asks.

    Nobody else writes until it ends, so what is read in it still holds when it commits. Raises BooksLockedError, and
    WorkspaceError where there are no books.
    """
    books.snapshot()  # Attaching would make an empty file where there are no books.
    with connect() as connection, books.writing(connection):
        create_ledger(connection, settings).make((*BILLING, *asked))
        with transaction(connection):
            yield connection
