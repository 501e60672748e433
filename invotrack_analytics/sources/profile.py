"""Profile: how a tool lays out its files, as a declaration in TOML; the same for built-in and own ones.

name = "acme"
extends = "clockify"        # optional: everything that is not said here is as there; takes the place of that layout
[match]
headers = ["Client", ["Date", "Datum"], "Amount (*)"]   # all present → this profile; a list = any one of them
unless = ["Balance"]        # none of these present
refuse = "has no dates"     # for a layout that cannot be read: why, and what to export instead; it has no tables
[format]                    # every key optional: sniffed when absent
kind, delimiter, quote ("" = none), encoding, decimal, date, row, ragged = true (short rows are filled up),
                            # header = false (columns are called "column 1", "column 2"; choose it with --profile)
currency                    # of amounts whose row names none; it may stand beside them as €, US$ or EUR
undated_payments = "issue_date"     # what a payment without a date is dated as: also "due_date"; "ignore" leaves it out
[[table]]                   # one file may feed several data sets
dataset = "invoices"
create_clients = true       # also create_projects, create_employees: what is not known yet is made from this file
document = true             # the rows of one key are one document: its header stands on every line
negative = "credit_note"    # what an invoice is whose total is negative; its amounts are then without their sign
identity = ["work_date"]    # a data set without a key gets one from these columns; all of them where absent
skip_if_empty = ["Date"]    # rows without it are none of this data set
skip_if_zero = ["Paid"]
warning = "paid_without_date"   # counts the rows that only skip_if_empty left out, or that have no date
undated = { issue_date = "Issued", due_date = "Due" }   # of payments without a date: the headers of what stands for it
[table.only]                # rows in which one of these cells has one of these texts (`*` stands for any)
"Type" = ["Invoice", "Credit*"]
[table.skip]                # and none of these
[table.warnings]            # rows that are taken, and told under a reason where a cell has one of these texts
already_invoiced = { "Invoiced" = ["Yes"] }
[table.columns]             # canonical = source (see column_source)
[table.constants]           # for columns that the file does not have
[table.clients]             # further columns of the clients that are created; also projects, employees
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from invotrack_analytics.errors import SettingsError, SourceError
from invotrack_analytics.model import BY_NAME, DATASETS
from invotrack_analytics.money import currencies
from invotrack_analytics.sources.column_source import Headers, Source, bind, find_header
from invotrack_analytics.sources.table import STAND_INS, Table, parse_table, settled, texts

CANONICAL = "canonical"
IGNORE = "ignore"
_KINDS = ("csv", "xml", "xlsx")
_ENCODING_PROBE = "a"


@dataclass(frozen=True)
class Format:
    """How the file is written; what is None is found out from the file."""

    kind: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    encoding: str | None = None
    decimal: str | None = None
    date: str | None = None
    currency: str | None = None
    row: str | None = None
    ragged: bool = False
    header: bool = True


@dataclass(frozen=True)
class Profile:
    """A file layout: how to recognise it, how it is written, and what its columns mean."""

    name: str
    headers: tuple[str | Headers, ...]
    tables: tuple[Table, ...]
    format: Format = field(default_factory=Format)
    origin: str = "built in"
    unless: tuple[str, ...] = ()
    refuse: str | None = None
    """Why files of this layout cannot be read, and what to do."""

    def matches(self, header: Sequence[str]) -> bool:
        """Whether every header that marks this layout is there, and none that marks another."""
        return (
            bool(self.headers)
            and all(
                any(find_header(name, header) for name in ((wanted,) if isinstance(wanted, str) else wanted))
                for wanted in self.headers
            )
            and not any(find_header(name, header) for name in self.unless)
        )

    @property
    def marks(self) -> tuple[str, ...]:
        """The headers or paths that mark this layout, the first of each choice."""
        return tuple(wanted if isinstance(wanted, str) else wanted[0] for wanted in self.headers)

    def missing(self, header: Sequence[str]) -> list[str]:
        """Headers that required columns come from and that the file does not have; where it feeds no table, all."""
        fed = [table for table in self.tables if table.is_fed_by(header)]
        if not fed:
            needed = (name for table in self.tables for name in table.skip_if_empty)
            return sorted({name for name in needed if find_header(name, header) is None})
        return sorted(
            {
                " or ".join(source.headers)
                for table in fed
                for column, source in ((name, table.source(name)) for name in table.columns)
                if column in BY_NAME[table.dataset].required
                and column not in table.constants
                and not (table.key_may_be_blank and column == BY_NAME[table.dataset].key[0])
                and not ({"start_time", "end_time"} <= table.columns.keys() and column == "hours")
                and _is_lacking(source, header)
            }
        )

    @property
    def sources(self) -> tuple[str, ...]:
        """Every header or path that some column comes from, in order."""
        return tuple(
            dict.fromkeys(
                name for table in self.tables for column in table.columns for name in table.source(column).headers
            )
        )


def _is_lacking(source: Source, header: Sequence[str]) -> bool:
    found = bind(source, header)
    return found is None or (source.how == "cell" and found.constant is None and not found.cells)


@cache
def canonical_profiles() -> tuple[Profile, ...]:
    """One profile per data set: the canonical layout that needs none."""
    return tuple(
        Profile(
            name=CANONICAL,
            headers=dataset.required,
            tables=(Table(dataset.name, {name: name for name in dataset.column_names}),),
        )
        for dataset in DATASETS
    )


@cache
def built_in_profiles() -> tuple[Profile, ...]:
    """The layouts that come with the product."""
    return tuple(
        parse_profile(document, f"{name}.toml", origin="built in") for name, document in _built_in_documents().items()
    )


@cache
def _built_in_documents() -> dict[str, dict[str, Any]]:
    folder = resources.files("invotrack_analytics.sources") / "profiles"
    return {
        item.name.removesuffix(".toml"): tomllib.loads(item.read_text("utf-8"))
        for item in sorted(folder.iterdir(), key=lambda item: item.name)
        if item.name.endswith(".toml")
    }


def load_profiles(folder: Path) -> tuple[Profile, ...]:
    """The user's own layouts. Raises SettingsError with every problem of every file."""
    problems: list[str] = []
    profiles: list[Profile] = []
    for path in sorted(folder.glob("*.toml")) if folder.is_dir() else []:
        try:
            profiles.append(read_profile(path))
        except SettingsError as error:
            problems += error.problems
    if problems:
        raise SettingsError(problems)
    return tuple(profiles)


def read_profile(path: Path) -> Profile:
    """One layout from its file. Raises SettingsError with every problem."""
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        message = f"{path}: cannot be read: {error.strerror}"
        raise SourceError(message) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError([f"{path}: not valid TOML: {error}"]) from error
    return parse_profile(document, str(path), origin=str(path))


def parse_profile(document: Mapping[str, Any], path: str, origin: str) -> Profile:
    """Check a layout as a whole. Raises SettingsError with every problem."""
    problems: list[str] = []
    document = _extended(document, path, problems)
    problems += [
        f"{path}: {key} is not known; allowed are name, extends, match, refuse, format, undated_payments, table"
        for key in document.keys() - {"name", "match", "refuse", "format", "undated_payments", "table"}
    ]
    name = document.get("name")
    if not isinstance(name, str) or not name:
        problems.append(f"{path}: name = {name!r}: must be a text")
    match = document.get("match", {})
    headers = _match_headers(match, path, problems)
    unless = texts(match, "unless", f"{path}: match", problems)
    file_format = _parse_format(document.get("format", {}), path, problems)
    tables = document.get("table", [])
    refuse = document.get("refuse")
    if refuse is not None and not isinstance(refuse, str):
        problems.append(f"{path}: refuse = {refuse!r}: must be a text")
    if not isinstance(tables, list) or (not tables and not refuse):
        problems.append(f"{path}: needs at least one [[table]]")
        tables = []
    parsed = [found for table in tables for found in parse_table(table, path, problems)]
    undated = document.get("undated_payments", STAND_INS[0])
    if undated not in {*STAND_INS, IGNORE}:
        problems.append(f"{path}: undated_payments = {undated!r}: must be one of {', '.join((*STAND_INS, IGNORE))}")
    if problems:
        raise SettingsError(problems)
    order = {dataset.name: place for place, dataset in enumerate(DATASETS)}
    # Several tables may make the same clients: once is enough.
    unique = [settled(table, undated) for place, table in enumerate(parsed) if table not in parsed[:place]]
    return Profile(
        name=str(name),
        headers=headers,
        tables=tuple(sorted(unique, key=lambda table: (order[table.dataset], not table.introduces))),
        format=file_format,
        origin=origin,
        unless=unless,
        refuse=refuse,
    )


def _extended(document: Mapping[str, Any], path: str, problems: list[str]) -> dict[str, Any]:
    base = document.get("extends")
    own = {key: value for key, value in document.items() if key != "extends"}
    if base is None:
        return own
    found = _built_in_documents().get(base) if isinstance(base, str) else None
    if found is None:
        problems.append(f"{path}: extends = {base!r}: must be one of {', '.join(_built_in_documents())}")
        return own
    return {**found, **own, "format": {**found.get("format", {}), **own.get("format", {})}}


def _match_headers(match: Any, path: str, problems: list[str]) -> tuple[str | Headers, ...]:
    value = match.get("headers", []) if isinstance(match, dict) else None
    if not isinstance(value, list) or not all(
        isinstance(item, str) or (isinstance(item, list) and all(isinstance(name, str) for name in item))
        for item in value
    ):
        problems.append(f"{path}: match.headers = {value!r}: must be a list of texts, or of lists of alternatives")
        return ()
    return tuple(item if isinstance(item, str) else tuple(item) for item in value)


def _parse_format(content: Any, path: str, problems: list[str]) -> Format:
    known = Format.__dataclass_fields__
    if not isinstance(content, dict):
        problems.append(f"{path}: [format] must be a section")
        return Format()
    values: dict[str, str] = {}
    flags: dict[str, bool] = {}
    for key, value in content.items():
        if key not in known:
            problems.append(f"{path}: format.{key} is not known; allowed are {', '.join(known)}")
        elif key in {"ragged", "header"} and isinstance(value, bool):
            flags[key] = value
        elif key in {"ragged", "header"}:
            problems.append(f"{path}: format.{key} = {value!r}: must be true or false")
        elif not isinstance(value, str) or (not value and key != "quote"):
            problems.append(f"{path}: format.{key} = {value!r}: must be a text")
        else:
            values[key] = value
    _check_format(values, path, problems)
    return Format(**values, ragged=flags.get("ragged", False), header=flags.get("header", True))


def _check_format(values: Mapping[str, str], path: str, problems: list[str]) -> None:
    if values.get("kind", "csv") not in _KINDS:
        problems.append(f"{path}: format.kind = {values['kind']!r}: must be one of {', '.join(_KINDS)}")
    if values.get("decimal", ".") not in {".", ","}:
        problems.append(f"{path}: format.decimal = {values['decimal']!r}: must be . or ,")
    if values.get("currency", "EUR") not in currencies():
        problems.append(f"{path}: format.currency = {values['currency']!r}: must be a code such as USD")
    if len(values.get("delimiter", ",")) != 1:
        problems.append(f"{path}: format.delimiter = {values['delimiter']!r}: must be one character")
    if len(values.get("quote", "")) > 1:
        problems.append(f"{path}: format.quote = {values['quote']!r}: must be one character, or empty for none")
    if "date" in values and "%" not in values["date"]:
        problems.append(f"{path}: format.date = {values['date']!r}: must be a pattern such as %d/%m/%Y")
    try:
        _ENCODING_PROBE.encode(values.get("encoding", "utf-8"))
    except LookupError:
        problems.append(f"{path}: format.encoding = {values['encoding']!r}: is not known; try utf-8 or latin-1")
