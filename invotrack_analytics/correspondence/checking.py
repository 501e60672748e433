"""Checking: whether every mail can be written: a text in each language, and none that is refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from invotrack_analytics.config import Settings
from invotrack_analytics.documents.letters.wording import OUR_TEMPLATES, Wording, language_of
from invotrack_analytics.errors import TemplateRefusedError
from invotrack_analytics.warehouse.books import Books
from invotrack_analytics.warehouse.reader import Reader

_INVOICE = {
    "number": "A-1",
    "issue_date": "1.1.2026",
    "due_date": "31.1.2026",
    "days_overdue": 3,
    "total": "100,00",
    "asked": "100,00",
}
_SAMPLE: dict[str, Any] = {
    "client": {"client_id": "C1", "name": "Sample"},
    "company": {"name": "Company", "email": "mail@example.com", "bank_account": "ES00"},
    "contact": {"name": "Ana", "email": "ana@example.com"},
    "invoices": [_INVOICE],
    "others": [_INVOICE],
    "totals": {"EUR": "100,00"},
    "credit": {"EUR": "1,00"},
    "known_until": "1.2.2026, 10:00",
    "tone": "friendly",
}


@dataclass(frozen=True)
class Problem:
    """A template that is missing in a language, or wrong."""

    language: str
    template: str
    problem: str


def check_mail(books: Books, settings: Settings) -> list[Problem]:
    """Every problem with the templates of each language that a client or contact has; nothing is sent."""
    wording = Wording(settings.folder)
    with Reader(books, settings) as reader:
        reader.macros.make(["reminder_ladder"])
        connection = reader.connection
        languages = {
            language_of(contact, client, country=country, locale=settings.company.locale)
            for contact, client, country in connection.execute(
                """
                select distinct contacts.language, clients.language, clients.country
                from clients left join contacts on contacts.client_id = clients.client_id
                """
            ).fetchall()
        }
        templates = {name for (name,) in connection.execute("select distinct template from reminder_ladder").fetchall()}
    languages.add(language_of(country=None, locale=settings.company.locale))
    asked = {(language, name) for language in languages for name in templates | {"invoice"}}
    asked |= {(language, name) for language, name in wording.names() if name in templates | set(OUR_TEMPLATES)}
    return list(_problems(wording, asked))


def _problems(wording: Wording, asked: set[tuple[str, str]]) -> Iterator[Problem]:
    for language, template in sorted(asked):
        try:
            wording.words(language, template, _SAMPLE)
        except TemplateRefusedError as error:
            yield Problem(language, template, str(error))
