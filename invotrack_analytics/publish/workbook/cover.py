"""A workbook's first sheet: whose books, as of when, what is owed, and what is where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from invotrack_analytics.config import Settings
from invotrack_analytics.publish.display import display
from invotrack_analytics.publish.workbook.cells import Cells
from invotrack_analytics.publish.workbook.page import set_up_page
from invotrack_analytics.publish.workbook.position import Position, write_position
from invotrack_analytics.publish.workbook.styles import HEADER, LINE_BELOW, LINK, QUIET
from invotrack_analytics.reports.report import Parameters, Report

COVER = "Cover"
_FACTS_LINE = 4
AS_OF_CELL = f"{COVER}!$C${_FACTS_LINE + 1}"
"""The day itself, for formulas of the reader's own."""
_WIDE = 80
"""Characters that stand in the columns from C to F."""
_ROWS, _CHART = 6, 7


@dataclass(frozen=True)
class Entry:
    """A line of the contents."""

    title: str
    question: str
    rows: int
    sheet: str
    chart: str | None
    """The place of its chart, as a link."""


@dataclass(frozen=True)
class Contents:
    """What is in the workbook, and what is not, being of the whole company."""

    entries: Sequence[Entry]
    left_out: Sequence[Report] = ()


def write_cover(
    cells: Cells, contents: Contents, asked: Parameters | None, position: Position | None, settings: Settings
) -> None:
    """Fill the first sheet; `asked` is None where there are no reports, `position` where the aging is not there."""
    sheet = cells.sheet
    sheet.set_column(0, 0, 3)
    sheet.set_column(1, 1, 30)
    sheet.set_column(2, _ROWS - 1, _WIDE / (_ROWS - 2))
    sheet.set_column(_ROWS, _CHART, 10)
    sheet.set_row(1, 34)
    cells.text(1, 1, settings.company.name, bold=True, font_size=22)
    cells.text(2, 1, "Receivables, time and billing", font_size=12, **QUIET)
    line = _FACTS_LINE
    for name, fact in _facts(asked, settings) if asked else []:
        cells.text(line, 1, name, **QUIET)
        if isinstance(fact, date):
            day = cells.styles.style(num_format=cells.styles.day, align="left")
            sheet.write_datetime(line, 2, fact, day)
        else:
            cells.text(line, 2, fact)
        line += 1
    if position:
        line = write_position(cells, position, line + 1)
    if contents.left_out:
        titles = ", ".join(report.title for report in contents.left_out)
        cells.text(line, 1, "Left out", **QUIET)
        cells.text(line, 2, f"{titles}: they tell of the whole company and cannot be narrowed to a client")
        line += 1
    _write_contents(cells, contents.entries, line + 1)
    set_up_page(sheet, None, settings)
    sheet.fit_to_pages(1, 1)
    sheet.activate()


def _facts(asked: Parameters, settings: Settings) -> list[tuple[str, str | date]]:
    look = display(settings.company.locale)
    known = f"{asked.known_on:%Y-%m-%d %H:%M:%S} UTC" if asked.known_on else "everything recorded so far"
    return [
        ("As of", asked.as_of),
        ("Known on", known),
        *([("Against", f"{asked.against:%Y-%m-%d %H:%M:%S} UTC")] if asked.against else []),
        ("Period of flows", f"{look.day(asked.date_from)} to {look.day(asked.date_to)}"),
        ("Aged by", f"{asked.basis} date, in days up to {', '.join(map(str, asked.buckets))} and beyond"),
        ("Client", ", ".join(asked.client) or "all"),
        ("Currency", ", ".join(asked.currency) or "all; amounts of different currencies are never added"),
    ]


def _write_contents(cells: Cells, entries: Sequence[Entry], line: int) -> None:
    cells.sheet.set_row(line, 22)
    for position, title in enumerate(("Report", "Answers", "", "", "", "Rows", "Chart"), start=1):
        side = {"align": "right"} if title == "Rows" else {"align": "left", "indent": 1 if title == "Chart" else 0}
        if title:
            cells.text(line, position, title, **side, **HEADER)
        else:
            cells.blank(line, position, **HEADER)
    rows = cells.styles.style(num_format="#,##0", align="right", **LINE_BELOW)
    for row, entry in enumerate(entries, start=line + 1):
        cells.sheet.set_row(row, 20)
        cells.link(row, 1, f"'{entry.sheet}'!A1", entry.title, **LINK, **LINE_BELOW)
        # A question runs on over the empty cells beside it.
        cells.text(row, 2, entry.question, **LINE_BELOW)
        for position in range(3, _ROWS):
            cells.blank(row, position, **LINE_BELOW)
        cells.sheet.write_number(row, _ROWS, entry.rows, rows)
        if entry.chart:
            cells.link(row, _CHART, entry.chart, "Chart", indent=1, **LINK, **LINE_BELOW)
        else:
            cells.blank(row, _CHART, **LINE_BELOW)
