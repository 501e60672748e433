"""Demand letters: the very mail that asks a client, in its language, to the first person that can be reached."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import duckdb

from invotrack_analytics.billing.publishing import files_of
from invotrack_analytics.collecting.demand import Demand, other_items
from invotrack_analytics.config import Settings
from invotrack_analytics.correspondence.invoices import invoice_attachments
from invotrack_analytics.correspondence.subjects import REMINDER
from invotrack_analytics.correspondence.suppression import suppressed_addresses
from invotrack_analytics.documents.figures import Figures
from invotrack_analytics.documents.letters.wording import Wording, language_of
from invotrack_analytics.errors import CollectingError
from invotrack_analytics.mail.letter import Letter, is_address
from invotrack_analytics.mail.outbox import Outbox


class DemandLetters:
    """The letters of one snapshot of the books; what they need of all the clients is asked at once."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        settings: Settings,
        outbox: Outbox,
        now: datetime,
        demands: Sequence[Demand],
    ) -> None:
        self._connection, self._settings, self._now = connection, settings, now
        self._wording = Wording(settings.folder)
        clients = [demand.client_id for demand in demands]
        bound = {"clients": clients}
        self._clients: dict[str, dict[str, Any]] = {
            row[0]: dict(zip(("client_id", "name", "country", "language"), row, strict=True))
            for row in connection.execute(
                "select client_id, name, country, language from clients where list_contains($clients, client_id)",
                bound,
            ).fetchall()
        }
        suppressed = suppressed_addresses(connection, outbox)
        self._people: dict[str, list[dict[str, Any]]] = {}
        for client, email, name, language in connection.execute(
            """
            select client_id, email, name, language from reminder_addresses
            where list_contains($clients, client_id)
            order by client_id, preference, place
            """,
            bound,
        ).fetchall():
            if email.lower() not in suppressed:
                self._people.setdefault(client, []).append({"email": email, "name": name, "language": language})
        self._others = other_items(connection, now.date().isoformat(), clients) if clients else {}
        self._threads = dict(
            connection.execute(
                """
                select client_id, arg_max(message_id, sent_at) from deliveries
                where kind = 'reminder' and sent_at is not null group by client_id
                """
            ).fetchall()
        )
        self._owners = dict(
            connection.execute(
                f"""
                select client_id, arg_max("user", "from") from assignments
                where "from" <= date '{now.date().isoformat()}'
                    and coalesce("until" >= date '{now.date().isoformat()}', true)
                group by client_id
                """
            ).fetchall()
        )

    def refuse(self, address: str) -> None:
        """Nobody is at this address."""
        for people in self._people.values():
            people[:] = [person for person in people if person["email"].lower() != address.lower()]

    def has_nobody(self, client: str) -> bool:
        """Whether no address of a client is left."""
        return not self._people.get(client)

    def letter(self, demand: Demand) -> Letter:
        """The mail of a demand. Raises CollectingError for no address, TemplateRefusedError."""
        people = self._people.get(demand.client_id)
        if not people:
            message = f"client {demand.client_id} has no mail address; give it one, or a contact"
            raise CollectingError(message)
        person, client = people[0], self._clients[demand.client_id]
        company = self._settings.company
        language = language_of(person["language"], client["language"], country=client["country"], locale=company.locale)
        words = self._wording.words(language, demand.highest.template, self._values(demand, person, language))
        owner = self._owners.get(demand.client_id)
        return Letter(
            kind=REMINDER,
            to=person["email"],
            subject=words.subject,
            text=words.text,
            html=words.html,
            client_id=demand.client_id,
            language=language,
            reply_to=owner if owner and is_address(owner) else company.email,
            references=self._threads.get(demand.client_id),
            attachments=invoice_attachments(self._connection, self._settings, self._attached(demand)),
        )

    def _attached(self, demand: Demand) -> list[str]:
        """The invoices whose files go along, as the steps say; by our own rules those that were issued here."""
        asked = {step.invoice_number for step in demand.steps if "invoice" in step.attach.split(",")}
        ours = {step.invoice_number for step in demand.steps if step.is_after_due and step.policy == "standard"}
        return [
            number
            for number in demand.invoices
            if number in asked or (number in ours and files_of(self._settings, number))
        ]

    def _values(self, demand: Demand, person: dict[str, Any], language: str) -> dict[str, Any]:
        company, client = self._settings.company, self._clients[demand.client_id]
        figures = {currency: Figures(language, currency) for currency in demand.totals}
        asked = {(step.invoice_number, step.instalment_number) for step in demand.steps}
        today = self._now.date()
        others = [item for number, part, item in self._others.get(demand.client_id, []) if (number, part) not in asked]
        return {
            "client": {"client_id": client["client_id"], "name": client["name"]},
            "company": {"name": company.name, "email": company.email, "bank_account": company.bank_account},
            "contact": {"name": person["name"], "email": person["email"]},
            "invoices": [
                {
                    "number": step.invoice_number,
                    "issue_date": figures[step.currency].day(step.issue_date),
                    "due_date": figures[step.currency].day(step.due_date),
                    "days_overdue": max((today - step.due_date).days, 0),
                    "total": figures[step.currency].money(step.total_amount),
                    "asked": figures[step.currency].money(step.asked_amount),
                }
                for step in demand.steps
            ],
            "others": [
                {
                    "number": item.invoice_number,
                    "due_date": Figures(language, item.currency).day(item.due_date),
                    "asked": Figures(language, item.currency).money(item.open_amount),
                }
                for item in others
            ],
            "totals": {currency: figures[currency].money(amount) for currency, amount in demand.totals.items()},
            "credit": {currency: figures[currency].money(amount) for currency, amount in demand.credit.items()},
            "known_until": f"{next(iter(figures.values())).day(today)}, {self._now:%H:%M}",
            "tone": demand.highest.tone,
        }
