"""Posting: what ended in the outbox enters the books, in one batch a round, each once whatever happens between."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import duckdb

from invotrack_analytics.config import Settings
from invotrack_analytics.correspondence.moment import company_time
from invotrack_analytics.correspondence.subjects import INVOICE, REMINDER, said_step
from invotrack_analytics.mail.outbox import Mail, Outbox, moment_of
from invotrack_analytics.model.deliveries import DELIVERIES
from invotrack_analytics.model.invoices import INVOICES
from invotrack_analytics.model.reminders import REMINDERS
from invotrack_analytics.warehouse.books import Books, new_batch, transaction
from invotrack_analytics.warehouse.connection import connect
from invotrack_analytics.warehouse.posting import amend, post

_WENT = frozenset({"sent", "bounced_soft", "bounced_hard", "complained"})
"""States of a mail that left: its steps are said, its invoices sent, whoever read it."""


def post_ended(books: Books, settings: Settings, outbox: Outbox, recorded_at: datetime) -> None:
    """Post what ended and is not in the books; nothing is written where there is nothing."""
    ended = outbox.unposted()
    if not ended:
        return
    with connect() as connection, books.writing(connection), transaction(connection):
        batch_id = new_batch(connection, "mail", recorded_at)
        for mail in ended:
            _put(connection, DELIVERIES, {"delivery_id": mail.id}, _delivery(mail), batch_id)
            if mail.kind == REMINDER:
                for row in _reminders(outbox, mail, settings):
                    key = {name: row[name] for name in REMINDERS.key}
                    _put(connection, REMINDERS, key, row, batch_id)
            if mail.kind == INVOICE and mail.state in _WENT and mail.about is not None:
                _note_sent(connection, mail.about, _day(mail, settings), batch_id)
    outbox.note_posted(ended)


def deliveries_of(mails: Iterable[Mail]) -> list[dict[str, Any]]:
    """Mails as the data set `deliveries` has them."""
    return [_delivery(mail) for mail in mails]


def _delivery(mail: Mail) -> dict[str, Any]:
    return {
        "delivery_id": mail.id,
        "kind": mail.kind,
        "client_id": mail.client_id,
        "to": mail.to,
        "language": mail.language,
        "message_id": mail.message_id,
        "state": mail.state,
        "attempts": mail.attempts,
        "next_try": mail.next_try,
        "queued_at": mail.queued_at,
        "sent_at": mail.sent_at,
        "smtp_reply": mail.smtp_reply,
        "about": mail.about,
        "bounced_on": date.fromisoformat(mail.bounced_on) if mail.bounced_on else None,
    }


def _reminders(outbox: Outbox, mail: Mail, settings: Settings) -> list[dict[str, Any]]:
    rows = []
    for subject in outbox.subjects_of(mail):
        said = said_step(subject)
        rows.append(
            {
                "invoice_number": said.invoice_number,
                "instalment_number": said.instalment_number,
                "step": said.step,
                "policy": subject.details.get("policy"),
                "tone": subject.details.get("tone"),
                "planned_on": _as_day(subject.details.get("planned_on")),
                "sent_on": _day(mail, settings) if mail.state in _WENT | {"unknown"} else None,
                "state": "sent" if mail.state in _WENT else mail.state,
                "delivery_id": mail.id,
                "asked_amount": Decimal(said.asked_amount),
                "currency": said.currency,
                "reason": mail.smtp_reply if mail.state not in _WENT else None,
            }
        )
    return rows


def _day(mail: Mail, settings: Settings) -> date:
    return company_time(settings, moment_of(mail.sent_at or mail.queued_at)).date()


def _as_day(text: object) -> date | None:
    return date.fromisoformat(text) if isinstance(text, str) else None


def _note_sent(connection: duckdb.DuckDBPyConnection, number: str, on: date, batch_id: int) -> None:
    found = connection.execute(
        "select row_id from books.invoices where invoice_number = ? and sent_date is null", [number]
    ).fetchone()
    if found:
        amend(connection, INVOICES, found[0], {"sent_date": on}, batch_id)


def _put(
    connection: duckdb.DuckDBPyConnection, dataset: Any, key: dict[str, Any], row: dict[str, Any], batch_id: int
) -> None:
    """Enter a row, or put it in the place of the one of its key, where it says something else."""
    same = " and ".join(f'"{name}" = ${name}' for name in key)
    found = connection.execute(
        f"select row_id, {', '.join(f'{chr(34)}{name}{chr(34)}' for name in dataset.column_names)} "
        f"from books.{dataset.name} where {same}",
        key,
    ).fetchone()
    if found is None:
        post(connection, dataset, [row], batch_id)
        return
    known = dict(zip(dataset.column_names, found[1:], strict=True))
    changes = {name: row.get(name) for name in dataset.column_names if row.get(name) != known[name]}
    if changes:
        amend(connection, dataset, found[0], changes, batch_id)
