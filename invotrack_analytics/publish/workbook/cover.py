"""A workbook's first sheet: whose books, as of when, and what is where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from invotrack_analytics.config import Settings
from invotrack_analytics.publish.display import display
from invotrack_analytics.publish.workbook.cells import Cells
from invotrack_analytics.publish.workbook.page import set_up_page
from invotrack_analytics.publish.workbook.styles import HEADER, LINE_BELOW, LINK, QUIET
from invotrack_analytics.reports.report import Parameters

COVER = "Cover"
_FACTS_LINE = 4
AS_OF_CELL = f"{COVER}!$C${_FACTS_LINE + 1}"
"""The day itself, for formulas of the reader's own."""
_WIDE = 74


@dataclass(frozen=True)
class Entry:
    """A line of the contents."""

    title: str
    question: str
    rows: int
    sheet: str
    chart: str | None
    """The place of its chart, as a link."""


def write_cover(cells: Cells, entries: list[Entry], asked: Parameters | None, settings: Settings) -> None:
    """Fill the first sheet; `asked` is None where there are no reports."""
    sheet = cells.sheet
    sheet.set_column(0, 0, 3)
    sheet.set_column(1, 1, 30)
    sheet.set_column(2, 2, _WIDE)
    sheet.set_column(3, 4, 10)
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
    _write_contents(cells, entries, line + 1)
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
        ("Client", asked.client or "all"),
        ("Currency", asked.currency or "all; amounts of different currencies are never added"),
    ]


def _write_contents(cells: Cells, entries: list[Entry], line: int) -> None:
    cells.sheet.set_row(line, 22)
    for position, title in enumerate(("Report", "Answers", "Rows", "Chart"), start=1):
        side = {"align": "right"} if title == "Rows" else {"align": "left", "indent": 1 if title == "Chart" else 0}
        cells.text(line, position, title, **side, **HEADER)
    rows = cells.styles.style(num_format="#,##0", align="right", **LINE_BELOW)
    for row, entry in enumerate(entries, start=line + 1):
        # A question is one line, or two where it is longer than its column.
        cells.sheet.set_row(row, 20 if len(entry.question) <= _WIDE else 32)
        cells.link(row, 1, f"'{entry.sheet}'!A1", entry.title, **LINK, **LINE_BELOW)
        cells.text(row, 2, entry.question, text_wrap=True, **LINE_BELOW)
        cells.sheet.write_number(row, 3, entry.rows, rows)
        if entry.chart:
            cells.link(row, 4, entry.chart, "Chart", indent=1, **LINK, **LINE_BELOW)
        else:
            cells.blank(row, 4, **LINE_BELOW)
