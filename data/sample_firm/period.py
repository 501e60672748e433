"""The three years the sample covers, and the days somebody works in them."""

from datetime import date, timedelta

START = date(2023, 10, 1)
END = date(2026, 9, 30)
UNBILLED_MONTH = date(2026, 9, 1)

_HOLIDAYS = {(1, 1), (1, 6), (5, 1), (8, 15), (10, 12), (11, 1), (12, 6), (12, 8), (12, 25)}


def months() -> list[date]:
    """The first day of each month of the period."""
    found, first = [], START
    while first <= END:
        found.append(first)
        first = month_after(first)
    return found


def month_after(first: date) -> date:
    """The first day of the next month."""
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1)


def is_working_day(day: date) -> bool:
    """A weekday that is no holiday in Madrid."""
    return day.weekday() < 5 and (day.month, day.day) not in _HOLIDAYS


def working_days(first: date) -> list[date]:
    """The working days of the month that begins with `first`."""
    length = (month_after(first) - first).days
    days = (first + timedelta(days=n) for n in range(length))
    return [day for day in days if is_working_day(day)]


def working_day_from(day: date) -> date:
    """`day`, or the first working day after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day
