"""The answer to a query of the user's own: DuckDB's relation, which also shows itself, with its decimals exact."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any

import duckdb

from invotrack_analytics.config import Settings
from invotrack_analytics.publish.notebook import MOST_SHOWN_ROWS, show_rows
from invotrack_analytics.reports.exact_frame import exact_frame
from invotrack_analytics.reports.report import Column, Type

if TYPE_CHECKING:
    import pyarrow as pa

_MONEY_PLACES, _PRICE_PLACES = 3, 6
"""The scales of the books' own decimals, by which a sum or a difference of them is still known for what it is."""


@dataclass(frozen=True)
class Rows:
    """A table, and what its columns hold."""

    columns: tuple[Column, ...]
    table: pa.Table

    def __len__(self) -> int:
        return int(self.table.num_rows)


class Query:
    """A query's answer. It does all that a DuckDB relation does (fetchall, filter, order, …), and is one to Arrow.

    In a notebook it shows as a formatted table; nothing is read before it is asked for.
    """

    def __init__(self, relation: duckdb.DuckDBPyRelation, settings: Settings) -> None:
        self.relation = relation
        """DuckDB's own."""
        self._settings = settings

    def arrow(self) -> pa.Table:
        """The rows as an Arrow table, decimals exact."""
        return self.relation.to_arrow_table()

    def df(self) -> Any:
        """The rows as a pandas DataFrame on Arrow types, so that decimals stay exact."""
        return exact_frame(self.arrow())

    to_df = df

    def pl(self) -> Any:
        """The rows as a polars DataFrame, decimals exact."""
        import polars as pl

        return pl.from_arrow(self.arrow())

    def fetchone(self) -> tuple[Any, ...] | None:
        """The next row; None after the last."""
        return self.relation.fetchone()

    def fetchall(self) -> list[tuple[Any, ...]]:
        """The rows, or those left."""
        return self.relation.fetchall()

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.relation, name)
        return self._wrapped(found) if callable(found) else found

    def __getitem__(self, name: str) -> Any:
        return self._own(self.relation[name])

    def __contains__(self, name: str) -> bool:
        return name in self.relation

    def __len__(self) -> int:
        return len(self.relation)

    def __repr__(self) -> str:
        return repr(self.relation)

    def _repr_html_(self) -> str:
        # One more than is shown tells whether there are more; how many, only reading all would.
        table = self.relation.limit(MOST_SHOWN_ROWS + 1).to_arrow_table()
        columns = tuple(Column(field.name, _type(field.type), field.name, "") for field in table.schema)
        return show_rows(Rows(columns, _finite(table)), "Query", "", {}, self._settings)

    def _wrapped(self, method: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(method)
        def call(*values: Any, **named: Any) -> Any:
            given = [value.relation if isinstance(value, Query) else value for value in values]
            return self._own(method(*given, **named))

        return call

    def _own(self, value: Any) -> Any:
        return Query(value, self._settings) if isinstance(value, duckdb.DuckDBPyRelation) else value


def _type(kind: pa.DataType) -> Type:
    from pyarrow import types

    if types.is_decimal(kind):
        return {0: "integer", _MONEY_PLACES: "money", _PRICE_PLACES: "price"}.get(kind.scale, "hours")  # type: ignore[return-value]
    if types.is_floating(kind):
        return "price"
    known: dict[Callable[[pa.DataType], bool], Type] = {
        types.is_boolean: "boolean",
        types.is_integer: "integer",
        types.is_date: "date",
    }
    return next((name for fits, name in known.items() if fits(kind)), "text")


def _finite(table: pa.Table) -> pa.Table:
    """The table with nothing where a figure is no number."""
    import pyarrow as pa
    import pyarrow.compute as pc

    columns = [
        pc.if_else(pc.is_finite(column), column, pa.scalar(None, column.type))
        if pa.types.is_floating(column.type)
        else column
        for column in table.columns
    ]
    return pa.Table.from_arrays(columns, table.schema.names)
