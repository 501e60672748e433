"""The charts of a workbook, native and alive, on one sheet, and the figures that they draw on another."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from invotrack_analytics.config import Settings
from invotrack_analytics.publish.display import display
from invotrack_analytics.publish.plain import xml_text
from invotrack_analytics.publish.plots import Plot
from invotrack_analytics.publish.workbook.cells import Cells
from invotrack_analytics.publish.workbook.page import set_up_page
from invotrack_analytics.publish.workbook.styles import FONT, GREY, HAIRLINE, HEADER, INK, LINK, TITLE, Styles
from invotrack_analytics.reports.report import Column, Value

CHARTS, DATA = "Charts", "Chart data"

LABEL, FLOOR = "Label", "Floor"
LEFT, TAKEN, LATE = "Left", "Taken off", "Still to come"
BELOW, ABOVE = "Down to low", "Up to high"

_GAP, _GATHERED = 55, "#b6bec9"
_STEP_COLOURS = {FLOOR: "", LEFT: "#2f66d8", TAKEN: "#a9b4c4", LATE: "#e8963a"}
_LINES_EACH = 23
_WIDTH, _HEIGHT, _COLUMNS_EACH = 760, 420, 12
_FIRST_LINE = 3
_LINES_A_PAGE, _PRINT_SCALE = 3, 43
"""Two charts beside each other on a page's width, with room for columns that another font makes wider."""
_LONGEST_LABEL = 40
_LABELS = Column("label", "text", "Label", "What stands along the axis.")


@dataclass(frozen=True)
class Block:
    """Where a plot's figures stand on the data sheet: titles in its first line, labels in its first column."""

    plot: Plot
    line: int
    helpers: tuple[tuple[str, tuple[Decimal | str, ...]], ...] = ()
    """Columns after the series that only the chart needs, each with its title."""

    @property
    def last(self) -> int:
        """The line of the last label."""
        return self.line + len(self.plot.labels)

    def cells(self, column: int) -> str:
        """The figures of a column, as a formula."""
        return f"='{DATA}'!{xl_range_abs(self.line + 1, column, self.last, column)}"

    def title(self, column: int) -> str:
        """The title of a column, as a formula."""
        return f"='{DATA}'!{xl_rowcol_to_cell(self.line, column, row_abs=True, col_abs=True)}"

    def helper(self, title: str) -> int:
        """The column of a helper."""
        return 1 + len(self.plot.series) + [name for name, _ in self.helpers].index(title)


def chart_anchor(number: int) -> str:
    """The link to the place of the workbook's chart with this number, from 0: two stand side by side."""
    line = _FIRST_LINE + number // 2 * _LINES_EACH
    return f"'{CHARTS}'!{xl_rowcol_to_cell(line, number % 2 * _COLUMNS_EACH)}"


def add_chart_sheets(workbook: Workbook, styles: Styles, plots: list[Plot], settings: Settings) -> None:
    """Add both sheets, for at least one plot."""
    charts, data = (Cells(workbook.add_worksheet(name), styles) for name in (CHARTS, DATA))
    for cells, name in ((charts, CHARTS), (data, DATA)):
        cells.sheet.set_row(0, 26)
        cells.text(0, 0, name, **TITLE)
        cells.link(1, 0, "'Cover'!A1", "Contents", **LINK)
        set_up_page(cells.sheet, None, settings)
    # Excel heeds breaks only where it does not fit pages by itself: three lines of charts a page, none cut in two.
    charts.sheet.set_print_scale(_PRINT_SCALE)
    page = _LINES_A_PAGE * _LINES_EACH
    charts.sheet.set_h_pagebreaks(
        [_FIRST_LINE + line for line in range(page, (len(plots) + 1) // 2 * _LINES_EACH, page)]
    )
    data.sheet.set_column(0, 0, 34)
    data.sheet.set_column(1, 12, 16)
    line = _FIRST_LINE
    for number, plot in enumerate(plots):
        block = Block(plot, line + 1, _helpers(plot, settings))
        _write_block(data, block, settings)
        chart = _DRAWN[plot.chart.kind](workbook, block, styles)
        _dress(chart, plot)
        place = (_FIRST_LINE + number // 2 * _LINES_EACH, number % 2 * _COLUMNS_EACH)
        charts.sheet.insert_chart(*place, chart, _place_of(plot, settings))
        line = block.last + 3


def _place_of(plot: Plot, settings: Settings) -> dict[str, Any]:
    # A little below the line, so that its edge is not printed at the foot of the page before.
    return {"description": describe(plot, settings), "object_position": 2, "y_offset": 6}


def describe(plot: Plot, settings: Settings) -> str:
    """A plot in words, for those who do not see it."""
    look = display(settings.company.locale)
    currency = plot.split or settings.company.currency
    kind = plot.chart.kind.replace("_", " ")
    series = ", ".join(series.column.title for series in plot.series)
    words = f"{kind.capitalize()} chart: {plot.title}. {series} by {plot.x.title.lower()}, {len(plot.labels)} in all."
    sizes = plot.sums
    if sizes:
        most = max(range(len(sizes)), key=sizes.__getitem__)
        column = plot.series[0].column
        words += f" The largest is {_label(plot, most, settings)} with {look.cell(column, sizes[most], currency)}."
    return xml_text(f"{words} The figures are on the sheet {DATA}.")


def _helpers(plot: Plot, settings: Settings) -> tuple[tuple[str, tuple[Decimal | str, ...]], ...]:
    if plot.chart.kind == "stacked_bar" and len(plot.series) > 1 and plot.x.type != "date":
        # A stack has no label of its own for its whole length; so it stands beside its name.
        return (("Sum", plot.sums), (LABEL, _labels_with(plot, plot.sums, settings)))
    if plot.chart.kind == "waterfall":
        return _steps(plot, _labels_with(plot, plot.sums, settings))
    if plot.series[0].span is not None:
        # An error bar has the length of each side, not its end.
        low, high = plot.series[0].span
        figures = [value or Decimal(0) for value in plot.series[0].values]
        return (
            (BELOW, tuple(value - (end or Decimal(0)) for value, end in zip(figures, low, strict=True))),
            (ABOVE, tuple((end or Decimal(0)) - value for value, end in zip(figures, high, strict=True))),
        )
    return ()


def _labels_with(plot: Plot, figures: Sequence[Decimal], settings: Settings) -> tuple[str, ...]:
    """Each label with its figure."""
    look, column = display(settings.company.locale), plot.series[0].column
    currency = plot.split or settings.company.currency
    return tuple(
        f"{_label(plot, index, settings)}  {look.cell(column, figure, currency)}"
        for index, figure in enumerate(figures)
    )


def _steps(plot: Plot, labels: tuple[str, ...]) -> tuple[tuple[str, tuple[Decimal | str, ...]], ...]:
    """A waterfall's bars; XlsxWriter knows none of Excel's own, so each stands on an unseen one."""
    level = Decimal(0)
    floors: list[Decimal] = []
    bars: dict[str, list[Decimal]] = {LEFT: [], TAKEN: [], LATE: []}
    for step, figure in zip(plot.chart.y, plot.sums, strict=True):
        is_taken = step in plot.chart.taken
        # What is taken off may be negative: then it came on top.
        base = level - figure if is_taken else Decimal(0)
        level = base if is_taken else figure
        floors.append(min(base, base + figure))
        kind = LATE if step in plot.chart.late else TAKEN if is_taken else LEFT
        for name, sizes in bars.items():
            sizes.append(abs(figure) if name == kind else Decimal(0))
    return ((FLOOR, tuple(floors)), *((name, tuple(sizes)) for name, sizes in bars.items()), (LABEL, labels))


def _write_block(cells: Cells, block: Block, settings: Settings) -> None:
    plot = block.plot
    currency = plot.split or settings.company.currency
    look = display(settings.company.locale)
    cells.text(block.line - 1, 0, plot.title, bold=True)
    cells.text(block.line, 0, plot.x.title, **HEADER)
    drawn = plot.series[0].column
    columns: list[tuple[str, Column, tuple[Value, ...]]] = [
        *((series.column.title, series.column, series.values) for series in plot.series),
        *((title, drawn, values) for title, values in block.helpers),
    ]
    for position, (title, _, values) in enumerate(columns, start=1):
        is_text = any(isinstance(value, str) for value in values)
        side = {"align": "left", "indent": 1} if is_text else {"align": "right"}
        cells.text(block.line, position, title, **side, **HEADER)
    for index, label in enumerate(plot.labels):
        line = block.line + 1 + index
        # An axis takes a text as it stands, not as its number format shows it.
        words = look.cell(plot.x, label, currency) if isinstance(label, str) else label
        cells.value(line, 0, _LABELS if isinstance(label, str) else plot.x, words, currency)
        for position, (_, column, values) in enumerate(columns, start=1):
            cells.value(line, position, column, values[index], currency, indent=int(isinstance(values[index], str)))


def _label(plot: Plot, index: int, settings: Settings) -> str:
    currency = plot.split or settings.company.currency
    return display(settings.company.locale).cell(plot.x, plot.labels[index], currency)[:_LONGEST_LABEL]


def _dress(chart: Any, plot: Plot) -> None:
    chart.set_title(
        {
            "name": xml_text(plot.title),
            "name_font": {"name": FONT, "size": 13, "bold": True, "color": INK},
            "overlay": False,
        },
    )
    chart.set_size({"width": _WIDTH, "height": _HEIGHT})
    chart.set_chartarea({"border": {"color": HAIRLINE}})
    chart.show_na_as_empty_cell()


def _font(size: int) -> dict[str, Any]:
    return {"name": FONT, "size": size, "color": GREY}


def _value_axis(column: Column, currency: str | None) -> dict[str, Any]:
    unit = currency if column.type in {"money", "price"} else column.unit
    return {
        "num_format": "0%" if column.type == "ratio" else "#,##0",
        "num_font": _font(9),
        "major_gridlines": {"visible": True, "line": {"color": HAIRLINE, "width": 0.75}},
        "line": {"none": True},
        "name": unit or column.title,
        "name_font": {**_font(9), "bold": False},
    }


def _reach(plot: Plot) -> dict[str, Any]:
    """How high the axis goes where figures have spans: by itself it would end with the columns."""
    highs = [end for series in plot.series if series.span for end in series.span[1] if end]
    if not highs:
        return {}
    step = Decimal(5).scaleb(max(highs).adjusted() - 1)
    return {"min": 0, "max": float(math.ceil(max(highs) / step) * step)}


def _from_zero(plot: Plot) -> dict[str, Any]:
    """Bars compare by their length, so their axis begins at zero even where all are nearly as long."""
    is_below = any(value and value < 0 for series in plot.series for value in series.values)
    return {} if is_below else {"min": 0}


def _label_axis() -> dict[str, Any]:
    return {"num_font": _font(9), "line": {"color": HAIRLINE}, "major_tick_mark": "none"}


def _time_axis(plot: Plot, styles: Styles) -> dict[str, Any]:
    # On an axis of dates a week's column would be as narrow as a day.
    kind = "text_axis" if plot.x.unit == "week" else "date_axis"
    axis = _label_axis() | {kind: True, "num_format": styles.shown(plot.x, None, "")}
    return axis | ({"major_unit": 1, "major_unit_type": "months"} if plot.x.unit == "month" else {})


def _draw_bar(workbook: Workbook, block: Block, styles: Styles) -> Any:
    plot = block.plot
    is_stacked = plot.chart.kind == "stacked_bar"
    # Time runs from left to right; names are read in lines.
    is_over_time = plot.x.type == "date"
    kind = {"type": "column" if is_over_time else "bar"}
    chart = workbook.add_chart(kind | {"subtype": "stacked"} if is_stacked else kind)
    column = plot.series[0].column
    helpers = {title for title, _ in block.helpers}
    categories = block.cells(block.helper(LABEL) if LABEL in helpers else 0)
    for position, series in enumerate(plot.series, start=1):
        options = {
            "name": block.title(position),
            "categories": categories,
            "values": block.cells(position),
            "fill": {"color": series.colour},
            "border": {"none": True},
            # One bar alone would fill the chart.
            "gap": max(_GAP, 500 // len(plot.labels) - 70),
            "overlap": 100 if is_stacked else 0,
        }
        if len(plot.series) == 1 and not is_over_time:
            shown = styles.shown(column, Decimal(0), plot.split or "")
            options["data_labels"] = {"value": True, "num_format": shown, "font": _font(9)}
            if plot.gathered:
                options["points"] = [*(None for _ in plot.labels[1:]), {"fill": {"color": _GATHERED}}]
        if series.span is not None:
            options["y_error_bars"] = {
                "type": "custom",
                "plus_values": block.cells(block.helper(ABOVE)),
                "minus_values": block.cells(block.helper(BELOW)),
                "line": {"color": GREY, "width": 1},
            }
        chart.add_series(options)
    _add_legend(chart, plot)
    if is_over_time:
        chart.set_x_axis(_time_axis(plot, styles))
        chart.set_y_axis(_value_axis(column, plot.split) | _from_zero(plot) | _reach(plot))
    else:
        # The first row on top, as in the table; the values' axis stays at the bottom.
        chart.set_y_axis(_label_axis() | {"reverse": True, "crossing": "max", "interval_unit": 1})
        chart.set_x_axis(_value_axis(column, plot.split) | _from_zero(plot))
    return chart


def _draw_line(workbook: Workbook, block: Block, styles: Styles) -> Any:
    plot = block.plot
    chart = workbook.add_chart({"type": "line"})
    for position, series in enumerate(plot.series, start=1):
        chart.add_series(
            {
                "name": block.title(position),
                "categories": block.cells(0),
                "values": block.cells(position),
                "line": {"color": series.colour, "width": 2.25},
                "marker": _marker(series.colour, 4),
            },
        )
    _add_legend(chart, plot)
    chart.set_x_axis(_time_axis(plot, styles) if plot.x.type == "date" else _label_axis())
    chart.set_y_axis(_value_axis(plot.series[0].column, plot.split))
    return chart


def _draw_scatter(workbook: Workbook, block: Block, styles: Styles) -> Any:
    plot = block.plot
    chart = workbook.add_chart({"type": "scatter"})
    for position, series in enumerate(plot.series, start=1):
        chart.add_series(
            {
                "name": block.title(position),
                "categories": block.cells(0),
                "values": block.cells(position),
                "marker": _marker(series.colour, 7),
            },
        )
    _add_legend(chart, plot)
    # Points may stand below zero; the days stay at the foot.
    axis = _value_axis(plot.x, plot.split) | {"major_gridlines": {"visible": False}, "label_position": "low"}
    chart.set_x_axis(axis | ({"num_format": styles.day} if plot.x.type == "date" else {}))
    chart.set_y_axis(_value_axis(plot.series[0].column, plot.split))
    return chart


def _draw_waterfall(workbook: Workbook, block: Block, _: Styles) -> Any:
    plot = block.plot
    chart = workbook.add_chart({"type": "bar", "subtype": "stacked"})
    for title, colour in _STEP_COLOURS.items():
        column = block.helper(title)
        chart.add_series(
            {
                # The unseen one has no name in the legend; to delete its entry takes another's in LibreOffice.
                "name": block.title(column) if colour else " ",
                "categories": block.cells(block.helper(LABEL)),
                "values": block.cells(column),
                "fill": {"color": colour} if colour else {"none": True},
                "border": {"none": True},
                "gap": _GAP,
                "overlap": 100,
            },
        )
    chart.set_legend({"position": "bottom", "font": _font(9)})
    chart.set_y_axis(_label_axis() | {"reverse": True, "crossing": "max", "interval_unit": 1})
    chart.set_x_axis(_value_axis(plot.series[0].column, plot.split))
    return chart


def _marker(colour: str, size: int) -> dict[str, Any]:
    return {"type": "circle", "size": size, "fill": {"color": colour}, "border": {"none": True}}


def _add_legend(chart: Any, plot: Plot) -> None:
    chart.set_legend({"none": True} if len(plot.series) == 1 else {"position": "bottom", "font": _font(9)})


_DRAWN: Mapping[str, Callable[[Workbook, Block, Styles], Any]] = {
    "bar": _draw_bar,
    "stacked_bar": _draw_bar,
    "line": _draw_line,
    "scatter": _draw_scatter,
    "waterfall": _draw_waterfall,
}
