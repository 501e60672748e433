"""Publishing: the PDF of every document that billing has issued, made from the books alone."""

from __future__ import annotations

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import groupby
from pathlib import Path
from urllib.parse import quote

from filelock import FileLock

from invotrack_analytics.billing.documents import documents_of
from invotrack_analytics.config import Settings
from invotrack_analytics.documents.invoice import InvoiceDocument
from invotrack_analytics.errors import WriteError
from invotrack_analytics.warehouse.books import Books
from invotrack_analytics.warehouse.reader import Reader

_LONGEST_NAME = 150
_KEPT_OF_LONG_NAMES = 120
_MOST_THREADS = 4


def document_path(settings: Settings, number: str) -> Path:
    """Where the PDF of this number lies. No number leads out of the folder, and no two to one file."""
    name = quote(number, safe="")
    if name.startswith("."):
        name = "%2E" + name[1:]
    if len(name) > _LONGEST_NAME:
        digest = hashlib.sha256(number.encode()).hexdigest()
        name = f"{name[:_KEPT_OF_LONG_NAMES]}~{digest}"
    return settings.published_folder / "invoices" / f"{name}.pdf"


def publish_missing(books: Books, settings: Settings) -> list[Path]:
    """Make the PDFs that are not there of invoices and credit notes issued by billing; returns their paths.

    A document is made from the books as they stood when it was issued: made again after the client has moved, or after
    it was void, it is the same to the byte. Raises WriteError where a file cannot be written.
    """
    missing = _missing(books, settings)
    if not missing:
        return []
    from invotrack_analytics.documents.pdf import render_pdf

    def publish(document: InvoiceDocument) -> Path:
        path = document_path(settings, document.number)
        _write(path, render_pdf(document).content)
        return path

    # One process at a time, so that nobody works in vain, and a half file that a crash left can be written over.
    with (
        FileLock(settings.warehouse_folder / "publish.lock"),
        ThreadPoolExecutor(min(os.cpu_count() or 1, _MOST_THREADS)) as threads,
    ):
        made: list[Path] = []
        for recorded_at, group in groupby(missing, key=lambda item: item[0]):
            # Another process may have made them while we waited.
            numbers = [number for _, number in group if not document_path(settings, number).exists()]
            reader = Reader(books, settings, known_on=recorded_at)
            try:
                documents = list(documents_of(reader.connection, settings, numbers))
            finally:
                reader.close()
            made.extend(threads.map(publish, documents))
        return made


def _missing(books: Books, settings: Settings) -> list[tuple[datetime, str]]:
    """When each document without a PDF was issued, and its number."""
    reader = Reader(books, settings)
    try:
        issued = reader.connection.execute(
            """
            select batches.recorded_at, invoices.invoice_number
            from invoices
            join batches on batches.batch_id = invoices.batch_id
            where batches.kind in ('bill', 'credit')
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
