"""Suggestion: a draft profile for a file that none fits, to be edited: its columns, each with samples."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from invotrack_analytics.errors import SourceError
from invotrack_analytics.model import BY_NAME, DATASETS, Dataset
from invotrack_analytics.sources.csv_files import Candidate, header_candidates, readable_text
from invotrack_analytics.sources.excel_files import read_sheet
from invotrack_analytics.sources.text_table import normal_header, unique_headers

SAMPLED = 200
_SHOWN = 3
_SHOWN_LENGTH = 40


def suggest_profile(path: Path, scratch: Path) -> str:
    """The TOML of a draft, every column of the file in it with samples as a comment. Raises SourceError."""
    kind, delimiter, header, rows = _read(path, scratch)
    dataset = _nearest(header)
    name = "-".join(part for part in normal_header(path.stem).replace("_", "-").split() if part) or "my-layout"
    lines = [
        f"# Draft made from {path.name}. Keep the headers that mark this layout, name the right data set, and map",
        "# its columns; then save it in the workspace's folder profiles/.",
        f"name = {_quoted(name)}",
        "",
        "[match]",
        f"headers = [{', '.join(_quoted(item) for item in header)}]",
        "",
        "[format]",
        f"kind = {_quoted(kind)}",
        *([f"delimiter = {_quoted(delimiter)}"] if delimiter else []),
        '# date = "%d/%m/%Y"    # where it cannot be told: %d/%m/%Y is day first, %m/%d/%Y month first',
        '# decimal = ","        # where it cannot be told',
        "",
        "[[table]]",
        f"dataset = {_quoted(dataset.name)}    # one of {', '.join(item.name for item in DATASETS)}",
        "# create_clients = true    # where clients are only named here",
        "[table.columns]",
        *_mapped(dataset, header, rows),
        "",
        "# The columns of the file, with what stands in them:",
        *(f"# {_quoted(item)}: {_samples(rows, place)}" for place, item in enumerate(header)),
    ]
    return "\n".join(lines) + "\n"


def _read(path: Path, scratch: Path) -> tuple[str, str | None, tuple[str, ...], list[list[str]]]:
    try:
        with path.open("rb") as file:
            start = file.read(4)
    except OSError as error:
        message = f"{path}: cannot be read: {error.strerror}"
        raise SourceError(message) from error
    if start == b"PK\x03\x04":
        sheet = read_sheet(path)
        place = max(range(min(len(sheet), 30)), key=lambda at: (sum(map(bool, sheet[at])), -at))
        return "xlsx", None, unique_headers(tuple(sheet[place])), sheet[place + 1 : place + 1 + SAMPLED]
    text_path, head = readable_text(path, scratch, None)
    candidates = list(header_candidates(head, None))
    if not candidates:
        message = f"{path}: has no header in its first lines; write one above the rows"
        raise SourceError(message)
    with text_path.open(encoding="utf-8-sig", newline="") as file:
        best = max(candidates, key=lambda item: _fitness(head, item))
        for _ in range(best.skip):
            file.readline()
        rows = list(_rows(file.read(len(head)), best.delimiter))
    return "csv", best.delimiter, unique_headers(best.header), rows


def _fitness(head: str, candidate: Candidate) -> tuple[int, int]:
    # The header is the line that most of the following rows have as many cells as.
    body = "".join(head.splitlines(keepends=True)[candidate.skip :])
    width = len(candidate.header)
    alike = sum(len(row) == width for row in _rows(body, candidate.delimiter)) if width > 1 else 0
    filled = sum(bool(name) and not name.replace(".", "").isdigit() for name in candidate.header)
    return min(alike, 20) * filled, -candidate.skip


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    try:
        for place, row in enumerate(reader):
            if place >= SAMPLED:
                return
            if any(row):
                yield row
    except csv.Error:
        return


def _nearest(header: Sequence[str]) -> Dataset:
    return max(DATASETS, key=lambda dataset: sum(_like(column, header) is not None for column in dataset.column_names))


def _like(column: str, header: Sequence[str]) -> str | None:
    wanted = _bare(column)
    exact = next((name for name in header if _bare(name) == wanted), None)
    return exact or next((name for name in header if len(_bare(name)) > 3 and _bare(name) in wanted), None)  # noqa: PLR2004


def _bare(name: str) -> str:
    return "".join(sign for sign in normal_header(name) if sign.isalnum())


def _mapped(dataset: Dataset, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    free = list(header)
    for column in BY_NAME[dataset.name].columns:
        source = _like(column.name, free)
        need = "required; " if column.required else ""
        if source is None:
            yield f'# {column.name} = ""    # {need}{column.description}'
        else:
            free.remove(source)
            yield f"{column.name} = {_quoted(source)}    # {need}such as {_samples(rows, header.index(source))}"


def _samples(rows: Sequence[Sequence[str]], place: int) -> str:
    found = dict.fromkeys(row[place].strip() for row in rows if place < len(row) and row[place].strip())
    shown = [_quoted(value[:_SHOWN_LENGTH]) for value in list(found)[:_SHOWN]]
    return ", ".join(shown) or "nothing"


def _quoted(text: str) -> str:
    # A JSON text is a TOML text; what would end a comment's line is escaped in it.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f").replace("\u2028", "\\u2028")
