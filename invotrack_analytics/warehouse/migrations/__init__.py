"""Migrations: how books of an earlier version become books of this one, as numbered SQL files.

A file `NNNN_topic.sql` holds what takes the attached database `books` from the tables before it to the tables that
`schema.creation_statements` makes now; a test holds the two against each other. Write its tables and columns out: it
must say the same when the data dictionary has moved on. DuckDB adds a column only without constraints (`alter … add
column`, then `alter … set not null`) and changes no check at all: make such a table anew, as 0002 does. A data set has
two tables, of which `_history` has `superseded_in` more. Numbers need not be without gaps, only different.
"""

from __future__ import annotations

from functools import cache
from importlib import resources

import duckdb

from invotrack_analytics.errors import WorkspaceError


@cache
def migrations() -> dict[str, str]:
    """The SQL of every migration by its name, in the order in which they are applied."""
    files = resources.files(__name__).iterdir()
    return {
        file.name.removesuffix(".sql"): file.read_text("utf-8")
        for file in sorted(files, key=lambda file: file.name)
        if file.name.endswith(".sql")
    }


def missing(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Names of the migrations that the attached books have not had.

    Raises WorkspaceError where a newer program made or migrated them.
    """
    had = _had(connection)
    unknown = sorted(had - migrations().keys())
    if unknown:
        message = f"these books were written by a newer version of Invotrack Analytics ({unknown[-1]}); update it"
        raise WorkspaceError(message)
    return [name for name in migrations() if name not in had]


def apply(connection: duckdb.DuckDBPyConnection, names: list[str]) -> None:
    """Apply migrations and note them, within a transaction of the attached books."""
    for name in names:
        connection.execute(migrations()[name])
    note(connection, names)


def note(connection: duckdb.DuckDBPyConnection, names: list[str]) -> None:
    """Note that the books are as if they had had these migrations."""
    connection.executemany("insert into books.migrations values (?)", [[name] for name in names])


def _had(connection: duckdb.DuckDBPyConnection) -> set[str]:
    try:
        return {name for (name,) in connection.execute("select name from books.migrations").fetchall()}
    except duckdb.CatalogException:
        return set()  # The first version did not note any.
