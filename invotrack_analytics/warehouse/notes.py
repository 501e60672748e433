"""Notes: what colleagues have written down about a client, and what its imported row says; never for the client."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb

from invotrack_analytics.errors import NoteError
from invotrack_analytics.warehouse.books import Books, new_batch, transaction
from invotrack_analytics.warehouse.connection import connect

LONGEST_NOTE = 4000
"""Characters."""

# What could not be seen, or would turn the text round: all control characters but tab and line feed.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class ClientNote:
    """A text about a client: by an author, or from the file that its row was imported from; `written_at` is UTC."""

    text: str
    written_at: datetime
    author: str | None = None
    path: str | None = None


def add_note(books: Books, *, client: str, text: str, author: str, recorded_at: datetime) -> None:
    """Note something of a client. Raises NoteError where there is no such client, and for what is no text."""
    text = _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if not text:
        message = "the note is empty: write what is to be remembered"
        raise NoteError(message)
    if len(text) > LONGEST_NOTE:
        message = f"the note has {len(text)} characters; at most {LONGEST_NOTE} are kept: shorten it, or write two"
        raise NoteError(message)
    books.snapshot()  # Attaching would make an empty file where there are no books.
    with connect() as connection, books.writing(connection), transaction(connection):
        if not connection.execute("select 1 from books.clients where client_id = ?", [client]).fetchone():
            message = f"there is no client {client!r} in the books"
            raise NoteError(message)
        batch_id = new_batch(connection, "note", recorded_at)
        connection.execute("insert into books.client_notes values (?, ?, ?, ?)", [batch_id, client, author, text])


def notes_of(connection: duckdb.DuckDBPyConnection, client: str) -> list[ClientNote]:
    """Every note on a client that a reader knows, the newest first; what its imported row says comes last."""
    written = """
        select text, recorded_at, author, null
        from books.client_notes join batches using (batch_id)
        where client_id = ? order by batch_id desc
    """
    imported = """
        select notes, recorded_at, null, path
        from clients join batches using (batch_id)
        where client_id = ? and notes is not null
    """
    rows = [row for query in (written, imported) for row in connection.execute(query, [client]).fetchall()]
    return [ClientNote(text, at.replace(tzinfo=UTC), author, path) for text, at, author, path in rows]
