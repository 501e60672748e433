"""Statement columns: which columns of a bank's rows are what, told by what stands in them where nothing names them.

Only a draft is made with them (see draft_table), to be looked at before it is used.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations, pairwise
from statistics import mean

from invotrack_analytics.money import currencies

Numbers = Sequence[Decimal | None]

_DATE = re.compile(
    r"[0-9]{1,4}[-/.][0-9A-Za-z]{1,3}[-/.][0-9]{1,4}(?:[ T].*)?|[12][0-9]{7}|[0-9]{1,2} [A-Za-z]{3,9}[.]? [0-9]{2,4}"
)
_AMOUNT = re.compile(r"[-+(]*\s*[^0-9a-zA-Z]?\s*[-+]?[0-9][0-9.,' ]*[.,][0-9]{2}\s*[^0-9a-zA-Z]?[)-]?")
_NOTHING = re.compile(r"[-+]?0+")
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9 ]{10,40}")
_WAYS = (
    ("credit", "debit"),
    ("cr", "dr"),
    ("c", "d"),
    ("h", "s"),
    ("haben", "soll"),
    ("bij", "af"),
    ("crdt", "dbit"),
    ("i", "o"),
    ("in", "out"),
)
"""Words that tell what came in from what went out."""
_MOST = Decimal("0.8")


@dataclass(frozen=True)
class StatementColumns:
    """What the columns were told to be: the columns of bank lines, and `credit` for money received alone."""

    told: Mapping[str, str]
    directions: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The words for what came in, under the column in which they stand."""
    either: tuple[str, ...] = ()
    """Two columns of amounts of which one is what came in, and nothing says which."""


def columns_by_values(header: Sequence[str], rows: Sequence[Sequence[str]]) -> StatementColumns:
    """The columns of a statement without a header; those that could not be told are left out."""
    cells = {
        name: [row[place].strip() if place < len(row) else "" for row in rows] for place, name in enumerate(header)
    }
    columns = {name: [text for text in texts if text] for name, texts in cells.items()}

    def first(pattern: re.Pattern[str]) -> str | None:
        return next((name for name, values in columns.items() if _mostly(pattern, values)), None)

    amounts = {
        name: [_number(text) for text in cells[name]] for name, values in columns.items() if _are_amounts(values)
    }
    texts = {
        name: mean(map(len, values))
        for name, values in columns.items()
        if values and name not in amounts and not any(_mostly(pattern, values) for pattern in (_DATE, _IBAN))
    }
    codes = (name for name, values in columns.items() if values and all(value in currencies() for value in values))
    received, either = _received(amounts)
    found = {
        "booking_date": first(_DATE),
        **received,
        "currency": next(codes, None),
        "payer_iban": first(_IBAN),
        "remittance": max(texts, key=lambda name: texts[name], default=None),
    }
    told = {column: name for column, name in found.items() if name is not None}
    signed = _has_negative(amounts.get(told.get("amount", ""), ()))
    return StatementColumns(told, {} if signed or "amount" not in told else _directions(columns), either)


def _are_amounts(values: Sequence[str]) -> bool:
    written = [value for value in values if not _NOTHING.fullmatch(value)]
    return bool(written) and _mostly(_AMOUNT, written)


def _received(amounts: Mapping[str, Numbers]) -> tuple[dict[str, str], tuple[str, ...]]:
    """The column of amounts, or that of what came in where each row fills one of two; both where none is told."""
    for one, other in combinations(amounts, 2):
        if _take_turns(amounts[one], amounts[other]):
            first, second = _came_in(amounts, one, other), _came_in(amounts, other, one)
            return ({}, (one, other)) if first == second else ({"credit": one if first else other}, ())
    left = {name: numbers for name, numbers in amounts.items() if not _is_balance(amounts, name)} or amounts
    most = max((_filled(numbers) for numbers in left.values()), default=0)
    full = [name for name, numbers in left.items() if 2 * _filled(numbers) > most]
    signed = [name for name in full if _has_negative(left[name])]
    return ({"amount": (signed or full)[0]} if full else {}), ()


def _came_in(amounts: Mapping[str, Numbers], name: str, other: str) -> bool:
    """Whether a column is what came in: the other one is negative, or a balance rises by this and falls by that."""
    balances = [balance for balance in amounts if balance not in {name, other}]
    moved = [(_falls(amounts, balance, name), _falls(amounts, balance, other)) for balance in balances]
    negative = _has_negative(amounts[name])
    return not negative and (_has_negative(amounts[other]) or any(up is False or down for up, down in moved))


def _take_turns(one: Numbers, other: Numbers) -> bool:
    rows = [(bool(a), bool(b)) for a, b in zip(one, other, strict=True)]
    used = any(a for a, _ in rows) and any(b for _, b in rows)
    return used and not any(a and b for a, b in rows) and sum(a or b for a, b in rows) >= _MOST * len(rows)


def _falls(amounts: Mapping[str, Numbers], balance: str, moved: str) -> bool | None:
    """Whether a column falls by what another has, or rises by it; None where it does neither."""
    for numbers, steps in _both_ways(amounts[moved], amounts[balance]):
        moves = [(amount, step) for amount, step in zip(numbers, steps, strict=True) if amount and step is not None]
        for sign in (-1, 1):
            if moves and sum(step == sign * abs(amount) for amount, step in moves) >= _MOST * len(moves):
                return sign < 0
    return None


def _is_balance(amounts: Mapping[str, Numbers], name: str) -> bool:
    """Whether a column moves by what another has, row by row."""
    return any(
        bool(told) and sum(hit for hit in told) >= _MOST * len(told)
        for other in amounts
        if other != name
        for numbers, steps in _both_ways(amounts[other], amounts[name])
        for told in [
            [amount == step for amount, step in zip(numbers, steps, strict=True) if amount and step is not None]
        ]
    )


def _both_ways(moved: Numbers, balance: Numbers) -> list[tuple[Numbers, Numbers]]:
    """The amounts with the steps of a balance, the oldest row first, and the newest."""
    steps = [None if a is None or b is None else b - a for a, b in pairwise(balance)]
    return [(moved[1:], steps), (moved[:-1], [None if step is None else -step for step in steps])]


def _directions(columns: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    for name, values in columns.items():
        words = [value.casefold() for value in values]
        for into, out in _WAYS:
            told = words.count(into) + words.count(out)
            if words and told >= _MOST * len(words):
                return {name: [next((value for value in values if value.casefold() == into), into)]}
    return {}


def _number(text: str) -> Decimal | None:
    digits = re.sub(r"[^0-9.,]", "", text)
    whole, _, cents = digits.replace(",", ".").rpartition(".")
    if not cents.isdigit():
        return None
    value = (
        Decimal(f"{whole.replace('.', '') or 0}.{cents}") if whole or "." in digits or "," in digits else Decimal(cents)
    )
    return -value if re.search(r"[-\u2212(]", text) else value


def _has_negative(numbers: Numbers) -> bool:
    return any(number is not None and number < 0 for number in numbers)


def _filled(numbers: Numbers) -> int:
    return sum(number is not None for number in numbers)


def _mostly(pattern: re.Pattern[str], values: Sequence[str]) -> bool:
    return bool(values) and sum(pattern.fullmatch(value) is not None for value in values) >= _MOST * len(values)
