"""The files of a scheduled export: what it plans of the reports, written below published/."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.parse import quote

from invotrack_analytics.config import FILE_NAME, Settings
from invotrack_analytics.config.timetable import Schedule
from invotrack_analytics.errors import ExportError, ReportError, SettingsError, WriteError
from invotrack_analytics.publish.files import made_folder
from invotrack_analytics.publish.formats import write
from invotrack_analytics.publish.notebook_run import run_notebook
from invotrack_analytics.publish.pack import Pack
from invotrack_analytics.reports import REPORTS
from invotrack_analytics.reports.report import Result
from invotrack_analytics.workbench import Workbench

_WHOLE_FORMATS = frozenset({"xlsx", "pdf"})
"""Formats that hold several reports in one file."""
_LONGEST_CLIENT = 100
_KEPT_OF_LONG_CLIENTS = 60


def write_files(book: Workbench, schedule: Schedule, as_of: date) -> list[str]:
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
    failed: list[str] = []
    if schedule.notebook is not None:
        target = folder / f"{schedule.name}-{as_of}.html"
        written.append(run_notebook(book.settings, schedule.notebook, {"AS_OF": as_of.isoformat()}, target))
    for client in schedule.clients or ((None,) if schedule.notebook is None else ()):
        ending = f"-{as_of}" + (f"-{_file_name(client)}" if client is not None else "")
        pack = Pack.of(schedule.reports or None, narrowed=client is not None)
        if schedule.format in _WHOLE_FORMATS:
            target = folder / f"{schedule.name}{ending}.{schedule.format}"
            try:
                pack.write(_asks(book, as_of, client), target, book.settings)
            except ExportError as error:
                failed.append(str(error))
        else:
            for result in pack.answers(_asks(book, as_of, client)):
                target = folder / f"{result.report.name}{ending}.{schedule.format}"
                write(result, schedule.format, target, book.settings)
                written.append(target)
            failed += pack.problems
            continue
        written.append(target)
    if failed:
        problems = "; ".join(failed)
        message = f"{problems}; everything else was written" if written else problems
        raise ExportError(message)
    return [path.relative_to(published).as_posix() for path in written]


def _asks(book: Workbench, as_of: date, client: str | None) -> Callable[[str], Result]:
    """How each report of a file is asked."""
    return lambda name: book.report(name, as_of=as_of, client=client)


def _file_name(client: str) -> str:
    """The client's code as part of a file name: it leads nowhere, and no two are one file."""
    name = quote(client, safe="")
    if len(name) > _LONGEST_CLIENT:
        name = f"{name[:_KEPT_OF_LONG_CLIENTS]}~{hashlib.sha256(client.encode()).hexdigest()}"
    return name


def check_reports(settings: Settings) -> None:
    """Raise SettingsError where a schedule names a report that does not exist."""
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
