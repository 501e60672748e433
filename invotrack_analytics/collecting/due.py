"""Due steps: which step of which invoice is to be said on a day, and which waits for what; asked of one snapshot."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from decimal import Decimal

import duckdb

from invotrack_analytics.config import Settings
from invotrack_analytics.errors import CollectingError
from invotrack_analytics.warehouse.working_days import client_calendar

ASKED = ("due_steps", "next_steps", "asked_items", "reminder_addresses", "suppressed_addresses", "unapplied_items")
"""The ledger's macros that are asked."""


@dataclass(frozen=True)
class DueStep:
    """One step of one invoice, or of a part of it (`instalment_number`; 0 is the whole): planned, or waiting."""

    client_id: str
    currency: str
    invoice_number: str
    instalment_number: int
    issue_date: date
    due_date: date
    total_amount: Decimal
    open_amount: Decimal
    asked_amount: Decimal
    policy: str
    calendar: str
    step: int
    offset_days: int
    tone: str
    formal: bool
    channel: str
    template: str
    attach: str
    planned_on: date
    reason: str | None
    until_day: date | None
    credit_amount: Decimal

    @property
    def key(self) -> tuple[str, int, int]:
        """What is said only once."""
        return self.invoice_number, self.instalment_number, self.step

    @property
    def is_after_due(self) -> bool:
        """Whether it asks for what is late."""
        return self.offset_days >= 0


@dataclass(frozen=True)
class Said:
    """A step that was said, or is not to be said any more."""

    invoice_number: str
    instalment_number: int
    step: int
    tone: str | None
    sent_on: date | None


def check_started(settings: Settings) -> date:
    """From which day on reminders are sent. Raises CollectingError where the settings do not say."""
    start = settings.reminders.start_on
    if start is None:
        message = (
            "reminders.start_on is missing in invotrack.toml: it says from which day on reminders are sent; steps of "
            "before are left out"
        )
        raise CollectingError(message)
    return start


def note_said(connection: duckdb.DuckDBPyConnection, said: Iterable[Said]) -> None:
    """Let the connection know of steps that the books do not have yet."""
    rows = [(one.invoice_number, one.instalment_number, one.step, one.tone, one.sent_on) for one in said]
    if rows:
        connection.executemany("insert into said_elsewhere values (?, ?, ?, ?, ?)", rows)


def due_steps(
    connection: duckdb.DuckDBPyConnection, settings: Settings, day: date, client: str | None = None
) -> list[DueStep]:
    """The steps that are due on a day, by client, invoice and part; on days without work they wait."""
    columns = ", ".join("in_currency" if field.name == "currency" else field.name for field in fields(DueStep))
    rows = connection.execute(
        f"""
        select {columns}
        from due_steps(date '{day.isoformat()}')
        where $client is null or client_id = $client
        order by client_id, due_date, invoice_number, instalment_number
        """,
        {"client": client},
    ).fetchall()
    return [_quiet(DueStep(*row), settings, day) for row in rows]


def _quiet(step: DueStep, settings: Settings, day: date) -> DueStep:
    country, _, region = step.calendar.partition("-")
    calendar = client_calendar(settings, country, region)
    if step.reason is not None or calendar.is_working(day):
        return step
    return waiting(step, "quiet", calendar.forward(day) - timedelta(days=1))


def waiting(step: DueStep, reason: str, until: date | None = None) -> DueStep:
    """The step, waiting."""
    return replace(step, reason=reason, until_day=until)
