"""Rejects: rows in quarantine given back in the layout they came in, with reason and id, to be corrected."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from invotrack_analytics.errors import ReportError
from invotrack_analytics.publish.files import replaced_file
from invotrack_analytics.publish.formats import LineFeeds, guarded

REASON, ID = "reject_reason", "reject_id"


@dataclass(frozen=True)
class RejectedTable:
    """The rejected rows of one layout."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """The original cells of each row, then its reason and id."""


def rejected_tables(rows: Sequence[Any]) -> list[RejectedTable]:
    """Rows in quarantine by layout, as they are written to files; each has a name of its own."""
    layouts: dict[tuple[str, tuple[str, ...]], list[Any]] = {}
    for row in rows:
        layouts.setdefault((row.profile, row.header), []).append(row)
    tables: list[RejectedTable] = []
    names: set[str] = set()
    for (profile, header), group in layouts.items():
        kinds = "-".join(dict.fromkeys(found.dataset for row in group for found in row.problems))
        base = kinds if profile == "canonical" else profile
        name = next(name for name in (base, *(f"{base}-{n}" for n in range(2, len(layouts) + 2))) if name not in names)
        names.add(name)
        width = len(header)
        filled = ((row, (*row.original, *[""] * width)[:width]) for row in group)
        cells = tuple((*original, row.reason, row.reject_id) for row, original in filled)
        tables.append(RejectedTable(name, header, cells))
    return tables


def write_rejects(tables: Sequence[RejectedTable], format_name: str, target: Path | None) -> list[Path]:
    """Write as csv or xlsx: one layout into the file named, several into a folder of that name, one file each.

    Returns the files; with no target, csv goes to stdout. Raises ReportError where that cannot be.
    """
    if format_name not in _WRITERS:
        message = f"{format_name} is not a format of rejects; choose one of table, csv, json, xlsx"
        raise ReportError(message)
    if target is None:
        if len(tables) > 1:
            names = ", ".join(table.name for table in tables)
            message = f"the rejected rows have {len(tables)} layouts ({names}); name a folder with -o"
            raise ReportError(message)
        if format_name == "xlsx":
            message = "name the workbook with -o FILE.xlsx"
            raise ReportError(message)
        import sys

        sys.stdout.write(_csv(tables[0]).decode("utf-8") if tables else "")
        return []
    if len(tables) == 1 and not target.is_dir():
        _write(tables[0], format_name, target)
        return [target]
    target.mkdir(parents=True, exist_ok=True)
    files = [target / f"{table.name}.{format_name}" for table in tables]
    for table, file in zip(tables, files, strict=True):
        _write(table, format_name, file)
    return files


def json_text(content: object) -> str:
    """One JSON document, as the command line prints it."""
    return json.dumps(content, ensure_ascii=False, indent=1)


def _write(table: RejectedTable, format_name: str, target: Path) -> None:
    with replaced_file(target) as stream:
        stream.write(_WRITERS[format_name](table))


def _csv(table: RejectedTable) -> bytes:
    text = io.StringIO()
    writer = csv.writer(LineFeeds(text))
    writer.writerow([guarded(name) for name in (*table.header, REASON, ID)])
    writer.writerows([guarded(cell) for cell in row] for row in table.rows)
    return text.getvalue().encode("utf-8")


def _xlsx(table: RejectedTable) -> bytes:
    import xlsxwriter

    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, options) as workbook:
        sheet = workbook.add_worksheet("Rejected rows")
        bold = workbook.add_format({"bold": True})
        for place, name in enumerate((*table.header, REASON, ID)):
            sheet.write_string(0, place, name, bold)
        for line, row in enumerate(table.rows, start=1):
            for place, cell in enumerate(row):
                sheet.write_string(line, place, cell)
        sheet.freeze_panes(1, 0)
        sheet.autofit()
    return content.getvalue()


_WRITERS: dict[str, Callable[[RejectedTable], bytes]] = {"csv": _csv, "xlsx": _xlsx}
