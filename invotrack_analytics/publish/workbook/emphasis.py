"""Colours and bars that draw the eye in a table; what they say stands in the cell's own figure or word as well."""

from __future__ import annotations

import re

from xlsxwriter.worksheet import Worksheet

from invotrack_analytics.publish.workbook.styles import BAD, FAINT, GOOD, GREY, Styles
from invotrack_analytics.reports.report import Column, Result

_LATE = frozenset(["days_overdue", "avg_days_late", "median_days_late", "trend_days"])
_STATUSES = {"overdue": BAD, "disputed": BAD, "paid": GOOD, "written_off": GREY, "void": GREY, "draft": GREY}
_OVERDUE_BUCKET = re.compile(r"d[0-9]+_([0-9]+|plus)")
# Paper-light, so that the figures on them keep their contrast.
_OVERDUE_FILLS = ("#fdf8e7", "#fdf1dc", "#fce8dd", "#fadedb")


def emphasise(sheet: Worksheet, styles: Styles, result: Result, first: int, last: int) -> None:
    """Add the conditional formats of a table that stands from line `first` to line `last`."""
    buckets = [column.name for column in result.columns if _OVERDUE_BUCKET.fullmatch(column.name)]
    barred = _barred_column(result)
    for position, column in enumerate(result.columns):
        cells = (first, position, last, position)
        if column.name in _LATE:
            sheet.conditional_format(*cells, _above_zero(font_color=BAD, styles=styles))
        elif column.name in buckets:
            step = buckets.index(column.name) * (len(_OVERDUE_FILLS) - 1) / max(1, len(buckets) - 1)
            sheet.conditional_format(*cells, _above_zero(bg_color=_OVERDUE_FILLS[round(step)], styles=styles))
        elif column.name == "status":
            for status, colour in _STATUSES.items():
                rule = {"type": "cell", "criteria": "==", "value": f'"{status}"'}
                sheet.conditional_format(*cells, rule | {"format": styles.condition(font_color=colour)})
        elif column.type == "ratio":
            whole = 100 if column.unit == "percent" else 1
            scale = {"min_type": "num", "min_value": 0, "max_type": "num", "max_value": whole}
            sheet.conditional_format(*cells, _bar("#cfe8de") | scale)
        elif column is barred:
            sheet.conditional_format(*cells, _bar("#d6e2f8"))
        if column.type in {"money", "hours"}:
            # Where most is nothing, what is something stands out.
            nothing = styles.condition(font_color=FAINT)
            sheet.conditional_format(*cells, {"type": "cell", "criteria": "==", "value": 0, "format": nothing})


def _barred_column(result: Result) -> Column | None:
    """The column whose figures bars compare: the chart's order, where all rows are in one currency."""
    chart = result.figure()
    if chart is None or chart.sort_by is None or len(result.totals()) != 1:
        return None
    return next((column for column in result.columns if column.name == chart.sort_by), None)


def _above_zero(*, styles: Styles, **properties: str) -> dict[str, object]:
    return {"type": "cell", "criteria": ">", "value": 0, "format": styles.condition(**properties)}


def _bar(colour: str) -> dict[str, object]:
    return {"type": "data_bar", "bar_color": colour, "bar_solid": True, "bar_no_border": True, "data_bar_2010": True}
