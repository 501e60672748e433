"""Scheduled exports: what `[[schedule]]` plans is written when it is due, once, by whichever process comes first.

What became of each run stands in one small file, written whole under a lock: processes that run at once, a kill at
any instant and a machine that was off at the time all come down to reading that file. The clock is the caller's.
"""

from __future__ import annotations

import hashlib
import json
import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Literal, Protocol
from urllib.parse import quote

from filelock import FileLock, Timeout

from invotrack_analytics.config import FILE_NAME, Settings
from invotrack_analytics.config.timetable import Schedule
from invotrack_analytics.errors import InvotrackError, ReportError, ScheduleError, SettingsError, WriteError
from invotrack_analytics.publish.display import display
from invotrack_analytics.publish.excel import write_workbook
from invotrack_analytics.publish.files import made_folder, replaced_file
from invotrack_analytics.publish.formats import write
from invotrack_analytics.publish.mail import send_mail
from invotrack_analytics.publish.notebook_run import run_notebook
from invotrack_analytics.publish.pdf_pack import write_pdf
from invotrack_analytics.reports import REPORTS
from invotrack_analytics.reports.report import Result

LOG = logging.getLogger("invotrack.schedule")
RETRY_AFTER = tuple(timedelta(minutes=minutes) for minutes in (0, 1, 10, 60, 360))
"""How long after the first failure, the second and so on it is tried again; then only when it is due the next time."""
_STATE_FILE = ".schedule.json"
_LOCK_FILE = ".schedule.lock"
_LOCK_SECONDS = 600
_KEPT_RUNS = 20
_WHOLE_FORMATS: Mapping[str, Callable[[Iterable[Result], Path, Settings], None]] = {
    "xlsx": write_workbook,
    "pdf": write_pdf,
}
"""Formats that hold several reports in one file."""
_LONGEST_CLIENT = 100
_KEPT_OF_LONG_CLIENTS = 60


class Book(Protocol):
    """What a scheduled export needs of a workbench."""

    @property
    def settings(self) -> Settings:
        """The workspace's settings."""
        ...

    def report(self, name: str, *, as_of: date | None = None, client: str | None = None) -> Result:
        """A report's answer."""
        ...

    def clients(self) -> Sequence[Mapping[str, Any]]:
        """Every client's client_id and name."""
        ...


@dataclass(frozen=True)
class Run:
    """One attempt at a scheduled export. Times are local, without zone."""

    schedule: str
    due: datetime
    """The time of the timetable that it serves; several attempts may serve one."""
    at: datetime
    """When it was tried."""
    outcome: Literal["started", "done", "failed"]
    """started and nothing more: it runs just now, or the process was ended in the midst of it."""
    error: str | None = None
    files: tuple[str, ...] = ()
    """What it wrote, or an earlier attempt at the same, relative to published/."""
    mailed: tuple[str, ...] = ()
    """To which addresses that was sent by now."""


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
    _check_reports(settings)
    runs = _read_runs(settings)
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


def run_due(book: Book, now: datetime) -> list[Run]:
    """Run what has been due since its last run, each schedule once however often it was missed; returns the attempts.

    A schedule that never ran is made up for the latest time at which it would have been due. What fails is kept with
    its error and tried again by a later call (RETRY_AFTER). Waits while another process is at it.
    Raises SettingsError for a report that does not exist, ScheduleError, and WriteError where nothing can be kept.
    """
    settings = book.settings
    _check_reports(settings)
    with _locked(settings):
        # Read behind the lock: another process may have run them while we waited.
        return [
            _attempt(book, schedule, due, now)
            for schedule in settings.schedules
            if (due := _due(schedule, _read_runs(settings), now)) is not None
        ]


def keep_running(
    book: Book, clock: Callable[[], datetime], tell: Callable[[Run | InvotrackError], None], stop: threading.Event
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
    book: Book, clock: Callable[[], datetime], tell: Callable[[Run | InvotrackError], None]
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


def _attempt(book: Book, schedule: Schedule, due: datetime, now: datetime) -> Run:
    # Kept before it begins, so that an attempt that takes the process down with it counts as one.
    _keep(book.settings, Run(schedule.name, due, now, "started"))
    run = _begun(book.settings, schedule, due, now)
    try:
        if not run.files:
            run = replace(run, files=tuple(_write_files(book, schedule, schedule.as_of_day(due))))
        for address in schedule.email:
            if address not in run.mailed:
                # Kept before it is sent: should that fail, or end the process, the next attempt goes on from here.
                _keep(book.settings, run)
                _send(book.settings, schedule, run, address)
                run = replace(run, mailed=(*run.mailed, address))
        run = replace(run, outcome="done")
    except InvotrackError as error:
        run = replace(run, outcome="failed", error=" ".join(str(error).split()))
    except Exception as error:
        LOG.exception("the scheduled export %s failed", schedule.name)
        run = replace(run, outcome="failed", error=f"something unforeseen: {type(error).__name__}")
    _keep(book.settings, run)
    return run


def _begun(settings: Settings, schedule: Schedule, due: datetime, now: datetime) -> Run:
    """An attempt, with what an earlier one at the same run has done, where all its files still lie there."""
    fresh = Run(schedule.name, due, now, "started")
    earlier = [run for run in _read_runs(settings) if (run.schedule, run.due) == (schedule.name, due) and run.files]
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


def _write_files(book: Book, schedule: Schedule, as_of: date) -> list[str]:
    """Write the files, each of which appears whole or not at all; returns their paths within published/."""
    published = book.settings.published_folder
    folder = published / schedule.folder_of(as_of)
    unknown = sorted({*schedule.clients} - {client["client_id"] for client in book.clients()})
    if unknown:
        message = f"there is no client {', '.join(unknown)} in the books; import it, or correct {FILE_NAME}"
        raise ReportError(message)
    # A link that somebody put there must not lead out, whatever the pattern says.
    if not folder.resolve().is_relative_to(published.resolve()):
        message = f"{folder}: leads out of {published}; name another folder in {FILE_NAME}"
        raise WriteError(message)
    made_folder(folder)
    written: list[Path] = []
    if schedule.notebook is not None:
        target = folder / f"{schedule.name}-{as_of}.html"
        written.append(run_notebook(book.settings, schedule.notebook, {"AS_OF": as_of.isoformat()}, target))
    for client in schedule.clients or ((None,) if schedule.notebook is None else ()):
        ending = f"-{as_of}" + (f"-{_file_name(client)}" if client is not None else "")
        results = (book.report(name, as_of=as_of, client=client) for name in _reports(schedule))
        if schedule.format in _WHOLE_FORMATS:
            target = folder / f"{schedule.name}{ending}.{schedule.format}"
            _WHOLE_FORMATS[schedule.format](results, target, book.settings)
            written.append(target)
            continue
        for result in results:
            target = folder / f"{result.report.name}{ending}.{schedule.format}"
            write(result, schedule.format, target, book.settings)
            written.append(target)
    return [path.relative_to(published).as_posix() for path in written]


def _file_name(client: str) -> str:
    """The client's code as part of a file name: it leads nowhere, and no two are one file."""
    name = quote(client, safe="")
    if len(name) > _LONGEST_CLIENT:
        name = f"{name[:_KEPT_OF_LONG_CLIENTS]}~{hashlib.sha256(client.encode()).hexdigest()}"
    return name


def _reports(schedule: Schedule) -> tuple[str, ...]:
    return schedule.reports or tuple(report.name for report in REPORTS)


def _check_reports(settings: Settings) -> None:
    # Settings stand below the reports and cannot know their names.
    known = [report.name for report in REPORTS]
    problems = [
        f"{settings.folder / FILE_NAME}: schedule {schedule.name}: reports = {name!r}: is not a report; "
        f"allowed are {', '.join(known)}"
        for schedule in settings.schedules
        for name in schedule.reports
        if name not in known
    ]
    if problems:
        raise SettingsError(problems)


@contextmanager
def _locked(settings: Settings) -> Iterator[None]:
    try:
        settings.published_folder.mkdir(parents=True, exist_ok=True)
        # The system lets go of it with the process, however that ends.
        with FileLock(settings.published_folder / _LOCK_FILE, timeout=_LOCK_SECONDS):
            yield
    except Timeout as error:
        message = "another process is still at the scheduled exports; try again when it is done"
        raise ScheduleError(message) from error
    except OSError as error:
        message = f"{settings.published_folder}: cannot be written: {error.strerror or error}"
        raise WriteError(message) from error


def _read_runs(settings: Settings) -> list[Run]:
    """The latest runs of each schedule, oldest first."""
    path = settings.published_folder / _STATE_FILE
    try:
        return [
            Run(
                item["schedule"],
                datetime.fromisoformat(item["due"]),
                datetime.fromisoformat(item["at"]),
                item["outcome"],
                item["error"],
                tuple(item["files"]),
                tuple(item.get("mailed", ())),
            )
            for item in json.loads(path.read_text("utf-8"))["runs"]
        ]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"{path}: cannot be read; delete it to begin anew: what was due last is then written once more"
        raise ScheduleError(message) from error


def _keep(settings: Settings, run: Run) -> None:
    """Put the run into the file of runs, in place of the same attempt's start."""
    runs = [
        known
        for known in _read_runs(settings)
        if (known.schedule, known.due, known.at, known.outcome) != (run.schedule, run.due, run.at, "started")
    ]
    own = [known for known in runs if known.schedule == run.schedule]
    for oldest in own[: max(len(own) + 1 - _KEPT_RUNS, 0)]:
        runs.remove(oldest)
    text = json.dumps({"runs": [asdict(known) for known in [*runs, run]]}, indent=1, default=str)
    with replaced_file(settings.published_folder / _STATE_FILE) as stream:
        stream.write(text.encode("utf-8"))
