"""Apportionment: an amount shared out so that the parts add up to it exactly (largest remainder)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal


def apportion(total: Decimal, weights: Sequence[Decimal], places: int) -> tuple[Decimal, ...]:
    """Share `total` in proportion to `weights`, each part with `places` decimals; the parts sum to the total.

    No part is a whole unit away from its exact share; of equal remainders the first goes first. `total` has at most
    `places` decimals. Where every weight is zero they count alike.
    """
    units = _whole(total, places)
    scale = max((-int(weight.as_tuple().exponent) for weight in weights), default=0)
    # Integers, because a share may have no end in decimals.
    shares = [_whole(weight, max(scale, 0)) for weight in weights]
    if not any(shares):
        shares = [1] * len(shares)
    whole = sum(shares)
    parts = [units * share // whole for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda place: -(units * shares[place] % whole))
    for place in by_remainder[: units - sum(parts)]:
        parts[place] += 1
    return tuple(Decimal(part).scaleb(-places) for part in parts)


def _whole(number: Decimal, places: int) -> int:
    return int(number.scaleb(places).to_integral_exact())
