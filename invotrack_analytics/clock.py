"""Clock: days and moments as people write them; here a notebook's "now" and "today" are read."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from invotrack_analytics.errors import ReportError

Day = date | str
Moment = datetime | date | str


def as_day(value: Day) -> date:
    """A date, also from ISO text. Raises ReportError."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        message = f"{value!r} is not a date; write it as 2026-09-30"
        raise ReportError(message) from error


def day_or_today(value: Day | None) -> date:
    """A date; without one today, the user's own day. Raises ReportError."""
    return as_day(value) if value is not None else date.today()  # noqa: DTZ011  the user's own day


def as_moment(value: Moment) -> datetime:
    """A moment in UTC, without zone: a date means its end, a time without offset is local. Raises ReportError."""
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value) if len(value) == len("2026-09-30") else datetime.fromisoformat(value)
        except ValueError as error:
            message = f"{value!r} is neither a date nor a time; write it as 2026-09-30 or 2026-09-30T18:00"
            raise ReportError(message) from error
    if not isinstance(value, datetime):
        value = datetime.combine(value, time.max)
    return value.astimezone(UTC).replace(tzinfo=None)


def now() -> datetime:
    """The moment at which something is recorded, in UTC, without zone."""
    return datetime.now(UTC).replace(tzinfo=None)
