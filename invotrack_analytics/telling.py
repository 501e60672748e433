"""Telling: what the command line says: results on stdout, progress and problems on stderr."""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from invotrack_analytics.errors import AccessError, InvotrackError
from invotrack_analytics.money import minor_unit, round_to_minor_unit

if TYPE_CHECKING:
    from invotrack_analytics.billing.invoicing import BillingResult
    from invotrack_analytics.config import Settings
    from invotrack_analytics.intake.importing import Advance, ImportResult
    from invotrack_analytics.intake.quarantine import Problem, RejectedRow
    from invotrack_analytics.matching.matching import MatchResult
    from invotrack_analytics.matching.proposal import LineMatch, Suggestion
    from invotrack_analytics.publish.rejects import RejectedTable
    from invotrack_analytics.publish.schedule import Run, Standing
    from invotrack_analytics.reports import Report
    from invotrack_analytics.reports.check import Invariant
    from invotrack_analytics.workbench import Batch

SHOWN_DIFFERENCES = 5


def say(text: str) -> None:
    """A line on stdout."""
    print(text)  # noqa: T201  this is where the command line speaks


def say_json(document: object, target: Path | None = None) -> None:
    """One JSON document on stdout, or into a file."""
    text = json.dumps(document, ensure_ascii=False, indent=1, default=_plain)
    if target is None:
        say(text)
    else:
        from invotrack_analytics.publish.files import replaced_file

        with replaced_file(target) as stream:
            stream.write(text.encode("utf-8") + b"\n")


def progress(text: str) -> None:
    """A line on stderr that is no problem."""
    print(text, file=sys.stderr)  # noqa: T201


def problem(text: str) -> None:
    """Why something cannot be done, in one line on stderr."""
    print("invotrack: " + " ".join(text.split()), file=sys.stderr)  # noqa: T201


@contextmanager
def progress_bar(title: str) -> Iterator[Advance | None]:
    """A bar on stderr while a terminal is there to see it."""
    if not sys.stderr.isatty():
        yield None
        return
    columns = (
        TextColumn(title),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def advance(done: int, total: int, what: str) -> None:
            bar.update(task, completed=done, total=total, description=what)

        yield advance


def ask_password() -> str:
    """A password typed twice. Raises AccessError where nobody can type or the two differ."""
    if not sys.stdin.isatty():
        message = "there is no terminal to type a password on; give it with --password-stdin"
        raise AccessError(message)
    password = getpass.getpass("Password: ")
    if getpass.getpass("Once more: ") != password:
        message = "the two passwords differ; try again"
        raise AccessError(message)
    return password


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
    for file in result.files:
        if file.error:
            continue
        for name, counts in file.datasets.items():
            parts = [f"{count:,} {what}" for what, count in vars(counts).items() if count and what != "read"]
            say(f"{file.path}: {name}: {counts.read:,} read: {', '.join(parts) or 'nothing new'}")
        for reason, count in file.warnings.items():
            say(f"{file.path}: warning: {reason} in {count:,} rows, accepted")
    if result.resolved:
        say(f"{result.resolved:,} rows left the quarantine: what they refer to has come.")
    if result.rejected and not dry_run:
        say(
            f"{result.rejected:,} rows wait in quarantine. See them with `invotrack rejects`; correct them in what "
            "`invotrack rejects --format csv -o FOLDER` writes, and import that."
        )


def describe(found: Problem) -> str:
    """One problem of a row, in words."""
    value = f" {found.value!r}" if found.value is not None else ""
    column = f"{found.column}{value}: " if found.column else value.strip() + (": " if value else "")
    return f"{column}{found.reason}"


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
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for title in ("Id", "File", "Line", "What is wrong"):
        table.add_column(title, overflow="fold")
    for row in rows:
        what = "\n".join(dict.fromkeys(describe(found) for found in row.problems))
        table.add_row(*map(Text, (row.reject_id, row.path, str(row.line or ""), what)))
    _print(table)


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
    _print(table)


def reports_document(reports: Sequence[Report]) -> list[dict[str, Any]]:
    """What `reports --json` prints; the columns are those of the default buckets."""
    from invotrack_analytics.reports.report import Parameters

    asked = Parameters(date.min, None, date.min, date.min, "due", (30, 60, 90), None, None)
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


def bill_document(result: BillingResult) -> dict[str, Any]:
    """What `bill --json` prints."""
    return {
        "invoices": [
            {
                "invoice_number": invoice.invoice_number,
                "client_id": invoice.client_id,
                "currency": invoice.currency,
                "net_amount": _money(invoice.net_amount, invoice.currency),
                "tax_amount": _money(invoice.tax_amount, invoice.currency),
                "total_amount": _money(invoice.total_amount, invoice.currency),
                "hours": str(invoice.hours),
                "entry_ids": list(invoice.entry_ids),
                "files": [str(path) for path in invoice.files],
            }
            for invoice in result.invoices
        ],
        "unbillable": [{"entry_id": entry.entry_id, "reason": entry.reason} for entry in result.unbillable],
    }


def bill_summary(result: BillingResult, settings: Settings, *, dry_run: bool) -> None:
    """What `bill` says."""
    if not result.invoices:
        say("There is nothing to bill.")
    elif dry_run:
        say("Nothing was issued (--dry-run). It would be:")
    for invoice in result.invoices:
        amount = _money(invoice.total_amount, invoice.currency)
        files = ", ".join(str(_shortened(path, settings.folder)) for path in invoice.files)
        parts = (invoice.invoice_number, invoice.client_id, f"{invoice.hours} h", f"{amount} {invoice.currency}", files)
        say("  ".join(part for part in parts if part))
    reasons: dict[str, int] = {}
    for entry in result.unbillable:
        reasons[entry.reason] = reasons.get(entry.reason, 0) + 1
    for reason, count in reasons.items():
        say(f"{count:,} entries cannot be billed: {reason}")


def match_document(result: MatchResult) -> dict[str, Any]:
    """What `match --json` prints."""
    return {
        "applied": [_line_document(line) for line in result.applied],
        "waiting": [_line_document(line) for line in result.lines],
    }


def _line_document(line: LineMatch) -> dict[str, Any]:
    def suggested(found: Suggestion) -> dict[str, Any]:
        return {
            "allocations": [
                {
                    "invoice_number": part.invoice_number,
                    "client_id": part.client_id,
                    "amount": _money(part.amount, line.currency),
                }
                for part in found.allocations
            ],
            "evidence": list(found.evidence),
        }

    return {
        "bank_line_id": line.bank_line_id,
        "booking_date": line.booking_date,
        "amount": _money(line.amount, line.currency),
        "currency": line.currency,
        "payer_name": line.payer_name,
        "remittance": line.structured_reference or line.remittance,
        "certain": suggested(line.certain) if line.certain else None,
        "suggestions": [suggested(found) for found in line.suggestions],
    }


def match_summary(result: MatchResult, *, applied: bool) -> None:
    """What `match` says."""
    for line in result.applied:
        say(f"paid      {_line_words(line)}: {_found_words(line.certain, line.currency)}")
    for line in result.lines:
        if line.certain is not None:
            say(f"certain   {_line_words(line)}: {_found_words(line.certain, line.currency)}")
        for found in line.suggestions:
            say(f"perhaps   {_line_words(line)}: {_found_words(found, line.currency)}")
        if line.certain is None and not line.suggestions:
            say(f"unknown   {_line_words(line)}")
    if not result.lines and not result.applied:
        say("No bank line waits.")
    elif any(line.certain for line in result.lines) and not applied:
        say("Make payments of what is certain with `invotrack match --apply`.")
    if any(line.certain is None for line in result.lines):
        say("Decide the others with `invotrack match --confirm LINE=INVOICE,...`.")


def _line_words(line: LineMatch) -> str:
    payer = f" from {line.payer_name}" if line.payer_name else ""
    return f"{line.bank_line_id}  {line.booking_date}  {_money(line.amount, line.currency)} {line.currency}{payer}"


def _found_words(found: Suggestion | None, currency: str) -> str:
    if found is None:
        return ""
    parts = ", ".join(
        f"{part.invoice_number or 'on account of ' + part.client_id} {_money(part.amount, currency)}"
        for part in found.allocations
    )
    evidence = ", ".join(word.replace("_", " ") for word in found.evidence) or "confirmed"
    return f"{parts} ({evidence})"


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


def scheduled(told: Run | InvotrackError) -> None:
    """What became of one attempt at a scheduled export, or what stood in the way of all.

    On stderr, where a service keeps its log, and where it disturbs nothing that `serve` prints.
    """
    if isinstance(told, InvotrackError):
        problem(str(told))
    elif told.error is not None:
        problem(f"schedule {told.schedule}, due {told.due:%Y-%m-%d %H:%M}, failed: {told.error}")
    else:
        progress(f"{told.schedule}, due {told.due:%Y-%m-%d %H:%M}: wrote {', '.join(told.files)}")


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
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for title in ("Schedule", "Cron", "Next run", "Last run", "Outcome"):
        table.add_column(title, overflow="fold")
    for item in found:
        last = item.last
        outcome = "never ran" if last is None else last.outcome + (f": {last.error}" if last.error else "")
        times = (f"{time:%Y-%m-%d %H:%M}" if time else "-" for time in (item.next_run, last.at if last else None))
        table.add_row(*map(Text, (item.schedule.name, item.schedule.cron, *times, outcome)))
    _print(table)


def _money(amount: Decimal, currency: str) -> str:
    return f"{round_to_minor_unit(amount, currency):.{minor_unit(currency)}f}"


def _shortened(path: Path, folder: Path) -> Path:
    return path.relative_to(folder) if path.is_relative_to(folder) else path


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    message = f"{type(value).__name__} has no JSON form"
    raise TypeError(message)


def _print(table: Table) -> None:
    console = Console(highlight=False)
    if not console.is_terminal:
        # A file or a pipe has no width: nothing is folded or cut there.
        console = Console(highlight=False, width=100_000)
    console.print(table)
