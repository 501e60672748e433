"""Schedules: the planned exports as the dashboard tells them: what became of each last, and when it runs next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from invotrack_analytics.publish.display import MISSING, Display
from invotrack_analytics.publish.words import WORDS
from invotrack_analytics.schedule.due import Standing, standings
from invotrack_analytics.web.parts.status import Status
from invotrack_analytics.web.parts.view import look_of
from invotrack_analytics.web.visit import Visit


@dataclass(frozen=True)
class ScheduledExport:
    """One planned export in words."""

    name: str
    status: Status
    last: str
    following: str
    error: str


def scheduled_exports(visit: Visit) -> list[ScheduledExport]:
    """Every planned export, in the order of the settings. Raises SettingsError as `standings` does."""
    settings = visit.books.settings
    if not settings.schedules:
        return []
    look = look_of(visit)
    return [_told(standing, look) for standing in standings(settings, visit.now())]


def failed_exports(visit: Visit) -> list[ScheduledExport]:
    """Those whose last attempt failed: somebody waits for what is not there."""
    return [export for export in scheduled_exports(visit) if export.error]


def _told(standing: Standing, look: Display) -> ScheduledExport:
    last = standing.last
    return ScheduledExport(
        name=standing.schedule.name,
        status=_STATUS[last.outcome if last else None],
        last=_moment(last.at if last else None, look),
        following=_moment(standing.next_run, look),
        error=(last.error or WORDS.export_failed) if last and last.outcome == "failed" else "",
    )


_STATUS = {
    None: Status(WORDS.never_run, "calm"),
    "started": Status(WORDS.export_started, "calm"),
    "done": Status(WORDS.export_done, "good"),
    "failed": Status(WORDS.export_failed, "latest"),
}


def _moment(moment: datetime | None, look: Display) -> str:
    return f"{look.day(moment.date())} {moment:%H:%M}" if moment else MISSING
