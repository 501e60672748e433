"""Suggestion: a draft profile for a file that none fits, to be edited: its columns, each with samples."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from invotrack_analytics.errors import SourceError
from invotrack_analytics.sources.csv_files import Candidate, header_candidates, readable_text
from invotrack_analytics.sources.draft_table import quoted, samples_of, table_of
from invotrack_analytics.sources.excel_files import read_sheet
from invotrack_analytics.sources.text_table import normal_header, unique_headers
from invotrack_analytics.sources.xml_files import sample_records

SAMPLED = 200
_TOLERATED = 0.2
_VALUE = re.compile(
    r"[-+(]?\s*[$€£¥]?\s*[-+]?[0-9][0-9.,' ]*\)?|[0-9]{1,4}[-/.][0-9A-Za-z]{1,3}[-/.][0-9]{1,4}(?:[ T].*)?"
    r"|[0-9]{1,2} [A-Za-z]{3,9}[.]? [0-9]{2,4}"
)
"""A number, an amount or a date."""


def suggest_profile(path: Path, scratch: Path, currency: str | None = None) -> str:
    """The TOML of a draft, every column of the file in it with samples as a comment. Raises SourceError.

    `currency` is the company's: that of bank lines whose file names none.
    """
    found = _read(path, scratch)
    header, rows = found.header, found.rows
    name = "-".join(part for part in normal_header(path.stem).replace("_", "-").split() if part) or "my-layout"
    lines = [
        f"# Draft made from {path.name}. Keep the headers that mark this layout, name the right data set, and map",
        "# its columns; then save it in the workspace's folder profiles/.",
        f"name = {quoted(name)}",
        "",
        "[match]",
        *(
            [f"headers = [{', '.join(quoted(item) for item in found.marks or header)}]"]
            if found.named
            else ["# The file has no header to be known by: choose this layout with --profile."]
        ),
        "",
        "[format]",
        f"kind = {quoted(found.kind)}",
        *(
            [f"row = {quoted(found.row)}    # the element of one row; columns are paths from there"]
            if found.row
            else []
        ),
        *([f"delimiter = {quoted(found.delimiter)}"] if found.delimiter else []),
        *([] if found.named else ["header = false"]),
        *(["ragged = true    # not every row has all of the cells"] if found.ragged else []),
        '# date = "%d/%m/%Y"    # where it cannot be told: %d/%m/%Y is day first, %m/%d/%Y month first',
        '# decimal = ","        # where it cannot be told',
        '# currency = "USD"     # of amounts whose row names none',
        "",
        *table_of(header, rows, named=found.named, currency=currency),
        "",
        "# The columns of the file, with what stands in them:",
        *(f"# {quoted(item)}: {samples_of(rows, place)}" for place, item in enumerate(header)),
    ]
    return "\n".join(lines) + "\n"


@dataclass(frozen=True)
class Draft:
    """What a file without a profile looks like: its table, as far as it can be told."""

    kind: str
    header: tuple[str, ...]
    rows: list[list[str]]
    delimiter: str | None = None
    named: bool = True
    """Whether the file names its columns."""
    row: str | None = None
    """Of XML: the element of one row; the header are paths from there."""
    marks: tuple[str, ...] = ()
    """Of XML: the paths that every row has."""

    @property
    def ragged(self) -> bool:
        """Whether a good part of the rows has another number of cells than the header."""
        return self.kind == "csv" and sum(len(row) != len(self.header) for row in self.rows) > _TOLERATED * len(
            self.rows
        )


def _read(path: Path, scratch: Path) -> Draft:
    try:
        with path.open("rb") as file:
            start = file.read(512)
    except OSError as error:
        message = f"{path}: cannot be read: {error.strerror}"
        raise SourceError(message) from error
    if start.startswith(b"PK\x03\x04"):
        sheet = read_sheet(path)
        place = max(range(min(len(sheet), 30)), key=lambda at: (sum(map(bool, sheet[at])), -at))
        return Draft("xlsx", unique_headers(tuple(sheet[place])), sheet[place + 1 : place + 1 + SAMPLED])
    if start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        return _read_xml(path)
    _, head = readable_text(path, scratch, None)
    candidates = list(header_candidates(head, None))
    if not candidates:
        message = f"{path}: has no header in its first lines; write one above the rows"
        raise SourceError(message)
    lines = head.splitlines(keepends=True)
    best = likeliest(lines, candidates)
    if names_columns(best.header):
        return Draft("csv", unique_headers(best.header), _rows(lines, best), best.delimiter)
    # What looks like a value names no column: the rows begin there, or above.
    rows = [row for row in _rows(lines, replace(best, skip=0)) if len(row) > 1]
    width = max((len(row) for row in rows), default=0)
    return Draft("csv", tuple(f"column {place}" for place in range(1, width + 1)), rows, best.delimiter, named=False)


def _read_xml(path: Path) -> Draft:
    element, records = sample_records(path, SAMPLED)
    header = tuple(dict.fromkeys(name for record in records for name in record))
    if not header:
        message = f"{path}: no element of it holds a text or an attribute, so there is nothing to map"
        raise SourceError(message)
    rows = [[record.get(name, "") for name in header] for record in records]
    marks = tuple(name for name in header if all(name in record for record in records))
    return Draft("xml", header, rows, row=element, marks=marks or header[:1])


def likeliest(lines: Sequence[str], candidates: Iterable[Candidate]) -> Candidate:
    """The header, or first row, that makes the most consistent table of a file's first lines."""
    return max(candidates, key=lambda item: _fitness(lines, item))


def names_columns(header: Sequence[str]) -> bool:
    """Whether these cells are names, and not already what stands in a row."""
    return not any(map(_is_value, header))


def _is_value(text: str) -> bool:
    return _VALUE.fullmatch(text) is not None


def _fitness(lines: Sequence[str], candidate: Candidate) -> tuple[int, int, int]:
    """How many rows and values it makes: cut wrongly, rows differ in width and amounts are no numbers any more."""
    width = len(candidate.header)
    alike = [row for row in _rows(lines, candidate) if len(row) == width > 1]
    values = sum(_is_value(cell) for row in alike for cell in row)
    named = sum(map(bool, candidate.header)) * 2 > width and names_columns(candidate.header)
    return (len(alike) + values) * (2 if named else 1), width if named else 0, -candidate.skip


def _rows(lines: Sequence[str], candidate: Candidate) -> list[list[str]]:
    found: list[list[str]] = []
    try:
        for row in candidate.quoting.rows(lines[candidate.skip :], candidate.delimiter):
            if any(row):
                found.append(row)
            if len(found) >= SAMPLED:
                break
    except csv.Error:
        pass
    return found
