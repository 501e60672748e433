"""Raw columns: what one look at all cells of a file tells of its columns, so that most need no look at each later."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from invotrack_analytics.intake.reading import PlainColumn, UsualNumbers, is_plain, usual_number
from invotrack_analytics.model import BY_NAME
from invotrack_analytics.model.dataset import NUMBERS
from invotrack_analytics.sources.column_source import BoundSource
from invotrack_analytics.sources.identify import Layout


def raw_columns(connection: duckdb.DuckDBPyConnection, layout: Layout, raw: str) -> dict[str, str]:
    """The raw column under each header, as what it is: UsualNumbers, a PlainColumn, or any."""
    columns = {header: f"c{place}" for place, header in enumerate(layout.text.header)}
    numbers = [header for header in _headers_of_numbers(layout) if header in columns]
    for header, mark in zip(numbers, _marks(connection, raw, [columns[header] for header in numbers]), strict=True):
        if mark is not None:
            columns[header] = UsualNumbers(columns[header], mark)
    others = {header: column for header, column in columns.items() if not isinstance(column, UsualNumbers)}
    plain = _look(connection, raw, [is_plain(column) for column in others.values()])
    return columns | {
        header: PlainColumn(column) for (header, column), found in zip(others.items(), plain, strict=True) if found
    }


def _headers_of_numbers(layout: Layout) -> dict[str, None]:
    return dict.fromkeys(
        header
        for bound in layout.tables
        for column, source in bound.columns.items()
        if BY_NAME[bound.table.dataset][column].kind in NUMBERS
        for header in _cells(source)
    )


def _cells(source: BoundSource) -> list[str]:
    terms = (*source.cells, *source.plus, *source.minus, source.less_percent or ())
    return [header for term in terms for header in term]


def _marks(connection: duckdb.DuckDBPyConnection, raw: str, columns: Sequence[str]) -> list[str | None]:
    """The decimal mark of each column's usual numbers, empty where all are whole; None where it has anything else."""
    usual = _look(connection, raw, [f"coalesce(bool_and({usual_number(column, '.,')}), true)" for column in columns])
    commas, points = (
        _look(connection, raw, [f"coalesce(bool_or(contains({column}, '{mark}')), false)" for column in columns])
        for mark in ",."
    )
    return [
        None if not fits or (comma and point) else "," if comma else "." if point else ""
        for fits, comma, point in zip(usual, commas, points, strict=True)
    ]


def _look(connection: duckdb.DuckDBPyConnection, raw: str, looks: Sequence[str]) -> tuple[bool, ...]:
    """One row over all rows of the file."""
    if not looks:
        return ()
    return connection.execute(f"select {', '.join(looks)} from {raw}").fetchone() or ()
