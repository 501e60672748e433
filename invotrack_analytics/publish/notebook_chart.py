"""A result's chart as one Plotly figure: a plot for each currency, one below the other, no axis shared."""

from __future__ import annotations

import sys
from html import escape
from typing import TYPE_CHECKING, Any

from invotrack_analytics.config import Settings
from invotrack_analytics.publish.charts import Drawing, drawings
from invotrack_analytics.publish.display import display
from invotrack_analytics.reports.report import Result

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_TITLE, _GAP, _LEGEND = 34, 26, 46


def draw(result: Result, settings: Settings) -> Figure | None:
    """The figure; None where the report has no chart or no rows."""
    from plotly.graph_objects import Figure

    plots = drawings(result, display(settings.company.locale))
    if not plots:
        return None
    _render_offline()
    heights = [int(plot.spec["layout"]["height"]) for plot in plots]
    whole = sum(heights) + len(plots) * _TITLE + (len(plots) - 1) * _GAP + _LEGEND
    traces: list[dict[str, Any]] = []
    layout: dict[str, Any] = {
        "height": whole,
        "barmode": plots[0].spec["layout"].get("barmode"),
        "bargap": plots[0].spec["layout"].get("bargap"),
        "margin": {"l": 8, "r": 96, "t": 0, "b": 0},
        "template": "plotly_white",
        "showlegend": bool(plots[0].legend),
        "legend": {"orientation": "h", "y": 0, "yanchor": "bottom", "x": 0, "traceorder": "normal"},
        "annotations": [],
    }
    top = 0
    for number, (plot, height) in enumerate(zip(plots, heights, strict=True), start=1):
        _place(plot, number, 1 - (top + _TITLE) / whole, 1 - (top + _TITLE + height) / whole, traces, layout)
        top += _TITLE + height + _GAP
    return Figure({"data": traces, "layout": layout})


def _place(  # noqa: PLR0913, PLR0917  a plot and where it goes
    plot: Drawing, number: int, top: float, bottom: float, traces: list[dict[str, Any]], layout: dict[str, Any]
) -> None:
    suffix = "" if number == 1 else str(number)
    for trace in plot.spec["data"]:
        is_named = "name" in trace
        # One entry in the legend stands for a series in every plot.
        legend = {"legendgroup": trace["name"], "showlegend": number == 1} if is_named else {"showlegend": False}
        traces.append(dict(trace) | legend | {"xaxis": f"x{suffix}", "yaxis": f"y{suffix}"})
    drawn = plot.spec["layout"]
    layout[f"xaxis{suffix}"] = dict(drawn.get("xaxis", {})) | {"anchor": f"y{suffix}"}
    layout[f"yaxis{suffix}"] = dict(drawn.get("yaxis", {})) | {"anchor": f"x{suffix}", "domain": [bottom, top]}
    layout["annotations"].append(
        {
            "text": f"<b>{escape(plot.title)}</b>",
            "xref": "paper",
            "yref": "paper",
            "x": 0,
            "y": top,
            "xanchor": "left",
            "yanchor": "bottom",
            "showarrow": False,
        }
    )


def _render_offline() -> None:
    """In a notebook, hand figures to its own renderer: Plotly's first choice may fetch a script."""
    import plotly.io

    if "ipykernel" in sys.modules:
        plotly.io.renderers.default = "plotly_mimetype"
