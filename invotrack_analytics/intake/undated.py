"""Undated payments that arrive: what the books know with its date is taken from them (see warehouse.undated)."""

from __future__ import annotations

import duckdb

from invotrack_analytics.intake.resolving import make_changeable
from invotrack_analytics.model.payments import PREPAID
from invotrack_analytics.warehouse.undated import is_undated, take_the_place, undated_payments


def less_what_is_known(connection: duckdb.DuckDBPyConnection, batch_id: int) -> None:
    """Take from arriving undated payments (`resolved`) what the books know with its date.

    What nothing is left of is `repeated`. A file that was imported before says nothing new of them.
    """
    if connection.execute(f"select 1 from resolved where {is_undated('resolved')} limit 1").fetchone() is None:
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
            select resolved.line, sum(payments.amount) as amount
            from resolved
            join books.payments as payments on payments.invoice_number = resolved.invoice_number
            where not {is_undated("payments")} and {is_undated("resolved")}
                and (resolved.method <> '{PREPAID}' or payments.payment_date <= resolved.payment_date)
            group by resolved.line
        )

        select
            resolved.line,
            case
                when seen.before then coalesce(known.amount, 0)
                else greatest(resolved.amount - coalesce(dated.amount, 0), 0)
            end as amount
        from resolved
        cross join seen
        left join dated on dated.line = resolved.line
        left join books.payments as known
            on known.payment_id = resolved.payment_id and known.invoice_number = resolved.invoice_number
        where {is_undated("resolved")} and resolved.invoice_number is not null
            and (dated.amount is not null or (seen.before and known.amount is not null))
    """)
    make_changeable(connection)
    connection.execute(
        "update resolved set amount = stated.amount from stated where stated.line = resolved.line and stated.amount > 0"
    )
    connection.execute("insert into repeated select line from stated where amount = 0")
    connection.execute("delete from resolved where line in (select line from stated where amount = 0)")


def replace_undated(connection: duckdb.DuckDBPyConnection, batch_id: int) -> None:
    """Take from the books' undated payments what was now added (`classified`, `resolved`) with its date."""
    dated = f"""
        select resolved.invoice_number, resolved.payment_date, resolved.amount
        from resolved
        join classified on classified.line = resolved.line and classified.outcome = 'added'
        where not {is_undated("resolved")}
    """
    take_the_place(connection, dated, batch_id)


def perhaps_counted_twice(connection: duckdb.DuckDBPyConnection, batch_id: int) -> list[tuple[int, int]]:
    """Payments recorded in a batch that may be money known already, counted by the batch that brought them.

    Of money for no invoice nobody can tell which undated payments of the client it stands for: it takes no place.
    """
    if connection.execute(f"select 1 from ({undated_payments()}) limit 1").fetchone() is None:
        return []
    return connection.execute(f"""
        with undated as ({undated_payments()}),
        loose as (
            select * from books.payments as payments
            where invoice_number is null and amount > 0 and not {is_undated("payments")}
        ),
        pairs as (
            select loose.row_id, loose.batch_id, loose.recorded_in, undated.row_id as undated_row,
                undated.batch_id as undated_batch, undated.recorded_in as undated_recorded_in
            from loose
            join undated
                on undated.client_id = loose.client_id and undated.currency = loose.currency
                and loose.payment_date <= undated.paid_by
                -- One file that has both knows them apart.
                and loose.batch_id <> undated.batch_id
        )
        select batch_id, count(distinct row_id) from (
            select row_id, batch_id from pairs where recorded_in = {batch_id}
            union all
            select undated_row, undated_batch from pairs where undated_recorded_in = {batch_id}
        )
        group by batch_id
    """).fetchall()
