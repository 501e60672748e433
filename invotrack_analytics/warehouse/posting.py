"""Posting: how rows enter the current tables, and leave them for the history, within a transaction of the books."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

from invotrack_analytics.model import Column, Dataset
from invotrack_analytics.warehouse.results import offered
from invotrack_analytics.warehouse.schema import sql_of


def last_row_id(connection: duckdb.DuckDBPyConnection, dataset: Dataset) -> int:
    """The highest number that a row of the data set has been given."""
    (last,) = connection.execute(f"""
        select greatest(
            (select coalesce(max(row_id), 0) from books.{dataset.name}),
            (select coalesce(max(row_id), 0) from books.{dataset.name}_history)
        )
    """).fetchone() or (0,)
    return int(last)


def supersede(connection: duckdb.DuckDBPyConnection, dataset: Dataset, row_ids: str, batch_id: int) -> None:
    """Move rows to the history; `row_ids` is a query that lists them. What the batch itself entered was never seen."""
    columns = ", ".join(f'"{name}"' for name in dataset.column_names)
    connection.execute(f"""
        insert into books.{dataset.name}_history (row_id, {columns}, batch_id, source_line, recorded_in, superseded_in)
        select row_id, {columns}, batch_id, source_line, recorded_in, {batch_id}
        from books.{dataset.name} where row_id in ({row_ids}) and recorded_in <> {batch_id}
    """)
    connection.execute(f"delete from books.{dataset.name} where row_id in ({row_ids})")


def post(
    connection: duckdb.DuckDBPyConnection, dataset: Dataset, rows: Sequence[Mapping[str, object]], batch_id: int
) -> None:
    """Enter rows that we made ourselves; a column that a row does not name is null. The caller sees to the keys.

    A value that the column cannot hold exactly is an error (pyarrow.ArrowInvalid), never rounded.
    """
    if not rows:
        return
    import pyarrow as pa

    arriving = pa.table(
        {
            column.name: pa.array([row.get(column.name) for row in rows], _arrow_type(column))
            for column in dataset.columns
        }
    )
    columns = ", ".join(f'"{name}"' for name in dataset.column_names)
    stored, balance = (", balance", ", total_amount") if dataset.name == "invoices" else ("", "")
    last = last_row_id(connection, dataset)
    with offered(connection, "posted", arriving):
        connection.execute(f"""
            insert into books.{dataset.name} (row_id, {columns}, batch_id, recorded_in{stored})
            select row_number() over () + {last}, {columns}, {batch_id}, {batch_id}{balance} from posted
        """)


def amend(
    connection: duckdb.DuckDBPyConnection, dataset: Dataset, row_id: int, changes: Mapping[str, object], batch_id: int
) -> None:
    """Put a new version of a row in its place, the old one into the history; it still tells where it was read from."""
    values = ", ".join(f'${name}::{dataset[name].sql_type} as "{name}"' for name in changes)
    connection.execute(
        f"create or replace temp table amendment as select $row_id::bigint as row_id, {values}",
        {**changes, "row_id": row_id},
    )
    amend_all(connection, dataset, "select * from amendment", tuple(changes), batch_id)


def amend_all(
    connection: duckdb.DuckDBPyConnection, dataset: Dataset, changes: str, changed: Sequence[str], batch_id: int
) -> None:
    """Amend rows: the query `changes` gives `row_id` and what the columns `changed` are to hold."""
    columns = ", ".join(f'"{name}"' for name in dataset.column_names)
    values = ", ".join(f'{"changes" if name in changed else "known"}."{name}"' for name in dataset.column_names)
    stored = ", balance, last_reduction" if dataset.name == "invoices" else ""
    connection.execute(f"""
        create or replace temp table amended as
        select known.row_id, {values}, known.batch_id, known.source_line{stored}
        from books.{dataset.name} as known
        join ({changes}) as changes on changes.row_id = known.row_id
    """)
    last = last_row_id(connection, dataset)
    supersede(connection, dataset, "select row_id from amended", batch_id)
    connection.execute(f"""
        insert into books.{dataset.name} (row_id, {columns}, batch_id, source_line{stored}, recorded_in)
        select row_number() over () + {last}, {columns}, batch_id, source_line{stored}, {batch_id} from amended
    """)


def begin_touching(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the temp table `touched`, which collects the invoices whose balance a transaction changes."""
    connection.execute("create or replace temp table touched (invoice_number varchar)")


def touch(connection: duckdb.DuckDBPyConnection, invoice_number: str) -> None:
    """Note one invoice whose balance this transaction changes."""
    connection.execute("insert into touched values (?)", [invoice_number])


def rebalance(connection: duckdb.DuckDBPyConnection) -> None:
    """Sum the balance of every touched invoice anew, and before it what is given up of them.

    Needs the ledger (its views `reductions` and `given_up_of_all`).
    """
    given_up = "select invoice_number from books.write_offs union all select invoice_number from books.given_up"
    if connection.execute(f"select 1 from ({given_up}) semi join touched using (invoice_number) limit 1").fetchone():
        connection.execute(sql_of("invotrack_analytics.warehouse", "recount.sql"))
    connection.execute(sql_of("invotrack_analytics.warehouse", "rebalance.sql"))


def _arrow_type(column: Column) -> Any:
    import pyarrow as pa

    decimal = re.fullmatch(r"DECIMAL\((\d+),(\d+)\)", column.sql_type)
    if decimal:
        return pa.decimal128(int(decimal[1]), int(decimal[2]))
    return {
        "VARCHAR": pa.string(),
        "DATE": pa.date32(),
        "TIME": pa.time64("us"),
        "INTEGER": pa.int32(),
        "BOOLEAN": pa.bool_(),
    }[column.sql_type]
