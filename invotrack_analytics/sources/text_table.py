"""TextTable: what every reader makes of a file, whatever its format: named columns of text, row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

Batch = tuple[list[int], list[list[str | None]]]
"""Line numbers, and for each column its values."""

LINE = "@line"
ELEMENT = "@element"
RECORD = "record"
"""The column that tells of which data set a row of a document is."""


@dataclass(frozen=True)
class CsvText:
    """Delimited text in UTF-8 that the database's own reader can take."""

    path: Path
    delimiter: str
    quote: str
    skip: int
    """Lines above the first row: preamble and header."""
    ragged: bool = False
    """Rows may have too few cells: the missing ones are blank."""
    terminator: str = ""
    """What stands at the end of every row's last cell without belonging to it."""
    escape: str = '"'
    """What stands before a quote within a cell."""


@dataclass(frozen=True)
class TextTable:
    """The rows of one file as text.

    Either `csv` or `parquet` is given, for the database to read by itself, or `batches`, which streams them.
    """

    header: tuple[str, ...]
    csv: CsvText | None = None
    parquet: Path | None = None
    batches: Callable[[], Iterator[Batch]] | None = None
    documents: Callable[[], list[tuple[int, dict[str, str]]]] | None = None
    """A small file's rows, each with its line: many such files are loaded together."""
    may_be_empty: bool = False
    """Whether a file without rows is in order, as a bank statement without money received."""
    first_line: int = 2
    """The line of the first row, where lines are counted by rows."""


# Thousands of small documents have the same few headers.
@lru_cache(maxsize=10_000)
def normal_header(name: str) -> str:
    """A header as it is compared: case, runs of space and the asterisk of a mandatory column do not matter."""
    return " ".join(name.replace("\ufeff", "").split()).strip("*").strip().casefold()


def unique_headers(header: tuple[str, ...]) -> tuple[str, ...]:
    """Headers without blanks and repetitions: `column 3`, `Amount (2)`."""
    seen: dict[str, int] = {}
    names: list[str] = []
    for place, name in enumerate(header, start=1):
        base = name or f"column {place}"
        seen[base] = seen.get(base, 0) + 1
        names.append(base if seen[base] == 1 else f"{base} ({seen[base]})")
    return tuple(names)
