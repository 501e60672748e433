"""Runs: each attempt at a scheduled export, kept in one small file that is written whole under a lock.

Processes that run at once, a kill at any instant and a machine that was off at the time all come down to reading it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal

from filelock import FileLock, Timeout

from invotrack_analytics.config import Settings
from invotrack_analytics.errors import ScheduleError, WriteError
from invotrack_analytics.publish.files import replaced_file

_STATE_FILE = ".schedule.json"
_LOCK_FILE = ".schedule.lock"
_LOCK_SECONDS = 600
_KEPT_RUNS = 20


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


@contextmanager
def locked(settings: Settings) -> Iterator[None]:
    """Nobody else runs the workspace's scheduled exports meanwhile. Raises ScheduleError after ten minutes' wait."""
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


def read_runs(settings: Settings) -> list[Run]:
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


def keep(settings: Settings, run: Run) -> None:
    """Put the run into the file of runs, in place of the same attempt's start."""
    runs = [
        known
        for known in read_runs(settings)
        if (known.schedule, known.due, known.at, known.outcome) != (run.schedule, run.due, run.at, "started")
    ]
    own = [known for known in runs if known.schedule == run.schedule]
    for oldest in own[: max(len(own) + 1 - _KEPT_RUNS, 0)]:
        runs.remove(oldest)
    text = json.dumps({"runs": [asdict(known) for known in [*runs, run]]}, indent=1, default=str)
    with replaced_file(settings.published_folder / _STATE_FILE) as stream:
        stream.write(text.encode("utf-8"))
