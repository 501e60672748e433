"""Introducing: clients, employees and projects that a file mentions are met in the books by name, or made."""

from __future__ import annotations

import duckdb

from invotrack_analytics.intake.reading import normal_name
from invotrack_analytics.intake.staging import StagedFile, StagedTable


def only_unknown(table: StagedTable) -> str:
    """SQL of the view `staged`: one row per key that the books do not have, each column as first filled."""
    dataset = table.dataset
    (key,) = dataset.key
    columns = ", ".join(
        f'"{name}"' if name == key else f'arg_min("{name}", line) as "{name}"' for name in dataset.column_names
    )
    return f"""
        create or replace temp view staged as
        select min(line) as line, {columns}
        from {table.name}
        anti join refused using (line)
        where "{key}" is null or "{key}" not in (select "{key}" from books.{dataset.name})
        group by "{key}"
    """


def meet_known(connection: duckdb.DuckDBPyConnection, staged: StagedFile) -> None:
    """Where the books have exactly one of that name under another id, the rows of the file mean that one.

    A project is met by its name and client, a client by its tax id first. Needs the books attached.
    """
    for table in staged.tables:
        if table.introduces and "tax_id" in table.present:
            _meet(connection, staged, table, _TAX_ID)
            _meet(connection, staged, table, f"(case when tax_id is null then {normal_name('name')} end)")
        if table.named:
            _meet(connection, staged, table, normal_name("name"))


_TAX_ID = "nullif(regexp_replace(upper(tax_id), '[^A-Z0-9]', '', 'g'), '')"


def _meet(connection: duckdb.DuckDBPyConnection, staged: StagedFile, table: StagedTable, name: str) -> None:
    dataset = table.dataset
    (key,) = dataset.key
    client = "client_id" if dataset.name == "projects" else "''"
    named = f'select "{key}" as id, {name} as name, {client} as client'
    connection.execute(f"""
        create or replace temp table met as
        with mentioned as (select distinct * from ({named} from {table.name})),
        known as (
            select min(id) as id, name, client from ({named} from books.{dataset.name})
            group by name, client having count(*) = 1
        )
        select mentioned.id as mentioned, known.id as known
        from mentioned
        join known on known.name = mentioned.name and known.client = mentioned.client
        where mentioned.id <> known.id
            and mentioned.id not in (select "{key}" from books.{dataset.name})
    """)
    if connection.execute("select count(*) from met").fetchone() == (0,):
        return
    for other in staged.tables:
        references = [reference.column for reference in other.dataset.references if reference.dataset == dataset.name]
        for column in [key, *references] if other.dataset is dataset else references:
            connection.execute(
                f'update {other.name} set "{column}" = met.known from met where met.mentioned = "{column}"'
            )
