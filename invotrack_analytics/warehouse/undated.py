"""Undated payments: it is told how much of an invoice was paid, not when; what is known better takes their place.

A tool's undated payment stands for what was paid by the day of its import; what an electronic invoice says was prepaid
stands for what was paid by its issue. Dated payments of the same invoice up to that day, whether they were there before
or come later, from a file or from a bank line, are the same money: the undated one keeps only what they leave.
"""

from __future__ import annotations

import duckdb

from invotrack_analytics.model.payments import PAYMENTS, PREPAID, UNDATED
from invotrack_analytics.warehouse.posting import last_row_id, supersede


def is_undated(payment: str) -> str:
    """SQL for whether a payment's day is not known; null methods included. A method alone makes no prepayment."""
    prepaid = f"({payment}.method = '{PREPAID}' and {payment}.payment_id = {payment}.invoice_number || '-{PREPAID}')"
    return f"coalesce({payment}.method = '{UNDATED}' or {prepaid}, false)"


def undated_payments() -> str:
    """SQL for one row per undated payment in the books: whose it is, and `paid_by`, the day it was paid by."""
    return f"""
        select
            payments.row_id, payments.invoice_number, payments.client_id, payments.currency, payments.amount,
            payments.batch_id, payments.recorded_in,
            case when payments.method = '{PREPAID}' then payments.payment_date else batches.recorded_at::date end
                as paid_by
        from books.payments as payments
        join books.batches as batches on batches.batch_id = payments.batch_id
        where payments.invoice_number is not null and {is_undated("payments")}
    """


def take_the_place(connection: duckdb.DuckDBPyConnection, dated: str, batch_id: int) -> None:
    """Take from undated payments what was now added with its date.

    `dated` is a query of what was added: invoice_number, payment_date, amount. Call it before balances are summed anew.
    """
    if connection.execute(f"select 1 from ({undated_payments()}) limit 1").fetchone() is None:
        return
    connection.execute(f"""
        create or replace temp table replaced as
        select undated.row_id, undated.amount - sum(dated.amount) as amount
        from ({dated}) as dated
        join ({undated_payments()}) as undated
            on undated.invoice_number = dated.invoice_number and dated.payment_date <= undated.paid_by
        group by undated.row_id, undated.amount
        having sum(dated.amount) > 0
    """)
    if connection.execute("select 1 from replaced limit 1").fetchone() is None:
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
