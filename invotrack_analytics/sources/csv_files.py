"""Delimited text: encoding, preamble, header and delimiter of a file, so that the database can read its rows."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes

from invotrack_analytics.errors import SourceError
from invotrack_analytics.sources.profile import Format
from invotrack_analytics.sources.text_table import CsvText, TextTable, unique_headers

DELIMITERS = (",", ";", "\t", "|")
HEAD_BYTES = 256 * 1024
MOST_PREAMBLE_LINES = 30
LONGEST_HEADER = 100_000
"""Signs of a first line beyond which nobody meant it as a header."""
TERMINATOR = "[]"
"""What LEDES files put at the end of each row."""
_CHUNK = 1 << 20
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True)
class Candidate:
    """One way to read the file's header: this line, cut at this delimiter."""

    delimiter: str
    header: tuple[str, ...]
    skip: int
    """Physical lines up to and including the header."""
    terminator: str = ""


def readable_text(path: Path, scratch: Path, encoding: str | None) -> tuple[Path, str]:
    """The file as UTF-8, and its first lines; transcoded into `scratch` where it is not UTF-8 already.

    Raises SourceError for binary files and for bytes that the encoding does not allow.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    found = encoding or _encoding(path, head)
    if found in {"utf-8", "utf-8-sig"}:
        _check_utf8(path)
        return path, head.decode("utf-8-sig", errors="ignore")
    target = scratch / f"{path.name}.utf8"
    try:
        with path.open(encoding=found, newline="") as source, target.open("w", encoding="utf-8", newline="") as copy:
            while chunk := source.read(_CHUNK):
                _refuse_nul(path, "\0" in chunk)
                copy.write(chunk)
    except (UnicodeError, LookupError) as error:
        message = f"{path}: is not {found} text; name its encoding in a profile (format.encoding)"
        raise SourceError(message) from error
    with target.open(encoding="utf-8", newline="") as copy:
        return target, copy.read(HEAD_BYTES)


def _encoding(path: Path, head: bytes) -> str:
    for bom, name in _BOMS:
        if head.startswith(bom):
            return name
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        best = from_bytes(head).best()
        if best is None:
            message = f"{path}: its encoding cannot be told; name it in a profile (format.encoding)"
            raise SourceError(message) from None
        return best.encoding
    return "utf-8"


def _check_utf8(path: Path) -> None:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while chunk := file.read(_CHUNK):
                _refuse_nul(path, b"\0" in chunk)
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError as error:
            message = (
                f"{path}: begins as UTF-8 but has the byte 0x{error.object[error.start]:02x} further on; "
                "save it again as UTF-8, or name its encoding in a profile (format.encoding)"
            )
            raise SourceError(message) from error


def _refuse_nul(path: Path, found: bool) -> None:  # noqa: FBT001  the check stands at each place that reads bytes
    if found:
        message = f"{path}: is not text (it has NUL bytes); export it again as CSV"
        raise SourceError(message)


def header_candidates(text: str, delimiter: str | None) -> Iterable[Candidate]:
    """Every way that the first lines could be a header, the first line first, plainest delimiter first."""
    lines = text.splitlines(keepends=True)[: MOST_PREAMBLE_LINES + 1]
    if lines and len(lines[0]) > LONGEST_HEADER:
        return
    for skipped in range(min(len(lines), MOST_PREAMBLE_LINES)):
        if not lines[skipped].strip():
            continue
        for mark in (delimiter,) if delimiter else DELIMITERS:
            reader = csv.reader(io.StringIO("".join(lines[skipped:])), delimiter=mark, strict=False)
            try:
                row = next(reader)
            except (csv.Error, StopIteration):
                continue
            header = tuple(name.strip().removeprefix("\ufeff") for name in row)
            terminator = TERMINATOR if len(header) > 1 and header[-1].endswith(TERMINATOR) else ""
            header = (*header[:-1], header[-1].removesuffix(TERMINATOR)) if terminator else header
            yield Candidate(mark, header, skipped + reader.line_num, terminator)


def read_csv(text_path: Path, candidate: Candidate, written: Format) -> TextTable:
    """The file's rows, for the database to read."""
    quote = '"' if written.quote is None else written.quote
    return TextTable(
        header=unique_headers(candidate.header),
        csv=CsvText(text_path, candidate.delimiter, quote, candidate.skip, written.ragged, candidate.terminator),
        first_line=candidate.skip + 1,
    )
