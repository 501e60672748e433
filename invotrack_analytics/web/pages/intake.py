"""Imports and Quarantine: files into the books, what became of them, and the rows that wait to be corrected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from invotrack_analytics.publish.display import Display
from invotrack_analytics.publish.rejects import rejected_tables
from invotrack_analytics.publish.words import WORDS
from invotrack_analytics.web.filters import Filters
from invotrack_analytics.web.parts.listing import DOWNLOADS
from invotrack_analytics.web.parts.status import term
from invotrack_analytics.web.parts.view import ACCOUNTANTS, Content, View, fill, look_of
from invotrack_analytics.web.visit import Visit

_MOST_BATCHES = 50
_MOST_ROWS = 100
MOST_RETRIED = 500


@dataclass(frozen=True)
class Waiting:
    """A row in quarantine as its page shows it."""

    reject_id: str
    file: str
    line: int | None
    problems: tuple[str, ...]
    cells: tuple[tuple[str, str, bool], ...]
    """Its original cells: column, text, and whether something is wrong with it."""


def imports(visit: Visit, filters: Filters) -> Content:
    """Upload, the result of what was uploaded last, and every import so far."""
    batches, look = list(visit.books.batches())[::-1], look_of(visit)
    html = fill(
        "imports.html",
        visit,
        filters=filters,
        form_key=visit.form_key,
        outcome=outcome(visit, filters, "import"),
        batches=[
            (batch, Path(batch.path).name, [_told(name, counts, look) for name, counts in batch.datasets.items()])
            for batch in batches[:_MOST_BATCHES]
        ],
        all_batches=len(batches),
    )
    return Content(html)


def quarantine(visit: Visit, filters: Filters) -> Content:
    """Rows that wait, with what is wrong with each; corrected here or in a file."""
    rows = visit.books.rejects()
    html = fill(
        "quarantine.html",
        visit,
        filters=filters,
        form_key=visit.form_key,
        outcome=outcome(visit, filters, "import"),
        tried=outcome(visit, filters, "retry"),
        rows=[_waiting(row) for row in rows[:_MOST_ROWS]],
        all_rows=len(rows),
        most_retried=MOST_RETRIED,
        formats=DOWNLOADS,
        layouts=[(table.name, len(table.rows)) for table in rejected_tables(rows)],
    )
    return Content(html)


def outcome(visit: Visit, filters: Filters, kind: str) -> dict[str, Any] | None:
    """What became of what this person did last, as far as it is of this kind; as its template wants it."""
    kept = visit.outcomes.get(visit.user_name, filters.get("outcome"))
    if kept is None or kept[0] != kind:
        return None
    _, result, dry_run = kept
    if kind != "import":
        return {"result": result}
    look = look_of(visit)
    files = [
        (file.path, file.error, [_told(name, vars(counts), look) for name, counts in file.datasets.items()])
        for file in result.files
    ]
    return {"files": files, "resolved": result.resolved, "rejected": result.rejected, "dry_run": dry_run}


def _told(dataset: str, counts: Any, look: Display) -> str:
    parts = [f"{look.number(count, 0)} {what}" for what, count in counts.items() if count and what != "read"]
    return f"{term(dataset)}: " + (", ".join(parts) or WORDS.nothing_new)


def _waiting(row: Any) -> Waiting:
    wrong = {str(problem.value) for problem in row.problems if problem.value not in {None, ""}}
    cells: Sequence[str] = (*row.original, *[""] * len(row.header))[: len(row.header)]
    return Waiting(
        row.reject_id,
        Path(row.path).name,
        row.line,
        tuple(dict.fromkeys(_said(problem) for problem in row.problems)),
        tuple((column, text, text in wrong) for column, text in zip(row.header, cells, strict=True)),
    )


def _said(problem: Any) -> str:
    """What is wrong, and with which column where the reason does not name it itself."""
    place = problem.column or problem.dataset
    named = problem.reason.startswith(place) or problem.reason.endswith(place)
    value = f" (“{problem.value}”)" if problem.value else ""
    return ("" if named else f"{place}: ") + term(problem.reason) + value


IMPORTS = View("/imports", WORDS.imports, ACCOUNTANTS, imports, frozenset())
QUARANTINE = View("/quarantine", WORDS.quarantine, ACCOUNTANTS, quarantine, frozenset())
