"""Drawing: one figure as Plotly knows it, and what the axes of all of them have in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

CLEAR = "rgba(0,0,0,0)"
GRID = "rgba(128,140,156,0.22)"
"""On light and dark alike."""


@dataclass(frozen=True)
class Drawing:
    """One figure. `spec` is Plotly's figure as JSON knows it; `said` tells it to who cannot see it."""

    title: str
    split: str
    spec: Mapping[str, Any]
    legend: tuple[tuple[str, str], ...]
    """Names of the series with their colours; empty where one series needs none."""
    said: str
    bars: int


def layout(height: int, **other: Any) -> dict[str, Any]:
    """The layout that every figure begins with."""
    return {
        "height": height,
        "showlegend": False,
        "dragmode": False,
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        **other,
    }
