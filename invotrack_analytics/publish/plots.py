"""A report's `Chart` filled with its rows: one plot for each currency, so that no axis adds or compares two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from invotrack_analytics.reports.buckets import NOT_DUE
from invotrack_analytics.reports.report import Chart, Column, Result, Value

_NOT_DUE_COLOUR = "#9db3d3"
_OVERDUE_RAMP = ("#efc15a", "#e8963a", "#da6530", "#b8282f")
# They differ in lightness too, for those who tell fewer hues apart.
_HUES = ("#2f66d8", "#9fbcf2", "#2a8f7b", "#d98a2b", "#8a5cc7", "#c2457e")

Figure = Decimal | None
"""A figure to draw, exact; None is no figure."""


@dataclass(frozen=True)
class Series:
    """The figures of one column, one for each label of its plot."""

    column: Column
    colour: str
    values: tuple[Figure, ...]


@dataclass(frozen=True)
class Plot:
    """One picture: labels along one axis, series along the other, all in one currency where there is one."""

    chart: Chart
    split: str | None
    x: Column
    labels: tuple[Value, ...]
    series: tuple[Series, ...]
    gathered: int = 0
    """How many labels beyond the chart's top the last one stands for."""
    left_out: int = 0
    """How many labels beyond the chart's top are not drawn, because their figures cannot be added."""

    @property
    def title(self) -> str:
        """The chart's title, with the currency and with what is not drawn."""
        words = [self.chart.title, self.split or "", f"{self.left_out} more not shown" if self.left_out else ""]
        return ", ".join(word for word in words if word)

    @property
    def sums(self) -> tuple[Decimal, ...]:
        """For each label, all its series together: the length of a stacked bar."""
        stacks = zip(*(series.values for series in self.series), strict=True)
        return tuple(_sum(stack) or Decimal(0) for stack in stacks)


@dataclass(frozen=True)
class _Point:
    label: Value
    size: Figure
    figures: tuple[Figure, ...]


def plots(result: Result) -> list[Plot]:
    """The plots of a result by currency; none where it has no chart or no rows."""
    chart = result.figure()
    if chart is None:
        return []
    by_split: dict[str, list[dict[str, Value]]] = {}
    for row in result.rows():
        by_split.setdefault(str(row[chart.split]) if chart.split else "", []).append(row)
    columns = {column.name: column for column in result.columns}
    return [_plot(chart, columns, split, rows) for split, rows in sorted(by_split.items())]


def _plot(chart: Chart, columns: dict[str, Column], split: str, rows: Sequence[dict[str, Value]]) -> Plot:
    points = _points(chart, columns, rows)
    if chart.sort_by:
        points.sort(key=lambda point: Decimal("-Infinity") if point.size is None else point.size, reverse=True)
    shown, beyond = points[: chart.top], points[chart.top :] if chart.top else []
    drawn = [columns[name] for name in chart.y]
    gathered = len(beyond) if all(column.total for column in drawn) else 0
    if gathered:
        together = tuple(_sum(figures) for figures in zip(*(point.figures for point in beyond), strict=True))
        shown = [*shown, _Point(f"{gathered} others", None, together)]
    series = [
        Series(column, colour, tuple(point.figures[place] for point in shown))
        for place, (column, colour) in enumerate(zip(drawn, _colours(chart.y), strict=True))
    ]
    labels = tuple(point.label for point in shown)
    return Plot(chart, split or None, columns[chart.x], labels, tuple(series), gathered, len(beyond) - gathered)


def _points(chart: Chart, columns: dict[str, Column], rows: Sequence[dict[str, Value]]) -> list[_Point]:
    """One point for each thing on the axis; two clients of one name are two, since their codes differ."""
    code = chart.x.removesuffix("_name") + "_id"
    key = code if code in columns else chart.x
    if chart.kind == "scatter":
        return [_point(chart, row) for row in rows]
    points: dict[Value, _Point] = {}
    for row in rows:
        point = _point(chart, row)
        before = points.get(row[key])
        if before is not None:
            added = tuple(_sum(pair) for pair in zip(before.figures, point.figures, strict=True))
            point = _Point(before.label, _sum((before.size, point.size)), added)
        points[row[key]] = point
    return list(points.values())


def _point(chart: Chart, row: dict[str, Value]) -> _Point:
    size = _figure(row[chart.sort_by]) if chart.sort_by else None
    return _Point(row[chart.x], size, tuple(_figure(row[name]) for name in chart.y))


def _colours(names: Sequence[str]) -> list[str]:
    """A colour for each series: for aging from calm to alarming, else one hue after another."""
    if not names or names[0] != NOT_DUE:
        return [_HUES[place % len(_HUES)] for place in range(len(names))]
    overdue = len(names) - 1
    return [_NOT_DUE_COLOUR, *(_on_ramp(place / max(1, overdue - 1)) for place in range(overdue))]


def _on_ramp(share: float) -> str:
    """The colour at this share of the way from amber to red."""
    place = share * (len(_OVERDUE_RAMP) - 1)
    low, high = _OVERDUE_RAMP[int(place)], _OVERDUE_RAMP[min(int(place) + 1, len(_OVERDUE_RAMP) - 1)]
    mixed = (
        round(int(low[at : at + 2], 16) * (1 - place % 1) + int(high[at : at + 2], 16) * (place % 1))
        for at in (1, 3, 5)
    )
    return "#" + "".join(f"{part:02x}" for part in mixed)


def _figure(value: Value) -> Figure:
    return None if value is None else Decimal(str(value))


def _sum(figures: Sequence[Figure]) -> Figure:
    known = [figure for figure in figures if figure is not None]
    return sum(known, Decimal(0)) if known else None
