"""Reading: rows of journal lines as the entries that a format writes."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any

import duckdb

from invotrack_analytics.documents.ledger.journal import Balance, Client, Entry, Line

_COLUMNS = (
    "entry_id, entry_date, kind, document, text, currency, reverses, due_date, document_date, "
    "role, account, client_id, qualifier, tax_rate, amount"
)
_NOTHING = Decimal(0)


def handed_over(connection: duckdb.DuckDBPyConnection, export_id: str) -> tuple[Entry, ...]:
    """The entries of one export, as they were handed over."""
    rows = connection.execute(
        f"select {_COLUMNS} from books.ledger_exports where export_id = ? order by place, line_number", [export_id]
    ).fetchall()
    return tuple(_entries(rows))


def booked(connection: duckdb.DuckDBPyConnection, first_day: str) -> tuple[Entry, ...]:
    """The entries of the temp table `booked` from a day on, in the order of a journal."""
    rows = connection.execute(
        """
        select
            subject, entry_date, kind, document, text, currency, null, due_date, entry_date,
            role, account, client_id, qualifier, tax_rate, amount
        from booked
        where entry_date >= ?::date
        order by booked.entry_date, booked.kind, booked.document, booked.subject, booked.line_number
        """,
        [first_day],
    ).fetchall()
    return tuple(_entries(rows))


def balances_before(connection: duckdb.DuckDBPyConnection, first_day: str) -> list[tuple[str, str, Line]]:
    """What accounts stand at at the beginning of a day, by the temp table `booked`: currency, role and line."""
    rows = connection.execute(
        """
        select currency, role, account, client_id, sum(amount)::decimal(38, 3)
        from booked
        where entry_date < ?::date
        group by all
        having sum(amount) <> 0
        order by all
        """,
        [first_day],
    ).fetchall()
    return [
        (currency, role, _line(role, account, client_id, None, None, amount))
        for currency, role, account, client_id, amount in rows
    ]


def balances_closed(
    connection: duckdb.DuckDBPyConnection, format_: str, export_id: str, closed_through: object
) -> tuple[Balance, ...]:
    """What the files of a format up to this export bring every account to at the end of the closed months."""
    rows = connection.execute(
        """
        select account, min(role), currency, sum(amount)::decimal(38, 3)
        from books.ledger_exports
        where format = ? and export_id <= ? and entry_date <= ?::date
        group by account, currency
        order by account, currency
        """,
        [format_, export_id, closed_through],
    ).fetchall()
    return tuple(Balance(account, role, currency, amount) for account, role, currency, amount in rows)


def accounts_before(connection: duckdb.DuckDBPyConnection, format_: str, export_id: str) -> frozenset[str]:
    """The accounts that earlier files of a format have."""
    rows = connection.execute(
        "select distinct account from books.ledger_exports where format = ? and export_id < ?", [format_, export_id]
    ).fetchall()
    return frozenset(account for (account,) in rows)


def clients_of(connection: duckdb.DuckDBPyConnection) -> tuple[Client, ...]:
    """Every client's id and name."""
    rows = connection.execute("select client_id, name from clients order by client_id").fetchall()
    return tuple(Client(*row) for row in rows)


def _entries(rows: list[tuple[Any, ...]]) -> Iterator[Entry]:
    for (entry_id, day, kind, document, text, currency, reverses, due, own), group in groupby(
        rows, itemgetter(*range(9))
    ):
        yield Entry(
            entry_id=entry_id,
            day=day,
            kind=kind,
            document=document,
            text=text or document,
            currency=currency,
            lines=tuple(_line(*row[9:]) for row in group),
            reverses=reverses,
            due_date=due,
            document_date=own,
        )


def _line(  # noqa: PLR0913, PLR0917  a row's columns
    role: Any,
    account: str,
    client_id: str | None,
    qualifier: str | None,
    tax_rate: Decimal | None,
    amount: Decimal,
) -> Line:
    return Line(
        role=role,
        account=account,
        debit=max(amount, _NOTHING),
        credit=max(-amount, _NOTHING),
        client_id=client_id,
        category=qualifier,
        tax_rate=tax_rate,
    )
