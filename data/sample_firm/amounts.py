"""Money of the sample: all its currencies have two places."""

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def half_up(amount: Decimal) -> Decimal:
    """To the cent, as the books round."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def tax_on(net: Decimal, percent: Decimal) -> Decimal:
    """The tax on a document's net sum, to the cent."""
    return half_up(net * percent / 100)


def plain(number: Decimal) -> str:
    """Hours and percentages as people type them: 7.5, not 7.50; 8, not 8E+0."""
    return f"{number.normalize():f}"
