"""Invoices by mail: an issued invoice goes to its client once, its PDF and e-invoice with it, and is noted as sent."""

from __future__ import annotations

import mimetypes
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import duckdb

from invotrack_analytics.billing.documents import document_of
from invotrack_analytics.billing.publishing import files_of
from invotrack_analytics.config import Settings
from invotrack_analytics.correspondence.addressees import addressees_of, client_of
from invotrack_analytics.correspondence.moment import as_utc
from invotrack_analytics.correspondence.posting import post_ended
from invotrack_analytics.correspondence.result import Failed, Round, Sent, Waiting
from invotrack_analytics.correspondence.subjects import INVOICE, invoice_subject, unknown_of
from invotrack_analytics.correspondence.suppression import suppressed_addresses
from invotrack_analytics.documents.figures import Figures
from invotrack_analytics.documents.letters.wording import Wording, language_of
from invotrack_analytics.errors import BillingError, InvotrackError
from invotrack_analytics.mail.letter import Attachment, Letter
from invotrack_analytics.mail.outbox import OPEN, Mail, moment_of
from invotrack_analytics.mail.sending import Hindrance, Post, sending
from invotrack_analytics.warehouse.books import Books
from invotrack_analytics.warehouse.reader import Reader

MOST_ATTACHED_BYTES = 15_000_000
"""Many servers take no more than 20 MB, of which the encoding costs a third."""


@dataclass(frozen=True)
class _Invoice:
    number: str
    client_id: str
    currency: str
    total_amount: Decimal
    is_sent: bool


def send_invoices(
    books: Books, settings: Settings, numbers: Sequence[str], *, now: datetime, recorded_at: datetime
) -> Round:
    """Send issued invoices and credit notes to their clients; what was sent already is left out.

    `now` has a zone. Raises BillingError for a number that is not in the books, a draft, or what is void; then
    nothing is sent.
    """
    with sending(settings, now) as post:
        with Reader(books, settings) as reader:
            invoices = [_find(reader.connection, number) for number in dict.fromkeys(numbers)]
            round_ = _Sending(reader.connection, settings, post).all(invoices)
        post_ended(books, settings, post.outbox, recorded_at or as_utc(now))
        return Round(round_.sent, round_.waiting, round_.failed, unknown_of(post.outbox))


class _Sending:
    def __init__(self, connection: duckdb.DuckDBPyConnection, settings: Settings, post: Post) -> None:
        self._connection, self._settings, self._post = connection, settings, post
        self._wording = Wording(settings.folder)
        self._suppressed = suppressed_addresses(connection, post.outbox)
        self._sent: list[Sent] = []
        self._waiting: list[Waiting] = []
        self._failed: list[Failed] = []

    def all(self, invoices: Sequence[_Invoice]) -> Round:
        entered = {subject.subject: subject.mail for subject in self._post.outbox.subjects(INVOICE)}
        for invoice in invoices:
            mail = entered.get(invoice_subject(invoice.number))
            if mail is None and invoice.is_sent:
                continue
            if mail is not None and mail.state not in OPEN:
                if mail.state == "failed":
                    self._failed.append(Failed(invoice.client_id, mail.id, mail.smtp_reply or "failed"))
                continue
            try:
                self._one(invoice, mail)
            except InvotrackError as error:
                self._failed.append(Failed(invoice.client_id, None, str(error)))
        return Round(tuple(self._sent), tuple(self._waiting), tuple(self._failed))

    def _one(self, invoice: _Invoice, mail: Mail | None) -> None:
        tried: set[str] = set()
        while True:
            if mail is None:
                people, were_more = addressees_of(
                    self._connection, invoice.client_id, ("billing",), self._suppressed | tried
                )
                if not people:
                    self._wait(invoice, "suppressed" if were_more else "no_address")
                    return
                mail = self._post.outbox.enter(
                    self._letter(invoice, people[0]),
                    self._post.sender,
                    self._post.now,
                    {invoice_subject(invoice.number): {}},
                )
                if mail is None:
                    return
            outcome = self._post.deliver(mail)
            if isinstance(outcome, Mail) and outcome.state == "bounced_hard":
                # Nobody is there: the next person of the client is tried at once.
                tried = tried | {outcome.to.lower()}
                self._post.outbox.free(outcome)
                mail = None
                continue
            self._tell(invoice, outcome, mail)
            return

    def _tell(self, invoice: _Invoice, outcome: Mail | Hindrance, mail: Mail) -> None:
        if not isinstance(outcome, Mail):
            until = moment_of(mail.next_try).date() if outcome == "deferred" and mail.next_try else None
            self._waiting.append(Waiting(invoice.client_id, invoice.number, 0, None, outcome, until))
        elif outcome.state == "sent":
            self._sent.append(
                Sent(
                    outcome.id,
                    invoice.client_id,
                    outcome.to,
                    (invoice.number,),
                    {invoice.currency: invoice.total_amount},
                    outcome.message_id,
                )
            )
        elif outcome.state == "deferred":
            self._wait(invoice, "deferred")
        elif outcome.state == "failed":
            self._failed.append(Failed(invoice.client_id, outcome.id, outcome.smtp_reply or "failed"))

    def _wait(self, invoice: _Invoice, reason: str) -> None:
        self._waiting.append(Waiting(invoice.client_id, invoice.number, 0, None, reason))

    def _letter(self, invoice: _Invoice, person: Any) -> Letter:
        client = client_of(self._connection, invoice.client_id)
        company = self._settings.company
        language = language_of(person.language, client.language, country=client.country, locale=company.locale)
        document = document_of(self._connection, self._settings, invoice.number)
        figures = Figures(language, invoice.currency)
        words = self._wording.words(
            language,
            "invoice",
            {
                "client": {"client_id": client.client_id, "name": client.name},
                "company": {"name": company.name, "email": company.email, "bank_account": company.bank_account},
                "contact": {"name": person.name, "email": person.email},
                "invoices": [
                    {
                        "number": document.number,
                        "issue_date": figures.day(document.issue_date),
                        "due_date": figures.day(document.due_date or document.issue_date),
                        "total": figures.money(invoice.total_amount),
                        "asked": figures.money(invoice.total_amount),
                        "days_overdue": 0,
                    }
                ],
                "others": [],
                "totals": {invoice.currency: figures.money(invoice.total_amount)},
                "credit": {},
                "known_until": "",
                "tone": "invoice",
            },
        )
        return Letter(
            kind=INVOICE,
            to=person.email.strip(),
            subject=words.subject,
            text=words.text,
            html=words.html,
            client_id=client.client_id,
            language=language,
            about=invoice.number,
            reply_to=company.email,
            attachments=invoice_attachments(self._connection, self._settings, [invoice.number]),
        )


def invoice_attachments(
    connection: duckdb.DuckDBPyConnection, settings: Settings, numbers: Sequence[str]
) -> tuple[Attachment, ...]:
    """The files of documents, as far as a mail can bear them: those that billing made, else a PDF from the books."""
    found: list[Attachment] = []
    for number in numbers:
        files = files_of(settings, number)
        if files:
            found += [
                Attachment(
                    file.name, file.read_bytes(), mimetypes.guess_type(file.name)[0] or "application/octet-stream"
                )
                for file in files
            ]
        else:
            from invotrack_analytics.documents.company_look import look_of
            from invotrack_analytics.documents.pdf import render_pdf

            pdf = render_pdf(document_of(connection, settings, number), look_of(settings))
            found.append(Attachment(f"{number.replace('/', '-')}.pdf", pdf.content))
    while sum(len(item.content) for item in found) > MOST_ATTACHED_BYTES:
        found.pop()
    return tuple(found)


def _find(connection: duckdb.DuckDBPyConnection, number: str) -> _Invoice:
    row = connection.execute(
        """
        select invoice_number, client_id, currency, total_amount, sent_date is not null, status
        from invoices where invoice_number = ?
        """,
        [number],
    ).fetchone()
    if row is None:
        message = f"there is no invoice {number} in the books; `invotrack invoices list` names them all"
        raise BillingError(message)
    if row[5] != "issued":
        message = f"invoice {number} is {'a draft: issue it first' if row[5] == 'draft' else 'void'}; nothing was sent"
        raise BillingError(message)
    return _Invoice(*row[:5])
