"""Results: how rows come out of DuckDB as tables and go in, alike on 1.5 and 2.0; what differs stands here.

- In 2.0 a result of `execute()` that is not read to its end owns the connection: a relation, `register` or `unregister`
  on it raises ResourceInUseException. `finish` ends such a result; 1.5 drops it by itself and has no `complete()`.
- A table comes from a relation (`sql(…)`): from `execute(…)` 2.0 copies the rows once more.
- 2.0 pushes TRY_CAST into a CSV scan (duckdb#23818), where rows are dropped or the scan fails: text is landed as text
  in a table first, and cast from there (`intake.landing`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    import pyarrow as pa


def finish(connection: duckdb.DuckDBPyConnection) -> None:
    """End a result that was not read to its end, so that the connection can do other work."""
    complete = getattr(connection, "complete", None)
    if complete is not None:
        complete()


def table_of(
    connection: duckdb.DuckDBPyConnection,
    query: str,
    parameters: Mapping[str, object] | Sequence[object] | None = None,
) -> pa.Table:
    """The rows of a query as an Arrow table, decimals exact."""
    finish(connection)
    bound = dict(parameters) if isinstance(parameters, Mapping) else parameters
    return connection.sql(query, params=bound or None).to_arrow_table()


@contextmanager
def offered(connection: duckdb.DuckDBPyConnection, name: str, table: object) -> Iterator[None]:
    """A table of Python's that queries may read under a name, within the block."""
    finish(connection)
    connection.register(name, table)
    try:
        yield
    finally:
        finish(connection)
        connection.unregister(name)
