"""Amounts in ledger files: plain decimals with the places of their currency."""

from __future__ import annotations

from decimal import Decimal

from invotrack_analytics.money import minor_unit


def plain(amount: Decimal, currency: str, mark: str = ".") -> str:
    """An amount with all places of its currency's minor unit and no separators of thousands."""
    return f"{amount:.{minor_unit(currency)}f}".replace(".", mark)
