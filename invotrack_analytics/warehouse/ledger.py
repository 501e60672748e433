"""The ledger on a connection: each data set as a view, as known on a day, and the macros that figures are made of."""

from __future__ import annotations

from datetime import datetime
from string import Template

import duckdb

from invotrack_analytics.config import Settings
from invotrack_analytics.model import DATASETS
from invotrack_analytics.money import MOST_PLACES, currencies_with_places
from invotrack_analytics.warehouse.schema import PROVENANCE, sql_of

# What an import asks: what reduces an invoice, and what bills an entry or item.
_WRITING = ("ledger.sql", "reductions.sql", "released_invoices.sql", "claims.sql")
# What billing asks besides: what was worked at which rate, and what is owed.
_BILLING = (*_WRITING, "exchange.sql", "billed_hours.sql", "worked_hours.sql")
# The currencies without a minor unit and those with thousandths, as texts, for the $names in the SQL.
_MINOR_UNITS = {
    "whole": " ".join(sorted(currencies_with_places(0))),
    "thousandths": " ".join(sorted(currencies_with_places(MOST_PLACES))),
}


def create_ledger(connection: duckdb.DuckDBPyConnection, settings: Settings, known_on: datetime | None = None) -> None:
    """Make the ledger in the connection's own database, on the books attached as `books`.

    `known_on` (UTC) shows the books as recorded by then; None shows everything. Outside any transaction.
    """
    create_billing_ledger(connection, settings, known_on)
    ever_divided = "select exists (from books.instalments) or exists (from books.instalments_history)"
    divided = connection.execute(ever_divided).fetchone() == (True,)
    _run(
        connection,
        "instalments.sql" if divided else "instalments_none.sql",
        "open_items.sql",
        "sold_documents.sql",
        "allocations.sql",
        "payment_spells.sql",
        "balances_on.sql",
        "payment_chances.sql",
        "summed_hours.sql",
    )


def create_billing_ledger(
    connection: duckdb.DuckDBPyConnection, settings: Settings, known_on: datetime | None = None
) -> None:
    """Make the part of the ledger that billing and matching ask: the whole takes longer to make than they take."""
    _create_constants(connection, settings)
    _create_views(connection, known_on)
    _run(connection, *_BILLING, "balances_stored.sql" if known_on is None else "balances_computed.sql")


def create_import_ledger(connection: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Make the part of the ledger that an import asks; the whole takes longer to make than a small file to load."""
    _create_constants(connection, settings)
    _create_views(connection, None)
    _run(connection, *_WRITING)


def _run(connection: duckdb.DuckDBPyConnection, *names: str) -> None:
    for name in names:
        connection.execute(Template(sql_of("invotrack_analytics.warehouse", name)).substitute(_MINOR_UNITS))


def _create_constants(connection: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    connection.execute("create or replace table company (currency varchar, payment_terms_days integer)")
    connection.execute(
        "insert into company values (?, ?)", [settings.company.currency, settings.receivables.payment_terms_days]
    )


def _create_views(connection: duckdb.DuckDBPyConnection, known_on: datetime | None) -> None:
    batches = "select * from books.batches"
    last = None
    if known_on is not None:
        (last,) = connection.execute(
            "select coalesce(max(batch_id), 0) from books.batches where recorded_at <= ?", [known_on]
        ).fetchone() or (0,)
        batches += f" where batch_id <= {int(last)}"
    connection.execute(f"create or replace view batches as {batches}")
    for dataset in DATASETS:
        # Qualified, because a macro's parameter (currency) would take the place of a bare column of its name.
        columns = ", ".join(f'known."{name}"' for name in (*dataset.column_names, *PROVENANCE))
        query = f"select {columns} from books.{dataset.name} as known"
        if last is not None:
            query += f"""
                where known.recorded_in <= {int(last)}
                union all
                select {columns} from books.{dataset.name}_history as known
                where known.recorded_in <= {int(last)} and known.superseded_in > {int(last)}
            """
        connection.execute(f"create or replace view {dataset.name} as {query}")
