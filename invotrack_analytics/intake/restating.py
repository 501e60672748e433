"""Restating: what an import says of a payment is the whole payment, and so with the write-offs of an invoice.

Rows of it that the import does not have leave the books; those that still wait for an earlier state leave the
quarantine. A payment without a number of its own is known again by its content.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import duckdb

from invotrack_analytics.intake.refusal import REFERENCE_REASONS, count
from invotrack_analytics.intake.sameness import same
from invotrack_analytics.intake.staging import StagedFile, StagedTable
from invotrack_analytics.model.write_offs import OF_DOCUMENT
from invotrack_analytics.warehouse.posting import supersede

PAYMENT_RESTATED = "payment_restated"
PAYMENT_TOTAL_CHANGED = "payment_total_changed"
WRITE_OFF_RESTATED = "write_off_restated"
WAITING_SUPERSEDED = "waiting_superseded"
_TOLD = 20
_WHOLE = {"payments": ("payment_id", PAYMENT_RESTATED), "write_offs": ("invoice_number", WRITE_OFF_RESTATED)}
"""What all rows of a data set are stated together for, and how it is told."""


@dataclass
class Restated:
    """What was found: how often each thing is told of, and sentences with the figures."""

    warnings: dict[str, int] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)


def restate(
    connection: duckdb.DuckDBPyConnection,
    staged: StagedFile,
    table: StagedTable,
    batch_id: int,
) -> Restated:
    """Take out what the arriving rows (`resolved`, `classified`) state anew, before they are entered.

    The other files of the same profile in this import count as one with this one.
    """
    found = Restated()
    name = table.dataset.name
    if name not in _WHOLE or table.introduces or staged.origins is not None or staged.reject_id is not None:
        return found
    whole, reason = _WHOLE[name]
    _find_stated(connection, staged, table, whole)
    if name == "payments":
        found.warnings[WAITING_SUPERSEDED] = _supersede_waiting(connection, batch_id)
    if count(connection, f"select count(*) from (select 1 from books.{name} limit 1)"):
        _find_leaving(connection, staged, table, whole)
        if name == "payments":
            _find_restated_by_content(connection, staged)
            _tell_sums(connection, _told_before(staged, table), found)
        found.warnings[reason] = count(connection, f"select count(distinct {whole}) from leaving")
        connection.execute("insert into touched select invoice_number from leaving where invoice_number is not null")
        supersede(connection, table.dataset, "select row_id from leaving", batch_id)
    found.warnings = {warning: rows for warning, rows in found.warnings.items() if rows}
    return found


def _find_stated(
    connection: duckdb.DuckDBPyConnection,
    staged: StagedFile,
    table: StagedTable,
    whole: str,
) -> None:
    """Make `stated_rows`, the keys that the import has, and `whole_ids`, what this table states.

    A row that only waits for what it refers to counts; one that cannot be read leaves everything of it as it is.
    """
    files = [staged, *(other for other in staged.beside if other.profile == staged.profile and other.reject_id is None)]
    tables = [
        other.name for file in files for other in file.tables if other.dataset is table.dataset and not other.introduces
    ]
    key = ", ".join(f'"{name}"' for name in table.dataset.key)
    amount = '"amount", "currency"' if "currency" in table.dataset else '"amount"'
    stated = " union all ".join(f"select {key}, {amount} from {name}" for name in tables)
    connection.execute(f"create or replace temp view stated_rows as {stated}")
    waits = ", ".join(f"'{reason}'" for reason in sorted(REFERENCE_REASONS))
    passed = f"union select id from {staged.passed_over}" if staged.passed_over and whole == "payment_id" else ""
    connection.execute(f"""
        create or replace temp view whole_ids as
        select {whole} as id from {table.name} where {whole} is not null
        {passed}
        except
        select rows.{whole} from {table.name} as rows
        semi join (
            select line from {staged.problems} where reason not in ({waits})
        ) as wrong on wrong.line = rows.line
    """)


def _supersede_waiting(connection: duckdb.DuckDBPyConnection, batch_id: int) -> int:
    """Let rows leave the quarantine whose payment is stated without them, or stands in the books by now."""
    waiting = f"""
        select reject_id, parts->'payments'->>'payment_id' as payment_id,
            parts->'payments'->>'invoice_number' as invoice_number
        from books.quarantine where resolved_in is null and batch_id <> {batch_id} and (parts->'payments') is not null
    """
    if not count(connection, f"select count(*) from ({waiting})"):
        return 0
    connection.execute(f"""
        create or replace temp table superseded as
        select waiting.reject_id
        from ({waiting}) as waiting
        semi join whole_ids on whole_ids.id = waiting.payment_id
        anti join stated_rows as stated on stated.payment_id = waiting.payment_id
            and stated.invoice_number is not distinct from waiting.invoice_number
    """)
    # Stated once more, the row is to be judged anew.
    connection.execute(f"""
        update books.quarantine set resolved_in = {batch_id}, fingerprint = 'superseded ' || reject_id
        where reject_id in (select reject_id from superseded)
    """)
    connection.execute("delete from books.awaited where reject_id in (select reject_id from superseded)")
    return count(connection, "select count(*) from superseded")


def _find_leaving(connection: duckdb.DuckDBPyConnection, staged: StagedFile, table: StagedTable, whole: str) -> None:
    """Make `leaving`: rows of the books of what is stated without them."""
    own = "true"
    if table.dataset.name == "write_offs":
        # What another file, or a document itself, gave up is not this file's to state.
        own = f"""known.reason is distinct from '{OF_DOCUMENT}'
            and known.batch_id in (select batch_id from books.batches where profile = $profile)"""
    connection.execute(
        f"""
        create or replace temp table leaving as
        select known.*
        from books.{table.dataset.name} as known
        semi join whole_ids on whole_ids.id = known.{whole}
        anti join stated_rows as stated on {same("stated", "known", table.dataset.key)}
        where {own} and known.batch_id in (
            select batch_id from books.batches where kind in ('import', 'resolve', 'undo')
        )
        """,
        {"profile": staged.profile} if "$profile" in own else {},
    )


def _find_restated_by_content(connection: duckdb.DuckDBPyConnection, staged: StagedFile) -> None:
    """Add to `leaving` payments known by their content alone that the file has in another state.

    Their keys are of 20 hexadecimal digits; a new row of the same payer, day, amount and method is the same payment.
    """
    unnumbered = "regexp_matches(payment_id, '^[0-9a-f]{20}(-[0-9]+)?$')"
    about = "client_id, payment_date, amount, currency, method"
    alike = same("missing", "arriving", ("client_id", "payment_date", "amount", "currency", "method", "place"))
    place = f"row_number() over (partition by {about} order by payment_id) as place"
    connection.execute(
        f"""
        insert into leaving
        with missing as (
            select known.row_id, {about.replace("client_id", "known.client_id")}, {place}
            from books.payments as known
            anti join stated_rows as stated on {same("stated", "known", ("payment_id", "invoice_number"))}
            where {unnumbered} and known.batch_id in (select batch_id from books.batches where profile = $profile)
                and known.payment_date between (select min(payment_date) from resolved)
                and (select max(payment_date) from resolved)
                and known.row_id not in (select row_id from leaving)
        ),
        arriving as (
            select {about}, {place} from resolved
            semi join (select line from classified where outcome = 'added') as added on added.line = resolved.line
        )
        select known.* from books.payments as known
        join missing on missing.row_id = known.row_id
        join arriving on {alike}
        """,
        {"profile": staged.profile},
    )


def _told_before(staged: StagedFile, table: StagedTable) -> str:
    """A query for the payments that an earlier file of the same import stated, together with this one."""
    earlier = (
        f"select payment_id from {part.name} where payment_id is not null"
        for other in staged.beside
        if other.profile == staged.profile and other.reject_id is None and other.number < staged.number
        for part in other.tables
        if part.dataset is table.dataset and not part.introduces
    )
    return " union all ".join(earlier) or "select null::varchar as payment_id where false"


def _tell_sums(connection: duckdb.DuckDBPyConnection, told_before: str, found: Restated) -> None:
    """Tell of payments whose sum is another than before, with both sums."""
    changed = connection.execute(f"""
        with before as (
            select payment_id, currency, sum(amount) as amount from books.payments
            semi join whole_ids on whole_ids.id = payments.payment_id
            where payment_id not in ({told_before})
            group by all
        ),
        now as (
            select payment_id, sum(amount) as amount from stated_rows
            where payment_id in (select payment_id from before)
            group by payment_id
        )
        select before.payment_id, before.amount, coalesce(now.amount, 0), before.currency, count(*) over ()
        from before left join now using (payment_id)
        where before.amount <> coalesce(now.amount, 0)
        order by 1 limit {_TOLD}
    """).fetchall()
    if not changed:
        return
    found.warnings[PAYMENT_TOTAL_CHANGED] = changed[0][4]
    found.told += [
        f"payment {payment}: {before:.2f} {currency} before, {now:.2f} {currency} now"
        for payment, before, now, currency, _ in changed
    ]
