"""How a document writes amounts, quantities, rates and dates: by the customs of its locale, and never rounded here."""

from __future__ import annotations

from copy import copy
from datetime import date
from decimal import Decimal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import NumberPattern

from invotrack_analytics.errors import InvotrackError
from invotrack_analytics.money import minor_unit

_FEWEST_PLACES_OF_HOURS = 2


class Figures:
    """The figures of one document. Raises InvotrackError for a locale that CLDR does not know."""

    def __init__(self, locale: str, currency: str) -> None:
        try:
            self.locale = Locale.parse(locale.replace("-", "_"))
        except (UnknownLocaleError, ValueError) as error:
            message = f"locale {locale!r} is not known; use a language and a country such as en_GB or es_ES"
            raise InvotrackError(message) from error
        self.currency = currency
        self._places = minor_unit(currency)
        self._plain = self.locale.decimal_formats[None]
        self._money = self.locale.currency_formats["standard"]
        self._percent = self.locale.percent_formats[None]

    def money(self, amount: Decimal) -> str:
        """An amount with its currency: `1.234,50 €`."""
        return self._held_together(self._write(self._money, amount, self._places))

    def amount(self, amount: Decimal) -> str:
        """An amount in a column whose head names the currency: `1.234,50`."""
        return self._write(self._plain, amount, self._places)

    def quantity(self, quantity: Decimal) -> str:
        """Hours or another quantity: `12,50`, `0,1667`."""
        return self._write(self._plain, quantity, _FEWEST_PLACES_OF_HOURS)

    def percent(self, rate: Decimal) -> str:
        """A rate given in percent: `21 %`, `5,5 %`."""
        return self._write(self._percent, rate.scaleb(-2), 0, shift=2)

    def day(self, day: date) -> str:
        """A date: `30 sept 2026`."""
        return self._held_together(format_date(day, format="medium", locale=self.locale))

    def country(self, country: str) -> str:
        """The country of an ISO 3166 code by its name; anything else as it stands."""
        return str(self.locale.territories.get(country.upper(), country))

    def _held_together(self, text: str) -> str:
        # The page runs left to right; a date or amount in Arabic must not be torn apart by that.
        if self.locale.text_direction == "ltr":
            return text
        return f"\N{RIGHT-TO-LEFT ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}"

    def _write(self, pattern: NumberPattern, value: Decimal, fewest_places: int, shift: int = 0) -> str:
        # Every digit is shown, so that what is read is what was charged: a third decimal in euros is not hidden.
        exponent = value.normalize().as_tuple().exponent
        places = max(fewest_places, -exponent - shift if isinstance(exponent, int) else 0)
        pattern = copy(pattern)
        pattern.frac_prec = (places, places)
        return str(pattern.apply(value, self.locale, currency=self.currency, currency_digits=False))
