from decimal import Decimal

import pytest

from invotrack_analytics.billing.rounding import Rounding, RoundingRule, Scope, billed_hours


def hours(text: str) -> list[Decimal]:
    return [Decimal(part) for part in text.split()]


@pytest.mark.parametrize(
    ("worked", "minutes", "rounding", "scope", "billed"),
    [
        # Not rounded at all
        ("1.23 0.0001", 0, "up", "entry", "1.23 0.0001"),
        # By entry
        ("1.01 0.25 0.2501", 15, "up", "entry", "1.25 0.25 0.25"),
        ("1.01 1.12 1.125 1.13", 15, "nearest", "entry", "1.00 1.00 1.25 1.25"),
        ("1.24 0.25 0.1", 15, "down", "entry", "1.00 0.25 0"),
        ("0.1 0.11", 6, "up", "entry", "0.1 0.2"),
        # Two hundredths of a minute are the recording's, not the worker's
        ("0.1667", 10, "up", "entry", "0.1667"),
        ("0.1667", 10, "down", "entry", "0.1667"),
        ("0.1703", 10, "up", "entry", "0.3333"),
        # Thirds of an hour: the line is cut to four places, its entries add up to it
        ("0.3333 0.3333 0.3333", 20, "up", "entry", "0.3334 0.3333 0.3333"),
        ("0.0833 0.0833", 5, "nearest", "entry", "0.0834 0.0833"),
        # By line: the sum is rounded, the entries share it by what was worked
        ("0.1 0.1 0.1", 15, "up", "line", "0.1667 0.1667 0.1666"),
        ("1 2", 60, "down", "line", "1 2"),
        ("0.3 0.1", 60, "up", "line", "0.75 0.25"),
        ("0.3 0.1", 60, "down", "line", "0 0"),
        ("0.4 0.1", 60, "nearest", "line", "0.8 0.2"),
        ("24 24 24", 480, "up", "line", "24 24 24"),
    ],
)
def test_worked_hours_are_billed(worked: str, minutes: int, rounding: Rounding, scope: Scope, billed: str) -> None:
    assert list(billed_hours(hours(worked), RoundingRule(minutes, rounding, scope))) == hours(billed)


@pytest.mark.parametrize("scope", ["entry", "line"])
def test_a_hundred_entries_of_five_minutes_are_eight_hours_twenty(scope: Scope) -> None:
    assert sum(billed_hours(hours("0.0833 " * 100), RoundingRule(5, "nearest", scope))) == Decimal("8.3333")
