"""Clock: here a notebook's "now" and "today" are read; below it every day and moment is given."""

from __future__ import annotations

from datetime import UTC, date, datetime

from invotrack_analytics.days import Day, Moment, read_day, read_moment


def today() -> date:
    """The user's own day."""
    return date.today()  # noqa: DTZ011  the user's own day


def as_day(value: Day) -> date:
    """A date, also from a text that names it (`days.read_day`). Raises ReportError."""
    return value if isinstance(value, date) else read_day(value, today())


def day_or_today(value: Day | None) -> date:
    """A date; without one today. Raises ReportError."""
    return as_day(value) if value is not None else today()


def as_moment(value: Moment) -> datetime:
    """A moment in UTC, without zone: a day means its end, a time without offset is local. Raises ReportError."""
    return read_moment(value, today())


def now() -> datetime:
    """The moment at which something is recorded, in UTC, without zone."""
    return datetime.now(UTC).replace(tzinfo=None)
