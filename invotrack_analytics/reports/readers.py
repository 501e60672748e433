"""Readers: connections to the latest snapshot with the reports' macros, kept for the next question."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import duckdb

from invotrack_analytics.config import Settings
from invotrack_analytics.reports.answer import create_macros
from invotrack_analytics.reports.report import Report
from invotrack_analytics.warehouse.books import Books
from invotrack_analytics.warehouse.reader import Reader

_MOST_KEPT = 6


@dataclass
class _Kept:
    """A reader, and the reports that it can answer: to make all of them takes longer than most questions."""

    reader: Reader
    made: set[str] = field(default_factory=set)


class Readers:
    """A reader for each `known_on` and list of buckets that was asked for lately. Used from several threads."""

    def __init__(self, books: Books, settings: Settings) -> None:
        self._books, self._settings = books, settings
        self._kept: OrderedDict[tuple[Path, datetime | None, tuple[int, ...]], _Kept] = OrderedDict()
        self._opening = threading.Lock()

    def cursor(
        self,
        known_on: datetime | None = None,
        buckets: tuple[int, ...] | None = None,
        reports: Collection[Report] = (),
    ) -> duckdb.DuckDBPyConnection:
        """A connection of the caller's own to the latest snapshot, as known then, that can answer these reports.

        Buckets default to the company's.
        """
        limits = buckets or self._settings.receivables.buckets
        with self._opening:
            kept = self._kept.get((self._books.snapshot(), known_on, limits))
            if kept is None:
                kept = _Kept(Reader(self._books, self._settings, known_on))
                self._kept[kept.reader.snapshot, known_on, limits] = kept
            missing = [report for report in reports if report.name not in kept.made]
            if missing:
                create_macros(kept.reader.connection, limits, missing)
                kept.made.update(report.name for report in missing)
            self._kept.move_to_end((kept.reader.snapshot, known_on, limits))
            while len(self._kept) > _MOST_KEPT:
                # Whoever still asks it has a cursor of their own, which keeps the database alive.
                self._kept.popitem(last=False)[1].reader.close()
            return kept.reader.cursor()
