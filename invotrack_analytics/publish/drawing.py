"""Drawing: one figure as Plotly knows it, and what the axes of all of them have in common."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from html import escape
from typing import Any

from babel import Locale
from babel.numbers import NumberPattern, format_compact_currency, format_compact_decimal, parse_pattern

from invotrack_analytics.publish.display import Display

CLEAR = "rgba(0,0,0,0)"
GRID = "rgba(128,140,156,0.22)"
"""On light and dark alike."""
_MOST_STEPS = 4
_STEPS = (1, 2, 2.5, 5, 10)
_HEADROOM = 1.08
_MILLION = 1_000_000
_LONGEST_LABEL = 26
_LETTER_PIXELS = 6.7


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


def value_axis(low: float, high: float, look: Display, suffix: str = "", **other: Any) -> dict[str, Any]:
    """An upright axis from zero, or below, to `high`; its numbers are the locale's, which plotly.js does not know."""
    ticks = _ticks(min(low, 0.0), max(high, 0.0))
    return {
        "fixedrange": True,
        "gridcolor": GRID,
        "zerolinecolor": GRID,
        "tickmode": "array",
        "tickvals": ticks,
        "ticktext": [escape(short_number(Decimal(repr(tick)), look) + suffix) for tick in ticks],
        "range": [min(low * _HEADROOM, 0.0), max(high * _HEADROOM, ticks[-1])],
        **other,
    }


def label_axis(labels: Sequence[str]) -> dict[str, Any]:
    """An axis of names, the first on top, each beside its bar."""
    return {
        "autorange": "reversed",
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "tickmode": "array",
        "tickvals": list(range(len(labels))),
        "ticktext": [escape(_shortened(label)) for label in labels],
        "ticklabelstandoff": 6,
    }


def label_margin(labels: Sequence[str]) -> int:
    """The room in pixels that the names of a `label_axis` take."""
    return round(max((len(_shortened(label)) for label in labels), default=0) * _LETTER_PIXELS) + 16


def _shortened(label: str) -> str:
    return label if len(label) <= _LONGEST_LABEL else label[: _LONGEST_LABEL - 1].rstrip() + "…"


def short_money(value: Decimal, currency: str, look: Display) -> str:
    """An amount for where there is little room: without its minor unit, from a million on as 1.28M or 1,28 Mio. €."""
    whole = value.quantize(Decimal(1), ROUND_HALF_UP)
    if abs(whole) >= _MILLION:
        return str(format_compact_currency(whole, currency, locale=look.locale, fraction_digits=2))
    return str(_whole_pattern(look.locale).apply(whole, look.locale, currency=currency, currency_digits=False))


@cache
def _whole_pattern(locale: Locale) -> NumberPattern:
    pattern = parse_pattern(locale.currency_formats["standard"].pattern)
    pattern.frac_prec = (0, 0)
    return pattern


def short_number(value: Decimal, look: Display) -> str:
    """A number for where there is little room: 1,5 mil, 200K."""
    return str(format_compact_decimal(value, locale=look.locale, fraction_digits=0 if abs(value) >= 10_000 else 1))  # noqa: PLR2004


def _ticks(low: float, high: float) -> list[float]:
    """Round numbers from `low` to `high`, zero among them."""
    span = (high - low) or 1.0
    power = 10.0 ** math.floor(math.log10(span / _MOST_STEPS))
    step = next(step * power for step in _STEPS if step * power * _MOST_STEPS >= span)
    return [round(place * step, 6) for place in range(math.ceil(low / step), math.floor(high / step) + 1)]
