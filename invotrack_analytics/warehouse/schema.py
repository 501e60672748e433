"""The tables of the books, made from the data dictionary, so that a column is declared in one place."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources

from invotrack_analytics.model import DATASETS, Column, Dataset

PROVENANCE = ("batch_id", "source_line", "recorded_in")
"""What every row carries: the batch and line it was read from, and the batch that put it into the books."""

_STORED = {
    "invoices": ["balance decimal(18,3)", "last_reduction date"],
    # Whether the row itself named them; what named none follows its invoice, should that change hands.
    "payments": ["client_named boolean", "currency_named boolean"],
}


def sql_of(package: str, name: str) -> str:
    """The text of an SQL file that lies in a package of ours."""
    return (resources.files(package) / name).read_text("utf-8")


def creation_statements() -> Iterator[str]:
    """Every statement that makes empty books in the attached database `books`."""
    yield sql_of("invotrack_analytics.warehouse", "tables.sql")
    for dataset in DATASETS:
        yield from _tables(dataset)


def _tables(dataset: Dataset) -> Iterator[str]:
    columns = [_declaration(column) for column in dataset.columns]
    origin = ["batch_id integer not null", "source_line integer", "recorded_in integer not null"]
    # The stored balance lets aging for any day skip what was settled before it; `check` ties it to the raw sum.
    stored = _STORED.get(dataset.name, [])
    current = ["row_id bigint primary key", *columns, *origin, *stored]
    history = ["row_id bigint not null", *columns, *origin, "superseded_in integer not null"]
    yield f"create table books.{dataset.name} ({', '.join(current)})"
    yield f"create table books.{dataset.name}_history ({', '.join(history)})"


def _declaration(column: Column) -> str:
    parts = [f'"{column.name}" {column.sql_type}']
    if column.mandatory:
        parts.append("not null")
    if column.minimum is not None and not column.late:
        parts.append(f'check ("{column.name}" >= {column.minimum})')
    if column.allowed and not column.late:
        allowed = ", ".join(f"'{value}'" for value in column.allowed)
        parts.append(f'check ("{column.name}" in ({allowed}))')
    return " ".join(parts)
