"""The filters that pages share, as they stand in an address: /?as_of=2026-09-30&client=ID&currency=EUR.

What a page has beside them (a search, an order, a place in its list) stands in the address too, as `own`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from urllib.parse import urlencode

from invotrack_analytics.days import read_day, read_moment
from invotrack_analytics.errors import ReportError
from invotrack_analytics.money import currencies
from invotrack_analytics.publish.words import WORDS
from invotrack_analytics.reports.asked import listed

SHARED = ("as_of", "client", "currency", "known_on", "from")
_OWN_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_MOST_OWN = 12
_LONGEST_OWN = 200


@dataclass(frozen=True)
class Filters:
    """What a page shows: the books at the end of `as_of`, of some clients or all, in some currencies or each."""

    as_of: date
    clients: tuple[str, ...] = ()
    """Only these, by id; none named means all."""
    currencies: tuple[str, ...] = ()
    """Only these, by code; none named means each."""
    known_on: datetime | None = None
    """UTC; None means everything known up to now."""
    date_from: date | None = None
    """First day of the period of pages that have one; None means the twelve months that end with `as_of`."""
    own: tuple[tuple[str, str], ...] = ()
    """What the page itself was asked, by name."""

    def get(self, name: str) -> str:
        """What the page itself was asked under this name; empty where nothing."""
        return dict(self.own).get(name, "")

    def with_client(self, client: str | None) -> Filters:
        """The same, of that client."""
        return replace(self, clients=(client,) if client else ())

    @property
    def client(self) -> str | None:
        """The client, where it is one alone."""
        return self.clients[0] if len(self.clients) == 1 else None

    def query(self, **other: str | None) -> str:
        """The filters as the query of an address, `?` first; `other` replaces single values, None leaves one out."""
        known_on = self.known_on.isoformat().replace("+00:00", "Z") if self.known_on else None
        values: dict[str, str | Sequence[str] | None] = {
            "as_of": self.as_of.isoformat(),
            "client": self.clients,
            "currency": self.currencies,
            "known_on": known_on,
            "from": self.date_from.isoformat() if self.date_from else None,
            **other,
        }
        return "?" + urlencode({name: value for name, value in values.items() if value}, doseq=True)

    def own_query(self, **other: str | None) -> str:
        """As `query`, with what the page itself was asked."""
        return self.query(**{**dict(self.own), **other})


def read_filters(
    values: Mapping[str, str | Sequence[str]], default_as_of: date, today: date | None = None
) -> tuple[Filters, list[str]]:
    """The filters that an address asks for, and what of it cannot be understood, in words; the rest holds.

    `client` and `currency` may have several values; of others the last holds. Words for days count from `today`, which
    is `default_as_of` where it is not given.
    """
    several = {name: [value] if isinstance(value, str) else value for name, value in values.items()}
    last = {name: given[-1] for name, given in several.items() if given}
    today = today or default_as_of
    problems: list[str] = []
    filters = Filters(default_as_of, clients=listed(several.get("client")))
    as_of = last.get("as_of", "").strip()
    if as_of:
        try:
            filters = replace(filters, as_of=read_day(as_of, today))
        except ReportError:
            problems.append(WORDS.not_a_date.format(name=WORDS.as_of, value=as_of, instead=default_as_of.isoformat()))
    codes = listed(code.strip().upper() for code in several.get("currency", ()))
    problems += [WORDS.not_a_currency.format(value=code) for code in codes if code not in currencies()]
    filters = replace(filters, currencies=tuple(code for code in codes if code in currencies()))
    known_on = last.get("known_on", "").strip()
    if known_on:
        try:
            filters = replace(filters, known_on=read_moment(known_on, today).replace(tzinfo=UTC))
        except (ReportError, ValueError, OverflowError):
            problems.append(WORDS.not_a_moment.format(value=known_on))
    date_from = last.get("from", "").strip()
    if date_from:
        try:
            filters = replace(filters, date_from=read_day(date_from, today))
        except ReportError:
            problems.append(WORDS.not_a_first_day.format(name=WORDS.from_day, value=date_from))
    if filters.date_from and filters.date_from > filters.as_of:
        problems.append(WORDS.from_after_as_of.format(name=WORDS.from_day, value=date_from))
        filters = replace(filters, date_from=None)
    return replace(filters, own=_own(last)), problems


def _own(values: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """What is no shared filter, as far as it could be meant for a page."""
    own = ((name, value[:_LONGEST_OWN]) for name, value in values.items() if name not in SHARED and value)
    return tuple(sorted((name, value) for name, value in own if _OWN_NAME.fullmatch(name)))[:_MOST_OWN]
