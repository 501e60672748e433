"""Settlement: what of an electronic invoice was settled at its issue, by its total and its amount to pay."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

NOTHING = Decimal(0)
_UNIT, _SMALLEST = Decimal(1), Decimal("0.001")


@dataclass(frozen=True)
class Settlement:
    """Amounts in the document's currency."""

    prepaid: Decimal
    """Paid before the issue; negative where an earlier balance is asked for as well."""
    withheld: Decimal
    """Paid by the buyer to the tax office."""
    rounding: Decimal
    """What the amount to pay was rounded up by; negative down."""
    laid_out: Decimal = NOTHING
    """Paid for the buyer, and asked back beyond the total."""


def settlement(  # noqa: PLR0913  each is an amount that the document states
    total: Decimal | None,
    payable: Decimal | None,
    *,
    prepaid: Decimal | None,
    rounding: Decimal | None,
    withholds: bool,
    laid_out: Decimal = NOTHING,
) -> Settlement:
    """What a document states, and what its amount to pay adds to that where it states too little.

    Less to pay than what is left of the total was withheld where the document `withholds` tax, else paid before; by
    less than one unit of the currency it was rounded. More to pay is what was `laid_out` for the buyer; for no stated
    reason it is left alone: earlier balances and money collected for others are no part of this invoice.
    """
    known, rounded = prepaid or NOTHING, rounding or NOTHING
    rest = NOTHING if total is None or payable is None else total - known + rounded - payable
    # Some tools compute with floats, and write out what came of it.
    rest = rest.quantize(_SMALLEST).normalize() + NOTHING
    asked_back = laid_out if withholds else min(laid_out, max(-rest, NOTHING))
    rest += asked_back
    if withholds:
        return Settlement(known, max(rest, NOTHING), rounded, asked_back)
    if rounding is None and abs(rest) < _UNIT:
        return Settlement(known, NOTHING, -rest, asked_back)
    return Settlement(known + max(rest, NOTHING), NOTHING, rounded, asked_back)
