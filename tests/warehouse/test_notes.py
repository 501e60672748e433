"""What colleagues note of a client: who, when and what, as it was known at any time."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import invotrack_analytics as iv
from invotrack_analytics.errors import NoteError
from invotrack_analytics.warehouse.notes import LONGEST_NOTE, add_note
from invotrack_analytics.workspace import create_workspace

CLIENTS = "client_id,name,notes\nC1,Meridian,Ask for Ann\nC2,Harbour,\n"
NOON = datetime(2090, 9, 1, 12)  # noqa: DTZ001  moments in the books are UTC without zone
EVENING = NOON.replace(hour=18)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("notes")
    create_workspace(folder / "books")
    Path(folder, "clients.csv").write_text(CLIENTS, "utf-8")
    book = iv.open(folder / "books")
    book.import_files(folder / "clients.csv")
    add_note(book.books, client="C1", text="Promised Friday", author="ann", recorded_at=NOON)
    add_note(book.books, client="C1", text=" \r\n<b>Paid</b>\x00\u202e\r\nhalf\n", author="bob", recorded_at=EVENING)
    return book


def test_the_newest_stands_first_and_the_imported_last(book: Any) -> None:
    found = [(note.text, note.author, note.written_at) for note in book.client_notes("C1")]
    assert found[:2] == [
        ("<b>Paid</b>\nhalf", "bob", EVENING.replace(tzinfo=UTC)),
        ("Promised Friday", "ann", NOON.replace(tzinfo=UTC)),
    ]
    (imported,) = book.client_notes("C1")[2:]
    assert (imported.text, imported.author, Path(imported.path).name) == ("Ask for Ann", None, "clients.csv")
    assert book.client_notes("C2") == []


def test_what_was_known_before_a_note_knows_nothing_of_it(book: Any) -> None:
    known = book.client_notes("C1", known_on=datetime(2090, 9, 1, 15, tzinfo=UTC))
    assert [note.text for note in known] == ["Promised Friday", "Ask for Ann"]


@pytest.mark.parametrize(
    ("client", "text", "told"),
    [
        ("C9", "Anything", "there is no client 'C9'"),
        ("C1", " \n\x00 ", "the note is empty"),
        ("C1", "x" * (LONGEST_NOTE + 1), "4001 characters; at most 4000"),
    ],
)
def test_what_cannot_be_kept_is_told_and_leaves_the_books_as_they_were(
    book: Any, client: str, text: str, told: str
) -> None:
    with pytest.raises(NoteError, match=told):
        book.add_client_note(client, text)
    assert len(book.client_notes("C1")) == 3


def test_notes_are_no_import_and_the_books_tie_out(book: Any) -> None:
    book.add_client_note("C2", "Moved to Cork")
    assert book.client_notes("C2")[0].author
    assert [batch.path for batch in book.batches() if "clients.csv" not in batch.path] == []
    assert [one.name for one in book.check() if not one.holds] == []
