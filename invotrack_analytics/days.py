"""Days and moments as people write them: ISO dates, and words for the days that closing the books asks for."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta

from invotrack_analytics.errors import ReportError

Day = date | str
Moment = datetime | date | str

HOW_TO_WRITE = "write it as 2026-09-30, 2026-09, 2026-Q3, today, yesterday, month_end, quarter_end or year_end"
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_QUARTER = re.compile(r"(\d{4})-[Qq]([1-4])")


def read_day(text: str, today: date) -> date:
    """The day that a text names. Raises ReportError.

    A month (2026-09) or quarter (2026-Q3) means its last day; month_end, quarter_end and year_end the last day of the
    month, quarter or year before today's.
    """
    word = text.strip().casefold()
    if word in _WORDS:
        return _WORDS[word](today)
    try:
        if month := _MONTH.fullmatch(word):
            return _last_day(int(month[1]), int(month[2]))
        if quarter := _QUARTER.fullmatch(word):
            return _last_day(int(quarter[1]), 3 * int(quarter[2]))
        return date.fromisoformat(word.upper())
    except ValueError as error:
        message = f"{text!r} is not a date; {HOW_TO_WRITE}"
        raise ReportError(message) from error


def read_moment(value: Moment, today: date) -> datetime:
    """A moment in UTC, without zone: a day means its end, a time without offset is local. Raises ReportError."""
    if isinstance(value, str):
        value = _read_day_or_time(value, today)
    if not isinstance(value, datetime):
        value = datetime.combine(value, time.max)
    return value.astimezone(UTC).replace(tzinfo=None)


def _read_day_or_time(text: str, today: date) -> date:
    try:
        return read_day(text, today)
    except ReportError:
        pass
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        message = f"{text!r} is neither a date nor a time; write it as 2026-09-30 or 2026-09-30T18:00"
        raise ReportError(message) from error


def _last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _day_before(first: date) -> date:
    return first - timedelta(days=1)


_WORDS: Mapping[str, Callable[[date], date]] = {
    "today": lambda today: today,
    "yesterday": _day_before,
    "month_end": lambda today: _day_before(today.replace(day=1)),
    "quarter_end": lambda today: _day_before(date(today.year, (today.month - 1) // 3 * 3 + 1, 1)),
    "year_end": lambda today: date(today.year - 1, 12, 31),
}
