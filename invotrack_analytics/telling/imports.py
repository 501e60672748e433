"""What the command line says of imports: what became of each file, and what waits in quarantine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from invotrack_analytics.model.reasons import reasons
from invotrack_analytics.telling import counted, plain_table, say, show

if TYPE_CHECKING:
    from invotrack_analytics.intake.importing import ImportResult
    from invotrack_analytics.intake.quarantine import Problem, RejectedRow
    from invotrack_analytics.intake.undoing import Undone
    from invotrack_analytics.publish.rejects import RejectedTable
    from invotrack_analytics.warehouse.batches import Batch


def import_document(result: ImportResult) -> dict[str, Any]:
    """What `import --json` prints."""
    return {
        "files": [
            {
                "path": file.path,
                "profile": file.profile,
                "sha256": file.sha256,
                "batch_id": file.batch_id,
                "datasets": {name: vars(counts) for name, counts in file.datasets.items()},
                "warnings": file.warnings,
                "told": file.told,
                "error": file.error,
            }
            for file in result.files
        ],
        "resolved": result.resolved,
    }


def import_summary(result: ImportResult, *, dry_run: bool) -> None:
    """What `import` says."""
    if dry_run:
        say("Nothing was changed (--dry-run). It would be:")
    warned: set[str] = set()
    for file in result.files:
        if file.error:
            continue
        for name, counts in file.datasets.items():
            parts = [f"{count:,} {what}" for what, count in vars(counts).items() if count and what != "read"]
            say(f"{file.path}: {name}: {counts.read:,} read: {', '.join(parts) or 'nothing new'}")
        for reason, count in file.warnings.items():
            say(f"{file.path}: warning: {reason} in {counted(count, 'row', 'rows')}")
        for sentence in file.told:
            say(f"{file.path}: {sentence}")
        warned |= file.warnings.keys()
    for reason in sorted(warned & reasons().keys()):
        say(f"{reason}: {reasons()[reason].replace('`', '')}")
    if result.resolved:
        left = counted(result.resolved, "row has", "rows have")
        say(f"{left} left the quarantine: what was referred to has come.")
    if result.rejected and not dry_run:
        waiting = counted(result.rejected, "row waits", "rows wait")
        say(
            f"{waiting} in quarantine. What is wrong: `invotrack rejects`. To correct: "
            "`invotrack rejects --format csv -o FOLDER`, change what that writes, and import it."
        )


def undo_summary(found: Undone) -> None:
    """What `undo` says."""
    if found.blocked_by:
        return
    if found.undone_by is None:
        say("Nothing was changed (--dry-run). It would be:")
    else:
        say(f"Batch {found.batch_id} was taken back by batch {found.undone_by}.")
    for name, counts in found.datasets.items():
        say(f"{name}: {counted(counts['removed'], 'row leaves', 'rows leave')}, {counts['restored']:,} as before")
    if found.waiting_again:
        say(f"{counted(found.waiting_again, 'row waits', 'rows wait')} in quarantine again.")


def describe(found: Problem) -> str:
    """One problem of a row, in words."""
    if found.column:
        value = f" {found.value!r}" if found.value is not None else ""
        return f"{found.column}{value}: {found.reason}"
    return f"{found.value}: {found.reason}" if found.value else found.reason


def rejects_document(rows: Sequence[RejectedRow]) -> list[dict[str, Any]]:
    """What `rejects --format json` prints."""
    return [
        {
            "reject_id": row.reject_id,
            "file": row.path,
            "line": row.line,
            "profile": row.profile,
            "reason": row.reason,
            "reasons": [vars(found) for found in row.problems],
            "row": dict(zip(row.header, row.original, strict=False)),
        }
        for row in rows
    ]


def rejects_table(rows: Sequence[RejectedRow]) -> None:
    """What `rejects` says."""
    if not rows:
        say("Nothing waits in quarantine.")
        return
    table = plain_table("Id", "File", "Line", "What is wrong")
    for row in rows:
        what = "\n".join(dict.fromkeys(describe(found) for found in row.problems))
        table.add_row(*map(Text, (row.reject_id, row.path, str(row.line or ""), what)))
    show(table)
    say("")
    meanings = reasons()
    legend = plain_table("Reason", "What it means")
    for reason in dict.fromkeys(found.reason for row in rows for found in row.problems):
        legend.add_row(*map(Text, (reason, meanings[reason].replace("`", ""))))
    show(legend)


def reject_tables(rows: Sequence[RejectedRow]) -> list[RejectedTable]:
    """The rows by layout, as they are written to files."""
    from invotrack_analytics.publish.rejects import rejected_tables

    return rejected_tables(rows)


def batches_document(batches: Sequence[Batch]) -> list[dict[str, Any]]:
    """What `batches --json` prints."""
    return [vars(batch) for batch in batches]


def batches_table(batches: Sequence[Batch]) -> None:
    """What `batches` says."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for title in ("Batch", "Recorded (UTC)", "File", "Profile", "Rows"):
        table.add_column(title, overflow="fold")
    for batch in batches:
        rows = "; ".join(
            f"{name}: " + ", ".join(f"{count} {what}" for what, count in counts.items() if count and what != "read")
            for name, counts in batch.datasets.items()
        )
        table.add_row(
            *map(Text, (str(batch.batch_id), f"{batch.recorded_at:%Y-%m-%d %H:%M:%S}", batch.path, batch.profile, rows))
        )
    show(table)
