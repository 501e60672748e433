"""The plan: the runs of each day, if nothing is paid and nothing changes: the runs themselves, unsent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import duckdb

from invotrack_analytics.collecting.due import DueStep, Said, due_steps, note_said
from invotrack_analytics.config import Settings


@dataclass(frozen=True)
class PlannedStep:
    """One step on a day of the plan: `planned`, or `waiting` with the reason and its last day, where that is known."""

    planned_on: date
    client_id: str
    invoice_number: str
    instalment_number: int
    step: int
    tone: str
    channel: str
    state: str
    asked_amount: Decimal
    currency: str
    reason: str | None
    until: date | None


def plan(
    connection: duckdb.DuckDBPyConnection,
    settings: Settings,
    *,
    first: date,
    last: date,
    client: str | None = None,
) -> list[PlannedStep]:
    """The runs of each day from `first` to `last`; what was missed by then goes on the first.

    A step that waits has a row for each reason, on the first day of it, and one on the day on which it goes.
    """
    found: list[PlannedStep] = []
    told: set[tuple[object, ...]] = set()
    for day in _days(first, last):
        steps = due_steps(connection, settings, day, client)
        going = [step for step in steps if step.reason is None]
        for step in steps:
            if (*step.key, step.reason) not in told:
                told.add((*step.key, step.reason))
                found.append(_planned(step, day))
        note_said(connection, [Said(*step.key, step.tone, day) for step in going])
    return found


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=past) for past in range((last - first).days + 1))


def _planned(step: DueStep, day: date) -> PlannedStep:
    return PlannedStep(
        day,
        step.client_id,
        step.invoice_number,
        step.instalment_number,
        step.step,
        step.tone,
        step.channel,
        "planned" if step.reason is None else "waiting",
        step.asked_amount,
        step.currency,
        step.reason,
        step.until_day,
    )
