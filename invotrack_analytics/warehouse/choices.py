"""Choices: what a person at the books may choose from."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from invotrack_analytics.errors import InvotrackError, ReportError
from invotrack_analytics.near import near_or_all


def clients(connection: duckdb.DuckDBPyConnection) -> list[dict[str, str]]:
    """Every client's `client_id` and `name`, by name."""
    query = "select client_id, name from clients order by name, client_id"
    return [{"client_id": client_id, "name": name} for client_id, name in connection.execute(query).fetchall()]


def currencies(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Every currency that a document or a project is in, by code."""
    query = "select currency from invoices union select currency from payments union select currency from projects"
    return [currency for (currency,) in connection.execute(f"{query} order by currency").fetchall()]


def check_clients(connection: duckdb.DuckDBPyConnection, wanted: Iterable[str]) -> None:
    """Raise ReportError where one of these is no client in the books, naming those near it by id or name."""
    for client in wanted:
        if not connection.execute("from clients where client_id = ?", [client]).fetchone():
            message = f"there is no client {client} in the books; {_near(connection, 'clients', 'client_id', client)}"
            raise ReportError(message)


def check_project(connection: duckdb.DuckDBPyConnection, project: str) -> None:
    """Raise ReportError where this is no project in the books, naming those near it by id or name."""
    if not connection.execute("from projects where project_id = ?", [project]).fetchone():
        message = f"there is no project {project} in the books; {_near(connection, 'projects', 'project_id', project)}"
        raise ReportError(message)


def check_currencies(connection: duckdb.DuckDBPyConnection, wanted: Iterable[str], base_currency: str) -> None:
    """Raise ReportError where nothing in the books is in one of these currencies; the company's own is always one."""
    for currency in wanted:
        if currency == base_currency:
            continue
        uses = " union all ".join(f"(select 1 from {name} where currency = $asked limit 1)" for name in _IN_A_CURRENCY)
        if not connection.execute(uses, {"asked": currency}).fetchone():
            known = [base_currency, *(code for code in currencies(connection) if code != base_currency)]
            message = f"nothing in the books is in {currency}; {near_or_all(currency, known, 'the currencies are')}"
            raise ReportError(message)


def no_such_invoice(connection: duckdb.DuckDBPyConnection, number: str, kind: type[InvotrackError]) -> InvotrackError:
    """The error that there is no invoice of this number, naming those near it."""
    message = f"there is no invoice {number} in the books; {_near(connection, 'invoices', 'invoice_number', number)}"
    return kind(message)


_IN_A_CURRENCY = ("invoices", "payments", "projects", "clients", "expenses", "fx_rates", "rates")
_NEAR_ENOUGH = 0.82
_MOST_NEAR = 3


def _near(connection: duckdb.DuckDBPyConnection, table: str, key: str, wanted: str) -> str:
    """The end of a message about a key that is not in a table: keys near it, by themselves or by their rows' names."""
    name = "name" if table != "invoices" else "null"
    query = f"""
        with known as (
            select
                {key} as key, {name} as name,
                greatest(
                    jaro_winkler_similarity(lower({key}), lower($wanted)),
                    coalesce(jaro_winkler_similarity(lower({name}), lower($wanted)), 0)
                ) as likeness
            from {table}
        )
        select key, name from known where likeness >= {_NEAR_ENOUGH} order by likeness desc, key limit {_MOST_NEAR}
    """
    rows = connection.execute(query, {"wanted": wanted}).fetchall()
    found = [f"{key} ({name})" if name else str(key) for key, name in rows]
    return f"near it: {', '.join(found)}" if found else "none is near it"
