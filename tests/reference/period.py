"""The period of a report: both ends belong to it, and it never reaches past `as_of`."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

SATURDAY = 5


@dataclass(frozen=True)
class Period:
    """All days from `start` to `end`."""

    start: date
    end: date

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def days(self) -> list[date]:
        """List every day; "the days of a period include both ends"."""
        return [self.start + timedelta(days=n) for n in range((self.end - self.start).days + 1)]

    def weekdays(self) -> int:
        """Count Mondays to Fridays; public holidays are not known to the books."""
        return len([day for day in self.days() if day.weekday() < SATURDAY])

    def months(self) -> list[date]:
        """List the first day of every calendar month that the period touches."""
        return sorted({month_of(day) for day in self.days()})


def month_of(day: date) -> date:
    """Name a month by its first day."""
    return day.replace(day=1)


def year_before(day: date) -> date:
    """Go twelve months back; 29 February becomes the 28th."""
    year = day.year - 1
    return date(year, day.month, min(day.day, calendar.monthrange(year, day.month)[1]))


def period_of(as_of: date, date_from: date | None, date_to: date | None) -> Period:
    """Apply the defaults, "the twelve months that end with `as_of`": to = as_of, from = to + 1 day - 12 months."""
    end = as_of if date_to is None else min(date_to, as_of)
    start = year_before(end + timedelta(days=1)) if date_from is None else date_from
    return Period(start, end)
