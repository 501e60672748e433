"""What the command line says of the reports, and of how the books tie out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from invotrack_analytics.telling import say

if TYPE_CHECKING:
    from invotrack_analytics.reports import Report
    from invotrack_analytics.reports.check import Invariant


SHOWN_DIFFERENCES = 5


def reports_document(reports: Sequence[Report]) -> list[dict[str, Any]]:
    """What `reports --json` prints; the columns are those of the default buckets."""
    from invotrack_analytics.reports.report import Parameters

    asked = Parameters(date.min, None, date.min, date.min, "due", (30, 60, 90), (), ())
    return [
        {
            "name": report.name,
            "title": report.title,
            "question": report.question,
            "parameters": ["as_of", "known_on", *report.parameters],
            "columns": [
                {"name": column.name, "type": column.type, "unit": column.unit, "title": column.title}
                for column in report.columns(asked)
            ],
        }
        for report in reports
    ]


def check_document(invariants: Sequence[Invariant]) -> list[dict[str, Any]]:
    """What `check --json` prints."""
    return [
        {"invariant": item.name, "holds": item.holds, "differences": [dict(row) for row in item.differences]}
        for item in invariants
    ]


def check_summary(invariants: Sequence[Invariant]) -> None:
    """What `check` says."""
    for item in invariants:
        say(f"{'holds' if item.holds else 'FAILS'}  {item.name}")
        for row in item.differences[:SHOWN_DIFFERENCES]:
            say("       " + ", ".join(f"{name} {value}" for name, value in row.items()))
        if len(item.differences) > SHOWN_DIFFERENCES:
            say(f"       and {len(item.differences) - SHOWN_DIFFERENCES:,} more; all are in `invotrack check --json`")
