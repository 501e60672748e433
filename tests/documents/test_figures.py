from datetime import date
from decimal import Decimal

import pytest

from invotrack_analytics.documents.figures import Figures
from invotrack_analytics.errors import InvotrackError

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("locale", "currency", "amount", "written"),
    [
        ("es_ES", "EUR", "1234.5", f"1.234,50{NBSP}€"),
        ("es-ES", "EUR", "1234.5", f"1.234,50{NBSP}€"),
        ("en_GB", "EUR", "1234.5", "€1,234.50"),
        ("en_IN", "INR", "1234567.5", "₹12,34,567.50"),
        ("en_US", "JPY", "1235", "¥1,235"),
        ("en_US", "JPY", "1235.000", "¥1,235"),
        ("en_US", "KWD", "1.5", "KWD1.500"),
        # ISO 4217 counts here: CLDR would write dinars of Iraq without their thousandths.
        ("en_US", "IQD", "1.5", "IQD1.500"),
        ("en_US", "USD", "-0.05", "-$0.05"),
        # A figure that was not rounded is shown as it is, never as another.
        ("en_US", "USD", "2.675", "$2.675"),
        ("en_US", "USD", "999999999999999.99", "$999,999,999,999,999.99"),
    ],
)
def test_money_has_the_places_of_its_currency_and_the_marks_of_the_locale(
    locale: str, currency: str, amount: str, written: str
) -> None:
    assert Figures(locale, currency).money(Decimal(amount)) == written


@pytest.mark.parametrize(("rate", "written"), [("21", "21%"), ("5.50", "5.5%"), ("0", "0%"), ("8.875", "8.875%")])
def test_tax_rates_show_every_digit_they_have(rate: str, written: str) -> None:
    assert Figures("en_GB", "GBP").percent(Decimal(rate)) == written


@pytest.mark.parametrize(("hours", "written"), [("14", "14,00"), ("0.1667", "0,1667"), ("7.2500", "7,25")])
def test_hours_show_two_places_or_what_they_need(hours: str, written: str) -> None:
    assert Figures("de_DE", "EUR").quantity(Decimal(hours)) == written


@pytest.mark.parametrize(
    ("locale", "written"),
    [("en_GB", "30 Sept 2026"), ("en_US", "Sep 30, 2026"), ("es_ES", "30 sept 2026"), ("de_DE", "30.09.2026")],
)
def test_days_are_written_as_the_locale_does(locale: str, written: str) -> None:
    assert Figures(locale, "EUR").day(date(2026, 9, 30)) == written


@pytest.mark.parametrize("locale", ["", "xx_YY", "nonsense", "../../etc"])
def test_a_locale_nobody_knows_is_named(locale: str) -> None:
    with pytest.raises(InvotrackError, match="is not known; use a language and a country"):
        Figures(locale, "EUR")
