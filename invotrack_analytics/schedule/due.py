"""Scheduled exports: what `[[schedule]]` plans is written when it is due, once, by whichever process comes first.

The clock is the caller's.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from invotrack_analytics.config import Settings
from invotrack_analytics.config.timetable import Schedule
from invotrack_analytics.errors import InvotrackError, ScheduleError
from invotrack_analytics.publish.display import display
from invotrack_analytics.publish.mail import send_mail
from invotrack_analytics.schedule.files import check_reports, write_files
from invotrack_analytics.schedule.runs import Run, keep, locked, read_runs
from invotrack_analytics.workbench import Workbench

LOG = logging.getLogger("invotrack.schedule")
RETRY_AFTER = tuple(timedelta(minutes=minutes) for minutes in (0, 1, 10, 60, 360))
"""How long after the first failure, the second and so on it is tried again; then only when it is due the next time."""


@dataclass(frozen=True)
class Standing:
    """How a schedule stands: what became of it last, and when it is tried next."""

    schedule: Schedule
    last: Run | None
    last_done: Run | None
    next_run: datetime | None
    """The next time of the timetable, or of the next attempt at a run that failed; None if it is never due again."""


def standings(settings: Settings, now: datetime) -> tuple[Standing, ...]:
    """Every schedule in the order of the settings. Raises SettingsError for a report that does not exist."""
    check_reports(settings)
    runs = read_runs(settings)
    return tuple(
        Standing(
            schedule,
            last=next((run for run in reversed(runs) if run.schedule == schedule.name), None),
            last_done=next(
                (run for run in reversed(runs) if run.schedule == schedule.name and run.outcome == "done"), None
            ),
            next_run=_next_run(schedule, runs, now),
        )
        for schedule in settings.schedules
    )


def run_due(book: Workbench, now: datetime) -> list[Run]:
    """Run what has been due since its last run, each schedule once however often it was missed; returns the attempts.

    A schedule that never ran is made up for the latest time at which it would have been due. What fails is kept with
    its error and tried again by a later call (RETRY_AFTER). Waits while another process is at it.
    Raises SettingsError for a report that does not exist, ScheduleError, and WriteError where nothing can be kept.
    """
    settings = book.settings
    check_reports(settings)
    with locked(settings):
        # Read behind the lock: another process may have run them while we waited.
        return [
            _attempt(book, schedule, due, now)
            for schedule in settings.schedules
            if (due := _due(schedule, read_runs(settings), now)) is not None
        ]


def keep_running(
    book: Workbench, clock: Callable[[], datetime], tell: Callable[[Run | InvotrackError], None], stop: threading.Event
) -> None:
    """Run what is due each minute until told to stop; `tell` hears of every attempt and of what stands in the way."""
    while True:
        now = clock()
        try:
            for run in run_due(book, now):
                tell(run)
        except InvotrackError as error:
            tell(error)
        except Exception as error:
            LOG.exception("scheduled exports failed")
            tell(ScheduleError(f"something unforeseen: {type(error).__name__}"))
        passed = clock()
        if stop.wait(60 - passed.second - passed.microsecond / 1e6):
            return


@contextmanager
def running_beside(
    book: Workbench, clock: Callable[[], datetime], tell: Callable[[Run | InvotrackError], None]
) -> Iterator[None]:
    """Scheduled exports run in a thread for as long as the block lasts; it ends with the export at hand."""
    stop = threading.Event()
    thread = threading.Thread(target=keep_running, args=(book, clock, tell, stop), name="schedule", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _due(schedule: Schedule, runs: Sequence[Run], now: datetime) -> datetime | None:
    """Which time of the timetable is to be served now; None if there is nothing to do."""
    due = schedule.last_due(now)
    retry = _retry(schedule, runs)
    past = [run.due for run in runs if run.schedule == schedule.name]
    if due is not None and (not past or due > max(past)):
        return due
    return retry[0] if retry is not None and retry[1] <= now else None


def _retry(schedule: Schedule, runs: Sequence[Run]) -> tuple[datetime, datetime] | None:
    """Which time of the timetable failed last, and when it is tried again; None if it did not fail or was given up."""
    past = [run for run in runs if run.schedule == schedule.name]
    if not past or past[-1].outcome == "done":
        return None
    attempts = sum(run.due == past[-1].due for run in past)
    return (past[-1].due, past[-1].at + RETRY_AFTER[attempts - 1]) if attempts <= len(RETRY_AFTER) else None


def _next_run(schedule: Schedule, runs: Sequence[Run], now: datetime) -> datetime | None:
    if _due(schedule, runs, now) is not None:
        return now
    retry = _retry(schedule, runs)
    times = [time for time in (schedule.next_due(now), retry[1] if retry else None) if time is not None]
    return min(times, default=None)


def _attempt(book: Workbench, schedule: Schedule, due: datetime, now: datetime) -> Run:
    # Kept before it begins, so that an attempt that takes the process down with it counts as one.
    keep(book.settings, Run(schedule.name, due, now, "started"))
    run = _begun(book.settings, schedule, due, now)
    try:
        if not run.files:
            run = replace(run, files=tuple(write_files(book, schedule, schedule.as_of_day(due))))
        for address in schedule.email:
            if address not in run.mailed:
                # Kept before it is sent: should that fail, or end the process, the next attempt goes on from here.
                keep(book.settings, run)
                _send(book.settings, schedule, run, address)
                run = replace(run, mailed=(*run.mailed, address))
        run = replace(run, outcome="done")
    except InvotrackError as error:
        run = replace(run, outcome="failed", error=" ".join(str(error).split()))
    except Exception as error:
        LOG.exception("the scheduled export %s failed", schedule.name)
        run = replace(run, outcome="failed", error=f"something unforeseen: {type(error).__name__}")
    keep(book.settings, run)
    return run


def _begun(settings: Settings, schedule: Schedule, due: datetime, now: datetime) -> Run:
    """An attempt, with what an earlier one at the same run has done, where all its files still lie there."""
    fresh = Run(schedule.name, due, now, "started")
    earlier = [run for run in read_runs(settings) if (run.schedule, run.due) == (schedule.name, due) and run.files]
    if not earlier or not all((settings.published_folder / name).is_file() for name in earlier[-1].files):
        return fresh
    return replace(fresh, files=earlier[-1].files, mailed=earlier[-1].mailed)


def _send(settings: Settings, schedule: Schedule, run: Run, address: str) -> None:
    as_of = display(settings.company.locale).day(schedule.as_of_day(run.due))
    send_mail(
        settings.smtp,
        address,
        f"{settings.company.name}: {schedule.name}, as of {as_of}",
        f"The scheduled export {schedule.name}, as of {as_of}.",
        [settings.published_folder / name for name in run.files],
        identity=f"{schedule.name}.{run.due:%Y%m%dT%H%M}",
    )
