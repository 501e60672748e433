"""Seeded chance that gives the same numbers on every Python."""

import random
from collections.abc import Sequence
from typing import TypeVar

SEED = 20260930
T = TypeVar("T")


class Dice:
    """One stream of chance per noun.

    Only `Random.random()` is promised to stay the same from one Python to the next, so everything
    is made from it.
    """

    def __init__(self, noun: str) -> None:
        self._random = random.Random(f"{SEED}:{noun}")

    def chance(self, share: float) -> bool:
        """Whether it happens; `share` between 0 and 1."""
        return self._random.random() < share

    def whole(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return low + int(self._random.random() * (high - low + 1))

    def pick(self, choices: Sequence[T]) -> T:
        """One of them, all alike likely."""
        return choices[self.whole(0, len(choices) - 1)]

    def weighted(self, choices: Sequence[T], weights: Sequence[int]) -> T:
        """One of them, each as likely as its positive weight says."""
        mark = self.whole(1, sum(weights))
        for choice, weight in zip(choices, weights, strict=True):
            mark -= weight
            if mark <= 0:
                return choice
        raise AssertionError

    def several(self, choices: Sequence[T], count: int) -> list[T]:
        """`count` different ones, or all when there are fewer."""
        left = list(choices)
        return [left.pop(self.whole(0, len(left) - 1)) for _ in range(min(count, len(left)))]
