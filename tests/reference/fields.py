"""Reading a field of a canonical row: text, Decimal, date, bool, or None where it is blank."""

from datetime import date, time
from decimal import ROUND_HALF_UP, Decimal

Row = dict[str, object]

SECONDS_PER_HOUR = 3600
SECONDS_PER_DAY = 86400
HOURS = Decimal("0.0001")  # "hours are DECIMAL(9,4)"


def hours_of(row: Row) -> Decimal:
    """Return the hours, else the time from start to end; "an end before its start is the next day"."""
    hours = number(row, "hours")
    if hours is not None:
        return hours
    start, end = time.fromisoformat(text(row, "start_time")), time.fromisoformat(text(row, "end_time"))
    seconds = (end.hour - start.hour) * 3600 + (end.minute - start.minute) * 60 + end.second - start.second
    return (Decimal(seconds % SECONDS_PER_DAY) / SECONDS_PER_HOUR).quantize(HOURS, rounding=ROUND_HALF_UP)


def text(row: Row, column: str) -> str:
    """Read a required text."""
    value = row[column]
    assert isinstance(value, str), f"{column}: {value!r}"
    return value


def optional_text(row: Row, column: str) -> str | None:
    """Read a text that may be blank."""
    return None if row.get(column) is None else text(row, column)


def number(row: Row, column: str) -> Decimal | None:
    """Read a number that may be blank."""
    return None if row.get(column) is None else amount(row, column)


def amount(row: Row, column: str) -> Decimal:
    """Read a required number."""
    value = row[column]
    assert isinstance(value, Decimal), f"{column}: {value!r}"
    return value


def optional_day(row: Row, column: str) -> date | None:
    """Read a date that may be blank."""
    return None if row.get(column) is None else day(row, column)


def day(row: Row, column: str) -> date:
    """Read a required date."""
    value = row[column]
    assert isinstance(value, date), f"{column}: {value!r}"
    return value


def either(value: Decimal | None, other: Decimal) -> Decimal:
    """Read a number that has a default."""
    return other if value is None else value
