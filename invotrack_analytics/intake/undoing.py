"""Undoing: a batch is taken back as a batch of its own, unless something later rests on what it brought.

What it added leaves, what it changed stands as before, what it set free from quarantine waits again. All versions stay
in the history, so the books as known before are as they were, and an undo can itself be undone.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime

import duckdb

from invotrack_analytics.config import Settings
from invotrack_analytics.errors import WorkspaceError
from invotrack_analytics.intake.refusal import count
from invotrack_analytics.intake.sameness import same
from invotrack_analytics.model import DATASETS, Dataset
from invotrack_analytics.warehouse.books import Books, new_batch, transaction
from invotrack_analytics.warehouse.connection import connect
from invotrack_analytics.warehouse.ledger import IMPORTING, create_ledger
from invotrack_analytics.warehouse.posting import begin_touching, last_row_id, rebalance, supersede

_UNDOABLE = ("import", "undo")
_TOUCHING = {
    "invoices": ("invoice_number", "preceding_invoice_number"),
    "payments": ("invoice_number",),
    "write_offs": ("invoice_number",),
}
"""The columns that name invoices whose balance a row changes."""


@dataclass
class Undone:
    """What taking a batch back does: rows that leave and that stand as before, and what rests on it where it cannot."""

    batch_id: int
    undone_by: int | None = None
    datasets: dict[str, dict[str, int]] = field(default_factory=dict)
    waiting_again: int = 0
    blocked_by: list[dict[str, str]] = field(default_factory=list)


class _TakenBack(Exception):  # noqa: N818  no error: a dry run, and one that is blocked, end so
    pass


def _stop() -> None:
    raise _TakenBack


def undo(books: Books, settings: Settings, batch_id: int, *, recorded_at: datetime, dry_run: bool = False) -> Undone:
    """Take a batch back, in one transaction. Where something rests on it nothing changes, and `blocked_by` names it.

    Raises WorkspaceError where there is no such batch, it is taken back already, or is of a kind with its own way back.
    """
    found = Undone(batch_id)
    with connect() as connection, books.writing(connection):
        create_ledger(connection, settings).make(IMPORTING)
        try:
            with transaction(connection):
                _refuse_others(connection, batch_id)
                undone_by = new_batch(connection, "undo", recorded_at)
                begin_touching(connection)
                connection.execute("create or replace temp table waiting_again (reject_id varchar)")
                for dataset in DATASETS:
                    _find_own(connection, dataset, batch_id)
                for dataset in DATASETS:
                    _find_blocking(connection, dataset, batch_id, found)
                if found.blocked_by:
                    _stop()
                for dataset in DATASETS:
                    _take_back(connection, dataset, batch_id, undone_by, found)
                _let_wait_again(connection, batch_id, undone_by, found)
                rebalance(connection)
                connection.execute(
                    "update books.batches set counts = ? where batch_id = ?",
                    [json.dumps({"undoes": batch_id}), undone_by],
                )
                if dry_run:
                    _stop()
        except _TakenBack:
            return found
    found.undone_by = undone_by
    return found


def _refuse_others(connection: duckdb.DuckDBPyConnection, batch_id: int) -> None:
    kind = connection.execute("select kind from books.batches where batch_id = ?", [batch_id]).fetchone()
    if kind is None:
        message = f"there is no batch {batch_id}; `invotrack batches` lists them"
        raise WorkspaceError(message)
    if kind[0] not in _UNDOABLE:
        message = f"batch {batch_id} is no import ({kind[0]}): what was issued is voided or credited instead"
        raise WorkspaceError(message)
    undone = connection.execute(
        """
        select batch_id from books.batches as undoing
        where kind = 'undo' and (counts->>'undoes')::integer = $batch and not exists (
            from books.batches as later
            where later.kind = 'undo' and (later.counts->>'undoes')::integer = undoing.batch_id
        )
        """,
        {"batch": batch_id},
    ).fetchone()
    if undone:
        message = f"batch {batch_id} was taken back by batch {undone[0]}; undo that one to have it again"
        raise WorkspaceError(message)


def _find_own(connection: duckdb.DuckDBPyConnection, dataset: Dataset, batch_id: int) -> None:
    """Make `own_NAME` (row_id): rows in force that the batch entered, those too that an undo brought back unchanged."""
    connection.execute(f"""
        create or replace temp table own_{dataset.name} as
        select row_id from books.{dataset.name} where recorded_in = {batch_id}
        union
        select rows.row_id from books.{dataset.name} as rows
        join books.batches as batches on batches.batch_id = rows.recorded_in and batches.kind = 'resolve'
        where rows.batch_id = {batch_id}
        union
        select rows.row_id from books.{dataset.name} as rows
        join books.{dataset.name}_history as earlier on {same("rows", "earlier", dataset.column_names)}
        where earlier.recorded_in = {batch_id} and earlier.superseded_in > {batch_id}
    """)


def _find_blocking(connection: duckdb.DuckDBPyConnection, dataset: Dataset, batch_id: int, found: Undone) -> None:
    """Note rows that were changed later, and rows that rest on what would leave; what waited for it waits again."""
    kind, number = _named(dataset)
    changed = connection.execute(f"""
        select distinct {kind}, {number} from books.{dataset.name}_history as rows
        where recorded_in = {batch_id} and superseded_in > {batch_id} and not exists (
            from books.{dataset.name} as now where {same("rows", "now", dataset.column_names)}
        )
        union
        select {kind}, {number} from books.{dataset.name} as rows
        where row_id not in (select row_id from own_{dataset.name}) and exists (
            from books.{dataset.name}_history as before
            where before.superseded_in = {batch_id} and {same("rows", "before", dataset.key)}
        )
        order by all
    """).fetchall()
    for reference in dataset.references:
        key = next(item for item in DATASETS if item.name == reference.dataset).key[0]
        leaving = f"""
            select {key} as key from books.{reference.dataset}
            where row_id in (select row_id from own_{reference.dataset})
            except select {key} from books.{reference.dataset}_history where superseded_in = {batch_id}
        """
        resting = f"""
            from books.{dataset.name} as rows
            where row_id not in (select row_id from own_{dataset.name})
                and "{reference.column}" in ({leaving})
        """
        waited = f"""
            select rows.row_id {resting} and exists (
                from books.quarantine as kept
                join books.batches as batches on batches.batch_id = kept.resolved_in and batches.kind = 'resolve'
                where kept.batch_id = rows.batch_id and kept.source_line = rows.source_line
                    and kept.resolved_in = rows.recorded_in
            )
        """
        connection.execute(f"insert into own_{dataset.name} {waited}")
        changed += connection.execute(f"select distinct {kind}, {number} {resting} order by all").fetchall()
    found.blocked_by += [{"kind": what, "number": name} for what, name in dict.fromkeys(changed)]


def _named(dataset: Dataset) -> tuple[str, str]:
    """SQL for what a row is called, and by which number."""
    if dataset.name == "invoices":
        return "rows.kind", "rows.invoice_number"
    kind = {"timesheets": "entry", "billed_entries": "billed_entry"}.get(dataset.name, dataset.name.removesuffix("s"))
    return f"'{kind}'", f'rows."{dataset.key[0]}"::varchar'


def _take_back(
    connection: duckdb.DuckDBPyConnection, dataset: Dataset, batch_id: int, undone_by: int, found: Undone
) -> None:
    """Move the batch's rows to the history, and bring back those that it had changed or taken out."""
    name = dataset.name
    own = f"select * from books.{name} where row_id in (select row_id from own_{name})"
    before = f"select * from books.{name}_history where superseded_in = {batch_id}"
    restored = count(connection, f"select count(*) from ({before})")
    on_key = same("rows", "earlier", dataset.key)
    removed = count(connection, f"select count(*) from ({own}) as rows anti join ({before}) as earlier on {on_key}")
    if not restored and not count(connection, f"select count(*) from own_{name}"):
        return
    found.datasets[name] = {"removed": removed, "restored": restored}
    for column in _TOUCHING.get(name, ()):
        for rows in (own, before):
            connection.execute(f"insert into touched select distinct {column} from ({rows}) where {column} is not null")
    connection.execute(f"""
        insert into waiting_again
        select distinct kept.reject_id from ({own}) as rows
        join books.quarantine as kept
            on kept.batch_id = rows.batch_id and kept.source_line = rows.source_line
            and kept.resolved_in = rows.recorded_in and kept.batch_id <> {batch_id}
    """)
    columns = ", ".join(f'"{column}"' for column in dataset.column_names)
    stored, balance = (", balance", ", total_amount") if name == "invoices" else ("", "")
    last = last_row_id(connection, dataset)
    connection.execute(f"create or replace temp table restoring as {before}")
    supersede(connection, dataset, f"select row_id from own_{name}", undone_by)
    connection.execute(f"""
        insert into books.{name} (row_id, {columns}, batch_id, source_line, recorded_in{stored})
        select row_number() over () + {last}, {columns}, batch_id, source_line, {undone_by}{balance} from restoring
    """)


def _let_wait_again(connection: duckdb.DuckDBPyConnection, batch_id: int, undone_by: int, found: Undone) -> None:
    """Put back into quarantine what the batch set free, and take out what it had put there: its file comes in anew."""
    connection.execute(
        f"insert into waiting_again select reject_id from books.quarantine where resolved_in = {batch_id}"
    )
    connection.execute("""
        update books.quarantine set resolved_in = null
        where reject_id in (select reject_id from waiting_again)
    """)
    # What an undo had put aside is known by its content again.
    connection.execute(f"""
        update books.quarantine set fingerprint = replace(fingerprint, 'undone {batch_id} ', '')
        where starts_with(fingerprint, 'undone {batch_id} ')
    """)
    connection.execute(f"""
        update books.quarantine
        set resolved_in = coalesce(resolved_in, {undone_by}), fingerprint = 'undone {undone_by} ' || fingerprint
        where batch_id = {batch_id}
    """)
    awaited = ", ".join(
        f"('{dataset.name}', '{reference.reason}', '{reference.column}', '{reference.dataset}')"
        for dataset in DATASETS
        for reference in dataset.references
    )
    connection.execute("delete from books.awaited where reject_id in (select reject_id from waiting_again)")
    connection.execute(f"""
        insert into books.awaited
        select told.reject_id, wanted.target, told.problem.value
        from (
            select kept.reject_id, unnest(from_json(kept.problems,
                '[{{"dataset": "VARCHAR", "reason": "VARCHAR", "column": "VARCHAR", "value": "VARCHAR"}}]')) as problem
            from books.quarantine as kept
            where kept.waits and kept.reject_id in (select reject_id from waiting_again)
        ) as told
        join (values {awaited}) as wanted (dataset, reason, column_name, target)
            on wanted.dataset = told.problem.dataset and wanted.reason = told.problem.reason
            and wanted.column_name = told.problem."column"
    """)
    found.waiting_again = count(connection, "select count(distinct reject_id) from waiting_again")
