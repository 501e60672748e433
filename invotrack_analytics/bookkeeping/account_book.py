"""Account book: the account of every line of a journal, for one format."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import cast

import duckdb

from invotrack_analytics.bookkeeping.chart import Chart
from invotrack_analytics.bookkeeping.wording import wordings
from invotrack_analytics.documents.ledger.journal import PER_CLIENT, Role
from invotrack_analytics.errors import BookkeepingError
from invotrack_analytics.warehouse.results import offered
from invotrack_analytics.warehouse.schema import sql_of

PER_CLIENT_ALWAYS = frozenset({"beancount", "hledger", "datev"})
"""Formats in which each client has an account of its own, whatever the chart says."""
_FIRST_DEBTOR = "10000"

Need = tuple[str, str | None, str | None, Decimal | None]
"""A role with the client, the qualifier and the rate that it is needed for."""


def add_accounts(connection: duckdb.DuckDBPyConnection, chart: Chart, format_: str) -> None:
    """Make the temp table `booked`: the temp table `journal` with the account of each line and the words of its entry.

    Raises BookkeepingError naming every role that has no account, or none that the format can write.
    """
    import pyarrow as pa

    needs: list[Need] = connection.execute(
        "select distinct role, client_id, qualifier, tax_rate from journal order by all"
    ).fetchall()
    accounts = _accounts(connection, chart, format_, needs)
    table = pa.table(
        {
            "role": pa.array([need[0] for need in needs], pa.string()),
            "client_id": pa.array([need[1] for need in needs], pa.string()),
            "qualifier": pa.array([need[2] for need in needs], pa.string()),
            "tax_rate": pa.array([need[3] for need in needs], pa.decimal128(9, 4)),
            "account": pa.array(accounts, pa.string()),
        }
    )
    kinds = wordings()
    words = pa.table({"kind": list(kinds), "template": list(kinds.values())})
    with offered(connection, "accounts", table), offered(connection, "wordings", words):
        connection.execute(sql_of("invotrack_analytics.bookkeeping", "booked.sql"))


def _accounts(connection: duckdb.DuckDBPyConnection, chart: Chart, format_: str, needs: Iterable[Need]) -> list[str]:
    clients = sorted({client for _, client, _, _ in needs if client is not None})
    debtors = _debtors(connection, clients, chart.datev.account_length + 1) if format_ == "datev" else {}
    found: list[str] = []
    missing: dict[str, None] = {}
    unfit: dict[str, None] = {}
    for role, client, qualifier, rate in needs:
        named = cast("Role", role)
        account = chart.account(named, client_id=client, qualifier=qualifier, tax_rate=rate)
        if not account:
            missing[_name(role, qualifier, rate)] = None
        elif debtors and named in PER_CLIENT:
            account = debtors[client or ""]
        elif format_ == "datev" and not (account.isdecimal() and len(account) == chart.datev.account_length):
            unfit[f"{_name(role, qualifier, rate)} = {account!r}"] = None
        elif format_ in PER_CLIENT_ALWAYS and named in PER_CLIENT and not chart.is_per_client(named):
            account = f"{account}:{client}"
        found.append(account)
    if missing:
        message = f"ledger.toml: these roles have no account: {', '.join(missing)}; name one for each under [roles]"
        raise BookkeepingError(message)
    if unfit:
        message = (
            f"ledger.toml: DATEV takes accounts of {chart.datev.account_length} digits "
            f"(datev.account_length), which these are not: {', '.join(unfit)}; "
            "choose preset skr03 or skr04, or name them under [roles]"
        )
        raise BookkeepingError(message)
    return found


def _name(role: str, qualifier: str | None, rate: Decimal | None) -> str:
    if role == "output_tax" and rate is not None:
        return f"{role}.{rate.normalize():f}"
    return f"{role}.{qualifier}" if qualifier else role


def _debtors(connection: duckdb.DuckDBPyConnection, clients: Iterable[str], length: int) -> dict[str, str]:
    """A debtor's number for each client: the one handed over before, its own id where that is one, else the next."""
    first = int(_FIRST_DEBTOR.ljust(length, "0"))
    numbers: dict[str, str] = dict(
        connection.execute(
            """
            select client_id, min(account)
            from books.ledger_exports
            where format = 'datev' and role in ('receivable', 'unapplied') and client_id is not null
            group by client_id
            """
        ).fetchall()
    )
    taken = set(numbers.values())
    others = [client for client in clients if client not in numbers]
    for client in others:
        if client.isdecimal() and len(client) == length and first <= int(client) < 7 * first and client not in taken:
            numbers[client] = client
            taken.add(client)
    free = first
    for client in others:
        if client in numbers:
            continue
        while str(free) in taken:
            free += 1
        numbers[client] = str(free)
        taken.add(str(free))
    return numbers
