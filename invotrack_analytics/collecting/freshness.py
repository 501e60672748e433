"""Freshness: whether the books know enough of what was paid to ask anybody for what is late."""

from __future__ import annotations

from datetime import UTC, date

import duckdb

from invotrack_analytics.config import Settings
from invotrack_analytics.warehouse.working_days import company_calendar


def payments_known_to(connection: duckdb.DuckDBPyConnection) -> date | None:
    """The day (UTC) on which payments or bank lines last entered the books; None where none ever did."""
    row = connection.execute(
        """
        select max(recorded_at)
        from batches
        where kind = 'match'
            or (kind = 'import' and (counts::varchar like '%"payments"%' or counts::varchar like '%"bank_lines"%'))
        """
    ).fetchone()
    return row[0].replace(tzinfo=UTC).date() if row and row[0] is not None else None


def are_payments_fresh(
    connection: duckdb.DuckDBPyConnection, settings: Settings, day: date, asserted: date | None
) -> bool:
    """Whether payments are known up to few enough working days before a day; `asserted` is a person's word."""
    days = [known for known in (payments_known_to(connection), asserted) if known is not None]
    if not days:
        return False
    return company_calendar(settings).between(max(days), day) <= settings.reminders.payments_fresh_days
