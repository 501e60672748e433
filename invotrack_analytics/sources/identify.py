"""Identify: what a file is, told by its content: kind, header, and the one profile that reads it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from invotrack_analytics.errors import SourceError
from invotrack_analytics.model import BY_NAME, DATASETS, Dataset
from invotrack_analytics.sources.column_source import BoundSource, bind
from invotrack_analytics.sources.csv_files import header_candidates, read_csv, readable_text
from invotrack_analytics.sources.documents import (
    RECORDS,
    document_profile,
    other_document,
    read_document,
    read_statement,
)
from invotrack_analytics.sources.excel_files import read_sheet, sheet_table
from invotrack_analytics.sources.header_words import is_bank_statement
from invotrack_analytics.sources.profile import CANONICAL, Format, Profile, canonical_profiles
from invotrack_analytics.sources.suggestion import likeliest, names_columns
from invotrack_analytics.sources.table import Table
from invotrack_analytics.sources.text_table import ELEMENT, RECORD, TextTable, normal_header, unique_headers
from invotrack_analytics.sources.xml_files import has_content, read_flat_xml, read_path_xml, sniff_elements

_READ = frozenset(
    {".csv", ".tsv", ".txt", ".xml", ".xlsx", ".parquet", ".pdf", ".sta", ".mt940", ".940", ".mt942", ".942", ".swi"}
)
FOLDER_SUFFIXES = _READ | {".xls", ".ods"}
"""Of a folder's files those that are read, and workbooks that are not: these are told, not passed over."""
REJECT_ID = "reject_id"
ACCEPT = "accept"
REJECT_REASON = "reject_reason"
_MAGIC = {b"PK\x03\x04": "xlsx", b"PAR1": "parquet", b"%PDF-": "pdf"}
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SHOWN_HEADERS = 12
_TOLD_BY = 2
"""How many of our columns a header has, to be one although a value stands in it."""
MOST_COLUMNS = 2000


@dataclass(frozen=True)
class BoundTable:
    """A profile's table with its columns found in this file's header."""

    table: Table
    columns: Mapping[str, BoundSource]
    """Canonical column → its source with headers exactly as they stand in the file; absent ones are left out."""


@dataclass(frozen=True)
class Layout:
    """A file and how to read it."""

    path: Path
    profile: Profile
    text: TextTable

    @cached_property
    def tables(self) -> tuple[BoundTable, ...]:
        """The profile's tables, bound when they are asked for: of documents gathered, only the first's are."""
        return tuple(_bound(table, self.text.header) for table in self.profile.tables)

    @property
    def selects(self) -> bool:
        """Whether the profile passes over rows by what stands in them."""
        declared = (table for table in self.profile.tables if not table.element)
        return any(table.skip_if_empty or table.only or table.skip for table in declared)


def files_in(paths: Sequence[Path]) -> list[Path]:
    """The files named, and those of a known suffix in the folders named, in order of name."""
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            files += sorted(
                item
                for item in path.rglob("*")
                if item.is_file() and item.suffix.lower() in FOLDER_SUFFIXES and not item.name.startswith((".", "~"))
            )
        else:
            files.append(path)
    return list(dict.fromkeys(files))


def identify(
    path: Path, profiles: Sequence[Profile], chosen: Profile | None, scratch: Path, own_tax_id: str | None = None
) -> Layout:
    """Find out how a file is to be read; `profiles` are tried by their headers, then the canonical layouts.

    Files of a standard come first. By the company's own tax id, invoices to it are told from its own.

    Raises SourceError where the file is empty, unreadable, fits no layout or fits two.
    """
    try:
        if not path.stat().st_size:
            message = f"{path}: is empty; export it again"
            raise SourceError(message)
        with path.open("rb") as file:
            start = file.read(512)
    except OSError as error:
        message = f"{path}: cannot be read: {error.strerror}"
        raise SourceError(message) from error
    if start.startswith(_OLD_WORKBOOK):
        message = (
            f"{path}: is an Excel workbook of the old kind (.xls), or one with a password; save it as .xlsx or CSV"
        )
        raise SourceError(message)
    kind = _kind(start)
    if kind != "xml":
        # Ten thousand invoices need no folder each.
        scratch.mkdir(exist_ok=True)
    if chosen is not None and chosen.format.kind not in {None, kind}:
        message = f"{path}: is {kind}, but the profile {chosen.name} reads {chosen.format.kind}; choose another profile"
        raise SourceError(message)
    if kind == "pdf" or (kind == "xml" and chosen is None):
        document = read_document(path, kind, scratch, own_tax_id)
        if document is not None:
            return _layout(path, *document)
    return _READERS[kind](path, profiles, chosen, scratch)


def _kind(start: bytes) -> str:
    for magic, kind in _MAGIC.items():
        if start.startswith(magic):
            return kind
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"<") or start.startswith((b"\xff\xfe<\x00", b"\xfe\xff\x00<")):
        return "xml"
    return "csv"


def _identify_csv(path: Path, profiles: Sequence[Profile], chosen: Profile | None, scratch: Path) -> Layout:
    text_path, head = readable_text(path, scratch, chosen.format.encoding if chosen else None)
    statement = read_statement(text_path, head, path) if chosen is None else None
    if statement is not None:
        return _layout(path, *statement)
    written = chosen.format if chosen else Format()
    named = written.header or _is_given_back(head)
    candidates = list(header_candidates(head, written.delimiter if named is written.header else None, header=named))
    if not candidates:
        message = f"{path}: has no header in its first lines; they are blank, or far too long for one"
        raise SourceError(message)
    for candidate in candidates:
        profile = _choose(path, unique_headers(candidate.header), profiles, chosen)
        if profile is not None:
            encoding = profile.format.encoding
            if chosen is None and encoding:
                text_path, _ = readable_text(path, scratch, encoding)
            return _layout(path, profile, read_csv(text_path, candidate, profile.format))
    raise _not_recognised(path, likeliest(head.splitlines(keepends=True), candidates).header, chosen)


def _is_given_back(head: str) -> bool:
    """Whether these are rejected rows of a file without a header: they are given back under one."""
    first = next(iter(header_candidates(head, None)), None)
    return first is not None and first.header[:1] == ("column 1",) and REJECT_ID in first.header


def _identify_sheet(path: Path, profiles: Sequence[Profile], chosen: Profile | None, scratch: Path) -> Layout:
    del scratch
    rows = read_sheet(path)
    filled = [place for place, row in enumerate(rows[:30]) if any(row)]
    for place in filled:
        profile = _choose(path, unique_headers(tuple(rows[place])), profiles, chosen)
        if profile is not None:
            return _layout(path, profile, sheet_table(rows, place))
    raise _not_recognised(path, tuple(rows[filled[0]]), chosen)


def _identify_parquet(path: Path, profiles: Sequence[Profile], chosen: Profile | None, scratch: Path) -> Layout:
    del scratch
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        header = tuple(pq.read_schema(path).names)
    except (pa.ArrowInvalid, OSError) as error:
        message = f"{path}: is not a Parquet file: {error}"
        raise SourceError(message) from error
    profile = _choose(path, header, profiles, chosen)
    if profile is None:
        raise _not_recognised(path, header, chosen)
    return _layout(path, profile, TextTable(header, parquet=path, first_line=1))


def _identify_xml(path: Path, profiles: Sequence[Profile], chosen: Profile | None, scratch: Path) -> Layout:
    del scratch
    has_content(path)
    candidates = [chosen] if chosen else [item for item in profiles if item.format.kind == "xml" and item.format.row]
    elements = sniff_elements(path)
    fitting = [
        profile
        for profile in candidates
        if profile.format.row in elements or (profile.format.row and _has_element(path, profile.format.row))
    ]
    fitting = [profile for profile in fitting if chosen or _xml_headers_present(path, profile)]
    if len(fitting) > 1:
        raise _ambiguous(path, fitting)
    if fitting:
        profile = fitting[0]
        return _layout(path, profile, read_path_xml(path, str(profile.format.row), profile.sources))
    if chosen:
        message = f"{path}: has no element <{chosen.format.row}>, which the profile {chosen.name} takes rows from"
        raise SourceError(message)
    return _canonical_xml(path, elements)


def _canonical_xml(path: Path, elements: Mapping[str, set[str]]) -> Layout:
    tables: dict[str, Table] = {}
    for element, fields in elements.items():
        profile = _canonical_of(path, tuple(fields))
        if profile is not None:
            (table,) = profile.tables
            tables[element] = Table(table.dataset, table.columns, element=element)
    if not tables:
        if other := other_document(path, path):
            message = f"{path}: {other}"
            raise SourceError(message)
        seen = tuple(sorted(set().union(*elements.values()))) if elements else ()
        raise _not_recognised(path, seen, None)
    order = {dataset.name: place for place, dataset in enumerate(DATASETS)}
    ordered = sorted(tables.values(), key=lambda table: order[table.dataset])
    # A field that no row of the beginning has may still come: every canonical column is looked for.
    text = read_flat_xml(
        path, {str(table.element): (*BY_NAME[table.dataset].column_names, REJECT_ID) for table in ordered}
    )
    return _layout(path, Profile(CANONICAL, (), tuple(ordered)), text)


def _has_element(path: Path, row: str) -> bool:
    batches = read_path_xml(path, row, (".",)).batches
    return batches is not None and next(batches(), None) is not None


def _xml_headers_present(path: Path, profile: Profile) -> bool:
    text = read_path_xml(path, str(profile.format.row), profile.marks)
    batch = next(iter(text.batches()), None) if text.batches else None
    return batch is not None and all(column[0] is not None for column in batch[1])


def _choose(path: Path, header: tuple[str, ...], profiles: Sequence[Profile], chosen: Profile | None) -> Profile | None:
    if chosen is not None:
        if chosen.name == CANONICAL:
            return _canonical_of(path, header)
        fits = chosen.matches(header) or not chosen.missing(header)
        return chosen if fits and chosen.sources else None
    if RECORD in header and REJECT_ID in header:
        return document_profile(RECORDS)
    fitting = [profile for profile in profiles if profile.matches(header) and profile.format.kind != "xml"]
    if not fitting and REJECT_ID in header:
        # Rows of a file that names no columns are given back under their places.
        fitting = [profile for profile in profiles if not profile.format.header and not profile.missing(header)]
    if len(fitting) > 1:
        raise _ambiguous(path, fitting)
    return fitting[0] if fitting else _canonical_of(path, header)


def _canonical_of(path: Path, header: tuple[str, ...]) -> Profile | None:
    present = {normal_header(name) for name in header}
    scores: list[tuple[int, Profile]] = []
    for profile in canonical_profiles():
        dataset = BY_NAME[profile.tables[0].dataset]
        required = set(dataset.required)
        if dataset.name == "timesheets" and {"start_time", "end_time"} <= present:
            required.discard("hours")
        if required <= present:
            scores.append((len(present & set(dataset.column_names)), profile))
    if not scores:
        return None
    best = max(score for score, _ in scores)
    winners = [profile for score, profile in scores if score == best]
    if len(winners) > 1:
        # A name, an address and a client's code may be a client or a contact of one: the file's name says which.
        named = [profile for profile in winners if profile.tables[0].dataset == path.stem]
        plain = [profile for profile in winners if profile.tables[0].dataset == "clients"]
        winners = named or plain or winners
    if len(winners) > 1:
        names = " or ".join(profile.tables[0].dataset for profile in winners)
        message = f"{path}: its columns fit {names} equally well; give it the further columns of the one you mean"
        raise SourceError(message)
    _refuse_others_of_a_client(path, present, BY_NAME[winners[0].tables[0].dataset])
    return winners[0]


def _refuse_others_of_a_client(path: Path, header: set[str], dataset: Dataset) -> None:
    """Refuse a table with an id of its own that only names a client: its projects, say, would become clients."""
    if dataset is BY_NAME["clients"] and "id" in header and header & set(dataset.column_names) == {"client_id", "name"}:
        message = (
            f"{path}: has an id beside client_id and name, so these are clients or something of theirs, such as "
            "projects; say which in a profile (`invotrack profile suggest` drafts one)"
        )
        raise SourceError(message)


def _layout(path: Path, profile: Profile, text: TextTable) -> Layout:
    if len(text.header) > MOST_COLUMNS:
        message = f"{path}: has {len(text.header)} columns, more than {MOST_COLUMNS}; leave out what is not needed"
        raise SourceError(message)
    if profile.refuse:
        message = f"{path}: {profile.refuse}"
        raise SourceError(message)
    if profile.name == CANONICAL:
        _refuse_doubled(path, profile, text)
    if not any(table.is_fed_by(text.header) for table in profile.tables):
        raise _not_recognised(path, text.header, profile)
    return Layout(path, profile, text)


def _refuse_doubled(path: Path, profile: Profile, text: TextTable) -> None:
    present = {normal_header(name) for name in text.header}
    for name in (name for table in profile.tables for name in table.columns):
        if name in present and f"{name} (2)" in present:
            message = f"{path}: has the column {name} twice; rename or remove the one that is not meant"
            raise SourceError(message)


def _bound(table: Table, header: Sequence[str]) -> BoundTable:
    found = ((column, bind(table.source(column), header)) for column in table.columns)
    return BoundTable(table, {column: source for column, source in found if source is not None})


def rejection_columns(text: TextTable) -> tuple[str | None, str | None, tuple[str, ...]]:
    """The headers that hold reject ids and what is accepted, if any, and those of the original layout."""
    ours = {normal_header(name): name for name in text.header}
    reject_id = ours.get(REJECT_ID)
    own = {REJECT_ID, REJECT_REASON, ELEMENT} | ({ACCEPT} if reject_id else set())
    original = tuple(name for name in text.header if normal_header(name) not in own)
    return reject_id, ours.get(ACCEPT) if reject_id else None, original


def _ambiguous(path: Path, profiles: Sequence[Profile]) -> SourceError:
    names = " and ".join(profile.name for profile in profiles)
    return SourceError(f"{path}: fits the profiles {names}; choose one with --profile NAME")


def _not_recognised(path: Path, header: Sequence[str], chosen: Profile | None) -> SourceError:
    shown = ", ".join(header[:_SHOWN_HEADERS]) + (", …" if len(header) > _SHOWN_HEADERS else "")
    if chosen is not None and chosen.name != CANONICAL:
        missing = ", ".join(chosen.missing(header)) or "a column to read"
        return SourceError(
            f"{path}: does not fit the profile {chosen.name}, which needs {missing}; the file has the columns {shown}"
        )
    if is_bank_statement(header):
        return SourceError(
            f"{path}: looks like a bank statement, and each bank lays out its CSV in its own way; describe it in a "
            "profile (`invotrack profile suggest` drafts one, for its receipts), or export camt.053 or MT940, which "
            f"need none; it has the columns {shown}"
        )
    present = {normal_header(name) for name in header}
    nearest = max(
        DATASETS,
        key=lambda item: (
            len(present & set(item.required)),
            len(present & set(item.column_names)),
            -len(item.required),
        ),
    )
    if not names_columns(header) and len(present & set(nearest.column_names)) < _TOLD_BY:
        return SourceError(
            f"{path}: names no columns, it begins with {shown}; describe it in a profile with header = false "
            "(`invotrack profile suggest` drafts one), and choose that with --profile"
        )
    # A status or notes have many tables.
    if present & set(nearest.required):
        lacking = ", ".join(name for name in nearest.required if name not in present)
        return SourceError(
            f"{path}: looks like {nearest.name} but has no column {lacking}; "
            f"add it, or describe the file in a profile (`invotrack profile suggest` drafts one); "
            f"it has the columns {shown}"
        )
    return SourceError(
        f"{path}: its layout is not known; describe it in a profile (`invotrack profile suggest` drafts one); "
        f"it has the columns {shown}"
    )


_READERS = {
    "csv": _identify_csv,
    "xlsx": _identify_sheet,
    "parquet": _identify_parquet,
    "xml": _identify_xml,
}
