"""Refusal: rows that the books cannot take, each noted with its reason among the problems of its file."""

from __future__ import annotations

import duckdb

from invotrack_analytics.intake.casting import TOO_MANY_DECIMALS, to_minor_unit
from invotrack_analytics.intake.documents import INCOMPLETE
from invotrack_analytics.intake.resolving import make_changeable
from invotrack_analytics.intake.sameness import differs, same
from invotrack_analytics.intake.sql import sql_or_none
from invotrack_analytics.intake.staging import StagedFile, StagedTable
from invotrack_analytics.model import DATASETS, Dataset

_IN_CURRENCY_OF_INVOICE = frozenset({"write_offs", "instalments"})
REFERENCE_REASONS = frozenset(reference.reason for dataset in DATASETS for reference in dataset.references)


def refuse_incomplete(connection: duckdb.DuckDBPyConnection, staged: StagedFile) -> None:
    """Refuse the other lines of a document of which one is refused, where it is not the same without that line."""
    if staged.documents is None:
        return
    connection.execute(
        f"""
        insert into {staged.problems}
        with broken as (
            select document, min(line) as line from {staged.documents} semi join refused using (line) group by document
        )
        select documents.line, $dataset, $reason, $column, 'line ' || broken.line
        from {staged.documents} as documents
        join broken on broken.document = documents.document
        where documents.line not in (select line from refused)
        """,
        {"dataset": "invoices", "reason": INCOMPLETE, "column": "invoice_number"},
    )
    refuse(connection, staged)


def refuse_duplicates(connection: duckdb.DuckDBPyConnection, staged: StagedFile, dataset: Dataset) -> None:
    """Keep the first of the rows with one key; equal ones (`repeated`) count as unchanged, others are refused."""
    key = ", ".join(f'"{name}"' for name in dataset.key)
    connection.execute("create or replace temp table repeated (line bigint)")
    # Eight bytes for each key are grouped, not the keys themselves; two with one hash by chance are told apart after.
    connection.execute(f"""
        create or replace temp table hashes as
        select hash({key}) as hashed from resolved group by hashed having count(*) > 1
    """)
    if not count(connection, "select count(*) from hashes"):
        return
    connection.execute(f"""
        create or replace temp table doubled as
        select {key}, min(line) as first_line from resolved
        where hash({key}) in (select hashed from hashes) group by {key} having count(*) > 1
    """)
    if not count(connection, "select count(*) from doubled"):
        return
    on_key = same("resolved", "doubled", dataset.key)
    changed = differs("resolved", "kept", tuple(name for name in dataset.column_names if name not in dataset.key))
    connection.execute(f"""
        create or replace temp table later as
        select resolved.line, {changed} as other_content, doubled.first_line
        from resolved
        join doubled on {on_key}
        join resolved as kept on kept.line = doubled.first_line
        where resolved.line <> doubled.first_line
    """)
    connection.execute("insert into repeated select line from later where not other_content")
    connection.execute(
        f"insert into {staged.problems} "
        "select line, ?, 'duplicate_key', ?, 'line ' || first_line from later where other_content",
        [dataset.name, dataset.key[0]],
    )
    make_changeable(connection)
    connection.execute("delete from resolved where line in (select line from later)")


def refuse_by_reference(connection: duckdb.DuckDBPyConnection, staged: StagedFile, table: StagedTable) -> None:
    """Refuse rows that refer to what is neither in the books nor in the file."""
    dataset = table.dataset
    for reference in dataset.references:
        if reference.column not in table.present:
            continue
        target = next(item for item in DATASETS if item.name == reference.dataset)
        known = f"select {target.key[0]} as key from books.{target.name}"
        if target is dataset:
            known += f" union all select {target.key[0]} from resolved anti join refused_now using (line)"
        while True:
            connection.execute(f"create or replace temp view refused_now as select line from {staged.problems}")
            (missing,) = connection.execute(
                f"""
                insert into {staged.problems}
                select line, ?, ?, ?, "{reference.column}"
                from resolved
                anti join ({known}) as known on known.key = resolved."{reference.column}"
                where "{reference.column}" is not null and line not in (
                    select line from {staged.problems} where reason = ? and column_name = ?
                )
                """,
                [dataset.name, reference.reason, reference.column, reference.reason, reference.column],
            ).fetchone() or (0,)
            if not missing or target is not dataset:
                break


def refuse_conflicts(connection: duckdb.DuckDBPyConnection, staged: StagedFile, table: StagedTable) -> None:
    """Refuse rows that contradict what the books say of the document or client they name."""
    dataset = table.dataset
    query = sql_or_none(f"{dataset.name}_conflicts.sql")
    if query:
        # What further tables of the file have for the same data set, arrives with these rows.
        columns = ", ".join(f'"{name}"' for name in dataset.column_names)
        others = [other.name for other in staged.tables if other.dataset is dataset and other is not table]
        offered = " union all ".join(
            f"select {columns} from {rows}"
            for rows in ("resolved", *(f"{name} anti join refused using (line)" for name in others))
        )
        connection.execute(f"create or replace temp view offered as {offered}")
        connection.execute(f"create or replace temp view refused_now as select line from {staged.problems}")
        connection.execute(
            f"insert into {staged.problems} select line, ?, reason, column_name, value from ({query}) "
            # What stands for another thing is told so, and need not agree with the first one's invoice.
            f"where line not in (select line from {staged.problems} where reason = 'number_reused')",
            [dataset.name],
        )


def refuse_too_fine(connection: duckdb.DuckDBPyConnection, staged: StagedFile, table: StagedTable) -> None:
    """Refuse amounts of documents that are finer than their currency's minor unit: no figure would show them."""
    dataset = table.dataset
    if dataset.name in _IN_CURRENCY_OF_INVOICE:
        rows = "resolved join books.invoices as invoices on invoices.invoice_number = resolved.invoice_number"
        currency = "invoices.currency"
    elif "currency" in dataset:
        rows, currency = "resolved", "resolved.currency"
    else:
        return
    amounts = [column.name for column in dataset.columns if column.kind == "money" and column.name in table.present]
    quoted = {name: f'resolved."{name}"' for name in amounts}
    fine = {name: f"{amount} <> {to_minor_unit(amount, currency)}" for name, amount in quoted.items()}
    if not fine or not count(connection, f"select count(*) from {rows} where {' or '.join(fine.values())}"):
        return
    for name, condition in fine.items():
        connection.execute(
            f"""
            insert into {staged.problems}
            select resolved.line, ?, ?, ?, resolved."{name}"::varchar || ' ' || {currency} from {rows} where {condition}
            """,
            [dataset.name, TOO_MANY_DECIMALS, name],
        )


def refuse_locked(connection: duckdb.DuckDBPyConnection, staged: StagedFile, dataset: Dataset) -> None:
    """Refuse changes to what is billed, or was issued by ourselves."""
    locked = sql_or_none(f"{dataset.name}_locked.sql")
    if not locked or not count(connection, "select count(*) from classified where outcome = 'updated'"):
        return
    key = dataset.key[0]
    connection.execute(
        f"""
        insert into {staged.problems}
        select classified.line, ?, 'already_billed', ?, known."{key}"
        from classified
        join books.{dataset.name} as known on known.row_id = classified.row_id
        where classified.outcome = 'updated' and known."{key}" in ({locked})
        """,
        [dataset.name, key],
    )


def refuse(connection: duckdb.DuckDBPyConnection, staged: StagedFile) -> None:
    """Take every line that has a problem by now into the temp table `refused` (line)."""
    connection.execute(
        f"insert into refused select distinct line from {staged.problems} anti join refused using (line)"
    )


def count(connection: duckdb.DuckDBPyConnection, query: str, *values: object) -> int:
    """The number that a query gives."""
    (count,) = connection.execute(query, list(values)).fetchone() or (0,)
    return int(count)
