"""Identity: an update that would make another thing of a row waits as `number_reused`, until somebody accepts it.

An accepted document takes along what named no client or currency of its own. Where something did name one, the document
waits as `dependants_differ`, unless that is moved alike in the same import.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from invotrack_analytics.intake.refusal import count
from invotrack_analytics.intake.staging import StagedFile, StagedTable
from invotrack_analytics.model.payments import PAYMENTS
from invotrack_analytics.warehouse.posting import amend_all

NUMBER_REUSED = "number_reused"
DEPENDANTS_DIFFER = "dependants_differ"
_IDENTITY = {
    "invoices": {"client_id": "", "kind": "", "currency": "", "issue_date": "year"},
    "payments": {"client_id": "", "currency": ""},
    "timesheets": {"employee_id": ""},
    "projects": {"client_id": ""},
}
"""What a row is of, beside its key: by column, what of it counts ("" = all of it)."""


def refuse_reused(connection: duckdb.DuckDBPyConnection, staged: StagedFile, table: StagedTable) -> None:
    """Refuse rows of `classified` whose key stands for another thing in the books, and is not accepted to be the same.

    What the other files of the import move alike with a document goes along with it.
    """
    connection.execute(
        "create or replace temp table moved (invoice_number varchar, client_id varchar, currency varchar)"
    )
    parts = {name: part for name, part in _IDENTITY.get(table.dataset.name, {}).items() if name in table.present}
    if not parts or not count(connection, f"select count(*) from (select 1 from books.{table.dataset.name} limit 1)"):
        return
    _find_reused(connection, table, parts)
    if not count(connection, "select count(*) from reused"):
        return
    accepted = accepted_lines(staged)
    _refuse_billed_projects(connection, staged, table)
    connection.execute(
        f"insert into {staged.problems} select line, ?, '{NUMBER_REUSED}', column_name, value from reused "
        f"where line not in ({accepted}) and line not in (select line from {staged.problems})",
        [table.dataset.name],
    )
    if table.dataset.name == "invoices":
        _refuse_leaving_dependants(connection, staged, accepted)


def _find_reused(connection: duckdb.DuckDBPyConnection, table: StagedTable, parts: dict[str, str]) -> None:
    """Make the temp table `reused` (line, column_name, value): one row per line, of the first thing that differs."""
    values = {name: f'{part}(rows."{name}")' if part else f'rows."{name}"' for name, part in parts.items()}
    ours, theirs = (
        {name: value.replace("rows.", f"{side}.") for name, value in values.items()} for side in ("resolved", "known")
    )
    found = " union all ".join(
        f"""
        select classified.line, {place} as place, '{name}' as column_name,
            concat(known."{name}", ' in the books, ', coalesce(resolved."{name}"::varchar, 'nothing'), ' here') as value
        from classified
        join resolved on resolved.line = classified.line
        join books.{table.dataset.name} as known on known.row_id = classified.row_id
        where classified.outcome = 'updated' and {ours[name]} is distinct from {theirs[name]}
        """
        for place, name in enumerate(parts)
    )
    if table.dataset is PAYMENTS:
        # One payment may settle several invoices: a further row of it is of the same payer. A receipt that a tax office
        # stamped tells of payments in each invoice's own currency, and its number is nobody else's.
        found += """
        union all
        select resolved.line, 9, 'client_id', concat(
            min(known.client_id), ' ', min(known.currency), ' in the books, ', any_value(resolved.client_id), ' ',
            any_value(resolved.currency), ' here'
        )
        from resolved
        join classified on classified.line = resolved.line and classified.outcome = 'added'
        join books.payments as known on known.payment_id = resolved.payment_id
        where resolved.receipt is null
        group by resolved.line
        having not bool_or(known.client_id = resolved.client_id and known.currency = resolved.currency)
        """
    connection.execute(
        f"create or replace temp table reused as select distinct on (line) line, column_name, value from ({found}) "
        "order by line, place"
    )


def accepted_lines(staged: StagedFile) -> str:
    """A query for the lines that came back from quarantine and are accepted although their number is known."""
    if staged.accept is None:
        return "select null::bigint as line where false"
    return f"""
        select line from {staged.raw}
        where lower(trim({staged.accept})) = '{NUMBER_REUSED}'
            and trim({staged.reject_id}) in (select reject_id from books.quarantine where resolved_in is null)
    """


def _refuse_billed_projects(connection: duckdb.DuckDBPyConnection, staged: StagedFile, table: StagedTable) -> None:
    """Refuse projects with billed work: that work is the client's who was billed."""
    if table.dataset.name != "projects":
        return
    connection.execute(f"""
        insert into {staged.problems}
        select reused.line, 'projects', 'already_billed', 'client_id', reused.value
        from reused
        join resolved on resolved.line = reused.line
        where resolved.project_id in (
            select entries.project_id
            from books.timesheets as entries
            join claims on claims.entry_id = entries.entry_id
            where claims.released_on is null
        )
    """)


def _refuse_leaving_dependants(connection: duckdb.DuckDBPyConnection, staged: StagedFile, accepted: str) -> None:
    """Refuse accepted documents of which something stays behind; make `moved`, the others, for what goes along."""
    alike = _accepted_beside(staged.beside, "payments", ("payment_id", "invoice_number", "client_id", "currency"))
    notes_alike = _accepted_beside(staged.beside, "invoices", ("invoice_number", "client_id", "currency"))
    connection.execute(f"""
        create or replace temp table moving as
        select resolved.line, resolved.invoice_number, resolved.client_id, resolved.currency
        from resolved
        join ({accepted}) as accepted on accepted.line = resolved.line
        join classified on classified.line = resolved.line and classified.outcome = 'updated'
        join books.invoices as known on known.row_id = classified.row_id
        where known.client_id <> resolved.client_id or known.currency <> resolved.currency
    """)
    connection.execute(f"""
        insert into {staged.problems}
        with dependants as (
            select moving.line, 'payment ' || payments.payment_id as name
            from moving
            join books.payments as payments on payments.invoice_number = moving.invoice_number
            left join ({alike}) as alike
                on alike.payment_id = payments.payment_id and alike.invoice_number = moving.invoice_number
                and coalesce(alike.client_id, moving.client_id) = moving.client_id
                and coalesce(alike.currency, moving.currency) = moving.currency
            where alike.payment_id is null and (
                (payments.client_id <> moving.client_id and payments.client_named)
                or (payments.currency <> moving.currency and payments.currency_named)
            )
            union all
            select moving.line, 'credit note ' || notes.invoice_number
            from moving
            join books.invoices as notes on notes.preceding_invoice_number = moving.invoice_number
            left join (
                select invoice_number, client_id, currency from moving union all {notes_alike}
            ) as alike on alike.invoice_number = notes.invoice_number
            where coalesce(alike.client_id, notes.client_id) <> moving.client_id
                or coalesce(alike.currency, notes.currency) <> moving.currency
        )
        select line, 'invoices', '{DEPENDANTS_DIFFER}', 'client_id', string_agg(name, ', ' order by name)
        from dependants group by line
    """)
    connection.execute(f"""
        insert into moved
        select invoice_number, client_id, currency from moving where line not in (select line from {staged.problems})
    """)


def _accepted_beside(beside: Sequence[StagedFile], dataset: str, columns: tuple[str, ...]) -> str:
    """A query for what other files of the import move and have accepted."""
    rows = (
        f"select {', '.join(columns)} from {table.name} "
        f"semi join ({accepted_lines(other)}) as accepted on accepted.line = {table.name}.line"
        for other in beside
        if other.accept is not None
        for table in other.tables
        if table.dataset.name == dataset and not table.introduces
    )
    nothing = f"select {', '.join(f'null::varchar as {name}' for name in columns)} where false"
    return " union all ".join(rows) or nothing


def take_along(connection: duckdb.DuckDBPyConnection, batch_id: int) -> None:
    """Give the payments of documents that were moved the client and currency of their invoice."""
    if not count(connection, "select count(*) from moved"):
        return
    amend_all(
        connection,
        PAYMENTS,
        """
        select payments.row_id, moved.client_id, moved.currency
        from books.payments as payments
        join moved on moved.invoice_number = payments.invoice_number
        where payments.client_id <> moved.client_id or payments.currency <> moved.currency
        """,
        ("client_id", "currency"),
        batch_id,
    )
