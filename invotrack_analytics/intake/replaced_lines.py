"""Replaced lines: a new version of a document has all of its lines, so those it no longer has leave the books.

Only a file that brings documents together with their lines can say that a line is gone: one of lines alone, or of rows
that come back from quarantine, may hold a part of them.
"""

from __future__ import annotations

import duckdb

from invotrack_analytics.intake.refusal import count
from invotrack_analytics.intake.sql import sql_or_none
from invotrack_analytics.intake.staging import StagedFile, StagedTable


def find_replaced(connection: duckdb.DuckDBPyConnection, staged: StagedFile) -> None:
    """Make the temp table `gone` (row_id, invoice_number, line): lines in the books that the file no longer has.

    `line` is where the document stands in the file. Documents that are refused, even in part, keep their lines; one
    that may not change any more and would lose a line is refused.
    """
    connection.execute("create or replace temp table gone (row_id bigint, invoice_number varchar, line bigint)")
    if not staged.has_whole_documents:
        return
    documents, lines = staged.table("invoices"), staged.table("invoice_lines")
    numbers = " union all ".join(f"select invoice_number, line from {table.name}" for table in (documents, lines))
    if not staged.together:
        # A row of which not even the number could be read may be a line of any document.
        known = f"select line from ({numbers}) where invoice_number is not null"
        if count(connection, f"select count(*) from {staged.problems} where line not in ({known})"):
            return
    connection.execute(f"""
        insert into gone
        with whole as (
            select invoice_number, line from {documents.name}
            where invoice_number is not null and invoice_number not in (
                select invoice_number from ({numbers}) semi join {staged.problems} using (line)
                where invoice_number is not null
            )
        )
        select known.row_id, known.invoice_number, min(whole.line)
        from books.invoice_lines as known
        join whole on whole.invoice_number = known.invoice_number
        anti join {lines.name} as lines
            on lines.invoice_number = known.invoice_number and lines.line_number = known.line_number
        group by all
    """)
    _refuse_locked(connection, staged, (documents, lines))


def _refuse_locked(
    connection: duckdb.DuckDBPyConnection, staged: StagedFile, parts: tuple[StagedTable, StagedTable]
) -> None:
    locked = sql_or_none("invoice_lines_locked.sql")
    condition = f"invoice_number in (select invoice_number from gone) and invoice_number in ({locked})"
    for part in parts:
        connection.execute(
            f"""
            insert into {staged.problems}
            select line, ?, 'already_billed', 'invoice_number', invoice_number from {part.name} where {condition}
            """,
            [part.dataset.name],
        )
    connection.execute(f"delete from gone where {condition}")
