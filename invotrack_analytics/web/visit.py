"""A visit: one person at the books, through one page. What a page may read, it reads through here."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from threading import Lock
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from invotrack_analytics.errors import AccessError
from invotrack_analytics.publish.words import WORDS
from invotrack_analytics.reports.answer import find_report
from invotrack_analytics.reports.asked import listed
from invotrack_analytics.reports.report import Result
from invotrack_analytics.web.filters import Filters
from invotrack_analytics.workbench import Workbench

_MOST_ROWS_KEPT = 200_000
_MOST_OUTCOMES = 200


class KeptResults:
    """Answers already given, for all visits together, as long as the books stay as they are. Threads may share it.

    A question that several ask at once is asked of the books once; what is kept for all clients or all currencies
    answers for one of them too, where its rows say whose they are.
    """

    def __init__(self, books: Workbench) -> None:
        self._books = books
        self._kept: OrderedDict[tuple[Any, ...], Result] = OrderedDict()
        self._rows = 0
        self._choices_at: tuple[str, tuple[tuple[tuple[str, str], ...], tuple[str, ...]]] | None = None
        self._lock = Lock()
        self._asking: dict[tuple[Any, ...], Lock] = {}

    def clients(self) -> tuple[tuple[str, str], ...]:
        """Every client's id and name, by name."""
        return self._choices()[0]

    def currencies(self) -> tuple[str, ...]:
        """Every currency in the books."""
        return self._choices()[1]

    def _choices(self) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
        revision = self._books.revision()
        if self._choices_at is None or self._choices_at[0] != revision:
            clients = ((str(client["client_id"]), str(client["name"])) for client in self._books.clients())
            by_name = tuple(sorted(clients, key=lambda client: (client[1].casefold(), client[0])))
            self._choices_at = (revision, (by_name, tuple(self._books.currencies())))
        return self._choices_at[1]

    def report(
        self,
        name: str,
        as_of: date,
        *,
        client: str | Iterable[str] | None = None,
        currency: str | Iterable[str] | None = None,
        **parameters: Any,
    ) -> Result:
        """As Workbench.report."""
        client, currency = listed(client), listed(currency)
        question = (self._books.revision(), name, as_of, *sorted(parameters.items()))
        key = (*question, client, currency)
        with self._lock:
            asking = self._asking.setdefault(key, Lock())
        try:
            with asking:
                result = self._find(question, client, currency)
                if result is None:
                    result = self._books.report(name, as_of=as_of, client=client, currency=currency, **parameters)
                self._keep(key, result)
        finally:
            with self._lock:
                self._asking.pop(key, None)
        return result

    def _find(self, question: tuple[Any, ...], client: tuple[str, ...], currency: tuple[str, ...]) -> Result | None:
        """The answer, if it is kept, or the rows of it in one to a wider question."""
        if not set(client) <= {known for known, _ in self.clients()} or not set(currency) <= set(self.currencies()):
            # No answer holds rows of what the books do not know; they say so.
            return None
        for wider in dict.fromkeys(((client, currency), (client, ()), ((), currency), ((), ()))):
            with self._lock:
                kept = self._kept.get((*question, *wider))
                if kept is not None:
                    self._kept.move_to_end((*question, *wider))
            if kept is not None and (narrowed := _narrowed(kept, client, currency)) is not None:
                return narrowed
        return None

    def _keep(self, key: tuple[Any, ...], result: Result) -> None:
        with self._lock:
            if key not in self._kept:
                self._kept[key] = result
                self._rows += _weight(result)
            while self._rows > _MOST_ROWS_KEPT:
                _, oldest = self._kept.popitem(last=False)
                self._rows -= _weight(oldest)


def _narrowed(result: Result, client: tuple[str, ...], currency: tuple[str, ...]) -> Result | None:
    """The result's rows of a client and in a currency; None where there is not a row for each of them."""
    asked, table, report = result.parameters, result.table, result.report
    choices = (("client", "client_id", client, asked.client), ("currency", "currency", currency, asked.currency))
    for parameter, column, wanted, given in choices:
        if wanted != given:
            if parameter not in report.parameters or column not in report.key:
                return None
            table = table.filter(pc.is_in(table[column], pa.array(wanted, pa.string())))
    if table is result.table:
        return result
    return replace(result, table=table, parameters=replace(asked, client=client, currency=currency))


class Outcomes:
    """What became of things that people did: shown to them, and to nobody else, after the page has come anew."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[str, Any]] = OrderedDict()
        self._lock = Lock()

    def put(self, user_name: str, outcome: Any) -> str:
        """Keep it; returns the name under which its page finds it."""
        name = secrets.token_urlsafe(12)
        with self._lock:
            self._kept[name] = (user_name, outcome)
            while len(self._kept) > _MOST_OUTCOMES:
                self._kept.popitem(last=False)
        return name

    def get(self, user_name: str, name: str) -> Any:
        """The outcome of that name, if it is this user's; else None."""
        whose, outcome = self._kept.get(name, ("", None))
        return outcome if whose == user_name else None


def _weight(result: Result) -> int:
    # An empty answer takes room too.
    return len(result) + 50


@dataclass(frozen=True)
class Visit:
    """One person's way to the books; a person with the role client has no way to another client's rows."""

    books: Workbench
    results: KeptResults
    user_name: str
    role: str
    own_client: str | None
    still_signed_in: Callable[[], bool]
    default_as_of: Callable[[], date]
    outcomes: Outcomes = field(default_factory=Outcomes)
    now: Callable[[], datetime] = datetime.now
    """The local time, without zone, as schedules have it."""
    form_key: str = ""
    """Proves that a form came from a page of this sign-in."""

    def allowed(self, filters: Filters) -> Filters:
        """The filters as far as this person may choose them. Raises AccessError once the sign-in has ended."""
        if not self.still_signed_in():
            raise AccessError(WORDS.signed_out)
        if self.role != "client":
            return filters
        if not self.own_client:
            # Nobody's account would be everybody's.
            raise AccessError(WORDS.forbidden_reason)
        return filters.with_client(self.own_client)

    def report(self, name: str, filters: Filters, **parameters: Any) -> Result:
        """A report under the filters. Raises AccessError once the sign-in has ended."""
        filters = self.allowed(filters)
        if filters.date_from and "date_from" in find_report(name).parameters:
            parameters = {"date_from": filters.date_from, **parameters}
        return self.results.report(
            name,
            filters.as_of,
            known_on=filters.known_on,
            client=filters.clients,
            currency=filters.currencies,
            **parameters,
        )

    def document(self, number: str) -> Path | None:
        """The PDF of a document that this person may see. Raises AccessError once the sign-in has ended."""
        if self.role == "client":
            documents = self.report("documents", Filters(self.default_as_of())).table
            if number not in documents["number"].to_pylist():
                return None
        return self.books.document_file(number)

    def clients(self) -> tuple[tuple[str, str], ...]:
        """The clients that this person may choose from, id and name, by name."""
        clients = self.results.clients()
        return tuple(client for client in clients if client[0] == self.own_client) if self.role == "client" else clients

    def notes(self, filters: Filters) -> Sequence[Any]:
        """What is noted of the filters' client: for managers and accountants, never for the client itself."""
        if self.role == "client" or filters.client is None:
            return ()
        return self.books.client_notes(filters.client, known_on=filters.known_on)

    def currencies(self) -> tuple[str, ...]:
        """The currencies that occur in the books."""
        return self.results.currencies()
