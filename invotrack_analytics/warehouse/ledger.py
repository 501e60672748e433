"""The ledger on a connection: each data set as a view, as known on a day, and the macros that figures are made of."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from string import Template

import duckdb

from invotrack_analytics.config import Settings
from invotrack_analytics.model import DATASETS
from invotrack_analytics.money import MOST_PLACES, currencies_with_places
from invotrack_analytics.warehouse.macros import Macro, Macros, macros_in
from invotrack_analytics.warehouse.schema import PROVENANCE, sql_of
from invotrack_analytics.warehouse.working_days import create_working_days

IMPORTING = ("reductions", "given_up_of_all", "released_invoices", "claims", "item_claims")
"""What an import asks: what reduces an invoice, and what bills an entry or item."""
BILLING = (*IMPORTING, "worked_hours", "base_rate", "invoice_balances")
"""What billing and matching ask: also what was worked at which rate, and what is owed."""

# The currencies without a minor unit and those with thousandths, as texts, for the $names in the SQL.
_MINOR_UNITS = {
    "whole": " ".join(sorted(currencies_with_places(0))),
    "thousandths": " ".join(sorted(currencies_with_places(MOST_PLACES))),
}


def create_ledger(
    connection: duckdb.DuckDBPyConnection, settings: Settings, known_on: datetime | None = None
) -> Macros:
    """Make the data sets' views in the connection's own database, on the books attached as `books`.

    `known_on` (UTC) shows the books as recorded by then; None shows everything. What figures are made of is made when
    it is asked for, by `make` of what is returned. Outside any transaction.
    """
    _create_constants(connection, settings)
    _create_views(connection, known_on)
    ever_divided = "select exists (from books.instalments) or exists (from books.instalments_history)"
    divided = connection.execute(ever_divided).fetchone() == (True,)
    ever_reminded = "select exists (from books.reminders)"
    reminded = settings.reminders.start_on is not None or connection.execute(ever_reminded).fetchone() == (True,)
    macros = Macros(connection)
    for script in (
        "ledger.sql",
        "given_up.sql",
        "given_up_stored.sql" if known_on is None else "given_up_computed.sql",
        "reductions.sql",
        "released_invoices.sql",
        "claims.sql",
        "recurring_periods.sql",
        "recurring_charges.sql",
        "recurring_states.sql",
        "exchange.sql",
        "billed_hours.sql",
        "worked_hours.sql",
        "spent_expenses.sql",
        "balances_stored.sql" if known_on is None else "balances_computed.sql",
        "instalments.sql" if divided else "instalments_none.sql",
        "open_items.sql",
        "sold_documents.sql",
        "taken_back.sql",
        "allocations.sql",
        "payment_spells.sql",
        "balances_on.sql",
        "payment_chances.sql",
        "summed_hours.sql",
        "reminders.sql",
        "promised.sql",
        "reminder_marks.sql" if reminded else "reminder_marks_none.sql",
    ):
        macros.know(_macros_of(script))
    return macros


@cache
def _macros_of(script: str) -> tuple[Macro, ...]:
    return tuple(macros_in(Template(sql_of("invotrack_analytics.warehouse", script)).substitute(_MINOR_UNITS)))


def _create_constants(connection: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    # Not bound: DuckDB imports pandas for the first value bound, which takes longer than most commands. The settings
    # take nothing but an ISO code for a currency.
    connection.execute(f"""
        create or replace table company as
        select
            '{settings.company.currency}'::varchar as currency,
            {str(settings.billing.convert_rates).lower()} as convert_rates,
            {int(settings.receivables.payment_terms_days)}::integer as payment_terms_days,
            {int(settings.recurring.lead_days)}::integer as recurring_lead_days
    """)
    terms = settings.reminders
    connection.execute(f"""
        create or replace table collecting_terms as
        select
            {f"date '{terms.start_on.isoformat()}'" if terms.start_on else "date '9999-12-31'"} as start_on,
            {int(terms.after_sent_days)}::integer as after_sent_days,
            {int(terms.client_gap_days)}::integer as client_gap_days,
            {int(terms.grace_days)}::integer as grace_days
    """)
    # What the outbox knows beyond the books; whoever asks for both fills these in.
    connection.execute("""
        create or replace table said_elsewhere (
            invoice_number varchar, instalment_number integer, step integer, tone varchar, sent_on date
        )
    """)
    connection.execute("""
        create or replace table delivered_elsewhere (
            delivery_id varchar, email varchar, state varchar, bounced_on date
        )
    """)
    create_working_days(connection, settings)


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
