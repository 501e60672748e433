"""Readers: connections to the latest snapshot that can answer reports, kept for the next question."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import duckdb

from invotrack_analytics.config import Settings
from invotrack_analytics.reports.answer import report_macros
from invotrack_analytics.warehouse.books import Books
from invotrack_analytics.warehouse.reader import Reader

_MOST_KEPT = 6


class Readers:
    """A reader for each `known_on` and list of buckets that was asked for lately. Used from several threads."""

    def __init__(self, books: Books, settings: Settings) -> None:
        self._books, self._settings = books, settings
        self._kept: OrderedDict[tuple[Path, datetime | None, tuple[int, ...]], Reader] = OrderedDict()
        self._opening = threading.Lock()

    def cursor(
        self,
        known_on: datetime | None = None,
        buckets: tuple[int, ...] | None = None,
        macros: Iterable[str] = (),
    ) -> duckdb.DuckDBPyConnection:
        """A connection of the caller's own to the latest snapshot, as known then, on which these macros are made.

        Reports are macros of their names, the ledger has more, and data sets are always there. Names that are none of
        these are left to others. Buckets default to the company's.
        """
        limits = buckets or self._settings.receivables.buckets
        with self._opening:
            reader = self._kept.get((self._books.snapshot(), known_on, limits))
            if reader is None:
                reader = Reader(self._books, self._settings, known_on)
                reader.macros.know(report_macros(limits))
                self._kept[reader.snapshot, known_on, limits] = reader
            reader.macros.make(macros)
            self._kept.move_to_end((reader.snapshot, known_on, limits))
            while len(self._kept) > _MOST_KEPT:
                # Whoever still asks it has a cursor of their own, which keeps the database alive.
                self._kept.popitem(last=False)[1].close()
            return reader.cursor()
