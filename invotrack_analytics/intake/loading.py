"""Loading: one staged file into the books, in one transaction: new rows, changed rows, and the rest told apart.

A source row stands or falls as a whole: if one data set cannot take its part, none takes its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from importlib import resources
from typing import Any

import duckdb

from invotrack_analytics.intake.documents import INCOMPLETE
from invotrack_analytics.intake.introducing import meet_known, only_unknown
from invotrack_analytics.intake.staging import StagedFile, StagedTable
from invotrack_analytics.intake.undated import less_what_is_known, take_the_place
from invotrack_analytics.model import DATASETS, Dataset
from invotrack_analytics.warehouse.books import BatchKind, new_batches, transaction
from invotrack_analytics.warehouse.posting import begin_touching, last_row_id, rebalance, supersede

REFERENCE_REASONS = frozenset(reference.reason for dataset in DATASETS for reference in dataset.references)


@dataclass
class Counts:
    """What became of the rows that one data set was offered."""

    read: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0


@dataclass(frozen=True)
class Origin:
    """Where a file comes from, for the record of its batch."""

    kind: BatchKind
    recorded_at: datetime
    path: str | None = None
    sha256: str | None = None
    profile: str | None = None


@dataclass
class Loaded:
    """The outcome of loading one file."""

    batch_id: int
    counts: dict[str, Counts] = field(default_factory=dict)
    changed: bool = False


class _StartAgain(Exception):  # noqa: N818  no error: a row was rejected after a part of it had been loaded
    def __init__(self, problems: Any) -> None:
        self.problems = problems
        super().__init__()


def load(connection: duckdb.DuckDBPyConnection, staged: StagedFile, origin: Origin, *, dry_run: bool = False) -> Loaded:
    """Load a file in one transaction, its rejected rows into quarantine included.

    Needs the books attached and the ledger made. A dry run does all of it and takes it back.
    """
    return load_together(connection, staged, [origin], dry_run=dry_run)[0]


def load_together(
    connection: duckdb.DuckDBPyConnection, staged: StagedFile, origins: Sequence[Origin], *, dry_run: bool = False
) -> list[Loaded]:
    """Load files that were staged as one, in one transaction; each is a batch of its own, in the order of `origins`."""
    from invotrack_analytics.intake.quarantine import keep_rejected

    while True:
        try:
            with transaction(connection):
                loaded = _load_tables(connection, staged, origins)
                for (place, name), rows in keep_rejected(connection, staged, loaded[-1].batch_id).items():
                    loaded[place].counts[name].rejected -= rows
                    loaded[place].counts[name].unchanged += rows
                _record_counts(connection, loaded)
                if dry_run:
                    _take_back()
        except _StartAgain as again:
            # The rollback took the problems found so far with it.
            connection.register("found", again.problems)
            connection.execute(f"insert into {staged.problems} from found except all from {staged.problems}")
            connection.unregister("found")
            continue
        except _TakenBack:
            return loaded
        return loaded


class _TakenBack(Exception):  # noqa: N818  no error: a dry run ends so
    pass


def _take_back() -> None:
    raise _TakenBack


def _load_tables(connection: duckdb.DuckDBPyConnection, staged: StagedFile, origins: Sequence[Origin]) -> list[Loaded]:
    files = [(origin.path, origin.sha256, origin.profile) for origin in origins]
    first = new_batches(connection, origins[0].kind, origins[0].recorded_at, files)
    loaded = [Loaded(first + place) for place in range(len(origins))]
    if staged.together:
        connection.execute(f"update {staged.origins} set batch_id = {first} + file")
    begin_touching(connection)
    connection.execute(f"create or replace temp table refused as select distinct line from {staged.problems}")
    _refuse_incomplete(connection, staged)
    meet_known(connection, staged)
    for place, table in enumerate(staged.tables):
        _load_table(connection, staged, table, loaded, before=staged.tables[:place])
    rebalance(connection)
    return loaded


def _load_table(
    connection: duckdb.DuckDBPyConnection,
    staged: StagedFile,
    table: StagedTable,
    loaded: list[Loaded],
    *,
    before: Sequence[StagedTable],
) -> None:
    dataset = table.dataset
    connection.execute(
        f"create or replace temp view staged as select * from {table.name} anti join refused using (line)"
    )
    if table.introduces:
        connection.execute(only_unknown(table))
    defaults = _sql_or_none(f"{dataset.name}_defaults.sql") or "select * from staged"
    connection.execute(f"create or replace temp table resolved as {defaults}")
    _refuse_duplicates(connection, staged, dataset)
    if dataset.name == "payments":
        less_what_is_known(connection, loaded[-1].batch_id)
    _refuse_by_reference(connection, staged, dataset)
    _refuse_conflicts(connection, staged, dataset)
    _classify(connection, dataset, table)
    _refuse_locked(connection, staged, dataset)
    if before:
        # A row whose part in an earlier table was loaded already is taken back as a whole.
        parts = " union all ".join(f"select line from {earlier.name}" for earlier in before)
        late = f"select line from {staged.problems} anti join refused using (line)"
        if _count(connection, f"select count(*) from ({late}) semi join ({parts}) using (line)"):
            raise _StartAgain(connection.execute(f"select * from {staged.problems}").to_arrow_table())
    _refuse(connection, staged)
    _apply(connection, staged, dataset, table, loaded[-1].batch_id)
    if dataset.name == "payments":
        take_the_place(connection, loaded[-1].batch_id)
    _tally(connection, staged, table, loaded)


def _tally(connection: duckdb.DuckDBPyConnection, staged: StagedFile, table: StagedTable, loaded: list[Loaded]) -> None:
    """Count what became of each row of the table, file by file."""
    file, joined = ("file", f"join {staged.origins} using (line)") if staged.together else ("0", "")
    tallied = connection.execute(
        f"""
        select {file} as place, outcome, count(*)
        from (
            select line, outcome from classified
            union all
            select line, 'unchanged' from repeated
            union all
            select line, 'rejected' from {table.name} semi join refused using (line) anti join repeated using (line)
            union all
            select distinct line, 'rejected' from {staged.problems}
            where reason = 'wrong_column_count' and dataset = $dataset and $first
        ) {joined}
        group by all
        """,
        {"dataset": table.dataset.name, "first": _is_first(staged, table)},
    ).fetchall()
    if not staged.together and not table.introduces:
        loaded[0].counts.setdefault(table.dataset.name, Counts())
    for place, outcome, rows in tallied:
        if table.introduces and outcome != "added":
            continue  # Nobody offered these rows: only what came of them is told.
        counts = loaded[place].counts.setdefault(table.dataset.name, Counts())
        setattr(counts, outcome, getattr(counts, outcome) + rows)
        counts.read += rows
        loaded[place].changed = loaded[place].changed or outcome in {"added", "updated"}


def _is_first(staged: StagedFile, table: StagedTable) -> bool:
    """Whether the table is the first of those that offer rows of its data set."""
    offering = [other for other in staged.tables if other.dataset is table.dataset and not other.introduces]
    return offering[:1] == [table]


def _refuse_incomplete(connection: duckdb.DuckDBPyConnection, staged: StagedFile) -> None:
    """Refuse the other lines of a document of which one is refused, where it is not the same without that line."""
    if staged.documents is None:
        return
    connection.execute(
        f"""
        insert into {staged.problems}
        with broken as (
            select document, min(line) as line from {staged.documents} semi join refused using (line) group by document
        )
        select documents.line, $dataset, $reason, $column, 'line ' || broken.line
        from {staged.documents} as documents
        join broken on broken.document = documents.document
        where documents.line not in (select line from refused)
        """,
        {"dataset": "invoices", "reason": INCOMPLETE, "column": "invoice_number"},
    )
    _refuse(connection, staged)


def _refuse_duplicates(connection: duckdb.DuckDBPyConnection, staged: StagedFile, dataset: Dataset) -> None:
    """Keep the first of the rows with one key; equal ones (`repeated`) count as unchanged, others are refused."""
    key = ", ".join(f'"{name}"' for name in dataset.key)
    connection.execute(f"""
        create or replace temp table doubled as
        select {key}, min(line) as first_line from resolved group by {key} having count(*) > 1
    """)
    connection.execute("create or replace temp table repeated (line bigint)")
    if not _count(connection, "select count(*) from doubled"):
        return
    on_key = _same("resolved", "doubled", dataset.key)
    differs = _differs("resolved", "kept", tuple(name for name in dataset.column_names if name not in dataset.key))
    connection.execute(f"""
        create or replace temp table later as
        select resolved.line, {differs} as other_content, doubled.first_line
        from resolved
        join doubled on {on_key}
        join resolved as kept on kept.line = doubled.first_line
        where resolved.line <> doubled.first_line
    """)
    connection.execute("insert into repeated select line from later where not other_content")
    connection.execute(
        f"insert into {staged.problems} "
        "select line, ?, 'duplicate_key', ?, 'line ' || first_line from later where other_content",
        [dataset.name, dataset.key[0]],
    )
    connection.execute("delete from resolved where line in (select line from later)")


def _refuse_by_reference(connection: duckdb.DuckDBPyConnection, staged: StagedFile, dataset: Dataset) -> None:
    for reference in dataset.references:
        target = next(item for item in DATASETS if item.name == reference.dataset)
        known = f"select {target.key[0]} as key from books.{target.name}"
        if target is dataset:
            known += f" union all select {target.key[0]} from resolved anti join refused_now using (line)"
        while True:
            connection.execute(f"create or replace temp view refused_now as select line from {staged.problems}")
            missing = connection.execute(
                f"""
                insert into {staged.problems}
                select line, ?, ?, ?, "{reference.column}"
                from resolved
                anti join ({known}) as known on known.key = resolved."{reference.column}"
                where "{reference.column}" is not null and line not in (
                    select line from {staged.problems} where reason = ? and column_name = ?
                )
                returning line
                """,
                [dataset.name, reference.reason, reference.column, reference.reason, reference.column],
            ).fetchall()
            if not missing or target is not dataset:
                break


def _refuse_conflicts(connection: duckdb.DuckDBPyConnection, staged: StagedFile, dataset: Dataset) -> None:
    query = _sql_or_none(f"{dataset.name}_conflicts.sql")
    if query:
        connection.execute(
            f"insert into {staged.problems} select line, ?, reason, column_name, value from ({query})", [dataset.name]
        )


def _classify(connection: duckdb.DuckDBPyConnection, dataset: Dataset, table: StagedTable) -> None:
    content = tuple(name for name in table.present if name not in dataset.key)
    connection.execute(f"""
        create or replace temp table classified as
        select resolved.line, known.row_id,
            case
                when known.row_id is null then 'added'
                when {_differs("resolved", "known", content)} then 'updated'
                else 'unchanged'
            end as outcome
        from resolved
        left join books.{dataset.name} as known on {_same("resolved", "known", dataset.key)}
    """)


def _refuse_locked(connection: duckdb.DuckDBPyConnection, staged: StagedFile, dataset: Dataset) -> None:
    locked = _sql_or_none(f"{dataset.name}_locked.sql")
    if not locked or not _count(connection, "select count(*) from classified where outcome = 'updated'"):
        return
    key = dataset.key[0]
    connection.execute(
        f"""
        insert into {staged.problems}
        select classified.line, ?, 'already_billed', ?, known."{key}"
        from classified
        join books.{dataset.name} as known on known.row_id = classified.row_id
        where classified.outcome = 'updated' and known."{key}" in ({locked})
        """,
        [dataset.name, key],
    )


def _refuse(connection: duckdb.DuckDBPyConnection, staged: StagedFile) -> None:
    connection.execute(
        f"insert into refused select distinct line from {staged.problems} anti join refused using (line)"
    )


def _apply(
    connection: duckdb.DuckDBPyConnection, staged: StagedFile, dataset: Dataset, table: StagedTable, batch_id: int
) -> None:
    connection.execute("delete from classified where line in (select line from refused)")
    outcomes = {outcome for (outcome,) in connection.execute("select distinct outcome from classified").fetchall()}
    if not outcomes & {"added", "updated"}:
        return
    _touch(connection, dataset, before=True)
    kept = {
        name: f'known."{name}"'
        for name in dataset.column_names
        if name not in table.present and name not in dataset.key
    }
    values = ", ".join(
        f'case when classified.row_id is null then resolved."{name}" else {kept[name]} end as "{name}"'
        if name in kept
        else f'resolved."{name}"'
        for name in dataset.column_names
    )
    connection.execute("drop table if exists arriving_rows")
    if "updated" in outcomes:
        connection.execute(f"""
            create temp table arriving_rows as
            select resolved.rowid as place, resolved.line, {values}
            from resolved
            join classified on classified.line = resolved.line
            left join books.{dataset.name} as known on known.row_id = classified.row_id
            where classified.outcome <> 'unchanged'
        """)
        supersede(connection, dataset, "select row_id from classified where outcome = 'updated'", batch_id)
        arriving = "select * from arriving_rows"
    else:
        # New rows alone need not be copied once more.
        arriving = "select rowid as place, * from resolved"
        if outcomes != {"added"} or _count(connection, "select count(*) from refused"):
            arriving += " where line in (select line from classified where outcome = 'added')"
    connection.execute(f"create or replace temp view arriving as {arriving}")
    _insert(connection, staged, dataset, batch_id)
    _touch(connection, dataset, before=False)


def _insert(connection: duckdb.DuckDBPyConnection, staged: StagedFile, dataset: Dataset, batch_id: int) -> None:
    columns = ", ".join(f'"{name}"' for name in dataset.column_names)
    values = ", ".join(f'arriving."{name}"' for name in dataset.column_names)
    origin, line, joined = _origin(staged, batch_id)
    stored, balance = (", balance", ", arriving.total_amount") if dataset.name == "invoices" else ("", "")
    last = last_row_id(connection, dataset)
    connection.execute(f"""
        insert into books.{dataset.name} (row_id, {columns}, batch_id, source_line, recorded_in{stored})
        select arriving.place + {last + 1}, {values}, {origin}, {line}, {batch_id}{balance}
        from arriving {joined.replace("resolved.", "arriving.")}
    """)


def _origin(staged: StagedFile, batch_id: int) -> tuple[str, str, str]:
    """SQL for the batch and line a row was read from, and the join that these need."""
    if staged.origins is None:
        return str(batch_id), "line", ""
    return (
        "origins.batch_id",
        "origins.source_line",
        f"join {staged.origins} as origins on origins.line = resolved.line",
    )


def _touch(connection: duckdb.DuckDBPyConnection, dataset: Dataset, *, before: bool) -> None:
    """Note the invoices whose balance this data set's rows change, from their content before and after."""
    column = {"payments": "invoice_number", "write_offs": "invoice_number", "invoices": "preceding_invoice_number"}
    if dataset.name not in column:
        return
    rows = (
        f"select * from books.{dataset.name} where row_id in (select row_id from classified where outcome = 'updated')"
        if before
        else "select * from arriving"
    )
    name = column[dataset.name]
    connection.execute(f"insert into touched select distinct {name} from ({rows}) where {name} is not null")
    if dataset.name == "invoices" and before:
        connection.execute(f"insert into touched select invoice_number from ({rows})")


def _record_counts(connection: duckdb.DuckDBPyConnection, loaded: Sequence[Loaded]) -> None:
    import json

    counts = [json.dumps({name: vars(count) for name, count in file.counts.items()}) for file in loaded]
    connection.execute(
        """
        update books.batches as batches set counts = counted.counts
        from (select unnest($batches) as batch_id, unnest($counts) as counts) as counted
        where batches.batch_id = counted.batch_id
        """,
        {"batches": [file.batch_id for file in loaded], "counts": counts},
    )


def _same(left: str, right: str, columns: tuple[str, ...]) -> str:
    return " and ".join(f'{left}."{name}" is not distinct from {right}."{name}"' for name in columns)


def _differs(left: str, right: str, columns: tuple[str, ...]) -> str:
    return (
        "(" + (" or ".join(f'{left}."{name}" is distinct from {right}."{name}"' for name in columns) or "false") + ")"
    )


def _count(connection: duckdb.DuckDBPyConnection, query: str, *values: object) -> int:
    (count,) = connection.execute(query, list(values)).fetchone() or (0,)
    return int(count)


def _sql_or_none(name: str) -> str | None:
    path = resources.files("invotrack_analytics.intake.sql") / name
    return path.read_text("utf-8") if path.is_file() else None
