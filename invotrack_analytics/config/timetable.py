"""Timetable: the exports that `[[schedule]]` in invotrack.toml plans, checked so that every problem is told at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from cronsim import CronSim, CronSimError

from invotrack_analytics.config import allowed

ALLOWED_FORMATS = ("xlsx", "csv", "parquet", "pdf")
AS_OF_RULES = ("today", "yesterday", "month_end")
_CRON_FIELDS = 5
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_FOLDER_FIELD = re.compile(r"\{(date|year|month|name)\}")
# What every file system takes as it stands, no drive, no backslash, nothing hidden.
_FOLDER_PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_. -]*(?<![. ])")


@dataclass(frozen=True)
class Schedule:
    """An export that is written again and again, at the times of a cron expression in the machine's local time."""

    name: str
    """What it is called, in lists and in the names of its files: letters, digits, `-` and `_`."""
    cron: str
    """When: minute, hour, day of month, month, day of week, as in a crontab; `L` is a month's last day."""
    reports: tuple[str, ...] = ()
    """The reports written; all where none is named."""
    clients: tuple[str, ...] = ()
    """Files of their own for each of these clients; where none is named, one for all clients together."""
    format: Literal["xlsx", "csv", "parquet", "pdf"] = "xlsx"
    """xlsx is one workbook of all its reports, pdf one document; csv and parquet are a file for each report."""
    folder: str = "{name}/{date}"
    """Where within published/; known are {date}, {year} and {month} (of the as-of date) and {name}."""
    as_of: Literal["today", "yesterday", "month_end"] = "today"
    """Which day's books, seen from the day it is due; month_end is the last day of the month before."""
    email: tuple[str, ...] = ()
    """Addresses to which its files are sent, by the server under [smtp]."""
    notebook: str | None = None
    """A notebook that is run instead, with the as-of date as its parameter AS_OF, and written as one page of HTML."""

    def last_due(self, now: datetime) -> datetime | None:
        """The latest time up to now (local, without zone) at which it was due; None if it never was."""
        # The iterator looks strictly before the moment it is given.
        after = now.replace(second=0, microsecond=0) + timedelta(minutes=1)
        return next(CronSim(self.cron, after, reverse=True), None)

    def next_due(self, now: datetime) -> datetime | None:
        """The first time after now (local, without zone) at which it is due; None if it never is again."""
        return next(CronSim(self.cron, now), None)

    def as_of_day(self, due: datetime) -> date:
        """The as-of date of the run due at that time."""
        day = due.date()
        return {
            "today": day,
            "yesterday": day - timedelta(days=1),
            "month_end": day.replace(day=1) - timedelta(days=1),
        }[self.as_of]

    def folder_of(self, as_of: date) -> Path:
        """Its folder within published/ for the run with that as-of date."""
        known = {"date": as_of.isoformat(), "year": f"{as_of:%Y}", "month": f"{as_of:%Y-%m}", "name": self.name}
        return Path(_FOLDER_FIELD.sub(lambda found: known[found[1]], self.folder))


def read_timetable(path: Path, content: object, problems: list[str]) -> tuple[Schedule, ...]:
    """The schedules that the file at `path` has under [[schedule]]; what is wrong is added to `problems`."""
    if not isinstance(content, list) or not all(isinstance(item, dict) for item in content):
        problems.append(f"{path}: schedule = {content!r}: begin each scheduled export with [[schedule]]")
        return ()
    found = [_read_schedule(path, number, item, problems) for number, item in enumerate(content, 1)]
    schedules = tuple(schedule for schedule in found if schedule)
    names = [schedule.name.casefold() for schedule in schedules]
    problems += [
        f"{path}: schedule.name = {schedule.name!r}: stands there twice; each schedule has a name of its own"
        for position, schedule in enumerate(schedules)
        if schedule.name.casefold() in names[:position]
    ]
    return schedules


def _read_schedule(path: Path, number: int, content: dict[str, Any], problems: list[str]) -> Schedule | None:
    named = content.get("name")
    # By its name where it has one: what a reader looks for in the file.
    place = f"{path}: schedule {named if isinstance(named, str) and _NAME.fullmatch(named) else number}"
    before = len(problems)
    problems += [f"{place}: {key} is missing" for key in ("name", "cron") if key not in content]
    values: dict[str, Any] = {}
    for key, value in content.items():
        if key not in _CHECKS:
            known = ", ".join(item.name for item in fields(Schedule))
            problems.append(f"{place}: {key} is not a setting; allowed are {known}")
            continue
        try:
            values[key] = _CHECKS[key](value)
        except ValueError as error:
            problems.append(f"{place}: {key} = {value!r}: {error}")
    if "notebook" in values:
        problems += [
            f"{place}: {key} does not go with notebook; leave one of them out"
            for key in ("reports", "clients", "format")
            if key in values
        ]
    return Schedule(**values) if len(problems) == before else None


def _name(value: object) -> str:
    if not isinstance(value, str) or not _NAME.fullmatch(value):
        message = "must be a name of letters, digits, - and _, such as month-end"
        raise ValueError(message)
    return value


def _cron(value: object) -> str:
    message = 'must be a cron expression of five fields such as "0 6 1 * *": minute, hour, day, month, day of week'
    if not isinstance(value, str) or len(value.split()) != _CRON_FIELDS:
        raise ValueError(message)
    try:
        # February the 30th is well-formed, and never comes.
        next(CronSim(value, datetime(2024, 1, 1)))  # noqa: DTZ001  local time without a zone, as throughout
    except (CronSimError, AssertionError, ValueError) as error:
        reason = f"{message} ({error})" if str(error) else message
        raise ValueError(reason) from error
    except StopIteration as error:
        message = "is a time that never comes"
        raise ValueError(message) from error
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or not all(isinstance(item, str) and item.strip() for item in value):
        message = 'must be a list of texts such as ["C1", "C2"]; leave it out for all'
        raise ValueError(message)
    if len(set(value)) < len(value):
        message = "names one of them twice"
        raise ValueError(message)
    return tuple(value)


def _notebook(value: object) -> str:
    if not isinstance(value, str) or not value.strip() or Path(value).is_absolute() or ".." in Path(value).parts:
        message = "must be the name of a notebook, or its path within the workspace, such as 02_receivables"
        raise ValueError(message)
    return value


def _addresses(value: object) -> tuple[str, ...]:
    addresses = _texts(value)
    for address in addresses:
        try:
            allowed.mail_address(address)
        except ValueError as error:
            message = f"{address!r} is not a mail address such as maria@example.com"
            raise ValueError(message) from error
    return addresses


def _folder(value: object) -> str:
    parts = _FOLDER_FIELD.sub("0", value).split("/") if isinstance(value, str) else [""]
    if not isinstance(value, str) or not all(_FOLDER_PART.fullmatch(part) for part in parts):
        message = (
            "must be a folder within the workspace's published/ such as month-end/{date}; "
            "known are {date}, {year}, {month} and {name}"
        )
        raise ValueError(message)
    return value


_CHECKS: Mapping[str, Callable[[object], Any]] = {
    "name": _name,
    "cron": _cron,
    "reports": _texts,
    "clients": _texts,
    "format": allowed.one_of(*ALLOWED_FORMATS),
    "folder": _folder,
    "as_of": allowed.one_of(*AS_OF_RULES),
    "notebook": _notebook,
    "email": _addresses,
}
