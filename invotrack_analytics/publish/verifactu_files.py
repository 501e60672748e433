"""Veri*Factu files: a chain verified record by record, exported as the law asks, and the producer's declaration."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from invotrack_analytics.documents.verifactu import read, records_in
from invotrack_analytics.errors import InvotrackError


@dataclass(frozen=True)
class Verification:
    """Whether a chain holds: how many records were read, and where it fails first."""

    records: int
    position: int | None = None
    problem: str | None = None

    @property
    def holds(self) -> bool:
        """Whether every record is as it was made, and names the hash before."""
        return self.position is None


def verify_records(contents: Iterable[bytes]) -> Verification:
    """Verify records in the order given; positions are counted from 1. Raises InvotrackError for what is no record."""
    before: str | None = None
    count = 0
    for content in contents:
        for element in records_in(content):
            count += 1
            record = read(element)
            if record.hash != record.recomputed:
                return Verification(count, count, f"its hash is {record.hash}, and computes to {record.recomputed}")
            if count > 1 and record.previous_hash != before and not record.is_first:
                return Verification(count, count, f"it names {record.previous_hash} before it, and that is {before}")
            before = record.hash
    return Verification(count)


def verify_file(path: Path) -> Verification:
    """Verify a RegFactu, a record, or the zip of an export. Raises InvotrackError where it is none of them."""
    try:
        content = path.read_bytes()
    except OSError as error:
        message = f"{path}: cannot be read: {error.strerror or error}"
        raise InvotrackError(message) from error
    found = verify_records(_records_of(content) if zipfile.is_zipfile(path) else [content])
    if not found.records:
        message = f"{path}: there are no records of Veri*Factu in it"
        raise InvotrackError(message)
    return found


def _records_of(content: bytes) -> Iterator[bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for name in sorted(archive.namelist()):
            if name.startswith("records/") and name.endswith(".xml"):
                yield archive.read(name)
