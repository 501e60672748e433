"""Holding rows against rows: exact where a figure is a decimal, to 12 digits where the product gives a double."""

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

FIGURES = (int, Decimal, Fraction)
RELATIVE = 1e-12
PRICE_PLACES = 6


def differences(
    expected: Sequence[Mapping[str, object]], actual: Sequence[Mapping[str, object]], key: Sequence[str]
) -> list[str]:
    """Describe how the actual rows differ on the columns that are expected; nothing when they do not.

    Rows are put in the order of their key, as far as it is expected, and among equal keys stay as they stand.
    """
    key = [column for column in key if all(column in row for row in expected)]
    given, found = _ordered(expected, key), _ordered(actual, key)
    if [_key(row, key) for row in given] != [_key(row, key) for row in found]:
        return [f"expected rows {[_key(row, key) for row in given]}, found {[_key(row, key) for row in found]}"]
    return [
        f"{_key(row, key)} {column}: expected {value!r}, found {other[column]!r}"
        if column in other
        else f"no column {column}"
        for row, other in zip(given, found, strict=True)
        for column, value in row.items()
        if column not in other or not same(value, other[column])
    ]


def same(expected: object, actual: object) -> bool:
    """Compare a value. A double may stand only where a quotient is expected, and money is never a double."""
    if isinstance(expected, bool) or isinstance(actual, bool) or not isinstance(expected, FIGURES):
        return type(expected) is type(actual) and expected == actual
    if isinstance(expected, Fraction) and isinstance(actual, float):
        return math.isclose(expected, actual, rel_tol=RELATIVE, abs_tol=RELATIVE)
    if isinstance(expected, Fraction) and isinstance(actual, Decimal):
        return _rounded_from(expected, actual)
    return isinstance(actual, FIGURES) and Fraction(expected) == Fraction(actual)


def _rounded_from(quotient: Fraction, actual: Decimal) -> bool:
    """Tell whether a decimal is the quotient, or rounds it in its last place, which is the sixth or beyond."""
    exponent = actual.as_tuple().exponent
    off = abs(Fraction(actual) - quotient)
    return off == 0 or (isinstance(exponent, int) and exponent <= -PRICE_PLACES and off <= Fraction(10) ** exponent / 2)


def _ordered(rows: Sequence[Mapping[str, object]], key: Sequence[str]) -> list[Mapping[str, object]]:
    return sorted(rows, key=lambda row: _key(row, key))


def _key(row: Mapping[str, object], key: Sequence[str]) -> tuple[str, ...]:
    return tuple("" if row[column] is None else _name(row[column]) for column in key)


def _name(value: object) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
