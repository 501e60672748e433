"""Matching bank lines: certain and confirmed matches become payments, in one transaction; the rest is suggested."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import duckdb

from invotrack_analytics.config import Settings
from invotrack_analytics.errors import MatchingError
from invotrack_analytics.matching.proposal import LineMatch, Proposer, Suggestion, payer_key
from invotrack_analytics.matching.references import bare
from invotrack_analytics.model.payers import PAYERS
from invotrack_analytics.model.payments import PAYMENTS
from invotrack_analytics.warehouse.books import Books, new_batch, transaction
from invotrack_analytics.warehouse.connection import connect
from invotrack_analytics.warehouse.ledger import BILLING, create_ledger
from invotrack_analytics.warehouse.posting import amend, begin_touching, post, rebalance, touch
from invotrack_analytics.warehouse.undated import take_the_place

METHOD = "bank"
_LONGEST_REFERENCE = 140
"""Signs of a remittance text (ISO 20022, Max140Text)."""


@dataclass
class MatchResult:
    """What became of every waiting bank line."""

    lines: list[LineMatch] = field(default_factory=list)
    applied: list[LineMatch] = field(default_factory=list)
    """Lines that became payments."""


def propose(connection: duckdb.DuckDBPyConnection) -> MatchResult:
    """What could be matched; changes nothing. Needs the ledger."""
    return MatchResult(Proposer(connection).propose())


def match(
    books: Books,
    settings: Settings,
    *,
    recorded_at: datetime,
    confirmed: Mapping[str, Sequence[str]],
    apply: bool,
) -> MatchResult:
    """Turn lines into payments: those confirmed (line → invoices), and with `apply` those that are certain.

    A confirmed line pays its invoices in the order given; what is left is money on the client's account. Who paid is
    remembered. Raises MatchingError for a line or invoice that is not there, or does not fit; then nothing is changed.
    """
    books.snapshot()  # Attaching would make an empty file where there are no books.
    with connect() as connection, books.writing(connection):
        create_ledger(connection, settings).make(BILLING)
        with transaction(connection):
            proposer = Proposer(connection)
            waiting = {line.bank_line_id: line for line in proposer.lines()}
            done = []
            for line_id, numbers in confirmed.items():
                line = _waiting_line(connection, waiting, line_id)
                line.certain = _confirmed(connection, proposer, line, numbers)
                proposer.take(line, line.certain.allocations)
                done.append(line)
            remembered = list(done)
            if done:
                _post(connection, done, recorded_at, remembered)
            left = Proposer(connection).propose()
            while apply and (certain := [line for line in left if line.certain is not None]):
                _post(connection, certain, recorded_at, [])
                done += certain
                left = [line for line in left if line.certain is None]
                # What was matched just now may be what another line of the same statement takes back.
                if any(line.amount < 0 for line in left):
                    left = Proposer(connection).propose()
    return MatchResult(left, done)


def _waiting_line(connection: duckdb.DuckDBPyConnection, waiting: Mapping[str, LineMatch], line_id: str) -> LineMatch:
    if line_id in waiting:
        return waiting[line_id]
    known = connection.execute("select 1 from bank_lines where bank_line_id = ?", [line_id]).fetchone()
    message = f"bank line {line_id} is matched already" if known else f"there is no bank line {line_id}"
    message += "; see those that wait with `invotrack match`"
    raise MatchingError(message)


def _confirmed(
    connection: duckdb.DuckDBPyConnection, proposer: Proposer, line: LineMatch, numbers: Sequence[str]
) -> Suggestion:
    if line.amount < 0:
        message = f"bank line {line.bank_line_id} takes money back; import it as a payment with a negative amount"
        raise MatchingError(message)
    invoices = []
    for number in numbers:
        invoice = proposer.invoices.get(number)
        if invoice is None or invoice.open_to(line) <= 0:
            known = connection.execute("select 1 from invoices where invoice_number = ?", [number]).fetchone()
            message = f"invoice {number} has nothing open" if known else f"there is no invoice {number} in the books"
            message += f"; bank line {line.bank_line_id} stays unmatched"
            raise MatchingError(message)
        if invoice.currency != line.currency:
            message = f"bank line {line.bank_line_id} is in {line.currency}, invoice {number} in {invoice.currency}"
            raise MatchingError(message)
        invoices.append(invoice)
    clients = sorted({invoice.client_id for invoice in invoices})
    if len(clients) != 1:
        message = (
            f"bank line {line.bank_line_id}: the invoices are of {', '.join(clients) or 'nobody'}; name those of one"
        )
        raise MatchingError(message)
    return Suggestion(proposer.spread(line, invoices), ())


def _post(
    connection: duckdb.DuckDBPyConnection,
    lines: Sequence[LineMatch],
    recorded_at: datetime,
    remembered: Sequence[LineMatch],
) -> None:
    begin_touching(connection)
    batch_id = new_batch(connection, "match", recorded_at)
    rows = []
    for line in lines:
        reference = line.structured_reference or line.remittance or ""
        for allocation in line.certain.allocations if line.certain else ():
            rows.append(
                {
                    "payment_id": line.bank_line_id,
                    "payment_date": line.booking_date,
                    "amount": allocation.amount,
                    "client_id": allocation.client_id,
                    "invoice_number": allocation.invoice_number,
                    "currency": line.currency,
                    "method": METHOD,
                    "reference": reference[:_LONGEST_REFERENCE] or None,
                }
            )
            if allocation.invoice_number is not None:
                touch(connection, allocation.invoice_number)
    post(connection, PAYMENTS, rows, batch_id)
    added = f"select invoice_number, payment_date, amount from books.payments where recorded_in = {batch_id}"
    take_the_place(connection, added, batch_id)
    for line in remembered:
        _remember(connection, line, batch_id)
    rebalance(connection)


def _remember(connection: duckdb.DuckDBPyConnection, line: LineMatch, batch_id: int) -> None:
    client_id = line.certain.allocations[0].client_id if line.certain else None
    keys = (bare(line.payer_iban or ""), payer_key(line.payer_name or ""))
    for key in filter(None, keys):
        known = connection.execute("select row_id, client_id from books.payers where payer = ?", [key]).fetchone()
        if known is None:
            post(connection, PAYERS, [{"payer": key, "client_id": client_id}], batch_id)
        elif known[1] != client_id:
            amend(connection, PAYERS, known[0], {"client_id": client_id}, batch_id)
