"""Gathering: many small documents of one standard are staged as one, and each stays a file and a batch of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import duckdb
import pyarrow as pa

from invotrack_analytics.intake.staging import StagedFile, stage
from invotrack_analytics.model import BY_NAME
from invotrack_analytics.sources.identify import Layout
from invotrack_analytics.sources.text_table import RECORD, Batch, TextTable
from invotrack_analytics.warehouse.results import offered

DocumentRows = list[tuple[int, dict[str, str]]]
"""The rows of one document, each with the line it was read from."""


def document_keys(rows: DocumentRows) -> set[tuple[str, ...]]:
    """The keys that a document's rows bring, each with its data set; clients apart, which come with every invoice."""
    return {
        (row[RECORD], *(row.get(column, "") for column in BY_NAME[row[RECORD]].key))
        for _, row in rows
        if row[RECORD] != "clients"
    }


def stage_together(
    connection: duckdb.DuckDBPyConnection,
    layout: Layout,
    files: Sequence[DocumentRows],
    *,
    number: int,
    company_currency: str,
) -> StagedFile:
    """Stage the rows of several files that are laid out alike. Raises SourceError."""
    header = layout.text.header
    rows = [row for file in files for _, row in file]

    def batches() -> Iterator[Batch]:
        if rows:
            yield list(range(1, len(rows) + 1)), [[row.get(name) for row in rows] for name in header]

    text = TextTable(header, batches=batches, may_be_empty=True)
    staged = stage(connection, replace(layout, text=text), number, company_currency)
    places = [place for place, file in enumerate(files) for _ in file]
    lines = [line for file in files for line in _distinct(line for line, _ in file)]
    origins = pa.table(
        {
            "line": pa.array(range(1, len(rows) + 1), pa.int64()),
            "file": pa.array(places, pa.int32()),
            "source_line": pa.array(lines, pa.int64()),
        }
    )
    with offered(connection, "arriving", origins):
        connection.execute(
            f"create or replace temp table origins_{number} as select *, null::integer as batch_id from arriving"
        )
    return replace(staged, origins=f"origins_{number}", files=tuple(places))


def _distinct(lines: Iterator[int]) -> Iterator[int]:
    # A line of its own for each row, also where several come from one element.
    last = 0
    for line in lines:
        last = max(line, last + 1)
        yield last
