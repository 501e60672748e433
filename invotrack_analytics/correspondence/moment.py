"""Moments: the company's own clock, on which its office hours and its days run."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from invotrack_analytics.config import Settings


def zone_of(settings: Settings) -> tzinfo | None:
    """The company's time zone; None is this machine's."""
    return ZoneInfo(settings.company.timezone) if settings.company.timezone else None


def company_time(settings: Settings, moment: datetime) -> datetime:
    """A moment on the company's clock; one without zone is meant on it already."""
    zone = zone_of(settings)
    if moment.tzinfo is None:
        return moment.replace(tzinfo=zone) if zone is not None else moment.astimezone()
    return moment.astimezone(zone)


def as_utc(moment: datetime) -> datetime:
    """A moment in UTC without zone, as the books record it."""
    return moment.astimezone(UTC).replace(tzinfo=None)
