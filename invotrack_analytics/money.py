"""Money: decimals, currencies and rounding to the minor unit. No float comes in or goes out.

Minor units are ISO 4217's, list one (amendment 177); currency codes are those CLDR knows, which keeps former
currencies such as DEM readable in old books.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from babel.numbers import list_currencies

_WITHOUT_MINOR_UNIT = frozenset(
    [
        "BIF",
        "CLP",
        "DJF",
        "GNF",
        "ISK",
        "JPY",
        "KMF",
        "KRW",
        "PYG",
        "RWF",
        "UGX",
        "UYI",
        "VND",
        "VUV",
        "XAF",
        "XOF",
        "XPF",
    ],
)
_WITH_THOUSANDTHS = frozenset(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"])
_NOT_MONEY = frozenset(["XAG", "XAU", "XBA", "XBB", "XBC", "XBD", "XDR", "XPD", "XPT", "XSU", "XTS", "XUA", "XXX"])

# The warehouse holds three places, so four-place units (CLF, UYW) are not offered as currencies of account.
MOST_PLACES = 3


@cache
def currencies() -> frozenset[str]:
    """Every currency code that a document may carry."""
    return frozenset(list_currencies()) - _NOT_MONEY - {"CLF", "UYW"}


def minor_unit(currency: str) -> int:
    """Decimal places of the currency's smallest unit: JPY 0, EUR 2, KWD 3."""
    if currency in _WITHOUT_MINOR_UNIT:
        return 0
    if currency in _WITH_THOUSANDTHS:
        return MOST_PLACES
    return 2


def currencies_with_places(places: int) -> frozenset[str]:
    """The currencies whose minor unit has other than two places, by their number of places (0 or 3)."""
    return {0: _WITHOUT_MINOR_UNIT, MOST_PLACES: _WITH_THOUSANDTHS}[places]


def round_to_minor_unit(amount: Decimal, currency: str) -> Decimal:
    """The amount rounded half-up (away from zero on a tie) to the currency's minor unit."""
    return amount.quantize(Decimal(1).scaleb(-minor_unit(currency)), rounding=ROUND_HALF_UP)
