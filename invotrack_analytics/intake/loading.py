"""Loading: one staged file into the books, in one transaction: new rows, changed rows, and the rest told apart.

A source row stands or falls as a whole: if one data set cannot take its part, none takes its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import duckdb

from invotrack_analytics.intake.advances import counted_twice
from invotrack_analytics.intake.arrival import apply, classify
from invotrack_analytics.intake.folios import numbers_for_folios
from invotrack_analytics.intake.identity import refuse_reused, take_along
from invotrack_analytics.intake.introducing import meet_known, only_unknown
from invotrack_analytics.intake.quarantine import keep_rejected
from invotrack_analytics.intake.receipts import leave_out_replaced, take_back_replaced
from invotrack_analytics.intake.refusal import (
    count,
    refuse,
    refuse_by_reference,
    refuse_conflicts,
    refuse_duplicates,
    refuse_incomplete,
    refuse_locked,
    refuse_too_fine,
)
from invotrack_analytics.intake.replaced_parts import find_replaced, may_lose_parts
from invotrack_analytics.intake.replacing import refuse_replacing_locked, void_replaced
from invotrack_analytics.intake.resolving import resolve
from invotrack_analytics.intake.restating import restate
from invotrack_analytics.intake.staging import StagedFile, StagedTable
from invotrack_analytics.intake.undated import less_what_is_known, perhaps_counted_twice, replace_undated
from invotrack_analytics.model import INVOICE_LINES
from invotrack_analytics.warehouse.books import BatchKind, new_batches, transaction
from invotrack_analytics.warehouse.posting import begin_touching, rebalance, supersede
from invotrack_analytics.warehouse.results import offered, table_of

REPLACED_LINE = "replaced_line"
REPLACED_PART = "replaced_part"
UNKNOWN_INSTALMENT = "unknown_instalment"
REPLACED_DOCUMENT = "replaced_document"
ADVANCE_COUNTED_TWICE = "advance_counted_twice"
REPLACED_RECEIPT = "replaced_receipt"
PERHAPS_COUNTED_TWICE = "perhaps_counted_twice"


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
    warnings: dict[str, int] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    """Sentences with the figures behind the warnings."""


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
    connection: duckdb.DuckDBPyConnection,
    staged: StagedFile,
    origins: Sequence[Origin],
    *,
    dry_run: bool = False,
) -> list[Loaded]:
    """Load files that were staged as one, in one transaction; each is a batch of its own, in the order of `origins`."""
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
            with offered(connection, "found", again.problems):
                connection.execute(f"insert into {staged.problems} from found except all from {staged.problems}")
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
    refuse_incomplete(connection, staged)
    meet_known(connection, staged)
    for place, table in enumerate(staged.tables):
        # Few documents say all that one may say.
        if (
            staged.together
            and not may_lose_parts(staged, table)
            and not count(connection, f"select count(*) from {table.name}")
        ):
            continue
        _load_table(connection, staged, table, loaded, before=staged.tables[:place])
    for batch_id, documents in void_replaced(connection, staged, loaded[-1].batch_id):
        loaded[max(batch_id - first, 0)].warnings[REPLACED_DOCUMENT] = documents
    for batch_id, payments in take_back_replaced(connection, staged, loaded[-1].batch_id):
        loaded[max(batch_id - first, 0)].warnings[REPLACED_RECEIPT] = payments
    for batch_id, invoices in counted_twice(connection, loaded[-1].batch_id):
        loaded[max(batch_id - first, 0)].warnings[ADVANCE_COUNTED_TWICE] = invoices
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
    resolve(connection, table)
    numbers_for_folios(connection, dataset)
    refuse_duplicates(connection, staged, dataset)
    if dataset.name == "payments":
        if leave_out_replaced(connection):
            _warn(connection, staged, loaded, "no_payments", REPLACED_RECEIPT)
        less_what_is_known(connection, loaded[-1].batch_id)
    refuse_by_reference(connection, staged, table)
    find_replaced(connection, staged, table)
    classify(connection, dataset, table)
    refuse_reused(connection, staged, table)
    refuse_conflicts(connection, staged, table)
    refuse_too_fine(connection, staged, table)
    refuse_locked(connection, staged, dataset)
    refuse_replacing_locked(connection, staged, dataset)
    if dataset.name == "payments":
        _warn_of_unknown_instalments(connection, staged, loaded)
    if before:
        # A row whose part in an earlier table was loaded already is taken back as a whole.
        parts = " union all ".join(f"select line from {earlier.name}" for earlier in before)
        late = f"select line from {staged.problems} anti join refused using (line)"
        if count(connection, f"select count(*) from ({late}) semi join ({parts}) using (line)"):
            raise _StartAgain(table_of(connection, f"select * from {staged.problems}"))
    refuse(connection, staged)
    _restate(connection, staged, table, loaded)
    apply(connection, staged, dataset, table, loaded[-1].batch_id)
    take_along(connection, loaded[-1].batch_id)
    if dataset.name == "payments":
        replace_undated(connection, loaded[-1].batch_id)
        for batch_id, rows in perhaps_counted_twice(connection, loaded[-1].batch_id):
            loaded[max(batch_id - loaded[0].batch_id, 0)].warnings[PERHAPS_COUNTED_TWICE] = rows
    _take_out_replaced(connection, staged, table, loaded)
    _tally(connection, staged, table, loaded)


def _restate(
    connection: duckdb.DuckDBPyConnection, staged: StagedFile, table: StagedTable, loaded: list[Loaded]
) -> None:
    restated = restate(connection, staged, table, loaded[-1].batch_id)
    loaded[-1].told += restated.told
    for reason, rows in restated.warnings.items():
        loaded[-1].warnings[reason] = loaded[-1].warnings.get(reason, 0) + rows


def _take_out_replaced(
    connection: duckdb.DuckDBPyConnection, staged: StagedFile, table: StagedTable, loaded: list[Loaded]
) -> None:
    if not count(connection, "select count(*) from gone"):
        return
    connection.execute("insert into touched select distinct invoice_number from gone")
    supersede(connection, table.dataset, "select row_id from gone", loaded[-1].batch_id)
    file, joined = _by_file(staged)
    warning = REPLACED_LINE if table.dataset is INVOICE_LINES else REPLACED_PART
    for place, parts in connection.execute(f"select {file}, count(*) from gone {joined} group by all").fetchall():
        loaded[place].warnings[warning] = loaded[place].warnings.get(warning, 0) + parts


def _warn(
    connection: duckdb.DuckDBPyConnection, staged: StagedFile, loaded: list[Loaded], lines: str, reason: str
) -> None:
    """Tell of lines of a table, file by file."""
    file, joined = _by_file(staged)
    for place, rows in connection.execute(f"select {file}, count(*) from {lines} {joined} group by all").fetchall():
        loaded[place].warnings[reason] = loaded[place].warnings.get(reason, 0) + rows


def _warn_of_unknown_instalments(
    connection: duckdb.DuckDBPyConnection, staged: StagedFile, loaded: list[Loaded]
) -> None:
    """Tell of payments for a part that their invoice has not: the money goes to the oldest one."""
    file, joined = _by_file(staged)
    counted = connection.execute(f"""
        select {file}, count(*)
        from resolved {joined}
        anti join books.instalments as known
            on known.invoice_number = resolved.invoice_number and known.instalment_number = resolved.instalment_number
        anti join {staged.problems} as problems on problems.line = resolved.line
        where resolved.instalment_number is not null and resolved.invoice_number is not null
        group by all having count(*) > 0
    """)
    for place, rows in counted.fetchall():
        loaded[place].warnings[UNKNOWN_INSTALMENT] = rows


def _tally(connection: duckdb.DuckDBPyConnection, staged: StagedFile, table: StagedTable, loaded: list[Loaded]) -> None:
    """Count what became of each row of the table, file by file."""
    file, joined = _by_file(staged)
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


def _is_first(staged: StagedFile, table: StagedTable) -> bool:
    """Whether the table is the first of those that offer rows of its data set."""
    offering = [other for other in staged.tables if other.dataset is table.dataset and not other.introduces]
    return offering[:1] == [table]


def _by_file(staged: StagedFile) -> tuple[str, str]:
    """SQL for the place of the file that a line is of, and the join that it needs."""
    return ("file", f"join {staged.origins} using (line)") if staged.together else ("0", "")


def _record_counts(connection: duckdb.DuckDBPyConnection, loaded: Sequence[Loaded]) -> None:
    import json

    counts = [json.dumps({name: vars(found) for name, found in file.counts.items()}) for file in loaded]
    connection.execute(
        """
        update books.batches as batches set counts = counted.counts
        from (select unnest($batches) as batch_id, unnest($counts) as counts) as counted
        where batches.batch_id = counted.batch_id
        """,
        {"batches": [file.batch_id for file in loaded], "counts": counts},
    )
