"""Profile: how a tool lays out its files, as a declaration in TOML; the same for built-in and own ones."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from invotrack_analytics.errors import SettingsError, SourceError
from invotrack_analytics.model import BY_NAME, DATASETS
from invotrack_analytics.sources.text_table import normal_header

CANONICAL = "canonical"
_KINDS = ("csv", "xml", "xlsx")
_ENCODING_PROBE = "a"


@dataclass(frozen=True)
class Format:
    """How the file is written; what is None is found out from the file."""

    kind: str | None = None
    delimiter: str | None = None
    encoding: str | None = None
    decimal: str | None = None
    date: str | None = None
    row: str | None = None


@dataclass(frozen=True)
class Table:
    """What one data set takes from each row of the file."""

    dataset: str
    columns: Mapping[str, str]
    """Canonical column → header in the file, or path in the element."""
    constants: Mapping[str, str] = field(default_factory=dict)
    create_clients: bool = False
    skip_if_empty: tuple[str, ...] = ()
    element: str | None = None
    """Only rows of this XML element."""


@dataclass(frozen=True)
class Profile:
    """A file layout: how to recognise it, how it is written, and what its columns mean."""

    name: str
    headers: tuple[str, ...]
    tables: tuple[Table, ...]
    format: Format = field(default_factory=Format)
    origin: str = "built in"

    def matches(self, header: Iterable[str]) -> bool:
        """Whether every header that marks this layout is there."""
        present = {normal_header(name) for name in header}
        return bool(self.headers) and all(normal_header(name) in present for name in self.headers)

    def missing(self, header: Iterable[str]) -> list[str]:
        """Headers that required columns come from and that the file does not have."""
        present = {normal_header(name) for name in header}
        needed = [
            source
            for table in self.tables
            for column, source in table.columns.items()
            if column in BY_NAME[table.dataset].required
        ]
        return sorted({source for source in needed if normal_header(source) not in present})

    @property
    def sources(self) -> tuple[str, ...]:
        """Every header or path that some column comes from, in order."""
        return tuple(dict.fromkeys(source for table in self.tables for source in table.columns.values()))


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
    folder = resources.files("invotrack_analytics.sources") / "profiles"
    return tuple(
        parse_profile(tomllib.loads(item.read_text("utf-8")), item.name, origin="built in")
        for item in sorted(folder.iterdir(), key=lambda item: item.name)
        if item.name.endswith(".toml")
    )


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
    for key in document.keys() - {"name", "match", "format", "table"}:
        problems.append(f"{path}: {key} is not known; allowed are name, match, format, table")
    name = document.get("name")
    if not isinstance(name, str) or not name:
        problems.append(f"{path}: name = {name!r}: must be a text")
    headers = _texts(document.get("match", {}), "headers", f"{path}: match", problems)
    file_format = _parse_format(document.get("format", {}), path, problems)
    tables = document.get("table", [])
    if not isinstance(tables, list) or not tables:
        problems.append(f"{path}: needs at least one [[table]]")
        tables = []
    parsed = [_parse_table(table, path, problems) for table in tables]
    if problems:
        raise SettingsError(problems)
    order = {dataset.name: place for place, dataset in enumerate(DATASETS)}
    return Profile(
        name=str(name),
        headers=headers,
        tables=tuple(sorted(parsed, key=lambda table: order[table.dataset])),
        format=file_format,
        origin=origin,
    )


def _parse_format(content: Any, path: str, problems: list[str]) -> Format:
    known = Format.__dataclass_fields__
    if not isinstance(content, dict):
        problems.append(f"{path}: [format] must be a section")
        return Format()
    values: dict[str, str] = {}
    for key, value in content.items():
        if key not in known:
            problems.append(f"{path}: format.{key} is not known; allowed are {', '.join(known)}")
        elif not isinstance(value, str) or not value:
            problems.append(f"{path}: format.{key} = {value!r}: must be a text")
        else:
            values[key] = value
    if values.get("kind", "csv") not in _KINDS:
        problems.append(f"{path}: format.kind = {values['kind']!r}: must be one of {', '.join(_KINDS)}")
    if values.get("decimal", ".") not in {".", ","}:
        problems.append(f"{path}: format.decimal = {values['decimal']!r}: must be . or ,")
    if len(values.get("delimiter", ",")) != 1:
        problems.append(f"{path}: format.delimiter = {values['delimiter']!r}: must be one character")
    if "date" in values and "%" not in values["date"]:
        problems.append(f"{path}: format.date = {values['date']!r}: must be a pattern such as %d/%m/%Y")
    try:
        _ENCODING_PROBE.encode(values.get("encoding", "utf-8"))
    except LookupError:
        problems.append(f"{path}: format.encoding = {values['encoding']!r}: is not known; try utf-8 or latin-1")
    return Format(**values)


def _parse_table(content: Any, path: str, problems: list[str]) -> Table:
    dataset = content.get("dataset") if isinstance(content, dict) else None
    if dataset not in BY_NAME:
        problems.append(f"{path}: table.dataset = {dataset!r}: must be one of {', '.join(BY_NAME)}")
        return Table("clients", {})
    for key in content.keys() - {"dataset", "columns", "constants", "create_clients", "skip_if_empty", "element"}:
        problems.append(f"{path}: table.{key} is not known")
    columns = _mapping(content, "columns", dataset, path, problems)
    constants = _mapping(content, "constants", dataset, path, problems)
    given = columns.keys() | constants.keys()
    own_key = {"hours"} if {"start_time", "end_time"} <= given else set()
    for column in BY_NAME[dataset].required:
        if column not in given | own_key:
            problems.append(f"{path}: table {dataset}: {column} is required; map it under columns or constants")
    return Table(
        dataset=dataset,
        columns=columns,
        constants=constants,
        create_clients=content.get("create_clients") is True,
        skip_if_empty=_texts(content, "skip_if_empty", f"{path}: table {dataset}", problems),
        element=content.get("element"),
    )


def _mapping(content: Mapping[str, Any], key: str, dataset: str, path: str, problems: list[str]) -> dict[str, str]:
    result: dict[str, str] = {}
    for column, source in content.get(key, {}).items():
        if column not in BY_NAME[dataset]:
            known = ", ".join(BY_NAME[dataset].column_names)
            problems.append(f"{path}: table {dataset}: {column} is not one of its columns; they are {known}")
        elif not isinstance(source, str):
            problems.append(f"{path}: table {dataset}: {key}.{column} = {source!r}: must be a text")
        else:
            result[column] = source
    return result


def _texts(content: Any, key: str, where: str, problems: list[str]) -> tuple[str, ...]:
    value = content.get(key, []) if isinstance(content, dict) else None
    if not isinstance(value, list) or any(not isinstance(item, str) for item in value):
        problems.append(f"{where}.{key} = {value!r}: must be a list of texts")
        return ()
    return tuple(value)
