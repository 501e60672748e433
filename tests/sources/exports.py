"""Exports as tools write them, `presets/NAME.csv`, and the rows that each gives, `NAME.expected.json` beside it."""

from __future__ import annotations

import json
import textwrap
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).with_name("presets")


@dataclass(frozen=True)
class Export:
    """A tool's file, and what it gives."""

    text: str
    rows: dict[str, tuple[list[str], list[tuple[str, ...]]]]
    """Per data set some of its columns, and the rows in them by its key; "-" is none."""


def _export(file: Path) -> Export:
    expected = json.loads(file.with_suffix(".expected.json").read_text("utf-8"))
    rows = {
        dataset: (one["columns"], [tuple("-" if value is None else value for value in row) for row in one["rows"]])
        for dataset, one in expected.items()
    }
    return Export(file.read_text("utf-8"), rows)


EXPORTS = {file.stem: _export(file) for file in sorted(FOLDER.glob("*.csv"))}
"""By the name of the preset that reads them."""


def text(export: str) -> str:
    """A file that stands indented in a test."""
    return textwrap.dedent(export).lstrip("\n")


def cells(table: str) -> list[tuple[str, ...]]:
    """Rows of a table in which two spaces or more stand between cells."""
    return [
        tuple(cell.strip() for cell in line.strip().split("  ") if cell.strip())
        for line in textwrap.dedent(table).strip().splitlines()
    ]
