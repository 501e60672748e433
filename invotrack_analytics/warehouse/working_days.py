"""Working days: on which days nothing is sent, by the public holidays of the company and of each client."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

import duckdb

from invotrack_analytics.config import Settings

_SATURDAY = 5
_DAYS_BEFORE = 40
_LONGEST = 3700
"""Days that are looked ahead, whatever is due when; beyond, a step stays on its own day."""


@dataclass(frozen=True)
class Calendar:
    """Holidays of some countries, or parts of them, and days of the company's own choice."""

    places: tuple[tuple[str, str], ...]
    quiet_days: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        """Whether it is neither at a weekend nor a holiday anywhere."""
        return (
            day.weekday() < _SATURDAY
            and day not in self.quiet_days
            and not any(day in _holidays(country, region, day.year) for country, region in self.places)
        )

    def forward(self, day: date) -> date:
        """The day, or the next working day after it."""
        while not self.is_working(day):
            day += timedelta(days=1)
        return day

    def back(self, day: date) -> date:
        """The day, or the last working day before it."""
        while not self.is_working(day):
            day -= timedelta(days=1)
        return day

    def between(self, first: date, last: date) -> int:
        """Working days after the first and up to the last."""
        return sum(self.is_working(first + timedelta(days=past)) for past in range(1, (last - first).days + 1))


def company_calendar(settings: Settings) -> Calendar:
    """The company's own working days."""
    return Calendar(
        ((settings.company.country, settings.company.region or ""),), frozenset(settings.reminders.quiet_days)
    )


def client_calendar(settings: Settings, country: str, region: str) -> Calendar:
    """The days on which both the company and a client of this place work."""
    own = company_calendar(settings)
    return Calendar((*own.places, (country.upper(), region.upper())), own.quiet_days)


def create_working_days(connection: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Make `working_days`: for each place of clients and each day, the working day from there forward and back.

    Empty where the company sends no reminders.
    """
    connection.execute(
        "create or replace table working_days (calendar varchar, on_day date, forward_day date, back_day date)"
    )
    start = settings.reminders.start_on
    if start is None:
        return
    places = connection.execute(
        "select distinct coalesce(country, ''), coalesce(region, '') from books.clients"
    ).fetchall()
    (last,) = connection.execute("""
        select greatest(max(coalesce(due_date, issue_date)), (select max(recorded_at)::date from books.batches))
        from books.invoices where balance <> 0
    """).fetchone() or (None,)
    # A year ahead of whatever is known, so that the calendar of a later day is the same.
    length = min(max(((last or start) - start).days + 800, 800), _LONGEST)
    first = start - timedelta(days=_DAYS_BEFORE)
    for country, region in places:
        days = _moved(client_calendar(settings, country, region), first, length + _DAYS_BEFORE)
        _insert(connection, f"{country}-{region}", days)


def _insert(connection: duckdb.DuckDBPyConnection, name: str, days: Iterable[tuple[date, date, date]]) -> None:
    import pyarrow as pa

    columns = zip(*days, strict=True)
    table = pa.table(dict(zip(("on_day", "forward_day", "back_day"), map(list, columns), strict=True)))
    connection.register("moved_days", table)
    quoted = name.replace("'", "''")
    connection.execute(f"insert into working_days select '{quoted}', on_day, forward_day, back_day from moved_days")
    connection.unregister("moved_days")


@cache
def _moved(calendar: Calendar, first: date, length: int) -> tuple[tuple[date, date, date], ...]:
    days = [first + timedelta(days=past) for past in range(length)]
    working = [day for day in days if calendar.is_working(day)]
    outside = (calendar.back(first - timedelta(days=1)), calendar.forward(days[-1] + timedelta(days=1)))
    bounds = [outside[0], *working, outside[1]]
    return tuple(
        (day, after if day != before else before, before)
        for before, after in pairwise(bounds)
        for day in (before + timedelta(days=past) for past in range((after - before).days))
        if first <= day
    )


@cache
def _holidays(country: str, region: str, year: int) -> Collection[date]:
    import holidays

    if not country:
        return frozenset()
    for subdivision in (region or None, None):
        try:
            return frozenset(holidays.country_holidays(country, subdiv=subdivision, years=year))
        except NotImplementedError:
            continue
    return frozenset()
