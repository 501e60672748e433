"""Delimited text: encoding, preamble, header and delimiter of a file, so that the database can read its rows."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from invotrack_analytics.errors import SourceError
from invotrack_analytics.sources.encoding import encoding_of
from invotrack_analytics.sources.profile import Format
from invotrack_analytics.sources.text_table import CsvText, TextTable, unique_headers

DELIMITERS = (",", ";", "\t", "|", ":", "^", "~", "!", "#", "\x1f", "¦", "§")
"""Those tried, the usual ones first: the first by which a line becomes a known header is the file's."""
HEAD_BYTES = 256 * 1024
MOST_PREAMBLE_LINES = 30
LONGEST_HEADER = 100_000
"""Signs of a first line beyond which nobody meant it as a header."""
TERMINATOR = "[]"
"""What LEDES files put at the end of each row."""
_CHUNK = 1 << 20
_NAMED = re.compile("sep=(.)", re.IGNORECASE)
"""The line by which Excel is told the delimiter."""
_ENDS = re.compile(r"\r+\n|\r|\n")
_SAMPLED = 1 << 16
_ROWS_LOOKED_AT = 20


@dataclass(frozen=True)
class Quoting:
    """How a file writes cells that hold its delimiter."""

    quote: str = '"'
    escape: str = '"'
    """What stands before a quote within a cell: another one, or a backslash."""

    def rows(self, lines: Iterable[str], delimiter: str) -> Iterator[list[str]]:
        """The lines as cells."""
        doubled = self.escape == self.quote
        return csv.reader(
            lines,
            delimiter=delimiter,
            quotechar=self.quote,
            doublequote=doubled,
            escapechar=None if doubled else self.escape,
            strict=False,
        )


@dataclass(frozen=True)
class Candidate:
    """One way to read the file's header: this line, cut at this delimiter."""

    delimiter: str
    header: tuple[str, ...]
    skip: int
    """Physical lines up to and including the header."""
    terminator: str = ""
    quoting: Quoting = Quoting()


def readable_text(path: Path, scratch: Path, encoding: str | None) -> tuple[Path, str]:
    """The file as UTF-8, and its first lines; transcoded into `scratch` where it is not UTF-8 already.

    Raises SourceError for binary files and for bytes that the encoding does not allow.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    found = encoding or encoding_of(path, head)
    if found in {"utf-8", "utf-8-sig"}:
        _check_utf8(path)
        if not _mixed_ends(head.decode("utf-8", errors="ignore")):
            return path, head.decode("utf-8-sig", errors="ignore")
        found = "utf-8-sig"
    target = scratch / f"{path.name}.utf8"
    try:
        with path.open(encoding=found, newline="") as source, target.open("w", encoding="utf-8", newline="") as copy:
            chunk = source.read(_CHUNK)
            mixed, held = _mixed_ends(chunk), ""
            while chunk:
                _refuse_nul(path, "\0" in chunk)
                if mixed:
                    chunk, held = _with_one_end(held + chunk)
                copy.write(chunk)
                chunk = source.read(_CHUNK)
            copy.write(held)
    except (UnicodeError, LookupError) as error:
        message = f"{path}: is not {found} text; name its encoding in a profile (format.encoding)"
        raise SourceError(message) from error
    with target.open(encoding="utf-8", newline="") as copy:
        return target, copy.read(HEAD_BYTES)


def _mixed_ends(text: str) -> bool:
    """Whether lines end in different ways: the database's reader takes such a file for one without rows."""
    return len(ends := set(_ENDS.findall(text))) > 1 or any(len(end) > len("\r\n") for end in ends)


def _with_one_end(text: str) -> tuple[str, str]:
    """The text with plain ends of line, and what of it may be half of one."""
    whole = text.rstrip("\r")
    return _ENDS.sub("\n", whole), text[len(whole) :]


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


def header_candidates(text: str, delimiter: str | None, *, header: bool = True) -> Iterable[Candidate]:
    """Every way that the first lines could be a header, the first line first, plainest delimiter first.

    Without a `header` each line could be the first row; the columns are then called by their place.
    """
    lines = text.splitlines(keepends=True)
    if lines and len(lines[0]) > LONGEST_HEADER:
        return
    named = _NAMED.fullmatch(lines[0].strip("\ufeff\r\n")) if lines else None
    delimiter = delimiter or (named[1] if named else None)
    marks = {mark: _quoting(text[:_SAMPLED], mark) for mark in ((delimiter,) if delimiter else DELIMITERS)}
    for skipped in range(1 if named else 0, min(len(lines), MOST_PREAMBLE_LINES)):
        if not lines[skipped].strip():
            continue
        for mark, quoting in marks.items():
            if mark not in lines[skipped] and mark != DELIMITERS[0] and not delimiter:
                continue
            reader = quoting.rows(lines[skipped : skipped + _ROWS_LOOKED_AT + 1], mark)
            try:
                row = next(reader)
                found = _candidate(mark, row, skipped + getattr(reader, "line_num", 1), quoting)
                yield _numbered(found, skipped) if not header else _fitted(found, [*reader])
            except (csv.Error, StopIteration):
                continue


def _candidate(mark: str, row: list[str], skip: int, quoting: Quoting) -> Candidate:
    header = tuple(name.strip().removeprefix("\ufeff") for name in row)
    terminator = TERMINATOR if len(header) > 1 and header[-1].endswith(TERMINATOR) else ""
    header = (*header[:-1], header[-1].removesuffix(TERMINATOR)) if terminator else header
    return Candidate(mark, header, skip, terminator, quoting)


def _numbered(found: Candidate, skipped: int) -> Candidate:
    names = tuple(f"column {place}" for place in range(1, len(found.header) + 1))
    return replace(found, header=names, skip=skipped)


def _fitted(found: Candidate, rows: Sequence[Sequence[str]]) -> Candidate:
    """The header as wide as the rows, where one of them ends with a delimiter and the other does not."""
    width = len(found.header)
    filled = [row for row in rows if any(row)]
    if filled and all(len(row) == width + 1 and not row[-1] for row in filled):
        return replace(found, header=(*found.header, ""))
    if filled and not found.header[-1] and all(len(row) == width - 1 for row in filled):
        return replace(found, header=found.header[:-1])
    return found


def _quoting(text: str, delimiter: str) -> Quoting:
    mark = re.escape(delimiter)
    begins = f"(?:^|(?<={mark}))"
    ends = rf"(?=\r?$|{mark})"
    quote = '"'
    if not re.search(f'{begins}"', text, re.MULTILINE):
        begun = len(re.findall(f"{begins}'", text, re.MULTILINE))
        whole = len(re.findall(f"{begins}'(?:[^'\\r\\n]|'')*'{ends}", text, re.MULTILINE))
        # An apostrophe may stand before a word; only where each such cell ends with one as well, it is a quote.
        quote = "'" if begun > 1 and begun == whole else '"'
    escaped = re.search(rf"\\{quote}(?!\s*(?:{mark}|\r?$))", text, re.MULTILINE)
    doubled = re.search(rf"[^{mark}\r\n]{quote}{quote}(?!{mark}|\r?$)", text, re.MULTILINE)
    return Quoting(quote, "\\" if escaped and not doubled else quote)


def read_csv(text_path: Path, candidate: Candidate, written: Format) -> TextTable:
    """The file's rows, for the database to read."""
    quoting = candidate.quoting if written.quote is None else Quoting(written.quote, written.quote)
    return TextTable(
        header=unique_headers(candidate.header),
        csv=CsvText(
            text_path,
            candidate.delimiter,
            quoting.quote,
            candidate.skip,
            written.ragged,
            candidate.terminator,
            quoting.escape,
        ),
        first_line=candidate.skip + 1,
    )
