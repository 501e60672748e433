"""Charts: a result's plots as Plotly figures, plain dictionaries that a page or a notebook shows.

Decimals become floats only as positions of bars; every figure that is read is text made from the decimal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from html import escape
from typing import Any

from invotrack_analytics.publish.display import Display
from invotrack_analytics.publish.drawing import Drawing, label_axis, label_margin, layout, short_money
from invotrack_analytics.publish.month_charts import draw_dots, draw_months, draw_waterfall
from invotrack_analytics.publish.plots import Plot, Series, plots
from invotrack_analytics.reports.report import Chart, Column, Result, Value

__all__ = ["Drawing", "drawings", "short_money"]

_BAR_PIXELS = 30
_BAR_BESIDE_PIXELS = 16
_NUMBER_PIXELS = 92
_GATHERED = "#a9b4c4"
_LARGEST_GATHERED = 8
"""In largest single bars."""
_NOT_DRAWN = "not drawn"
_GAP = "\N{EN SPACE}"


def drawings(result: Result, look: Display, most: int | None = None, chart: Chart | None = None) -> list[Drawing]:
    """The figures of a result, one per currency; none where the report has no chart or no rows.

    `most` draws fewer bars than the report's own chart would; `chart` stands in its place.
    """
    if chart is not None:
        own = chart
        result = replace(result, report=replace(result.report, chart=lambda _: own))
    chart = result.figure()
    if chart is not None and chart.kind == "scatter":
        return [draw_dots(plot, look) for plot in plots(result)]
    if chart is not None and chart.kind == "waterfall":
        return [draw_waterfall(plot, look) for plot in plots(result)]
    if chart is not None and _is_period(result, chart.x):
        # Rows may come client by client.
        in_order = replace(result, table=result.table.sort_by([(chart.x, "ascending")]))
        return [draw_months(plot, look) for plot in plots(in_order)]
    if chart is not None and most is not None:
        fewer = replace(chart, top=most)
        result = replace(result, report=replace(result.report, chart=lambda _: fewer))
    shown = plots(result)
    labels = [_labels(plot, look) for plot in shown]
    # Figures that stand below each other begin at one line.
    margin = label_margin([label for of_plot in labels for label in of_plot])
    return [_draw(plot, of_plot, margin, look) for plot, of_plot in zip(shown, labels, strict=True)]


def _is_period(result: Result, name: str) -> bool:
    return any(column.name == name and column.unit in {"month", "week"} for column in result.columns)


def _labels(plot: Plot, look: Display) -> list[str]:
    labels = [label if isinstance(label, str) else look.cell(plot.x, label, plot.split or "") for label in plot.labels]
    if plot.gathered > 1:
        labels[-1] = f"{look.number(plot.gathered, 0)} others"
    return labels


def _draw(plot: Plot, labels: Sequence[str], margin: int, look: Display) -> Drawing:
    currency = plot.split or ""
    first = plot.series[0].column
    places = list(range(len(labels)))
    # Figures that are not parts of one whole stand beside each other: their sum would mean nothing.
    beside = plot.chart.kind != "stacked_bar" and len(plot.series) > 1
    numbers = [_GAP + escape(_short(total, first, currency, look)) for total in plot.sums]
    drawn = len(places)
    if plot.gathered and plot.sums[-1] > _LARGEST_GATHERED * max(map(abs, plot.sums[:-1]), default=Decimal(0)):
        # Thousands together would leave nothing to see of the single ones.
        drawn -= 1
        numbers[-1] += f" ({_NOT_DRAWN})"
    traces: list[dict[str, Any]] = [
        {
            "type": "bar",
            "orientation": "h",
            "name": escape(series.column.title),
            "y": places,
            "x": [None if value is None or at >= drawn else float(value) for at, value in enumerate(series.values)],
            "marker": {"color": _bar_colours(plot, series)},
            "customdata": [_hover(label, series, at, currency, look) for at, label in enumerate(labels)],
            "hovertemplate": "%{customdata}<extra></extra>",
            **(_numbers(series, currency, look) if beside else {}),
        }
        for series in plot.series
    ]
    if not beside:
        traces.append(
            {
                "type": "scatter",
                "mode": "text",
                "y": places,
                "x": [_right_end(plot.series, at) if at < drawn else 0.0 for at in places],
                "text": numbers,
                "textposition": "middle right",
                "cliponaxis": False,
                "hoverinfo": "skip",
            }
        )
    each = _BAR_PIXELS + (_BAR_BESIDE_PIXELS * (len(plot.series) - 1) if beside else 0)
    places_and_bars = layout(
        each * max(len(labels), 1) + 12,
        barmode="group" if beside else "relative",
        bargap=0.42,
        margin={"l": margin, "r": _NUMBER_PIXELS, "t": 4, "b": 4},
        xaxis={"visible": False, "fixedrange": True, "rangemode": "tozero"},
        yaxis=label_axis(labels),
    )
    said = "; ".join(
        f"{label}: {text}"
        for label, text in zip(
            labels,
            [
                ", ".join(
                    f"{one.column.title} {_full(one.values[at], one.column, currency, look)}" for one in plot.series
                )
                if beside
                else _full(total, first, currency, look)
                for at, total in enumerate(plot.sums)
            ],
            strict=True,
        )
    )
    legend = [(series.column.title, series.colour) for series in plot.series] if len(plot.series) > 1 else []
    spec = {"data": traces, "layout": places_and_bars}
    return Drawing(plot.title, currency, spec, tuple(legend), f"{plot.title}. {said}", len(labels))


def _numbers(series: Series, currency: str, look: Display) -> dict[str, Any]:
    """The figure of each bar at its end."""
    texts = ["" if one is None else _GAP + escape(_short(one, series.column, currency, look)) for one in series.values]
    return {"text": texts, "textposition": "outside", "cliponaxis": False}


def _bar_colours(plot: Plot, series: Series) -> str | list[str]:
    """What is gathered from many is no rival of the single ones, and does not look like one."""
    if len(plot.series) > 1 or not plot.gathered:
        return series.colour
    return [*[series.colour] * (len(plot.labels) - 1), _GATHERED]


def _right_end(series: Sequence[Series], at: int) -> float:
    """Where a stacked bar ends, credit balances standing left of zero."""
    return sum(float(one.values[at] or 0) for one in series if (one.values[at] or 0) > 0)


def _hover(label: str, series: Series, at: int, currency: str, look: Display) -> str:
    value = _full(series.values[at], series.column, currency, look)
    return f"<b>{escape(label)}</b><br>{escape(series.column.title)}: {escape(value)}"


def _full(value: Value, column: Column, currency: str, look: Display) -> str:
    return (
        look.money(value, currency)
        if isinstance(value, Decimal) and column.type == "money"
        else look.cell(column, value, currency)
    )


def _short(value: Decimal, column: Column, currency: str, look: Display) -> str:
    return short_money(value, currency, look) if column.type == "money" else look.cell(column, value, currency)
