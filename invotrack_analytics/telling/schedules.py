"""What the command line says of scheduled exports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.text import Text

from invotrack_analytics.errors import InvotrackError
from invotrack_analytics.telling import plain_table, problem, progress, say, show

if TYPE_CHECKING:
    from invotrack_analytics.schedule.due import Standing
    from invotrack_analytics.schedule.runs import Run


def scheduled(told: Run | InvotrackError) -> None:
    """What became of one attempt at a scheduled export, or what stood in the way of all.

    On stderr, where a service keeps its log, and where it disturbs nothing that `serve` prints.
    """
    if isinstance(told, InvotrackError):
        problem(str(told))
    elif told.error is not None:
        problem(f"schedule {told.schedule}, due {told.due:%Y-%m-%d %H:%M}, failed: {told.error}")
    else:
        sent = f"; sent to {', '.join(told.mailed)}" if told.mailed else ""
        progress(f"{told.schedule}, due {told.due:%Y-%m-%d %H:%M}: wrote {', '.join(told.files)}{sent}")


def schedules_document(found: Sequence[Standing]) -> list[dict[str, Any]]:
    """What `schedule list --json` prints; times are local."""
    return [
        {
            **vars(item.schedule),
            "next_run": item.next_run,
            "last_run": item.last.at if item.last else None,
            "last_due": item.last.due if item.last else None,
            "last_outcome": item.last.outcome if item.last else None,
            "last_error": item.last.error if item.last else None,
            "last_done": item.last_done.at if item.last_done else None,
            "files": item.last_done.files if item.last_done else (),
        }
        for item in found
    ]


def schedules_table(found: Sequence[Standing]) -> None:
    """What `schedule list` says."""
    if not found:
        say("Nothing is scheduled: invotrack.toml has no [[schedule]].")
        return
    table = plain_table("Schedule", "Cron", "Next run", "Last run", "Outcome")
    for item in found:
        last = item.last
        outcome = "never ran" if last is None else last.outcome + (f": {last.error}" if last.error else "")
        times = (f"{time:%Y-%m-%d %H:%M}" if time else "-" for time in (item.next_run, last.at if last else None))
        table.add_row(*map(Text, (item.schedule.name, item.schedule.cron, *times, outcome)))
    show(table)
