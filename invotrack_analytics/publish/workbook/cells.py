"""The cells of a sheet: what is text stays text, what is a figure stays one."""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal
from typing import Any

from xlsxwriter.worksheet import Worksheet

from invotrack_analytics.publish.plain import xml_text
from invotrack_analytics.publish.workbook.styles import LINE_BELOW, LINK, Styles, shown_text
from invotrack_analytics.reports.report import Column, Value

_LONGEST_TEXT = 32_767
_TIP = "What is behind it. In a table that you have sorted, follow the links at the end of the row instead"
_CUT = " … (longer than a cell holds)"
_RUNNABLE = ("=", "+", "-", "@", "\t", "\r")
# Excel counts a 29 February 1900 that never was; days before it are written as text.
_FIRST_DAY = date(1900, 3, 1)


class Cells:
    """Writes the cells of one sheet; lines and positions count from 0."""

    def __init__(self, sheet: Worksheet, styles: Styles) -> None:
        self.sheet = sheet
        self.styles = styles

    def text(self, line: int, position: int, text: str, **properties: Any) -> None:
        """Write a text that stays a text, whatever it looks like."""
        text = xml_text(text)
        if len(text) > _LONGEST_TEXT:
            text = text[: _LONGEST_TEXT - len(_CUT)] + _CUT
        if text.startswith(_RUNNABLE):
            # A text is never run; but who edits it would make a formula of it, were it not quoted.
            properties["quote_prefix"] = True
        style = self.styles.style(**properties)
        if text.startswith("<r>") and text.endswith("</r>"):
            # XlsxWriter takes such a text for its own markup, and would not escape it.
            self.sheet.write_rich_string(line, position, style, text[:1], text[1:], style)
        else:
            self.sheet.write_string(line, position, text, style)

    def blank(self, line: int, position: int, **properties: Any) -> None:
        """Write a cell that has only a look."""
        self.sheet.write_blank(line, position, None, self.styles.style(**properties))

    def link(self, line: int, position: int, place: str, text: str, **properties: Any) -> None:
        """Write a link to a place of this workbook, such as 'aging'!A1."""
        self.sheet.write_url(line, position, f"internal:{place}", self.styles.style(**properties), text)

    def lead(self, line: int, position: int, place: str) -> None:
        """Let the cell, which is written next, lead to a place of this workbook."""
        # XlsxWriter links texts only; what is written over one keeps its link.
        self.sheet.write_url(line, position, f"internal:{place}", None, "", _TIP)

    def found_link(self, line: int, position: int, formula: str, text: str) -> None:
        """Write a formula that leads to a place which it looks up, and reads as `text`: empty where there is none."""
        self.sheet.write_formula(line, position, formula, self.styles.style(**LINK), text)

    def value(  # noqa: PLR0913, PLR0917  a place, and what stands there
        self,
        line: int,
        position: int,
        column: Column,
        value: Value,
        currency: str,
        indent: int = 0,
        **properties: Any,
    ) -> None:
        """Write a report's cell; a missing value is an empty one. Here, at the edge, a decimal becomes a double."""
        if isinstance(value, str) or (isinstance(value, date) and value < _FIRST_DAY):
            # Said, since else what is written from right to left would stand at the right edge.
            look = {"num_format": shown_text(column, value), "align": "left", "indent": indent}
            self.text(line, position, str(value), **look, **LINE_BELOW, **properties)
            return
        style = self.styles.cell(column, value, currency, indent, **properties)
        if value is None or (isinstance(value, float) and not math.isfinite(value)):
            self.sheet.write_blank(line, position, None, style)
        elif isinstance(value, bool):
            self.sheet.write_boolean(line, position, value, style)
        elif isinstance(value, date):
            self.sheet.write_datetime(line, position, value, style)
        else:
            self.sheet.write_number(line, position, float(value), style)

    def sum(self, line: int, position: int, formula: str, value: Decimal, **properties: Any) -> None:
        """Write a live formula with the value that it has now."""
        self.sheet.write_formula(line, position, formula, self.styles.style(align="right", **properties), value)
