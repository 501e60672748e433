"""How a workbook looks: its colours, its number formats by type and currency, its cell formats."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from invotrack_analytics.money import minor_unit
from invotrack_analytics.publish.display import stands_left
from invotrack_analytics.reports.buckets import bucket_title
from invotrack_analytics.reports.report import Column, Type, Value

FONT = "Calibri"
INK, GREY, ACCENT, HAIRLINE, HEADER_FILL = "#1b2430", "#5b6675", "#1f57c3", "#e3e7ee", "#eef2fb"
BAD, GOOD, FAINT = "#b42318", "#0b6b50", "#767f8c"

TITLE = {"bold": True, "font_size": 16}
QUIET = {"font_color": GREY}
LINK = {"font_color": ACCENT, "underline": 1}
LEADING = {"font_color": ACCENT}
"""A cell that leads to what is behind it."""
LINE_BELOW = {"bottom": 1, "bottom_color": HAIRLINE}
HEADER = {"bold": True, "bg_color": HEADER_FILL, "bottom": 2, "bottom_color": ACCENT}


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, workbook: Workbook, day: str) -> None:
        self.day = day
        """The company's date format, as Excel spells it."""
        self._workbook = workbook
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}
        self._cells: dict[tuple[Any, ...], Format] = {}

    def style(self, **properties: Any) -> Format:
        """The format with these XlsxWriter properties, in the workbook's font and ink unless they say otherwise."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            base = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "vcenter"}
            self._made[key] = self._workbook.add_format(base | properties)
        return self._made[key]

    def cell(self, column: Column, value: Value, currency: str, indent: int, **properties: Any) -> Format:
        """The format of a report's cell."""
        shown, side = self.shown(column, value, currency), "left" if stands_left(column) else "right"
        key = (shown, side, indent, *properties.values())
        style = self._cells.get(key)
        if style is None:
            style = self.style(num_format=shown, align=side, indent=indent, **LINE_BELOW, **properties)
            self._cells[key] = style
        return style

    def condition(self, **properties: Any) -> Format:
        """A conditional format: only what differs, since Excel refuses a font there."""
        return self._workbook.add_format(properties)

    def shown(self, column: Column, value: Any, currency: str) -> str:
        """The number format of a report's cell."""
        of_unit = _NUMBER_FORMATS_OF_UNIT.get((column.type, column.unit))
        return of_unit or _NUMBER_FORMATS[column.type](value, currency) or self.day


def shown_text(column: Column, value: Value) -> str:
    """The number format of a text: an aging bucket's code, which formulas can rely on, is shown as its title."""
    title = bucket_title(str(value)) if column.unit == "bucket" else value
    return "@" if title == value else f';;;"{title}"'


def indents(columns: Sequence[Column]) -> list[int]:
    """How far each column is drawn in: a word is, that would touch the figure before it."""
    return [0, *(int(stands_left(column) and not stands_left(before)) for before, column in pairwise(columns))]


@cache
def _amount(currency: str) -> str:
    places = minor_unit(currency)
    return f"#,##0.{'0' * places}" if places else "#,##0"


def _price(value: Any, currency: str) -> str:
    # Optional decimals alone would leave the bare mark behind a whole number: 12,000.
    return _amount(currency) if value is None or value == int(value) else "#,##0.00##"


_NUMBER_FORMATS: Mapping[Type, Callable[[Any, str], str]] = {
    "text": lambda *_: "@",
    "date": lambda *_: "",
    "integer": lambda *_: "#,##0",
    # LibreOffice would show 1 and 0; Excel says them in the reader's language, whatever the format.
    "boolean": lambda *_: '"TRUE";"TRUE";"FALSE"',
    "money": lambda _, currency: _amount(currency),
    "price": _price,
    "hours": lambda *_: "#,##0.00",
    "days": lambda value, _: "#,##0" if isinstance(value, int) else "#,##0.0",
    "ratio": lambda *_: "0.0%",
}

_NUMBER_FORMATS_OF_UNIT: Mapping[tuple[Type, str | None], str] = {
    ("date", "month"): "mmm yyyy",
    ("ratio", "percent"): '0.0"%"',
}
