"""A report's answer as a file or on the screen: the same rows in every format, one entry each in FORMATS."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from invotrack_analytics.config import Settings
from invotrack_analytics.errors import ReportError, WriteError
from invotrack_analytics.publish.files import replaced_file
from invotrack_analytics.publish.plain import plain_parameters, plain_rows, xml_text
from invotrack_analytics.reports.report import Result


@dataclass(frozen=True)
class Format:
    """How a result is written to a stream of bytes."""

    write: Callable[[Result, BinaryIO, Settings], None]
    binary: bool = False
    """Not for a terminal's eyes."""


def write(result: Result, format_name: str, target: Path | None, settings: Settings) -> None:
    """Write the result to the target, which appears whole or not at all, or to stdout where the target is None.

    Raises ReportError for a format that does not exist, WriteError where the target cannot be written.
    """
    chosen = FORMATS.get(format_name)
    if chosen is None:
        message = f"{format_name!r} is not a format; choose one of {', '.join(FORMATS)}"
        raise ReportError(message)
    if target is not None:
        with replaced_file(target) as stream:
            chosen.write(result, stream, settings)
        return
    if chosen.binary and sys.stdout.isatty():
        message = f"{format_name} is not for a screen; name a file with -o"
        raise WriteError(message)
    sys.stdout.flush()
    chosen.write(result, sys.stdout.buffer, settings)
    sys.stdout.buffer.flush()


def guarded(text: str) -> str:
    """The text as a CSV cell: with a leading ' where a spreadsheet would run it as a formula.

    So with a text that looks like such a cell: taking off one ' always gives the text back.
    """
    return f"'{text}" if _RUNNABLE.match(text) and not _NUMBER.fullmatch(text) else text


_RUNNABLE = re.compile(r"'*[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?([0-9]+([.,][0-9]*)?|[.,][0-9]+)")


def _write_table(result: Result, stream: BinaryIO, settings: Settings) -> None:
    from invotrack_analytics.publish.terminal import print_table

    width = shutil.get_terminal_size().columns if stream.isatty() else None
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="\n")
    print_table(result, text, settings, width)
    text.detach()


def _write_csv(result: Result, stream: BinaryIO, settings: Settings) -> None:
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="")
    rows = csv.writer(LineFeeds(text))
    rows.writerow([column.name for column in result.columns])
    is_text = [column.type == "text" for column in result.columns]
    rows.writerows(
        [_csv_cell(value, textual=textual) for value, textual in zip(row, is_text, strict=True)]
        for row in plain_rows(result, settings.company.currency)
    )
    text.detach()


class LineFeeds:
    """Ends a csv.writer's lines with a line feed alone.

    Told to do so itself, the writer would no longer quote a carriage return in a text, and the text would be two rows.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, line: str) -> int:
        """Write one line as the csv.writer ends it."""
        return self._stream.write(line.removesuffix("\r\n") + "\n")


def _csv_cell(value: Any, *, textual: bool) -> Any:
    if textual and value is not None:
        return guarded(value)
    return _TRUTH[value] if isinstance(value, bool) else value


_TRUTH = {True: "true", False: "false"}


def _write_json(result: Result, stream: BinaryIO, settings: Settings) -> None:
    head = {
        "report": result.report.name,
        "parameters": plain_parameters(result.parameters),
        "columns": [
            {"name": column.name, "type": column.type, "unit": column.unit, "title": column.title}
            for column in result.columns
        ],
    }
    names = [column.name for column in result.columns]
    # A row a line: the document need never be held as a whole, and two of them can be compared.
    stream.write(f'{_json(head)[:-1]}, "rows": ['.encode())
    separator = b"\n"
    for row in plain_rows(result, settings.company.currency):
        stream.write(separator + _json(dict(zip(names, row, strict=True))).encode())
        separator = b",\n"
    stream.write(b"\n]}\n")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _write_xml(result: Result, stream: BinaryIO, settings: Settings) -> None:
    from lxml import etree

    asked = plain_parameters(result.parameters)
    attributes = {name: asked[name] for name in ("as_of", "known_on") if asked[name]}
    names = [column.name for column in result.columns]
    with etree.xmlfile(stream, encoding="utf-8") as file:
        file.write_declaration()
        with file.element("report", name=result.report.name, **attributes):
            file.write("\n")
            for row in plain_rows(result, settings.company.currency):
                element = etree.Element("row")
                for name, value in zip(names, row, strict=True):
                    cell = etree.SubElement(element, name)
                    if value is not None:
                        cell.text = _TRUTH[value] if isinstance(value, bool) else xml_text(str(value))
                file.write(element)
                file.write("\n")
    stream.write(b"\n")


def _write_workbook(result: Result, stream: BinaryIO, settings: Settings) -> None:
    from invotrack_analytics.publish.excel import write_workbook

    # A workbook is a zip, which wants to be written to a place that can be sought; stdout need not be one.
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder) / "report.xlsx"
        write_workbook([result], draft, settings)
        with draft.open("rb") as workbook:
            shutil.copyfileobj(workbook, stream)


def _write_parquet(result: Result, stream: BinaryIO, _: Settings) -> None:
    import pyarrow.parquet as pq

    about = {"report": result.report.name, "parameters": json.dumps(plain_parameters(result.parameters))}
    pq.write_table(result.table.replace_schema_metadata(about), stream)


def _write_pdf(result: Result, stream: BinaryIO, settings: Settings) -> None:
    from invotrack_analytics.publish.pdf_pack import stream_pdf

    stream_pdf([result], stream, settings)


FORMATS: Mapping[str, Format] = {
    "table": Format(_write_table),
    "csv": Format(_write_csv),
    "json": Format(_write_json),
    "xml": Format(_write_xml),
    "xlsx": Format(_write_workbook, binary=True),
    "parquet": Format(_write_parquet, binary=True),
    "pdf": Format(_write_pdf, binary=True),
}
