"""Replaced parts: a new version of a document has all of its parts, so those it no longer has leave the books.

Parts are its lines and, where a document says so itself, its instalments, what was paid by its issue, and what is no
money: tax withheld, roundings, what was laid out.
Only a file that brings documents together with their lines can say that a part is gone: one of lines alone, or of rows
that come back from quarantine, may hold some of them.
"""

from __future__ import annotations

import duckdb

from invotrack_analytics.intake.refusal import count
from invotrack_analytics.intake.sameness import same
from invotrack_analytics.intake.sql import sql_or_none
from invotrack_analytics.intake.staging import StagedFile, StagedTable
from invotrack_analytics.model.payments import PREPAID
from invotrack_analytics.model.write_offs import OF_DOCUMENT

_OWN = "known.batch_id in (select batch_id from books.batches where profile = $profile)"
_PARTS = {
    "invoice_lines": "$profile is not null",
    # What another file divided stays so, unless this one divides it too.
    "instalments": f"({_OWN} or known.invoice_number in (select invoice_number from {{offered}}))",
    "payments": f"known.payment_id = known.invoice_number || '-{PREPAID}' and {_OWN}",
    "write_offs": f"known.reason = '{OF_DOCUMENT}' and {_OWN}",
}
"""Which of the books' rows are parts of a document that comes anew: a condition for each data set."""


def may_lose_parts(staged: StagedFile, table: StagedTable) -> bool:
    """Whether what this table does not have may leave the books."""
    return table.dataset.name in _PARTS and staged.has_whole_documents


def find_replaced(connection: duckdb.DuckDBPyConnection, staged: StagedFile, table: StagedTable) -> None:
    """Make the temp table `gone` (row_id, invoice_number, line): parts in the books that the file no longer has.

    `line` is where the document stands in the file. Documents that are refused, even in part, keep their parts; one
    that may not change any more and would lose a part is refused.
    """
    connection.execute("create or replace temp table gone (row_id bigint, invoice_number varchar, line bigint)")
    if not may_lose_parts(staged, table):
        return
    documents, lines = staged.table("invoices"), staged.table("invoice_lines")
    # Several tables of a file may bring parts of one kind, such as a deposit and the rest.
    keys = ", ".join(f'"{name}"' for name in table.dataset.key)
    same_kind = (item.name for item in staged.tables if item.dataset is table.dataset and not item.introduces)
    offered = "(" + " union all ".join(f"select {keys} from {name}" for name in same_kind) + ")"
    numbers = " union all ".join(
        f"select invoice_number, line from {part.name}"
        for part in {documents.name: documents, lines.name: lines, table.name: table}.values()
    )
    if not staged.together:
        # A row of which not even the number could be read may be a part of any document.
        known = f"select line from ({numbers}) where invoice_number is not null"
        if count(connection, f"select count(*) from {staged.problems} where line not in ({known})"):
            return
    connection.execute(
        f"""
        insert into gone
        with whole as (
            select invoice_number, line from {documents.name}
            where invoice_number is not null and invoice_number not in (
                select invoice_number from ({numbers}) semi join {staged.problems} using (line)
                where invoice_number is not null
            )
        )
        select known.row_id, known.invoice_number, min(whole.line)
        from books.{table.dataset.name} as known
        join whole on whole.invoice_number = known.invoice_number
        anti join {offered} as offered on {same("offered", "known", table.dataset.key)}
        where {_PARTS[table.dataset.name].format(offered=offered)}
        group by all
        """,
        {"profile": staged.profile},
    )
    _refuse_locked(connection, staged, (documents, table))


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
