"""Choices: what a person at the books may choose from."""

from __future__ import annotations

import duckdb


def clients(connection: duckdb.DuckDBPyConnection) -> list[dict[str, str]]:
    """Every client's `client_id` and `name`, by name."""
    query = "select client_id, name from clients order by name, client_id"
    return [{"client_id": client_id, "name": name} for client_id, name in connection.execute(query).fetchall()]


def currencies(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Every currency that a document or a project is in, by code."""
    query = "select currency from invoices union select currency from payments union select currency from projects"
    return [currency for (currency,) in connection.execute(f"{query} order by currency").fetchall()]
