"""Facts that a person enters: pauses, promises, credit holds and assignments; each dated, in a batch of its own."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import duckdb

from invotrack_analytics.errors import CollectingError
from invotrack_analytics.model.assignments import ASSIGNMENTS
from invotrack_analytics.model.credit_holds import CREDIT_HOLDS
from invotrack_analytics.model.dataset import Dataset
from invotrack_analytics.model.pauses import PAUSES
from invotrack_analytics.model.promises import PROMISES
from invotrack_analytics.money import round_to_minor_unit
from invotrack_analytics.warehouse.books import Books, new_batch, transaction
from invotrack_analytics.warehouse.connection import connect
from invotrack_analytics.warehouse.posting import amend, post


class Desk:
    """Where a person enters facts about clients: by whom, and when it is recorded (UTC)."""

    def __init__(self, books: Books, *, by: str | None, recorded_at: datetime) -> None:
        self._books, self._by, self._recorded_at = books, by, recorded_at

    def pause(
        self, *, client: str | None, invoice: str | None, first: date, until: date | None, reason: str | None
    ) -> str:
        """Let reminders of a client, or of an invoice, wait; the pause's code. Raises CollectingError."""
        _in_order(first, until)
        with self._writing() as (connection, batch_id):
            _known(connection, client=client, invoice=invoice)
            code = _code()
            row = {"client_id": client, "invoice_number": invoice, **self._span(first, until, reason)}
            post(connection, PAUSES, [{"pause_id": code, **row}], batch_id)
            return code

    def resume(self, *, client: str | None, invoice: str | None, on: date) -> int:
        """End the pauses of a client, or of an invoice, with the day before; how many. Raises CollectingError."""
        column, value = ("client_id", client) if client is not None else ("invoice_number", invoice)
        with self._writing() as (connection, batch_id):
            _known(connection, client=client, invoice=invoice)
            return _end(connection, PAUSES, {column: value}, on, batch_id, f"there is no pause of {value} to end")

    def promise(  # noqa: PLR0913  what a promise says
        self,
        *,
        client: str,
        invoice: str | None,
        amount: Decimal,
        currency: str | None,
        promised_on: date,
        due_on: date,
        channel: str | None = None,
    ) -> str:
        """Note that a client will pay an amount by a day; the promise's code. Raises CollectingError."""
        if due_on < promised_on:
            message = f"the promise is due on {due_on}, before it was made on {promised_on}; give a later --due-on"
            raise CollectingError(message)
        if amount <= 0:
            message = f"{amount} is no amount that can be promised; give one above 0"
            raise CollectingError(message)
        with self._writing() as (connection, batch_id):
            _known(connection, client=client, invoice=invoice)
            money = currency or _currency(connection, client, invoice)
            if round_to_minor_unit(amount, money) != amount:
                message = f"{amount} has more decimals than {money} has"
                raise CollectingError(message)
            code = _code()
            row = {
                "promise_id": code,
                "client_id": client,
                "invoice_number": invoice,
                "amount": amount,
                "currency": money,
                "promised_on": promised_on,
                "due_on": due_on,
                "by": self._by,
                "channel": channel,
            }
            post(connection, PROMISES, [row], batch_id)
            return code

    def hold(self, *, client: str, first: date, until: date | None, reason: str | None) -> None:
        """Let billing leave a client out. Raises CollectingError."""
        _in_order(first, until)
        with self._writing() as (connection, batch_id):
            _known(connection, client=client)
            _put(connection, CREDIT_HOLDS, {"client_id": client, **self._span(first, until, reason)}, batch_id)

    def lift(self, *, client: str, on: date) -> None:
        """End the credit holds of a client with the day before. Raises CollectingError."""
        with self._writing() as (connection, batch_id):
            _known(connection, client=client)
            _end(connection, CREDIT_HOLDS, {"client_id": client}, on, batch_id, f"client {client} has no hold to lift")

    def assign(self, *, client: str, user: str, first: date, until: date | None) -> None:
        """Let a colleague look after a client, for a time or from a day on. Raises CollectingError."""
        _in_order(first, until)
        with self._writing() as (connection, batch_id):
            _known(connection, client=client)
            row = {"client_id": client, "user": user, "from": first, "until": until, "by": self._by}
            _put(connection, ASSIGNMENTS, row, batch_id)

    def _span(self, first: date, until: date | None, reason: str | None) -> dict[str, Any]:
        return {"from": first, "until": until, "reason": reason, "by": self._by}

    @contextmanager
    def _writing(self) -> Iterator[tuple[duckdb.DuckDBPyConnection, int]]:
        self._books.snapshot()  # Attaching would make an empty file where there are no books.
        with connect() as connection, self._books.writing(connection), transaction(connection):
            yield connection, new_batch(connection, "collecting", self._recorded_at)


def _code() -> str:
    return uuid.uuid4().hex[:12]


def _in_order(first: date, until: date | None) -> None:
    if until is not None and until < first:
        message = f"it would end on {until}, before it begins on {first}; give a later --until"
        raise CollectingError(message)


def _known(connection: duckdb.DuckDBPyConnection, *, client: str | None = None, invoice: str | None = None) -> None:
    if (
        client is not None
        and not connection.execute("select 1 from books.clients where client_id = ?", [client]).fetchone()
    ):
        message = f"there is no client {client} in the books; import it, or name another"
        raise CollectingError(message)
    if invoice is None:
        return
    found = connection.execute("select client_id from books.invoices where invoice_number = ?", [invoice]).fetchone()
    if found is None:
        message = f"there is no invoice {invoice} in the books; `invotrack invoices list` names them all"
        raise CollectingError(message)
    if client is not None and found[0] != client:
        message = f"invoice {invoice} is of client {found[0]}, not of {client}; name one of them only"
        raise CollectingError(message)


def _currency(connection: duckdb.DuckDBPyConnection, client: str, invoice: str | None) -> str:
    if invoice is not None:
        row = connection.execute("select currency from books.invoices where invoice_number = ?", [invoice]).fetchone()
    else:
        row = connection.execute(
            "select distinct currency from books.invoices where client_id = ? and balance > 0", [client]
        ).fetchone()
    named = connection.execute("select currency from books.clients where client_id = ?", [client]).fetchone()
    found = (row and row[0]) or (named and named[0])
    if not found:
        message = f"client {client} owes nothing in any currency; say which with --currency"
        raise CollectingError(message)
    return str(found)


def _put(connection: duckdb.DuckDBPyConnection, dataset: Dataset, row: Mapping[str, Any], batch_id: int) -> None:
    """Enter a row, or let it take the place of the one of its key."""
    same = " and ".join(f'"{name}" = ?' for name in dataset.key)
    found = connection.execute(
        f"select row_id from books.{dataset.name} where {same}", [row[name] for name in dataset.key]
    ).fetchone()
    if found is None:
        post(connection, dataset, [row], batch_id)
    else:
        amend(connection, dataset, found[0], dict(row), batch_id)


def _end(  # noqa: PLR0913, PLR0917  what ends, of whom, and when
    connection: duckdb.DuckDBPyConnection,
    dataset: Dataset,
    of: Mapping[str, Any],
    on: date,
    batch_id: int,
    nothing: str,
) -> int:
    """End what is in force on a day with the day before; what would begin later ends before it begins."""
    same = " and ".join(f'"{name}" = ?' for name in of)
    rows = connection.execute(
        f'select row_id, "from" from books.{dataset.name} where {same} and coalesce("until" >= ?, true)',
        [*of.values(), on],
    ).fetchall()
    if not rows:
        raise CollectingError(nothing)
    for row_id, first in rows:
        last = on - timedelta(days=1)
        # A span that has not begun is left empty: its last day stands before its first.
        until = last if first <= last else first - timedelta(days=1)
        amend(connection, dataset, row_id, {"until": until}, batch_id)
    return len(rows)
