"""Rounding: from the hours that were worked to the hours that are billed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Literal

from invotrack_analytics.billing.apportionment import apportion

Rounding = Literal["up", "nearest", "down"]
Scope = Literal["entry", "line"]

HOUR_PLACES = 4
_MODES: dict[Rounding, str] = {"up": ROUND_CEILING, "nearest": ROUND_HALF_UP, "down": ROUND_FLOOR}
_SECONDS_PER_MINUTE = 60
SECONDS_PER_HOUR = Decimal(3600)
_SHOWN = Decimal(1).scaleb(-HOUR_PLACES)
_OF_LINES = Decimal("0.000001")


@dataclass(frozen=True, order=True)
class RoundingRule:
    """To whole `minutes` (0 = not at all), which way, and each entry by itself or the line's sum."""

    minutes: int
    rounding: Rounding
    scope: Scope


def billed_hours(hours: Sequence[Decimal], rule: RoundingRule) -> tuple[Decimal, ...]:
    """The billed hours of each entry of one invoice line; their sum is the line's quantity.

    Worked hours are rounded by entry, or as the line's sum, which the entries then share. Twelve entries of five
    minutes make exactly one hour: a third of an hour has no end in decimals, so it is the line that is cut to four
    places, and its entries add up to that.
    """
    if not rule.minutes:
        shown = tuple(worked.quantize(_SHOWN, rounding=ROUND_HALF_UP) for worked in hours)
        if all(exact == worked for exact, worked in zip(hours, shown, strict=True)):
            return shown
        return apportion(sum(hours, Decimal(0)).quantize(_SHOWN, rounding=ROUND_HALF_UP), hours, HOUR_PLACES)
    seconds = [_seconds(worked) for worked in hours]
    step = rule.minutes * _SECONDS_PER_MINUTE
    if rule.scope == "entry":
        seconds = [_to_step(entry, step, rule.rounding) for entry in seconds]
        total = sum(seconds)
    else:
        total = _to_step(sum(seconds), step, rule.rounding)
    quantity = (total / SECONDS_PER_HOUR).quantize(_SHOWN, rounding=ROUND_HALF_UP)
    return apportion(quantity, [Decimal(entry) for entry in seconds], HOUR_PLACES)


def line_quantity(hours: Sequence[Decimal], rule: RoundingRule) -> Decimal:
    """The hours of a line, to six places: 20 minutes at 1000 are 333.33, and 0.3333 hours would be 333.30."""
    exact = sum(billed_hours(hours, rule) if rule.minutes else hours, Decimal(0))
    shown = exact.quantize(_SHOWN, rounding=ROUND_HALF_UP)
    fine = exact.quantize(_OF_LINES, rounding=ROUND_HALF_UP)
    return shown if shown == fine else fine


def _seconds(hours: Decimal) -> int:
    # Ten minutes are recorded as 0.1667 h, a little more than ten minutes; "up" must not make twenty of them.
    return int((hours * SECONDS_PER_HOUR).to_integral_value(rounding=ROUND_HALF_UP))


def _to_step(seconds: int, step: int, rounding: Rounding) -> int:
    return int((Decimal(seconds) / step).to_integral_value(rounding=_MODES[rounding])) * step
