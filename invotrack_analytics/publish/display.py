"""How a value looks to a reader: amounts, numbers, dates and shares in the company's locale."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import NumberPattern, parse_pattern

from invotrack_analytics.money import minor_unit, round_to_minor_unit
from invotrack_analytics.reports.buckets import bucket_title
from invotrack_analytics.reports.report import Column, Type, Value

MISSING = "\N{EN DASH}"
"""What stands where there is no figure; never a zero."""

VISIBLE = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0)), "\N{REPLACEMENT CHARACTER}")
"""For str.translate: control characters, terminal escapes among them, become a visible mark."""

_MOST_PRICE_PLACES = 4


class Display:
    """Values as text in one locale; made, and kept, by `display(locale)`."""

    def __init__(self, locale: Locale) -> None:
        self.locale = locale
        # A year of two figures says too little of old debts.
        self._date_pattern = re.sub(r"y+", "y", str(locale.date_formats["short"].pattern))
        # Babel parses a pattern at each call unless it is kept: three times slower.
        self._patterns: dict[tuple[str, int, int], NumberPattern] = {}

    def number(self, value: Decimal | float, least_places: int, most_places: int | None = None) -> str:
        """The number with the locale's separators and `least_places` decimals, or up to `most_places`."""
        most_places = least_places if most_places is None else most_places
        pattern = self._pattern(self.locale.decimal_formats[None].pattern, least_places, most_places)
        return str(pattern.apply(_rounded(value, most_places), self.locale))

    def amount(self, value: Decimal, currency: str) -> str:
        """An amount to its currency's minor unit, without the currency: 1.234,50."""
        return self.number(round_to_minor_unit(value, currency), minor_unit(currency))

    def money(self, value: Decimal, currency: str) -> str:
        """An amount to its currency's minor unit, with the currency: 1.234,50 €."""
        # Babel's own digits are CLDR's, which round some currencies (IQD, RSD) to what is paid in cash.
        places = minor_unit(currency)
        pattern = self._pattern(self.locale.currency_formats["standard"].pattern, places, places)
        amount = round_to_minor_unit(value, currency)
        return str(pattern.apply(amount, self.locale, currency=currency, currency_digits=False))

    def share(self, value: float | Decimal) -> str:
        """A fraction as a percentage with one decimal: 81,5 %."""
        pattern = self._pattern(self.locale.percent_formats[None].pattern, 1, 1)
        return str(pattern.apply(_rounded(value, 3), self.locale))

    def day(self, value: date) -> str:
        """A day in figures, the year in full: 30/09/2026."""
        return str(format_date(value, self._date_pattern, locale=self.locale))

    def month(self, value: date) -> str:
        """The month of a day: Sep 2026."""
        return str(format_skeleton("yMMM", value, locale=self.locale))

    def day_of_year(self, value: date) -> str:
        """A day without its year: 30 Sep."""
        return str(format_skeleton("MMMd", value, locale=self.locale))

    def cell(self, column: Column, value: Value, currency: str) -> str:
        """A report's cell as a reader wants it; `currency` is the row's."""
        if value is None:
            return MISSING
        of_unit = _CELLS_OF_UNIT.get((column.type, column.unit))
        return of_unit(self, value) if of_unit else _CELLS[column.type](self, value, currency)

    @property
    def day_pattern(self) -> str:
        """The pattern of `day` as CLDR spells it: d/M/y."""
        return self._date_pattern

    def spreadsheet_date(self) -> str:
        """The pattern of `day` as a spreadsheet spells it: dd/mm/yyyy."""
        return re.sub(r"[^dMy./\- ]", "", self._date_pattern).replace("M", "m").replace("y", "yyyy")

    def _pattern(self, text: str, least_places: int, most_places: int) -> NumberPattern:
        key = (text, least_places, most_places)
        if key not in self._patterns:
            pattern = parse_pattern(text)
            pattern.frac_prec = (least_places, most_places)
            self._patterns[key] = pattern
        return self._patterns[key]


def stands_left(column: Column) -> bool:
    """Whether a column's cells, and its title, stand at its left edge: words and dates do, figures do not."""
    return column.type in {"text", "date", "boolean"}


@cache
def display(locale: str) -> Display:
    """The Display of a locale such as es_ES."""
    return Display(Locale.parse(locale))


def _rounded(value: Decimal | float, places: int) -> Decimal:
    """Half-up, as a spreadsheet shows it; Babel would round half to even."""
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


_CELLS: Mapping[Type, Callable[[Display, Any, str], str]] = {
    "text": lambda _, value, __: str(value).translate(VISIBLE),
    "date": lambda display, value, _: display.day(value),
    "integer": lambda display, value, _: display.number(value, 0),
    "boolean": lambda _, value, __: "yes" if value else "no",
    "money": Display.amount,
    "price": lambda display, value, currency: display.number(value, minor_unit(currency), _MOST_PRICE_PLACES),
    "hours": lambda display, value, _: display.number(value, 2),
    "days": lambda display, value, _: display.number(value, 0 if isinstance(value, int) else 1),
    "ratio": lambda display, value, _: display.share(value),
}

_CELLS_OF_UNIT: Mapping[tuple[Type, str | None], Callable[[Display, Any], str]] = {
    ("text", "bucket"): lambda _, value: bucket_title(value),
    ("date", "month"): Display.month,
    ("ratio", "percent"): lambda display, value: display.share(value / 100),
}
