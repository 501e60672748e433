"""Connection: an empty database in memory, to which the books or a snapshot are attached."""

from __future__ import annotations

import duckdb


def connect() -> duckdb.DuckDBPyConnection:
    """A connection that writes nothing to the screen by itself and fetches no extension from anywhere."""
    connection = duckdb.connect(
        ":memory:", config={"autoinstall_known_extensions": False, "autoload_known_extensions": False}
    )
    # In a notebook without ipywidgets there is no bar, and DuckDB raises at whoever turns it off.
    if connection.execute("select current_setting('enable_progress_bar')").fetchone() == (True,):
        connection.execute("set enable_progress_bar = false")
    return connection
