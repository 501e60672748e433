"""Days and amounts close to the boundaries that the rules draw."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from tests.reference.amounts import decimals_of, rounded
from tests.reference.case import AS_OF
from tests.reference.fields import Row

CURRENCIES = ("EUR", "JPY", "KWD")
TAX_RATES = (Decimal(0), Decimal(5), Decimal(21))

# Days ago: today, one day late, the ends of buckets, of terms, of the trend's halves and of the year.
BOUNDARIES = (0, 1, 2, 29, 30, 31, 32, 59, 60, 61, 62, 89, 90, 91, 92, 120, 121, 179, 180, 181, 364, 365, 366)


def days_near(day: date = AS_OF) -> st.SearchStrategy[date]:
    """Return days that some rule just takes in or just leaves out, seen from a day; some lie after it."""
    ago = st.one_of(st.sampled_from(BOUNDARIES), st.integers(0, 200), st.integers(-40, 400), st.just(-1))
    return ago.map(lambda days: day - timedelta(days=days))


def report_days() -> st.SearchStrategy[date]:
    """Return days to report on, with most of the documents before and a few after them."""
    return st.sampled_from((0, 0, 0, 0, 1, -1, 15, -30, -91)).map(lambda days: AS_OF + timedelta(days=days))


def amounts_in(currency: str) -> st.SearchStrategy[Decimal]:
    """Return positive amounts in whole minor units of the currency, some of them round."""
    units = st.one_of(st.sampled_from((1, 5, 100, 9999)), st.integers(1, 20000))
    return units.map(lambda number: Decimal(number).scaleb(-decimals_of(currency)))


def maybe(*values: object) -> st.SearchStrategy[object]:
    """Return one of the values or nothing."""
    return st.sampled_from((None, *values))


def keys_of(rows: list[Row], column: str) -> list[str]:
    """List the keys of rows."""
    return [str(row[column]) for row in rows]


def tax_on(net: Decimal, rate: Decimal, currency: str) -> Decimal:
    """Return the tax of one rate, rounded."""
    return rounded(net * rate / 100, currency)
