"""Replacing: a document that a corrected one takes the place of is void from the day of that one.

It does not matter which of the two comes first: the replacement is kept in the books, and looked at whenever one of
them may have come.
"""

from __future__ import annotations

import duckdb

from invotrack_analytics.intake.folios import stamped
from invotrack_analytics.intake.refusal import count
from invotrack_analytics.intake.sql import sql_or_none
from invotrack_analytics.intake.staging import StagedFile
from invotrack_analytics.model import Dataset
from invotrack_analytics.model.invoices import INVOICES
from invotrack_analytics.warehouse.posting import amend_all


def refuse_replacing_locked(connection: duckdb.DuckDBPyConnection, staged: StagedFile, dataset: Dataset) -> None:
    """Refuse resolved replacements of documents that may not change any more."""
    if dataset.name != "replacements":
        return
    connection.execute(f"""
        insert into {staged.problems}
        select resolved.line, 'replacements', 'already_billed', 'replaced_invoice_number', earlier.invoice_number
        from resolved
        join books.invoices as earlier on earlier.invoice_number = resolved.replaced_invoice_number
        where earlier.status = 'issued' and earlier.invoice_number in ({sql_or_none("invoices_locked.sql")})
    """)


def void_replaced(connection: duckdb.DuckDBPyConnection, staged: StagedFile, batch_id: int) -> list[tuple[int, int]]:
    """Void what is replaced by now; returned is how many documents that were, by the batch that told of it."""
    fed = {table.dataset.name for table in staged.tables}
    if not fed & {"invoices", "replacements"} or not count(connection, "select count(*) from books.replacements"):
        return []
    connection.execute(f"""
        create or replace temp table replaced as
        with named as (
            select
                told.invoice_number, told.batch_id,
                coalesce(stamped.invoice_number, told.replaced_invoice_number) as replaced_number
            from books.replacements as told
            left join ({stamped("books.invoices")}) as stamped on stamped.folio = upper(told.replaced_invoice_number)
        ),

        later as (
            select named.replaced_number, min(documents.issue_date) as issue_date, max(named.batch_id) as batch_id
            from named
            join books.invoices as documents on documents.invoice_number = named.invoice_number
            where documents.invoice_number <> named.replaced_number and documents.status <> 'draft'
                -- One that was taken back replaces nothing, but for having been replaced itself.
                and (
                    documents.status = 'issued'
                    or documents.invoice_number in (select others.replaced_number from named as others)
                )
            group by named.replaced_number
        )

        select
            earlier.row_id, earlier.preceding_invoice_number, 'void' as status,
            greatest(later.issue_date, earlier.issue_date) as void_date,
            greatest(later.batch_id, earlier.batch_id) as told_in
        from later
        join books.invoices as earlier on earlier.invoice_number = later.replaced_number
        where earlier.status = 'issued'
    """)
    if not count(connection, "select count(*) from replaced"):
        return []
    connection.execute("""
        insert into touched
        select preceding_invoice_number from replaced where preceding_invoice_number is not null
    """)
    amend_all(connection, INVOICES, "select row_id, status, void_date from replaced", ("status", "void_date"), batch_id)
    return connection.execute("select told_in, count(*) from replaced group by told_in").fetchall()
