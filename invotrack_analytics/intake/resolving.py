"""Resolving: staged rows with what follows from their client or invoice filled in, as the books would take them.

The rows of a large file are not copied for it: where nothing is to be filled in they are read where they are, and
only a step that changes them makes a copy.
"""

from __future__ import annotations

import duckdb

from invotrack_analytics.intake.sql import sql_or_none
from invotrack_analytics.intake.staging import StagedTable
from invotrack_analytics.intake.told_currency import settle_open_marks

_FILLED = {
    "projects": ("currency",),
    "expenses": ("currency",),
    "recurring": ("bill_from",),
    "invoices": ("due_date", "currency"),
    "payments": ("client_id", "currency"),
    "write_offs": ("kind",),
}
"""The columns that each data set's `_defaults.sql` fills where they are blank."""


def resolve(connection: duckdb.DuckDBPyConnection, table: StagedTable) -> None:
    """Make `resolved` from the view `staged`: a temp view where it is the same, else a temp table."""
    forget(connection, "resolved")
    filled = _FILLED.get(table.dataset.name, ())
    blank = " or ".join(f'"{name}" is null' for name in filled) or "false"
    lacking = connection.execute(f"select 1 from staged where {blank} limit 1").fetchone()
    if table.introduces or lacking:
        rows = sql_or_none(f"{table.dataset.name}_defaults.sql") or "select * from staged"
        connection.execute(f"create temp table resolved as {rows}")
        if table.open_marks:
            settle_open_marks(connection, table.open_marks)
    else:
        connection.execute("create temp view resolved as select * from staged")


def make_changeable(connection: duckdb.DuckDBPyConnection) -> None:
    """Make a table of `resolved` where it is a view, so that rows of it can be changed and taken out."""
    if _is_view(connection, "resolved"):
        connection.execute("create temp table changeable as select * from resolved")
        connection.execute("drop view resolved")
        connection.execute("alter table changeable rename to resolved")


def forget(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Drop a temp table or view, whichever there is."""
    connection.execute(f"drop {'view' if _is_view(connection, name) else 'table'} if exists {name}")


def _is_view(connection: duckdb.DuckDBPyConnection, name: str) -> bool:
    found = connection.execute("select 1 from duckdb_views() where temporary and view_name = ?", [name]).fetchone()
    return found is not None
