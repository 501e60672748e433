"""Connection: an empty database in memory, to which the books or a snapshot are attached."""

from __future__ import annotations

import duckdb

_SHARED_FROM = 16 << 20
"""Bytes. DuckDB shares out a table by 122,880 rows: of less, one core reads all, and the others are only in its way."""


def connect() -> duckdb.DuckDBPyConnection:
    """A connection that writes nothing to the screen by itself and fetches no extension from anywhere.

    A name in a query is one of the database's, never a variable of Python's. It works on one core until `share_out` is
    told of something large.
    """
    connection = duckdb.connect(
        ":memory:",
        config={
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "python_enable_replacements": False,
            "threads": 1,
        },
    )
    # In a notebook without ipywidgets there is no bar, and DuckDB raises at whoever turns it off.
    if connection.execute("select current_setting('enable_progress_bar')").fetchone() == (True,):
        connection.execute("set enable_progress_bar = false")
    return connection


def share_out(connection: duckdb.DuckDBPyConnection, size: int) -> None:
    """Work on every core from now on, where so many bytes are to be read that it pays."""
    if size >= _SHARED_FROM:
        connection.execute("reset threads")
