"""Arrival: accepted rows enter the books, new or in the place of an earlier version."""

from __future__ import annotations

import duckdb

from invotrack_analytics.intake.refusal import count
from invotrack_analytics.intake.sameness import differs, same
from invotrack_analytics.intake.staging import StagedFile, StagedTable
from invotrack_analytics.model import Dataset
from invotrack_analytics.warehouse.posting import last_row_id, supersede


def classify(connection: duckdb.DuckDBPyConnection, dataset: Dataset, table: StagedTable) -> None:
    """Make the temp table `classified` (line, row_id, outcome): what the rows of `resolved` are to the books."""
    content = tuple(name for name in table.present if name not in dataset.key)
    connection.execute(f"""
        create or replace temp table classified as
        select resolved.line, known.row_id,
            case
                when known.row_id is null then 'added'
                when {differs("resolved", "known", content)} then 'updated'
                else 'unchanged'
            end as outcome
        from resolved
        left join books.{dataset.name} as known on {same("resolved", "known", dataset.key)}
    """)


def apply(
    connection: duckdb.DuckDBPyConnection, staged: StagedFile, dataset: Dataset, table: StagedTable, batch_id: int
) -> None:
    """Enter the rows that are not refused, and move the versions they replace to the history."""
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
            select resolved.line, {values}
            from resolved
            join classified on classified.line = resolved.line
            left join books.{dataset.name} as known on known.row_id = classified.row_id
            where classified.outcome <> 'unchanged'
        """)
        supersede(connection, dataset, "select row_id from classified where outcome = 'updated'", batch_id)
        arriving = "select * from arriving_rows"
    else:
        # New rows alone need not be copied once more.
        arriving = "select * from resolved"
        if outcomes != {"added"} or count(connection, "select count(*) from refused"):
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
        select row_number() over () + {last}, {values}, {origin}, {line}, {batch_id}{balance}
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
