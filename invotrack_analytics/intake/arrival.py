"""Arrival: accepted rows enter the books, new or in the place of an earlier version."""

from __future__ import annotations

import duckdb

from invotrack_analytics.intake.refusal import count
from invotrack_analytics.intake.sameness import differs, same
from invotrack_analytics.intake.staging import StagedFile, StagedTable
from invotrack_analytics.model import Dataset
from invotrack_analytics.model.payments import PAYMENTS
from invotrack_analytics.warehouse.posting import last_row_id, supersede


def classify(connection: duckdb.DuckDBPyConnection, dataset: Dataset, table: StagedTable) -> None:
    """Make the view `classified` (line, row_id, outcome): what `resolved` rows that are not refused are to the books.

    Only what the books know is written down (`matched`): of a large file that is new, nothing.
    """
    content = tuple(name for name in table.present if name not in dataset.key)
    connection.execute(f"""
        create or replace temp table matched as
        select resolved.line, known.row_id,
            case when {differs("resolved", "known", content)} then 'updated' else 'unchanged' end as outcome
        from resolved
        join books.{dataset.name} as known on {same("resolved", "known", dataset.key)}
    """)
    connection.execute("""
        create or replace temp view classified as
        select line, row_id, outcome from matched anti join refused using (line)
        union all
        select line, null, 'added' from resolved anti join matched using (line) anti join refused using (line)
    """)


def apply(
    connection: duckdb.DuckDBPyConnection, staged: StagedFile, dataset: Dataset, table: StagedTable, batch_id: int
) -> None:
    """Enter the rows that are not refused, and move the versions they replace to the history."""
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
    _insert(connection, staged, dataset, table, batch_id)
    _touch(connection, dataset, before=False)


def _insert(
    connection: duckdb.DuckDBPyConnection, staged: StagedFile, dataset: Dataset, table: StagedTable, batch_id: int
) -> None:
    columns = ", ".join(f'"{name}"' for name in dataset.column_names)
    values = ", ".join(f'arriving."{name}"' for name in dataset.column_names)
    origin, line, joined = _origin(staged, batch_id)
    stored, balance = (", balance", ", arriving.total_amount") if dataset.name == "invoices" else ("", "")
    if dataset is PAYMENTS:
        joined, stored, balance = _what_it_names(connection, table, joined)
    last = last_row_id(connection, dataset)
    connection.execute(f"""
        insert into books.{dataset.name} (row_id, {columns}, batch_id, source_line, recorded_in{stored})
        select {_place(connection)} + {last}, {values}, {origin}, {line}, {batch_id}{balance}
        from arriving {joined.replace("resolved.", "arriving.")}
    """)


def _what_it_names(connection: duckdb.DuckDBPyConnection, table: StagedTable, joined: str) -> tuple[str, str, str]:
    """SQL for whether each arriving payment names its client and currency: join, columns and values."""
    names = [name for name in ("client_id", "currency") if name in table.present]
    blank = " or ".join(f"{name} is null" for name in names)
    if blank and count(connection, f"select count(*) from (select 1 from {table.name} where {blank} limit 1)"):
        joined += f" join {table.name} as written on written.line = arriving.line"
        values = [f"written.{name} is not null" if name in names else "false" for name in ("client_id", "currency")]
    else:
        values = [str(name in names).lower() for name in ("client_id", "currency")]
    return joined, ", client_named, currency_named", f", {', '.join(values)}"


def _place(connection: duckdb.DuckDBPyConnection) -> str:
    """SQL for which of the arriving rows one is, from 1."""
    rows, first, last = connection.execute("select count(*), min(line), max(line) from arriving").fetchone() or (
        0,
        0,
        0,
    )
    # To number rows holds the other cores up; where all lines of a file arrive, they are numbers already.
    return f"arriving.line - {first - 1}" if rows == last - first + 1 else "row_number() over ()"


def _origin(staged: StagedFile, batch_id: int) -> tuple[str, str, str]:
    """SQL for the batch and line a row was read from, and the join that these need."""
    if staged.origins is None:
        return str(batch_id), "arriving.line", ""
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
