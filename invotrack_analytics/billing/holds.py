"""Credit holds: clients that billing leaves out, and the note where somebody billed one nevertheless."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

import duckdb

from invotrack_analytics.warehouse.books import new_batch


def clients_on_hold(connection: duckdb.DuckDBPyConnection, on: date) -> frozenset[str]:
    """The clients that are on hold on a day."""
    rows = connection.execute(
        'select client_id from credit_holds where "from" <= ? and coalesce("until" >= ?, true)', [on, on]
    ).fetchall()
    return frozenset(client for (client,) in rows)


def note_despite_hold(
    connection: duckdb.DuckDBPyConnection, clients: Iterable[str], on: date, by: str | None, recorded_at: datetime
) -> None:
    """Note of each of these clients that is on hold that it was billed nevertheless, and by whom."""
    for client in sorted(clients_on_hold(connection, on) & set(clients)):
        batch_id = new_batch(connection, "note", recorded_at)
        text = f"Billed on {on} despite the credit hold."
        connection.execute("insert into books.client_notes values (?, ?, ?, ?)", [batch_id, client, by or "", text])
