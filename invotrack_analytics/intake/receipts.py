"""Receipts: what a payment receipt reported that was issued anew is no payment, whichever of the two comes first."""

from __future__ import annotations

import duckdb

from invotrack_analytics.intake.refusal import count
from invotrack_analytics.intake.resolving import make_changeable
from invotrack_analytics.intake.staging import StagedFile
from invotrack_analytics.model.payments import PAYMENTS
from invotrack_analytics.warehouse.posting import supersede

_REPLACED = "select upper(replaced_receipt) from books.replaced_receipts"


def leave_out_replaced(connection: duckdb.DuckDBPyConnection) -> bool:
    """Take arriving payments (`resolved`) of replaced receipts out: they say nothing new (`repeated`).

    Returns whether there were any; their lines are in the temp table `no_payments`.
    """
    replaced = f"select line from resolved where upper(receipt) in ({_REPLACED})"
    if not count(connection, f"select count(*) from ({replaced})"):
        return False
    make_changeable(connection)
    connection.execute(f"create or replace temp table no_payments as {replaced}")
    connection.execute("insert into repeated select line from no_payments")
    connection.execute("delete from resolved where line in (select line from no_payments)")
    return True


def take_back_replaced(
    connection: duckdb.DuckDBPyConnection, staged: StagedFile, batch_id: int
) -> list[tuple[int, int]]:
    """Move payments of replaced receipts to the history; returned is how many, by the batch that told of it."""
    fed = {table.dataset.name for table in staged.tables}
    if "replaced_receipts" not in fed or not count(connection, "select count(*) from books.replaced_receipts"):
        return []
    connection.execute("""
        create or replace temp table taken_back as
        select payments.row_id, payments.invoice_number, max(told.batch_id) as told_in
        from books.payments as payments
        join books.replaced_receipts as told on upper(told.replaced_receipt) = upper(payments.receipt)
        group by payments.row_id, payments.invoice_number
    """)
    connection.execute("insert into touched select invoice_number from taken_back where invoice_number is not null")
    supersede(connection, PAYMENTS, "select row_id from taken_back", batch_id)
    return connection.execute("select told_in, count(*) from taken_back group by told_in").fetchall()
