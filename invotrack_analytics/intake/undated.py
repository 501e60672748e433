"""Undated payments: a tool says how much of an invoice was paid, not when; what is known better takes their place.

Such a payment stands for what was paid by the day of its import. Dated payments of the same invoice up to that day,
whether they were there before or come later, are the same money: the undated one keeps only what they leave.
"""

from __future__ import annotations

import duckdb

from invotrack_analytics.model.payments import PAYMENTS
from invotrack_analytics.sources.table import UNDATED
from invotrack_analytics.warehouse.posting import last_row_id, supersede


def less_what_is_known(connection: duckdb.DuckDBPyConnection, batch_id: int) -> None:
    """Take from arriving undated payments (`resolved`) what the books know with its date.

    What nothing is left of is `repeated`. A file that was imported before says nothing new of them.
    """
    if not _count(connection, f"select count(*) from resolved where method = '{UNDATED}'"):
        return
    connection.execute(f"""
        create or replace temp table stated as
        with seen as (
            select count(*) > 0 as before
            from books.batches as earlier
            join books.batches as this on this.sha256 = earlier.sha256
            where this.batch_id = {batch_id} and earlier.batch_id < {batch_id}
        ),

        dated as (
            select invoice_number, sum(amount) as amount
            from books.payments
            where method is distinct from '{UNDATED}' and invoice_number is not null
            group by invoice_number
        )

        select
            resolved.line,
            case
                when seen.before then coalesce(known.amount, 0)
                else greatest(resolved.amount - coalesce(dated.amount, 0), 0)
            end as amount
        from resolved
        cross join seen
        left join dated on dated.invoice_number = resolved.invoice_number
        left join books.payments as known
            on known.payment_id = resolved.payment_id and known.invoice_number = resolved.invoice_number
        where resolved.method = '{UNDATED}' and resolved.invoice_number is not null
            and (dated.amount is not null or (seen.before and known.amount is not null))
    """)
    connection.execute(
        "update resolved set amount = stated.amount from stated where stated.line = resolved.line and stated.amount > 0"
    )
    connection.execute("insert into repeated select line from stated where amount = 0")
    connection.execute("delete from resolved where line in (select line from stated where amount = 0)")


def take_the_place(connection: duckdb.DuckDBPyConnection, batch_id: int) -> None:
    """Take from the books' undated payments what was now added (`classified`, `resolved`) with its date."""
    if not _count(connection, f"select count(*) from books.payments where method = '{UNDATED}'"):
        return
    connection.execute(f"""
        create or replace temp table replaced as
        select undated.row_id, undated.amount - sum(resolved.amount) as amount
        from resolved
        join classified on classified.line = resolved.line and classified.outcome = 'added'
        join books.payments as undated
            on undated.invoice_number = resolved.invoice_number and undated.method = '{UNDATED}'
        join books.batches as batches on batches.batch_id = undated.batch_id
        where resolved.method is distinct from '{UNDATED}' and resolved.payment_date <= batches.recorded_at::date
        group by undated.row_id, undated.amount
        having sum(resolved.amount) > 0
    """)
    if not _count(connection, "select count(*) from replaced"):
        return
    columns = ", ".join(f'"{name}"' for name in PAYMENTS.column_names)
    connection.execute("""
        create or replace temp table rest as
        select payments.* replace (replaced.amount::decimal(18, 3) as amount)
        from books.payments as payments
        join replaced on replaced.row_id = payments.row_id
        where replaced.amount > 0
    """)
    connection.execute(
        "insert into touched select invoice_number from books.payments semi join replaced using (row_id)"
    )
    supersede(connection, PAYMENTS, "select row_id from replaced", batch_id)
    last = last_row_id(connection, PAYMENTS)
    connection.execute(f"""
        insert into books.payments (row_id, {columns}, batch_id, source_line, recorded_in)
        select row_number() over (order by row_id) + {last}, {columns}, batch_id, source_line, {batch_id} from rest
    """)


def _count(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    (count,) = connection.execute(query).fetchone() or (0,)
    return int(count)
