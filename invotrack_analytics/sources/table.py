"""Table: what one data set takes from each row of a file, as a profile declares it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from invotrack_analytics.model import BY_NAME
from invotrack_analytics.model.payments import UNDATED
from invotrack_analytics.sources.column_source import Source, find_header, parse_source, source_of

GENERATED_KEYS = frozenset({"timesheets", "payments", "expenses", "bank_lines"})
"""Data sets that often come without a key; it is then made from a row's content."""
STAND_INS = ("issue_date", "due_date")
"""Which dates of the invoice may stand for that of such a payment."""
_CREATED = {"clients": "client_id", "employees": "employee_id", "projects": "project_id"}
_KNOWN = frozenset(
    {
        "dataset", "columns", "constants", "skip_if_empty", "skip_if_zero", "element", "only", "skip", "document",
        "identity", "warning", "warnings", "negative", "undated", *_CREATED, *(f"create_{name}" for name in _CREATED),
    }
)  # fmt: skip


@dataclass(frozen=True)
class Table:
    """What one data set takes from each row of the file."""

    dataset: str
    columns: Mapping[str, str | Source]
    """Canonical column → source: a header in the file, or path in the element, or more than that."""
    constants: Mapping[str, str] = field(default_factory=dict)
    create_clients: bool = False
    skip_if_empty: tuple[str, ...] = ()
    element: str | None = None
    """Only rows of this XML element."""
    skip_if_zero: tuple[str, ...] = ()
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    skip: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    document: bool = False
    identity: tuple[str, ...] = ()
    warning: str | None = None
    warnings: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    """Rows that are taken and told: for each reason, the texts of a cell that tell them."""
    negative: str | None = None
    """What kind an invoice is of which the total is negative."""
    undated: Mapping[str, str] = field(default_factory=dict)
    """Of payments that the file may state without a date: the header of each date that may stand for it."""
    introduces: bool = False
    """Only rows whose key is not known yet are taken: what other rows of the file mention by name."""

    @property
    def key_is_generated(self) -> bool:
        """Whether the file has no key for this data set, so that it is made from the content."""
        (key, *others) = BY_NAME[self.dataset].key
        return self.dataset in GENERATED_KEYS and key not in {*self.columns, *self.constants, *others}

    @property
    def key_may_be_blank(self) -> bool:
        """Whether a row without its number is known by its content: the profile says by what."""
        return self.dataset in GENERATED_KEYS and bool(self.identity) and BY_NAME[self.dataset].key[0] in self.columns

    def is_fed_by(self, header: Sequence[str]) -> bool:
        """Whether the file has the columns without which no row is one of this data set."""
        return all(find_header(name, header) for name in self.skip_if_empty)

    def source(self, column: str) -> Source:
        """Where a column comes from."""
        return source_of(self.columns[column])


def parse_table(content: Any, path: str, problems: list[str]) -> list[Table]:
    """A table, after those that make the clients, employees and projects it mentions; adds what is wrong."""
    dataset = content.get("dataset") if isinstance(content, dict) else None
    if dataset not in BY_NAME:
        problems.append(f"{path}: table.dataset = {dataset!r}: must be one of {', '.join(BY_NAME)}")
        return []
    where = f"{path}: table {dataset}"
    problems += [f"{path}: table.{key} is not known" for key in content.keys() - _KNOWN]
    columns = _sources(content.get("columns", {}), dataset, f"{where}: columns", problems)
    constants = _words(content.get("constants", {}), f"{where}: constants", problems)
    problems += _unknown_columns(constants, dataset, where)
    told = content.get("warnings", {})
    if not isinstance(told, dict):
        problems.append(f"{where}: warnings must be a section")
        told = {}
    flags = {key: content.get(key, False) for key in ("document", *(f"create_{name}" for name in _CREATED))}
    problems += [
        f"{where}: {key} = {flag!r}: must be true or false" for key, flag in flags.items() if not isinstance(flag, bool)
    ]
    warning = content.get("warning")
    if warning is not None and not isinstance(warning, str):
        problems.append(f"{where}: warning = {warning!r}: must be a text")
    negative = content.get("negative")
    if negative is not None and (dataset != "invoices" or negative not in BY_NAME["invoices"]["kind"].allowed):
        problems.append(f'{where}: negative = {negative!r}: must be "credit_note", and stand at invoices')
    table = Table(
        dataset=dataset,
        columns=columns,
        constants=constants,
        create_clients=flags["create_clients"] is True,
        skip_if_empty=texts(content, "skip_if_empty", where, problems),
        element=content.get("element"),
        skip_if_zero=texts(content, "skip_if_zero", where, problems),
        only=_choices(content.get("only", {}), f"{where}: only", problems),
        skip=_choices(content.get("skip", {}), f"{where}: skip", problems),
        document=flags["document"] is True,
        identity=texts(content, "identity", where, problems),
        warning=warning,
        warnings={key: _choices(cells, f"{where}: warnings.{key}", problems) for key, cells in told.items()},
        negative=negative,
        undated=_words(content.get("undated", {}), f"{where}: undated", problems),
    )
    problems += _wrong_undated(table, where)
    given = columns.keys() | constants.keys()
    needless = {"hours"} if {"start_time", "end_time"} <= given else set()
    if table.key_is_generated:
        needless.add(BY_NAME[dataset].key[0])
    problems += [
        f"{where}: {column} is required; map it under columns or constants"
        for column in BY_NAME[dataset].required
        if column not in given | needless
    ]
    problems += _unknown_columns(table.identity, dataset, where)
    return [*_introducing(content, table, where, problems), table]


def _wrong_undated(table: Table, where: str) -> list[str]:
    if not table.undated:
        return []
    problems = [
        f"{where}: undated.{key} is not known; allowed are {', '.join(STAND_INS)}"
        for key in table.undated
        if key not in STAND_INS
    ]
    if table.dataset != "payments" or "payment_date" not in table.columns:
        problems.append(f"{where}: undated is for payments, and needs the column payment_date")
    return problems


def settled(table: Table, choice: str) -> Table:
    """The table once it is chosen what becomes of payments without a date: left out, or dated as something else is.

    Those dated so are marked by their method.
    """
    if not table.undated:
        return table
    date = source_of(table.columns["payment_date"])
    (dated,) = date.terms
    stand_in = table.undated.get(choice)
    if stand_in is None:
        return replace(table, undated={}, skip_if_empty=(*table.skip_if_empty, *dated))
    columns = {
        **table.columns,
        "payment_date": replace(date, terms=((*dated, stand_in),)),
        "method": Source((dated,), absent=UNDATED),
    }
    return replace(table, columns=columns)


def _introducing(content: Mapping[str, Any], table: Table, where: str, problems: list[str]) -> list[Table]:
    found: dict[str, Table] = {}
    mentioned = dict(table.columns)
    for name in ("projects", "employees", "clients"):
        if content.get(f"create_{name}") is not True:
            continue
        key = _CREATED[name]
        further = _sources(content.get(name, {}), name, f"{where}: {name}", problems)
        if key not in mentioned:
            problems.append(f"{where}: create_{name} needs the column {key}")
            continue
        source = source_of(mentioned[key])
        columns: dict[str, str | Source] = {key: source, "name": as_text(source), **further}
        found[name] = Table(
            name,
            columns,
            skip_if_empty=table.skip_if_empty,
            skip_if_zero=table.skip_if_zero,
            only=table.only,
            skip=table.skip,
            introduces=True,
        )
        # A project names its client, also where the row itself has no such column.
        mentioned = {**columns, **mentioned}
    return list(found.values())


def as_text(source: Source) -> Source:
    """The same text, without an id being made from it."""
    return replace(source, name=False, within=())


def _sources(content: Any, dataset: str, where: str, problems: list[str]) -> dict[str, str | Source]:
    if not isinstance(content, dict):
        problems.append(f"{where} must be a section")
        return {}
    problems += _unknown_columns(content, dataset, where)
    found: dict[str, str | Source] = {}
    for column, declared in content.items():
        source = declared if isinstance(declared, str) else parse_source(declared)
        if isinstance(source, str) and source is not declared:
            problems.append(f"{where}.{column} = {declared!r}: {source}")
        else:
            found[column] = source
    return found


def _unknown_columns(names: Iterable[str], dataset: str, where: str) -> list[str]:
    known = ", ".join(BY_NAME[dataset].column_names)
    return [
        f"{where}: {name} is not one of its columns; they are {known}" for name in names if name not in BY_NAME[dataset]
    ]


def _words(content: Any, where: str, problems: list[str]) -> dict[str, str]:
    if not isinstance(content, dict) or not all(isinstance(value, str) for value in content.values()):
        problems.append(f"{where} = {content!r}: must be a section of texts")
        return {}
    return dict(content)


def _choices(content: Any, where: str, problems: list[str]) -> dict[str, tuple[str, ...]]:
    if not isinstance(content, dict):
        problems.append(f"{where} must be a section")
        return {}
    return {header: texts(content, header, where, problems) for header in content}


def texts(content: Any, key: str, where: str, problems: list[str]) -> tuple[str, ...]:
    """A list of texts from a section; a problem where it is something else."""
    value = content.get(key, []) if isinstance(content, dict) else None
    if not isinstance(value, list) or any(not isinstance(item, str) for item in value):
        problems.append(f"{where}.{key} = {value!r}: must be a list of texts")
        return ()
    return tuple(value)
