"""A report's `Chart` filled with its rows: one plot for each currency, so that no axis adds or compares two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import reduce

import pyarrow as pa
import pyarrow.compute as pc

from invotrack_analytics.reports.buckets import NOT_DUE, bucket_title
from invotrack_analytics.reports.report import Chart, Column, Result, Value

_NOT_DUE_COLOUR = "#9db3d3"
_OVERDUE_RAMP = ("#efc15a", "#e8963a", "#da6530", "#b8282f")
# They differ in lightness too, for those who tell fewer hues apart.
_ONE_HUE = "#2f66d8"
_HUES = ("#9fbcf2", "#2f66d8", "#d98a2b", "#2a8f7b", "#8a5cc7", "#c2457e")

_PLACE = "place of the row"
_STEP = Column("step", "text", "Step", "A step of a waterfall.")

Figure = Decimal | None
"""A figure to draw, exact; None is no figure."""


@dataclass(frozen=True)
class Series:
    """The figures of one column, one for each label of its plot."""

    column: Column
    colour: str
    values: tuple[Figure, ...]
    span: tuple[tuple[Figure, ...], tuple[Figure, ...]] | None = None
    """Between which figures each may lie: the low ones and the high ones."""


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
        return tuple(sum((figure for figure in stack if figure is not None), Decimal(0)) for stack in stacks)


def plots(result: Result) -> list[Plot]:
    """The plots of a result by currency; none where it has no chart, or nothing to draw."""
    chart = result.figure()
    if chart is None or not len(result):
        return []
    columns = {column.name: column for column in result.columns}
    if chart.kind == "waterfall":
        drawn = [_waterfall(chart, columns, split, sums) for split, sums in result.totals().items()]
        return [plot for plot in drawn if any(plot.sums)]
    points = _points(chart, result.table)
    if chart.split is None:
        drawn = [_plot(chart, columns, None, points)]
    else:
        column = points[chart.split]
        splits = sorted(set(column.to_pylist()), key=str)
        drawn = [
            _plot(chart, columns, str(split), points.filter(pc.equal(column, pa.scalar(split)))) for split in splits
        ]
    if chart.x == "bucket":
        drawn = [replace(plot, labels=tuple(bucket_title(str(label)) for label in plot.labels)) for plot in drawn]
    return [plot for plot in drawn if any(value for series in plot.series for value in series.values)]


def _waterfall(chart: Chart, columns: dict[str, Column], split: str, sums: Mapping[str, Decimal]) -> Plot:
    """A plot of one series: the total of each step, by the step's title."""
    steps = [columns[name] for name in chart.y]
    series = Series(replace(steps[0], title="Amount"), _ONE_HUE, tuple(sums[step.name] for step in steps))
    return Plot(chart, split or None, _STEP, tuple(step.title for step in steps), (series,))


def _points(chart: Chart, table: pa.Table) -> pa.Table:
    """One row for each thing on the axis and each split, its figures added; in Arrow, since rows may be very many."""
    figures = list(dict.fromkeys([*chart.y, *([chart.sort_by] if chart.sort_by else []), *(chart.span or ())]))
    if chart.kind == "scatter":
        return table
    # Two clients of one name are two, since their codes differ.
    code = chart.x.removesuffix("_name") + "_id"
    keys = list(dict.fromkeys(name for name in (chart.split, code, chart.x) if name in table.column_names))
    numbered = table.append_column(_PLACE, pa.array(range(len(table))))
    sums = [(name, "sum") for name in figures]
    added = numbered.group_by(keys, use_threads=False).aggregate([*sums, (_PLACE, "min")])
    # Arrow gives groups in no order that can be relied on; here they stand as they first appeared.
    added = added.sort_by(f"{_PLACE}_min")
    return added.rename_columns([name if name in keys else name.removesuffix("_sum") for name in added.column_names])


def _plot(chart: Chart, columns: dict[str, Column], split: str | None, points: pa.Table) -> Plot:
    if chart.sort_by:
        # What has nothing to draw, such as an account with credit only, has no place in a ranking.
        has_some = [pc.fill_null(pc.not_equal(points[name], 0), fill_value=False) for name in chart.y]
        points = points.filter(reduce(pc.or_, has_some)).sort_by([(chart.sort_by, "descending")])
    top = chart.top or len(points)
    shown, beyond = points.slice(0, top), points.slice(top)
    drawn = [columns[name] for name in chart.y]
    # What stands beside each other is compared, which a sum of many does not help.
    adds_up = all(column.total for column in drawn) and (len(drawn) == 1 or chart.kind == "stacked_bar")
    gathered = len(beyond) if adds_up else 0
    labels: list[Value] = shown[chart.x].to_pylist()
    values = [[_figure(value) for value in shown[column.name].to_pylist()] for column in drawn]
    if gathered:
        labels.append("1 other" if gathered == 1 else f"{gathered} others")
        for column, figures in zip(drawn, values, strict=True):
            figures.append(_figure(pc.sum(beyond[column.name]).as_py()))
    series = tuple(
        Series(column, colour, tuple(figures))
        for column, colour, figures in zip(drawn, _colours(chart.y), values, strict=True)
    )
    if chart.span and not chart.top:
        low, high = (tuple(_figure(value) for value in shown[name].to_pylist()) for name in chart.span)
        series = (replace(series[0], span=(low, high)), *series[1:])
    return Plot(chart, split, columns[chart.x], tuple(labels), series, gathered, len(beyond) - gathered)


def _colours(names: Sequence[str]) -> list[str]:
    """A colour for each series: for aging from calm to alarming, else one hue after another."""
    if len(names) == 1:
        return [_ONE_HUE]
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
