"""Publishing: the files of every document that billing has issued, made from the books alone.

Beside the PDF lies the e-invoice in both syntaxes, where the document can be one, and LEDES for legal work.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from filelock import FileLock

from invotrack_analytics.billing.documents import documents_of
from invotrack_analytics.config import Settings
from invotrack_analytics.documents.cii import render_cii
from invotrack_analytics.documents.company_look import look_of
from invotrack_analytics.documents.invoice import InvoiceDocument
from invotrack_analytics.documents.ledes import names_legal_work, render_ledes
from invotrack_analytics.documents.ubl import render_ubl
from invotrack_analytics.errors import InvotrackError, WriteError
from invotrack_analytics.warehouse.books import Books
from invotrack_analytics.warehouse.reader import Reader

if TYPE_CHECKING:
    from invotrack_analytics.documents.pdf import RenderedPdf

_LONGEST_NAME = 150
_KEPT_OF_LONG_NAMES = 120
_MOST_THREADS = 4
_MOST_NAMED = 3

_PDF = ".pdf"
_LEDES = ".ledes.txt"
_SUFFIXES: Mapping[str, Callable[[InvoiceDocument], bytes]] = {
    ".ubl.xml": render_ubl,
    ".cii.xml": render_cii,
    _LEDES: render_ledes,
}


@dataclass(frozen=True)
class Publication:
    """The PDFs that were made, and in one line each the documents that could not be; their invoices stand."""

    made: tuple[Path, ...] = ()
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """Why documents have no e-invoice, and which characters of theirs no font has; a line for each reason."""


@dataclass(frozen=True)
class _Outcome:
    """What became of one document."""

    number: str
    path: Path | None = None
    problem: str = ""
    notes: tuple[str, ...] = ()


def document_path(settings: Settings, number: str) -> Path:
    """Where the PDF of this number lies. No number leads out of the folder, and no two to one file."""
    name = quote(number, safe="")
    if name.startswith("."):
        name = "%2E" + name[1:]
    if len(name) > _LONGEST_NAME:
        digest = hashlib.sha256(number.encode()).hexdigest()
        name = f"{name[:_KEPT_OF_LONG_NAMES]}~{digest}"
    return settings.published_folder / "invoices" / f"{name}{_PDF}"


def files_of(settings: Settings, number: str) -> tuple[Path, ...]:
    """The files there are of this number, the PDF first."""
    path = document_path(settings, number)
    return tuple(file for file in (path, *(_beside(path, suffix) for suffix in _SUFFIXES)) if file.exists())


def publish_missing(books: Books, settings: Settings) -> Publication:
    """Make the files of invoices and credit notes issued by billing whose PDF is not there.

    A document is made from the books as they stood when it was issued: made again after the client has moved, or after
    it was void, it is the same to the byte. A file that is there is left alone. A document that cannot be made is told
    and tried again the next time; it keeps no other from being made. Raises WriteError where a file cannot be written.
    """
    missing = _missing(books, settings)
    if not missing:
        return Publication()
    from invotrack_analytics.documents.pdf import render_pdf

    look = look_of(settings)

    def publish(document: InvoiceDocument) -> _Outcome:
        path = document_path(settings, document.number)
        try:
            rendered = render_pdf(document, look)
            beside = {
                _beside(path, suffix): render(document)
                for suffix, render in _SUFFIXES.items()
                if _asked(suffix, document, rendered) and not _beside(path, suffix).exists()
            }
        except (InvotrackError, ValueError) as error:
            kind = document.kind.replace("_", " ")
            problem = f"{kind} {document.number} stands, but its PDF cannot be made: {error}"
            return _Outcome(document.number, problem=problem)
        for target, content in beside.items():
            _write(target, content)
        # Last, because a PDF says that all the document's files are there.
        _write(path, rendered.content)
        return _Outcome(document.number, path, notes=tuple(_notes(rendered)))

    # One process at a time, so that nobody works in vain, and a half file that a crash left can be written over.
    with (
        FileLock(settings.warehouse_folder / "publish.lock"),
        ThreadPoolExecutor(min(os.cpu_count() or 1, _MOST_THREADS)) as threads,
    ):
        outcomes: list[_Outcome] = []
        for recorded_at, group in groupby(missing, key=lambda item: item[0]):
            # Another process may have made them while we waited.
            numbers = [number for _, number in group if not document_path(settings, number).exists()]
            reader = Reader(books, settings, known_on=recorded_at)
            try:
                documents = list(documents_of(reader.connection, settings, numbers))
            finally:
                reader.close()
            outcomes.extend(threads.map(publish, documents))
    return Publication(
        made=tuple(outcome.path for outcome in outcomes if outcome.path),
        problems=tuple(outcome.problem for outcome in outcomes if outcome.problem),
        notes=tuple(_gathered(outcomes)),
    )


def _notes(rendered: RenderedPdf) -> Iterator[str]:
    yield from (f"no e-invoice, because {gap}" for gap in rendered.gaps)
    if rendered.replaced_glyphs:
        yield f"a box stands for what no font has: {' '.join(rendered.replaced_glyphs)}"


def _gathered(outcomes: Sequence[_Outcome]) -> Iterator[str]:
    """Each note once, with the documents that it is about."""
    about: dict[str, list[str]] = {}
    for outcome in outcomes:
        for note in outcome.notes:
            about.setdefault(note, []).append(outcome.number)
    for note, numbers in about.items():
        more = f" and {len(numbers) - _MOST_NAMED} more" if len(numbers) > _MOST_NAMED else ""
        yield f"{', '.join(numbers[:_MOST_NAMED])}{more}: {note}"


def _asked(suffix: str, document: InvoiceDocument, rendered: RenderedPdf) -> bool:
    if suffix == _LEDES:
        return names_legal_work(document) and not document.tax_amount
    return not rendered.gaps


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name.removesuffix(_PDF) + suffix)


def _missing(books: Books, settings: Settings) -> list[tuple[datetime, str]]:
    """When each document without a PDF was issued, and its number."""
    reader = Reader(books, settings)
    try:
        issued = reader.connection.execute(
            """
            select batches.recorded_at, invoices.invoice_number
            from invoices
            join batches on batches.batch_id = invoices.batch_id
            where batches.kind in ('bill', 'credit') and invoices.status <> 'draft'
            order by batches.recorded_at, invoices.invoice_number
            """
        ).fetchall()
    finally:
        reader.close()
    folder = settings.published_folder / "invoices"
    there = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    return [
        (recorded_at, number) for recorded_at, number in issued if document_path(settings, number).name not in there
    ]


def _write(path: Path, content: bytes) -> None:
    """Put a file in place whole; a reader never sees half of it."""
    half = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with half.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        half.replace(path)
    except OSError as error:
        message = f"{path}: cannot be written: {error.strerror or error}; make room, then bill again to have it made"
        raise WriteError(message) from error
