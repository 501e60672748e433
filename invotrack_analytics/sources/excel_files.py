"""Excel sheets (.xlsx): each cell as the text that a CSV export would hold."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import IO

from python_calamine import CalamineError, CalamineWorkbook

from invotrack_analytics.errors import SourceError
from invotrack_analytics.sources.text_table import Batch, TextTable, unique_headers

BATCH_ROWS = 20_000
LARGEST_WORKBOOK = 1 << 30
"""Bytes that a workbook may unpack to."""
SUSPECT_FROM = 64 << 20
"""Bytes from which on the compression is looked at: sheets shrink some 20 times, bombs a thousand."""
MOST_PARTS = 10_000
MOST_CELLS = 40_000_000
"""Cells, blank ones included, of the rectangle that a sheet's filled cells span: all of it is laid out in memory."""
_COLUMN = re.compile(rb'\sr=["\']([A-Za-z]{1,3})[0-9]')
_ROW = re.compile(rb'\sr=["\'][A-Za-z]{1,3}([0-9]{1,7})["\']')
_LONGEST_CELL = 20
_CHUNK = 1 << 20


def read_sheet(path: Path) -> list[list[str]]:
    """The first sheet that holds anything, cell by cell as text. Raises SourceError where there is none."""
    _refuse_bomb(path)
    _refuse_wide_apart(path)
    try:
        workbook = CalamineWorkbook.from_path(str(path))
        for name in workbook.sheet_names:
            rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            if rows:
                return [[_text(cell) for cell in row] for row in rows]
    except (CalamineError, OSError, ValueError) as error:
        message = f"{path}: cannot be read as an Excel workbook: {error}"
        raise SourceError(message) from error
    message = f"{path}: has no rows in any sheet"
    raise SourceError(message)


def _refuse_bomb(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            packed = max(sum(part.compress_size for part in parts), 1)
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, struct.error) as error:
        message = f"{path}: cannot be read as an Excel workbook: {error}"
        raise SourceError(message) from error
    if not any(part.filename.startswith("xl/") for part in parts):
        what = "is packed like a workbook but is none of Excel's"
        if any(part.filename == "content.xml" for part in parts):
            # Its repeated cells would make a small file as large as any: they are not laid out.
            what = "is a workbook of LibreOffice's own kind (.ods)"
        message = f"{path}: {what}; save it as .xlsx or CSV"
        raise SourceError(message)
    if len(parts) > MOST_PARTS or unpacked > LARGEST_WORKBOOK or (unpacked > SUSPECT_FROM and unpacked > packed * 200):
        message = (
            f"{path}: unpacks to {unpacked >> 20} MB in {len(parts)} parts, which no workbook needs; export it as CSV"
        )
        raise SourceError(message)


def _refuse_wide_apart(path: Path) -> None:
    """A cell in the last corner of a sheet makes it as large as all sheets can be, in a file of some kilobytes."""
    try:
        with zipfile.ZipFile(path) as archive:
            for part in archive.infolist():
                if part.filename.endswith(".xml"):
                    with archive.open(part) as content:
                        rows, columns = _extent(content)
                    if rows * columns > MOST_CELLS:
                        message = (
                            f"{path}: a sheet has something in row {rows} and something in column {columns}, and "
                            f"{rows * columns:,} cells are too many to read; delete what stands so far out, or export "
                            "it as CSV"
                        )
                        raise SourceError(message)
    except (zipfile.BadZipFile, NotImplementedError, OSError, RuntimeError, ValueError, zlib.error) as error:
        message = f"{path}: cannot be read as an Excel workbook: {error}"
        raise SourceError(message) from error


def _extent(content: IO[bytes]) -> tuple[int, int]:
    """The last row and the last column that a sheet's cells name."""
    rows, columns, tail = 0, set[bytes](), b""
    while chunk := content.read(_CHUNK):
        text = tail + chunk
        columns.update(_COLUMN.findall(text))
        rows = max(rows, max(map(int, set(_ROW.findall(text))), default=0))
        tail = chunk[-_LONGEST_CELL:]
    return rows, max(map(_column_number, columns), default=0)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def sheet_table(rows: list[list[str]], header_row: int) -> TextTable:
    """The rows below the header, as a table; `header_row` counts from 0."""
    header = unique_headers(tuple(rows[header_row]))

    def batches() -> Iterator[Batch]:
        for start in range(header_row + 1, len(rows), BATCH_ROWS):
            part = [(start + at + 1, row) for at, row in enumerate(rows[start : start + BATCH_ROWS]) if any(row)]
            if part:
                yield (
                    [line for line, _ in part],
                    [[row[place] or None for _, row in part] for place in range(len(header))],
                )

    return TextTable(header, batches=batches, first_line=header_row + 2)


def _text(cell: float | str | bool | date | time | timedelta) -> str:  # noqa: FBT001  cells have these types
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        # Excel keeps 15 digits: beyond them stands noise of the binary form.
        return format(cell, ".15g") if cell != int(cell) else str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    if isinstance(cell, timedelta):
        minutes, seconds = divmod(int(cell.total_seconds()), 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}"
    return str(cell)
