"""How a sheet is printed."""

from __future__ import annotations

import math

from xlsxwriter.worksheet import Worksheet

from invotrack_analytics.config import Settings
from invotrack_analytics.publish.display import display
from invotrack_analytics.publish.plain import xml_text
from invotrack_analytics.publish.workbook.styles import FONT
from invotrack_analytics.reports.report import Result

_A4, _LETTER = 9, 1
_LONGEST_NAME = 80
_MOST_CHARACTERS = 330
"""On one page; their type is then about five points high."""
# The countries that print on Letter, by CLDR's paper sizes.
_ON_LETTER = frozenset(["BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"])


def set_up_page(sheet: Worksheet, result: Result | None, settings: Settings, width: float = 0) -> None:
    """Landscape, fitted to the page, with the company, the report, the day and the page's number on each.

    A sheet of so many characters' `width` that one page would make it too small to read is two or more pages wide.
    """
    sheet.set_landscape()
    sheet.set_paper(_LETTER if prints_on_letter(settings) else _A4)
    sheet.fit_to_pages(max(1, math.ceil(width / _MOST_CHARACTERS)), 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
    sheet.hide_gridlines(2)
    small = f'&"{FONT},Regular"&9'
    title = _quoted(result.report.title) if result is not None else ""
    sheet.set_header(f"&L{small} {_quoted(settings.company.name)}&R{small} {title}")
    day = f"As of {display(settings.company.locale).day(result.parameters.as_of)}" if result is not None else ""
    sheet.set_footer(f"&L{small} {day}&R{small} Page &P of &N")


def prints_on_letter(settings: Settings) -> bool:
    """Whether the company's paper is US Letter; else it is A4."""
    return settings.company.country in _ON_LETTER


def _quoted(text: str) -> str:
    """A header's text; & begins its codes."""
    return xml_text(text)[:_LONGEST_NAME].replace("&", "&&")
