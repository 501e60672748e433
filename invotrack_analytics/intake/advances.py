"""Advances: what a final invoice takes off because it was billed in advance, while the advance invoice counts too."""

from __future__ import annotations

import duckdb

from invotrack_analytics.model.payments import ADVANCES_BETWEEN, PREPAID
from invotrack_analytics.warehouse.undated import is_undated


def counted_twice(connection: duckdb.DuckDBPyConnection, batch_id: int) -> list[tuple[int, int]]:
    """How many final invoices stand beside an advance invoice that they take off, by the batch that told of it."""
    prepaid = f"payments.method = '{PREPAID}' and payments.reference is not null and {is_undated('payments')}"
    if connection.execute(f"select 1 from books.payments as payments where {prepaid} limit 1").fetchone() is None:
        return []
    return connection.execute(f"""
        with final as (
            select
                payments.invoice_number, payments.batch_id, payments.recorded_in,
                unnest(string_split(payments.reference, '{ADVANCES_BETWEEN}')) as advance_number
            from books.payments as payments
            where {prepaid}
        )

        select greatest(final.batch_id, advances.batch_id) as told_in, count(distinct final.invoice_number)
        from final
        join books.invoices as advances on advances.invoice_number = final.advance_number
        where advances.kind = 'invoice' and advances.status = 'issued'
            and {batch_id} in (final.recorded_in, advances.recorded_in)
        group by told_in
    """).fetchall()
