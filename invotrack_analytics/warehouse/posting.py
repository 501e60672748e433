"""Posting: how rows enter the current tables, and leave them for the history, within a transaction of the books."""

from __future__ import annotations

import duckdb

from invotrack_analytics.model import Dataset
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
    """Move rows to the history; `row_ids` is a query that lists them."""
    columns = ", ".join(f'"{name}"' for name in dataset.column_names)
    connection.execute(f"""
        insert into books.{dataset.name}_history (row_id, {columns}, batch_id, source_line, recorded_in, superseded_in)
        select row_id, {columns}, batch_id, source_line, recorded_in, {batch_id}
        from books.{dataset.name} where row_id in ({row_ids})
    """)
    connection.execute(f"delete from books.{dataset.name} where row_id in ({row_ids})")


def begin_touching(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the temp table `touched`, which collects the invoices whose balance a transaction changes."""
    connection.execute("create or replace temp table touched (invoice_number varchar)")


def rebalance(connection: duckdb.DuckDBPyConnection) -> None:
    """Sum the balance of every touched invoice anew. Needs the ledger (its view `reductions`)."""
    connection.execute(sql_of("invotrack_analytics.warehouse", "rebalance.sql"))
