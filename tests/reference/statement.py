"""Report `statement`: the account of each client and currency, line by line, with a running balance.

Choices where the contract is silent:

- The account is never rewritten: the balance after the last line of a day is the `outstanding` of `aging` on that day.
  So a document with a void date stands with its amount, and a line `void` on the void date takes it back, together
  with what was written off of it. A document that was never live (draft, void from the start or by its issue date) and
  a write-off of an invoice that is not live do not stand there.
- `amount` is signed: what raises the debt is positive (invoice, refund), what lowers it negative.
- A payment is one line, whatever number of invoices it settles. A write-off has its invoice's number, and the later of
  the two dates.
- A period (default: the twelve months that end with `as_of`) begins with a line `opening_balance` dated `from`, amount
  = balance, unless that is zero.
- On one day: invoices, credit notes, payments, write-offs, voids; each by number.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from tests.reference.amounts import rounded
from tests.reference.books import Books
from tests.reference.fields import Row
from tests.reference.period import period_of
from tests.reference.receivables import GIVEN_UP, accounts, given_up, on
from tests.reference.rows import Document

PLACES = {"invoice": 1, "credit_note": 2, "payment": 3, "void": 5}
SETTLED_PLACE = 4


@dataclass(frozen=True)
class Movement:
    """A line of the account."""

    day: date
    kind: str
    number: str
    amount: Decimal


def report(books: Books, as_of: date, *, date_from: date | None = None, date_to: date | None = None) -> list[Row]:
    """Return the account of every client and currency over the period."""
    period = period_of(as_of, date_from, date_to)
    rows: list[Row] = []
    for client_id, currency in accounts(books):
        lines: list[tuple[date, str, str | None, Decimal]] = []
        balance = Decimal(0)
        moved = movements(books, client_id, currency, as_of)
        opening = sum((one.amount for one in moved if one.day < period.start), Decimal(0))
        if opening != 0:
            lines.append((period.start, "opening_balance", None, opening))
        lines += [(one.day, one.kind, one.number, one.amount) for one in moved if one.day in period]
        for day, kind, number, amount in lines:
            balance += amount
            rows.append(
                {
                    "client_id": client_id,
                    "client_name": books.client(client_id).name,
                    "currency": currency,
                    "document_date": day,
                    "kind": kind,
                    "number": number,
                    "amount": rounded(amount, currency),
                    "balance": rounded(balance, currency),
                }
            )
    return rows


def movements(books: Books, client_id: str, currency: str, as_of: date) -> list[Movement]:
    """List the lines of an account dated ≤ as_of, first to last."""
    moved = []
    for document in books.documents:
        if on(document, client_id, currency):
            moved += document_movements(books, document, as_of)
    payments = sorted(
        (payment.payment_date, payment.payment_id, payment.amount)
        for payment in books.payments
        if on(payment, client_id, currency)
    )
    for (day, payment_id), parts in groupby(payments, key=lambda part: (part[0], part[1])):
        moved.append(Movement(day, "payment", payment_id, -sum((part[2] for part in parts), Decimal(0))))
    known = [one for one in moved if one.day <= as_of]
    return sorted(known, key=lambda one: (one.day, PLACES.get(one.kind, SETTLED_PLACE), one.number, one.amount))


def document_movements(books: Books, document: Document, as_of: date) -> list[Movement]:
    """List the lines of a document, of what settled it without money, and of its end."""
    if document.status == "draft":
        return []
    ends: date | None = None
    if document.status == "void" and (document.void_date is None or document.void_date <= as_of):
        ends = document.void_date or document.issue_date
    if ends is not None and ends <= document.issue_date:
        return []
    sign = 1 if document.kind == "invoice" else -1
    moved = [Movement(document.issue_date, document.kind, document.number, sign * document.total)]
    if document.kind == "invoice":
        settled = [
            (one.write_off_date, one.kind, one.amount)
            for one in books.write_offs
            if one.invoice_number == document.number and one.kind not in GIVEN_UP and one.write_off_date <= as_of
        ]
        for one in given_up(books, document, as_of):
            kind = "discount" if not one.is_lost else "write_off" if one.amount > 0 else "recovery"
            settled.append((one.document_date, kind, one.amount))
        for on_day, kind, amount in settled:
            day = max(on_day, document.issue_date)
            if ends is None or day < ends:
                moved.append(Movement(day, kind, document.number, -amount))
    if ends is not None:
        moved.append(Movement(ends, "void", document.number, -sum((one.amount for one in moved), Decimal(0))))
    return moved
