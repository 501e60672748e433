"""Money in the reference: exact until the last moment, then the currency's minor unit."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

_DECIMALS = {"JPY": 0, "KRW": 0, "CLP": 0, "KWD": 3, "BHD": 3, "JOD": 3, "OMR": 3, "TND": 3}


def decimals_of(currency: str) -> int:
    """Return the places of the currency's minor unit (ISO 4217: JPY 0, EUR 2, KWD 3)."""
    return _DECIMALS.get(currency, 2)


def rounded(amount: Decimal, currency: str) -> Decimal:
    """Round half-up to the currency's minor unit."""
    return amount.quantize(Decimal(1).scaleb(-decimals_of(currency)), rounding=ROUND_HALF_UP)


def total_of(amounts: list[Decimal]) -> Decimal:
    """Add up exactly; nothing adds up to zero."""
    return sum(amounts, Decimal(0))


def ratio(numerator: Decimal, denominator: Decimal) -> Fraction | None:
    """Divide. "A zero denominator gives no figure (null), never 0, infinity or an error."."""
    return None if denominator == 0 else Fraction(numerator) / Fraction(denominator)
