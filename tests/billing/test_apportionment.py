from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invotrack_analytics.billing.apportionment import apportion


def numbers(text: str) -> list[Decimal]:
    return [Decimal(part) for part in text.split()]


@pytest.mark.parametrize(
    ("total", "weights", "places", "parts"),
    [
        ("10.00", "1 1 1", 2, "3.34 3.33 3.33"),
        ("100", "1 1 1", 0, "34 33 33"),
        ("0.001", "1 2 1", 3, "0 0.001 0"),
        ("10.00", "0 0", 2, "5 5"),
        ("0.00", "1 2", 2, "0 0"),
        ("7.50", "0.25 0.5 0", 2, "2.5 5 0"),
        ("1.00", "0.3333", 2, "1"),
    ],
)
def test_parts(total: str, weights: str, places: int, parts: str) -> None:
    assert list(apportion(Decimal(total), numbers(weights), places)) == numbers(parts)


@given(
    cents=st.integers(0, 10**9),
    weights=st.lists(st.decimals(0, 24, places=4), min_size=1, max_size=20).filter(any),
)
def test_parts_add_up_and_none_is_a_cent_off(cents: int, weights: list[Decimal]) -> None:
    parts = apportion(Decimal(cents).scaleb(-2), weights, 2)
    assert sum(parts) == Decimal(cents).scaleb(-2)
    whole = sum(weights)
    for part, weight in zip(parts, weights, strict=True):
        # exact: |part - total * weight / whole| < 0.01
        assert abs(part * 100 * whole - cents * weight) < whole
