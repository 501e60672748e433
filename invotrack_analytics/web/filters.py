"""The filters that pages share, as they stand in an address: /?as_of=2026-09-30&client=ID&currency=EUR.

What a page has beside them (a search, an order, a place in its list) stands in the address too, as `own`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlencode

from invotrack_analytics.money import currencies
from invotrack_analytics.publish.words import WORDS

SHARED = ("as_of", "client", "currency", "known_on", "from")
_OWN_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_MOST_OWN = 12
_LONGEST_OWN = 200


@dataclass(frozen=True)
class Filters:
    """What a page shows: the books at the end of `as_of`, of one client or all, in one currency or each."""

    as_of: date
    client: str | None = None
    currency: str | None = None
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
        return replace(self, client=client)

    def query(self, **other: str | None) -> str:
        """The filters as the query of an address, `?` first; `other` replaces single values, None leaves one out."""
        known_on = self.known_on.isoformat().replace("+00:00", "Z") if self.known_on else None
        values: dict[str, str | None] = {
            "as_of": self.as_of.isoformat(),
            "client": self.client,
            "currency": self.currency,
            "known_on": known_on,
            "from": self.date_from.isoformat() if self.date_from else None,
            **other,
        }
        return "?" + urlencode({name: value for name, value in values.items() if value})

    def own_query(self, **other: str | None) -> str:
        """As `query`, with what the page itself was asked."""
        return self.query(**{**dict(self.own), **other})


def read_filters(values: Mapping[str, str], default_as_of: date) -> tuple[Filters, list[str]]:
    """The filters that an address asks for, and what of it cannot be understood, in words; the rest holds."""
    problems: list[str] = []
    filters = Filters(default_as_of, client=values.get("client") or None)
    as_of = values.get("as_of", "").strip()
    if as_of:
        try:
            filters = replace(filters, as_of=date.fromisoformat(as_of))
        except ValueError:
            problems.append(WORDS.not_a_date.format(name=WORDS.as_of, value=as_of, instead=default_as_of.isoformat()))
    currency = values.get("currency", "").strip().upper()
    if currency in currencies():
        filters = replace(filters, currency=currency)
    elif currency:
        problems.append(WORDS.not_a_currency.format(value=currency))
    known_on = values.get("known_on", "").strip()
    if known_on:
        try:
            filters = replace(filters, known_on=_moment(known_on))
        except (ValueError, OverflowError):
            problems.append(WORDS.not_a_moment.format(value=known_on))
    date_from = values.get("from", "").strip()
    if date_from:
        try:
            filters = replace(filters, date_from=date.fromisoformat(date_from))
        except ValueError:
            problems.append(WORDS.not_a_first_day.format(name=WORDS.from_day, value=date_from))
    if filters.date_from and filters.date_from > filters.as_of:
        problems.append(WORDS.from_after_as_of.format(name=WORDS.from_day, value=date_from))
        filters = replace(filters, date_from=None)
    return replace(filters, own=_own(values)), problems


def _own(values: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """What is no shared filter, as far as it could be meant for a page."""
    own = ((name, value[:_LONGEST_OWN]) for name, value in values.items() if name not in SHARED and value)
    return tuple(sorted((name, value) for name, value in own if _OWN_NAME.fullmatch(name)))[:_MOST_OWN]


def _moment(text: str) -> datetime:
    """A day means its end; a time without offset is local, as on the command line."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return datetime.fromisoformat(text).astimezone(UTC)
    return (datetime.combine(day + timedelta(days=1), time.min) - timedelta(microseconds=1)).astimezone(UTC)
