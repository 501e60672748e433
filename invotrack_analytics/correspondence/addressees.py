"""Addressees: which person of a client receives what, and which addresses nothing goes to any more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from invotrack_analytics.mail.letter import is_address


@dataclass(frozen=True)
class Addressee:
    """A person, or just an address, of a client."""

    email: str
    name: str | None = None
    language: str | None = None


@dataclass(frozen=True)
class Client:
    """What a mail needs of a client."""

    client_id: str
    name: str
    country: str | None
    language: str | None


def client_of(connection: duckdb.DuckDBPyConnection, client_id: str) -> Client:
    """A client of the books."""
    row = connection.execute(
        "select client_id, name, country, language from clients where client_id = ?", [client_id]
    ).fetchone()
    return Client(*row) if row else Client(client_id, client_id, None, None)


def addressees_of(
    connection: duckdb.DuckDBPyConnection, client_id: str, roles: Iterable[str], suppressed: frozenset[str]
) -> tuple[list[Addressee], bool]:
    """Whom something may go to, the first first, by these roles and then the client's own address.

    Also whether there were more, to whose addresses nothing goes any more.
    """
    contacts = connection.execute(
        "select email, name, language, coalesce(role, 'billing') from contacts where client_id = ? order by email",
        [client_id],
    ).fetchall()
    found = [Addressee(*row[:3]) for role in roles for row in contacts if row[3] == role]
    own = connection.execute("select email from clients where client_id = ?", [client_id]).fetchone()
    silent = {row[0].strip().lower() for row in contacts if row[3] == "none"}
    addresses = [part.strip() for part in ((own[0] if own else None) or "").split(";")]
    found += [Addressee(address) for address in addresses if address and address.lower() not in silent]
    known = [item for item in found if is_address(item.email.strip())]
    free = [item for item in known if item.email.strip().lower() not in suppressed]
    return free, len(free) < len(known)
