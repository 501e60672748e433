"""A report's rows for a machine to read: exact, in no locale, the same in every format."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

from invotrack_analytics.money import minor_unit, round_to_minor_unit
from invotrack_analytics.reports.report import Column, Parameters, Type, Value

if TYPE_CHECKING:
    import pyarrow as pa

Plain = str | int | bool | None
"""A cell as JSON holds it: a decimal is a string, so that no reader makes a float of money."""

_SURE_DIGITS = 15
"""As many digits of a double are certain to be those of the decimal it stands for."""
_LEAST_RATIO_PLACES = 4
_BATCH_ROWS = 10_000


class Tabular(Protocol):
    """Rows with what their columns hold: a report's answer, or a query's."""

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns, in order."""
        ...

    @property
    def table(self) -> pa.Table:
        """The rows."""
        ...

    def __len__(self) -> int: ...


def read_rows(result: Tabular) -> Iterator[tuple[Value, ...]]:
    """The rows as tuples of Python values, in the order of the columns; a batch at a time, however many there are."""
    for batch in result.table.to_batches(max_chunksize=_BATCH_ROWS):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def currency_position(result: Tabular) -> int | None:
    """Where in a row its currency stands; None in a report without currencies."""
    return next((position for position, column in enumerate(result.columns) if column.name == "currency"), None)


def currencies_of(result: Tabular, base_currency: str) -> Callable[[Sequence[Value]], list[str]]:
    """How to tell the currency of each cell of a row: that of its own column, else the company's."""
    places = {column.name: place for place, column in enumerate(result.columns)}
    named = [places.get(column.money_in) for column in result.columns]
    return lambda row: [base_currency if place is None else str(row[place] or base_currency) for place in named]


def plain_rows(result: Tabular, base_currency: str) -> Iterator[list[Plain]]:
    """The rows as plain values; money without a currency of its own is in `base_currency`."""
    writers = [_PLAIN[column.type] for column in result.columns]
    currencies = currencies_of(result, base_currency)
    for row in read_rows(result):
        yield [
            None if value is None else write(value, currency)
            for write, value, currency in zip(writers, row, currencies(row), strict=True)
        ]


def plain_parameters(parameters: Parameters) -> dict[str, Any]:
    """What was asked for, as JSON holds it."""
    return {
        "as_of": parameters.as_of.isoformat(),
        "known_on": _moment(parameters.known_on) if parameters.known_on else None,
        **({"against": _moment(parameters.against)} if parameters.against else {}),
        "date_from": parameters.date_from.isoformat(),
        "date_to": parameters.date_to.isoformat(),
        "basis": parameters.basis,
        "buckets": list(parameters.buckets),
        "client": _one_or_several(parameters.client),
        "currency": _one_or_several(parameters.currency),
    }


def _one_or_several(asked: tuple[str, ...]) -> str | list[str] | None:
    """One alone as it is, several as a list, null where none was named."""
    if not asked:
        return None
    return asked[0] if len(asked) == 1 else list(asked)


def _moment(value: datetime) -> str:
    # Kept without a zone; a reader would take that for local time.
    return value.replace(tzinfo=UTC).isoformat()


def xml_text(text: str) -> str:
    """The text with a mark for each character that XML 1.0 cannot hold, escaped or not."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)


_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _amount(value: Decimal, currency: str) -> str:
    return f"{round_to_minor_unit(Decimal(value), currency):.{minor_unit(currency)}f}"


def _decimal(value: Decimal, least_places: int) -> str:
    """Plain digits, without exponent and without zeros beyond the least places."""
    whole, _, fraction = f"{value:f}".partition(".")
    fraction = fraction.rstrip("0").ljust(least_places, "0")
    return f"{whole}.{fraction}" if fraction else whole


def _double(value: float, least_places: int) -> str | None:
    # A figure that is no number is no figure: SEMANTICS knows neither infinity nor NaN.
    return _decimal(Decimal(f"{value:.{_SURE_DIGITS}g}"), least_places) if math.isfinite(value) else None


def _days(value: float, _: str) -> Plain:
    return value if isinstance(value, int) else _double(float(value), 1)


_PLAIN: Mapping[Type, Callable[[Any, str], Plain]] = {
    "text": lambda value, _: str(value),
    "date": lambda value, _: str(value.isoformat()),
    "integer": lambda value, _: int(value),
    "boolean": lambda value, _: bool(value),
    "money": _amount,
    "price": lambda value, _: _decimal(value, 2),
    "hours": lambda value, _: _decimal(value, 2),
    "days": _days,
    "ratio": lambda value, _: _double(value, _LEAST_RATIO_PLACES),
}
