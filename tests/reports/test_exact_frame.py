"""A frame's decimals stay exact, and can be added up."""

from __future__ import annotations

from decimal import Decimal

import pyarrow as pa

from invotrack_analytics.reports.exact_frame import exact_frame


def test_columns_of_all_digits_can_be_added() -> None:
    column = pa.array([Decimal("1.005"), None], pa.decimal128(38, 3))
    frame = exact_frame(pa.table(dict.fromkeys("abcdef", column)))
    assert sum(frame[name] for name in frame.columns).iloc[0] == Decimal("6.030")


def test_an_amount_that_needs_every_digit_keeps_them() -> None:
    largest = Decimal("9" * 35 + ".999")
    assert exact_frame(pa.table({"a": pa.array([largest], pa.decimal128(38, 3))}))["a"].iloc[0] == largest
