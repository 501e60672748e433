"""Month charts: what happens month by month or week by week as columns, payments as dots, hours as a waterfall.

As in `charts`, decimals become floats only as positions; every figure that is read is text made from the decimal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html import escape
from typing import Any

from invotrack_analytics.publish.display import Display
from invotrack_analytics.publish.drawing import (
    Drawing,
    label_axis,
    label_margin,
    layout,
    short_money,
    short_number,
    value_axis,
)
from invotrack_analytics.publish.plots import Plot, Series
from invotrack_analytics.reports.report import Column, Value

_HEIGHT = 250
_LATE, _EARLY = "#da6530", "#2a8f7b"
_WHOLE, _LOST, _OPEN = "#2f66d8", "#a9b4c4", "#e8963a"
_WHISKER = "#7d8896"
_MOST_SAID = 24
_STEP_PIXELS = 27
_GAP = "\N{EN SPACE}"


def draw_months(plot: Plot, look: Display) -> Drawing:
    """Columns side by side or stacked, one place for each month or week."""
    currency = plot.split or ""
    is_weekly = plot.x.unit == "week"
    plot = plot if is_weekly else _without_gaps(plot)
    named = look.day_of_year if is_weekly else look.month
    months = [named(label) if isinstance(label, date) else str(label) for label in plot.labels]
    traces = [
        {
            "type": "bar",
            "name": escape(series.column.title),
            "x": list(range(len(months))),
            "y": [None if value is None else float(value) for value in series.values],
            "marker": {"color": series.colour},
            "customdata": [
                f"<b>{escape(month)}</b><br>{escape(series.column.title)}: "
                + escape(_with_span(look, series, at, currency))
                for at, month in enumerate(months)
            ],
            "hovertemplate": "%{customdata}<extra></extra>",
            **_whiskers(series),
        }
        for series in plot.series
    ]
    stacked = plot.chart.kind == "stacked_bar"
    if stacked or (len(plot.series) == 1 and plot.series[0].span is None):
        traces.append(_sums(plot, look))
    spec = {
        "data": traces,
        "layout": layout(
            _HEIGHT,
            barmode="relative" if stacked else "group",
            bargap=0.38 if stacked else 0.3,
            bargroupgap=0.06,
            margin={"l": 62, "r": 24, "t": 18, "b": 30},
            xaxis=_time_axis(list(range(len(months))), months),
            yaxis=value_axis(*_extent(plot, stacked=stacked), look),
        ),
    }
    said = "; ".join(
        f"{month}: "
        + ", ".join(f"{series.column.title} {_with_span(look, series, at, currency)}" for series in plot.series)
        for at, month in enumerate(months)
    )
    legend = tuple((series.column.title, series.colour) for series in plot.series) if len(plot.series) > 1 else ()
    return Drawing(plot.title, currency, spec, legend, f"{plot.title}. {said}", len(months))


def _whiskers(series: Series) -> dict[str, Any]:
    """The span of each figure as Plotly's error bars; nothing where there is none."""
    if series.span is None:
        return {}
    figures = [float(value or 0) for value in series.values]
    low, high = ([float(end or 0) for end in ends] for ends in series.span)
    whiskers = {
        "type": "data",
        "symmetric": False,
        "array": [end - figure for end, figure in zip(high, figures, strict=True)],
        "arrayminus": [figure - end for end, figure in zip(low, figures, strict=True)],
        "color": _WHISKER,
        "thickness": 1.2,
        "width": 4,
    }
    return {"error_y": whiskers}


def _with_span(look: Display, series: Series, at: int, currency: str) -> str:
    """A figure, and between which it may lie."""
    figure = _text(look, series.column, series.values[at], currency)
    if series.span is None:
        return figure
    low, high = (_text(look, series.column, ends[at], currency) for ends in series.span)
    return f"{figure} ({low} \N{EN DASH} {high})"


def draw_dots(plot: Plot, look: Display) -> Drawing:
    """A dot for each row, by day; late and early ones differ in colour and in shape."""
    (series,) = plot.series
    in_days = series.column.type == "days" or series.column.unit == "days"
    days = [label.isoformat() if isinstance(label, date) else str(label) for label in plot.labels]
    values = [None if value is None else float(value) for value in series.values]
    late = [(value or 0) > 0 for value in series.values]
    months = _months([label for label in plot.labels if isinstance(label, date)])
    trace = {
        "type": "scatter",
        "mode": "markers",
        "x": days,
        "y": values,
        "marker": {
            "size": 8,
            "opacity": 0.75,
            "color": [_LATE if is_late else _EARLY for is_late in late] if in_days else _WHOLE,
            "symbol": ["circle" if is_late else "diamond" for is_late in late] if in_days else "circle",
        },
        "customdata": [
            f"{escape(look.day(label) if isinstance(label, date) else str(label))}<br>{escape(series.column.title)}: "
            + escape(_text(look, series.column, value, plot.split or ""))
            for label, value in zip(plot.labels, series.values, strict=True)
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    spec = {
        "data": [trace],
        "layout": layout(
            _HEIGHT,
            margin={"l": 52, "r": 14, "t": 8, "b": 30},
            xaxis=_time_axis(
                [month.isoformat() for month in months], [look.month(month) for month in months], type="date"
            ),
            yaxis=value_axis(
                *_extent(plot, stacked=False),
                look,
                suffix="\N{NO-BREAK SPACE}d" if in_days else "",
                zeroline=True,
                zerolinecolor="#8c97a6",
                zerolinewidth=1,
            ),
        ),
    }
    told = [
        f"{day}: {_text(look, series.column, value, '')}"
        for day, value in zip(days[-_MOST_SAID:], series.values[-_MOST_SAID:], strict=True)
    ]
    return Drawing(plot.title, plot.split or "", spec, (), f"{plot.title}. {'; '.join(told)}", len(days))


def draw_waterfall(plot: Plot, look: Display) -> Drawing:
    """Steps from a whole to what is left of it, one below the other."""
    (series,) = plot.series
    column, split, chart = series.column, plot.split or "", plot.chart
    names = [str(label) for label in plot.labels]
    figures = [value or Decimal(0) for value in series.values]
    level = Decimal(0)
    bases, texts, ends = [], [], []
    for step, figure in zip(chart.y, figures, strict=True):
        taken = step in chart.taken
        base = level - figure if taken else Decimal(0)
        level = base if taken else figure
        bases.append(float(base))
        ends.append(float(max(base, base + figure)))
        size = short_money(abs(figure), split, look) if column.type == "money" else look.number(abs(figure), 0)
        # What is taken off may be negative: then it came on top.
        falls = taken if figure > 0 else not taken
        sign = "" if not round(figure) else "\N{MINUS SIGN}" if falls else "\N{PLUS SIGN}" if taken else ""
        texts.append(escape(_GAP + sign + size))
    places = list(range(len(names)))
    full = [f"{name}: {_text(look, column, figure, split)}" for name, figure in zip(names, figures, strict=True)]
    bars = {
        "type": "bar",
        "orientation": "h",
        "y": places,
        "x": [float(figure) for figure in figures],
        "base": bases,
        "marker": {
            "color": [_OPEN if step in chart.late else _LOST if step in chart.taken else _WHOLE for step in chart.y]
        },
        "customdata": [escape(text) for text in full],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    # Texts of their own, since those of bars do not reach past the end of the axis.
    numbers = {
        "type": "scatter",
        "mode": "text",
        "y": places,
        "x": ends,
        "text": texts,
        "textposition": "middle right",
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
    spec = {
        "data": [bars, numbers],
        "layout": layout(
            _STEP_PIXELS * len(names) + 12,
            bargap=0.36,
            margin={"l": label_margin(names), "r": 92, "t": 4, "b": 4},
            xaxis={"visible": False, "fixedrange": True, "rangemode": "tozero"},
            yaxis=label_axis(names),
        ),
    }
    return Drawing(plot.title, split, spec, (), f"{plot.title}. {'; '.join(full)}", len(names))


def spark_points(values: Sequence[Value], width: int = 120, height: int = 28) -> str:
    """A small line's points, as SVG's polyline takes them; empty for fewer than two figures."""
    figures = [float(Decimal(str(value))) for value in values if value is not None]
    if len(figures) <= 1:
        return ""
    low, high = min(figures), max(figures)
    span = (high - low) or 1.0
    step = width / (len(figures) - 1)
    return " ".join(
        f"{place * step:.1f},{height - 3 - (figure - low) / span * (height - 6):.1f}"
        for place, figure in enumerate(figures)
    )


def _sums(plot: Plot, look: Display) -> dict[str, Any]:
    """The number above each column, short since they stand close together."""
    tops = [sum(max(0.0, float(series.values[at] or 0)) for series in plot.series) for at in range(len(plot.labels))]
    return {
        "type": "scatter",
        "mode": "text",
        "x": list(range(len(plot.labels))),
        "y": tops,
        "text": [escape(short_number(total, look)) if total else "" for total in plot.sums],
        "textfont": {"size": 10},
        "textposition": "top center",
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def _without_gaps(plot: Plot) -> Plot:
    """The plot with a place for each month between its first and last, also where nothing happened."""
    days = [label for label in plot.labels if isinstance(label, date)]
    if not days:
        return plot
    months = _months(days)
    series = tuple(
        replace(one, values=tuple(dict(zip(days, one.values, strict=True)).get(month) for month in months))
        for one in plot.series
    )
    return replace(plot, labels=tuple(months), series=series)


def _time_axis(places: Sequence[int | str], names: Sequence[str], **other: Any) -> dict[str, Any]:
    return {
        "fixedrange": True,
        "showgrid": False,
        "tickmode": "array",
        "tickvals": list(places),
        "ticktext": [escape(name) for name in names],
        "tickangle": 0,
        # The last month's name may stand over the end of the axis.
        "ticklabeloverflow": "allow",
        **other,
    }


def _months(days: Sequence[date]) -> list[date]:
    """The first day of every month from that of the earliest day to that of the latest."""
    months: list[date] = []
    month = min(days, default=date.max).replace(day=1)
    while days and month <= max(days):
        months.append(month)
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return months


def _extent(plot: Plot, *, stacked: bool) -> tuple[float, float]:
    """The lowest and the highest place that the plot's figures reach."""
    stacks = [[float(value) for value in stack if value is not None] for stack in zip(*_values(plot), strict=True)]
    if not stacked:
        stacks = [[value] for stack in stacks for value in stack]
    lows = [sum(value for value in stack if value < 0) for stack in stacks]
    highs = [sum(value for value in stack if value > 0) for stack in stacks]
    return min(lows, default=0.0), max(highs, default=0.0)


def _values(plot: Plot) -> list[tuple[Decimal | None, ...]]:
    ends = [end for series in plot.series if series.span for end in series.span]
    return [*(series.values for series in plot.series), *ends]


def _text(look: Display, column: Column, value: Value, currency: str) -> str:
    if column.type == "money" and isinstance(value, Decimal):
        return look.money(value, currency)
    if column.type == "days" and isinstance(value, Decimal):
        return look.number(value, 0)
    return look.cell(column, value, currency)
