"""Plain values: days and amounts as the standards of electronic invoices write them."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

_PRICE = Decimal("0.000001")


def iso_day(text: str) -> str:
    """An ISO date out of a date with time or zone, or of eight digits; anything else as it stands."""
    if len(text) == len("20260930") and text.isascii() and text.isdigit():
        return f"{text[:4]}-{text[4:6]}-{text[6:]}"
    return text[: len("2026-09-30")] if text[4:5] == "-" else text


def amount_of(text: str) -> Decimal | None:
    """The number; None where the text is none, or one too large to keep."""
    # What is no plain number stays as it is, and is told of its row where it is cast.
    if not text or len(text) > len("-123456789012345678.123456789012"):
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value.adjusted()) < len("123456789012345678901234") else None


def plus(one: str, other: str) -> str:
    """The sum; the first text as it stands where one of them is no number."""
    left, right = amount_of(one), amount_of(other)
    return one if left is None or right is None else f"{left + right:f}"


def negated(text: str) -> str:
    """The number with the other sign; a text that is none as it stands."""
    value = amount_of(text)
    return text if value is None else f"{-value:f}"


def signed(text: str, *, negative: bool) -> str:
    """The number, with the other sign where the whole document is negative."""
    return negated(text) if negative else text


def price_of_one(price: str, quantity: str) -> str:
    """The price of one unit, where a document states that of a number of them."""
    amount, of = amount_of(price), amount_of(quantity)
    return price if amount is None or not of or of == 1 else str((amount / of).quantize(_PRICE))
