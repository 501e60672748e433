"""TextTable: what every reader makes of a file, whatever its format: named columns of text, row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

Batch = tuple[list[int], list[list[str | None]]]
"""Line numbers, and for each column its values."""

LINE = "@line"
ELEMENT = "@element"


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


@dataclass(frozen=True)
class TextTable:
    """The rows of one file as text.

    Either `csv` or `parquet` is given, for the database to read by itself, or `batches`, which streams them.
    """

    header: tuple[str, ...]
    csv: CsvText | None = None
    parquet: Path | None = None
    batches: Callable[[], Iterator[Batch]] | None = None
    first_line: int = 2
    """The line of the first row, where lines are counted by rows."""


def normal_header(name: str) -> str:
    """A header as it is compared: case, runs of space and the asterisk of a mandatory column do not matter."""
    return " ".join(name.replace("\ufeff", "").split()).strip("*").strip().casefold()
