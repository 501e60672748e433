"""Charts: a report's rows drawn as Plotly figures, plain dictionaries that any screen may show.

One drawing per currency (or whatever the chart splits by): different currencies never share an axis. Decimals become
floats only as positions of bars; every figure that is read is text made from the decimal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from html import escape
from typing import Any

from babel.numbers import format_compact_currency

from invotrack_analytics.publish.display import Display
from invotrack_analytics.reports.buckets import NOT_DUE
from invotrack_analytics.reports.report import Chart, Column, Result, Value

NOT_DUE_COLOUR = "#9db3d3"
_OVERDUE_RAMP = ("#efc15a", "#e8963a", "#da6530", "#b8282f")
_SERIES = ("#2f66d8", "#9fbcf2", "#2a8f7b", "#d98a2b", "#8a5cc7", "#c2457e")

_MILLION = 1_000_000
_BAR_PIXELS = 30
_NUMBER_PIXELS = 92
_LONGEST_LABEL = 26
_LETTER_PIXELS = 6.7
_GAP = "\N{EN SPACE}"


@dataclass(frozen=True)
class Drawing:
    """One figure. `spec` is Plotly's figure as JSON knows it; `said` tells it to who cannot see it."""

    title: str
    split: str
    spec: Mapping[str, Any]
    legend: tuple[tuple[str, str], ...]
    """Names of the series with their colours; empty where one series needs none."""
    said: str
    rest: int
    """How many bars are summed up in the last one."""


@dataclass(frozen=True)
class _Bar:
    label: str
    values: tuple[Decimal | None, ...]
    size: Decimal | None


def drawings(
    result: Result, look: Display, rest_label: str = "{count} others", most: int | None = None
) -> list[Drawing]:
    """The figures of a result in the order of their split; none where the report has no chart or no rows.

    `most` draws fewer bars than the report's chart would.
    """
    chart = result.figure()
    if chart is None:
        return []
    if most is not None:
        chart = replace(chart, top=most)
    columns = {column.name: column for column in result.columns}
    series = [columns[name] for name in chart.y]
    parts: dict[str, list[dict[str, Value]]] = {}
    for row in result.rows():
        parts.setdefault(str(row[chart.split]) if chart.split else "", []).append(row)
    shown = {
        split: _largest(_bars(rows, chart, columns), chart, series, rest_label) for split, rows in sorted(parts.items())
    }
    # Figures that stand below each other begin at one line.
    longest = max((len(_shortened(bar.label)) for bars, _ in shown.values() for bar in bars), default=0)
    margin = round(longest * _LETTER_PIXELS) + 16
    return [_draw(chart, series, split, bars, rest, margin, look) for split, (bars, rest) in shown.items()]


def short_money(value: Decimal, currency: str, look: Display) -> str:
    """An amount for where there is little room: without its minor unit, from a million on as 1.28M or 1,28 Mio. €."""
    if abs(value) >= _MILLION:
        return str(format_compact_currency(value, currency, locale=look.locale, fraction_digits=2))
    return re.sub(r"[.,]0+(?=\D*$)", "", look.money(value.quantize(Decimal(1), ROUND_HALF_UP), currency))


def series_colours(names: Sequence[str]) -> tuple[str, ...]:
    """A colour for each series: from calm to alarming for aging, else one hue after another."""
    if names and names[0] == NOT_DUE:
        return (NOT_DUE_COLOUR, *_ramp(len(names) - 1))
    return tuple(_SERIES[position % len(_SERIES)] for position in range(len(names)))


def _ramp(length: int) -> Iterable[str]:
    """So many colours from amber to red."""
    last = len(_OVERDUE_RAMP) - 1
    for position in range(length):
        place = last * position / (length - 1) if length > 1 else last
        low = min(int(place), last - 1)
        mixed = (
            round(
                int(_OVERDUE_RAMP[low][at : at + 2], 16) * (low + 1 - place)
                + int(_OVERDUE_RAMP[low + 1][at : at + 2], 16) * (place - low)
            )
            for at in (1, 3, 5)
        )
        yield "#" + "".join(f"{part:02x}" for part in mixed)


def _bars(rows: list[dict[str, Value]], chart: Chart, columns: Mapping[str, Column]) -> list[_Bar]:
    """One bar per thing on the axis; two clients of one name are two bars, since their codes differ."""
    code = chart.x.removesuffix("_name") + "_id"
    key = code if code in columns else chart.x
    bars: dict[Value, _Bar] = {}
    for row in rows:
        values = tuple(_decimal(row[name]) for name in chart.y)
        size = _decimal(row[chart.sort_by]) if chart.sort_by else None
        before = bars.get(row[key])
        if before is not None:
            values = tuple(_sum(pair) for pair in zip(before.values, values, strict=True))
            size = _sum((before.size, size))
        bars[row[key]] = _Bar(str(row[chart.x] or row[key]), values, size)
    return list(bars.values())


def _largest(bars: list[_Bar], chart: Chart, series: list[Column], rest_label: str) -> tuple[list[_Bar], int]:
    """The bars to draw, largest first, and how many smaller ones are left to, or summed up in, a last one."""
    if chart.sort_by:
        bars = sorted(bars, key=lambda bar: bar.size or Decimal(0), reverse=True)
    # One alone is not summed up: its own name says more.
    if chart.top is None or len(bars) <= chart.top + 1:
        return bars, 0
    shown, rest = bars[: chart.top], bars[chart.top :]
    if all(column.total for column in series):
        together = tuple(_sum(values) for values in zip(*(bar.values for bar in rest), strict=True))
        shown = [*shown, _Bar(rest_label.format(count=len(rest)), together, None)]
    return shown, len(rest)


def _draw(  # noqa: PLR0913
    chart: Chart, series: list[Column], split: str, bars: list[_Bar], rest: int, margin: int, look: Display
) -> Drawing:
    colours = series_colours([column.name for column in series])
    places = list(range(len(bars)))
    labels = [escape(_shortened(bar.label)) for bar in bars]
    sums = [_sum(bar.values) for bar in bars]
    texts = ["" if total is None else _short(total, series[0], split, look) for total in sums]
    traces = [
        {
            "type": "bar",
            "orientation": "h",
            "name": escape(column.title),
            "y": places,
            "x": [None if bar.values[at] is None else float(bar.values[at] or 0) for bar in bars],
            "marker": {"color": colours[at]},
            "customdata": [_hover(bar, at, column, split, look) for bar in bars],
            "hovertemplate": "%{customdata}<extra></extra>",
        }
        for at, column in enumerate(series)
    ]
    traces.append(
        {
            "type": "scatter",
            "mode": "text",
            "y": places,
            "x": [max(0.0, sum(float(value) for value in bar.values if value and value > 0)) for bar in bars],
            "text": [_GAP + escape(text) for text in texts],
            "textposition": "middle right",
            "cliponaxis": False,
            "hoverinfo": "skip",
        }
    )
    layout = {
        "barmode": "relative",
        "bargap": 0.42,
        "height": _BAR_PIXELS * max(len(bars), 1) + 12,
        "margin": {"l": margin, "r": _NUMBER_PIXELS, "t": 4, "b": 4},
        "showlegend": False,
        "dragmode": False,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "xaxis": {"visible": False, "fixedrange": True, "rangemode": "tozero"},
        "yaxis": {
            "autorange": "reversed",
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            "tickmode": "array",
            "tickvals": places,
            "ticktext": labels,
            "ticklabelstandoff": 6,
        },
    }
    title = f"{chart.title}, {split}" if split else chart.title
    said = "; ".join(
        f"{bar.label}: {_full(total, series[0], split, look)}" for bar, total in zip(bars, sums, strict=True)
    )
    legend = tuple((column.title, colours[at]) for at, column in enumerate(series)) if len(series) > 1 else ()
    return Drawing(title, split, {"data": traces, "layout": layout}, legend, f"{title}. {said}", rest)


def _hover(bar: _Bar, at: int, column: Column, split: str, look: Display) -> str:
    return f"<b>{escape(bar.label)}</b><br>{escape(column.title)}: {escape(_full(bar.values[at], column, split, look))}"


def _full(value: Decimal | None, column: Column, currency: str, look: Display) -> str:
    if value is not None and column.type == "money":
        return look.money(value, currency)
    return look.cell(column, value, currency)


def _short(value: Decimal, column: Column, currency: str, look: Display) -> str:
    return short_money(value, currency, look) if column.type == "money" else look.cell(column, value, currency)


def _decimal(value: Value) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _sum(values: Iterable[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None


def _shortened(label: str) -> str:
    return label if len(label) <= _LONGEST_LABEL else label[: _LONGEST_LABEL - 1].rstrip() + "…"
