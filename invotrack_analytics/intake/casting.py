"""Casting: SQL that turns the text of a column into what the column holds, null where it is not that.

The SQL is built in layers, each a step that names its result: written as one expression, the steps would repeat inside
each other and the query would grow beyond reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from invotrack_analytics.intake.dialect import ISO, Dialect
from invotrack_analytics.model import Column
from invotrack_analytics.model.dataset import NUMBERS

_FORMULA_SIGNS = "('=', '+', '-', '@', chr(9), chr(13))"
_TRUE = "('true', 'yes', 'y', '1', 't')"
_FALSE = "('false', 'no', 'n', '0', 'f')"
_NOT_A = {"date": "not_a_date", "boolean": "not_a_boolean", "time": "not_a_time"}
_SYMBOLS = "'[$€£¥ ''\u2019\u00a0\u202f]'"
TOO_MANY_DECIMALS = "too_many_decimals"


def literal(value: str | None) -> str:
    """A text as SQL."""
    return "null" if value is None else "'" + value.replace("'", "''") + "'"


def trimmed(raw_column: str) -> str:
    """The cell without surrounding space; null where nothing is left."""
    return f"nullif(trim({raw_column}, ' ' || chr(9) || chr(10) || chr(13) || chr(160)), '')"


@dataclass
class Casting:
    """The steps from a raw table's cells to one data set's typed columns."""

    raw: str
    where: str
    dialect: Dialect
    _steps: list[list[str]] = field(default_factory=lambda: [[], [], [], [], []])
    _columns: dict[str, tuple[Column, str]] = field(default_factory=dict)

    def add(self, column: Column, source: str, *, constant: bool = False) -> None:
        """Cast a raw column, or a constant written in the canonical layout, to what the column holds."""
        at = len(self._columns)
        dialect = Dialect(ISO, ".") if constant else self.dialect
        text, bare, signed, plain, value = (f"{step}{at}" for step in ("t", "b", "s", "n", "v"))
        self._columns[column.name] = (column, str(at))
        self._steps[0].append(f"{literal(source) if constant else _unguarded(source)} as {text}")
        if column.kind in NUMBERS:
            self._steps[1].append(f"regexp_replace({text}, {_SYMBOLS}, '', 'g') as {bare}")
            self._steps[2].append(f"{_signed(bare)} as {signed}")
            self._steps[3].append(f"{_plain(signed, dialect.decimal)} as {plain}")
        self._steps[4].append(f"{_typed(column, text, plain, dialect)} as {value}")

    @property
    def present(self) -> tuple[str, ...]:
        """Names of the columns that were added."""
        return tuple(self._columns)

    def query(self, select: str) -> str:
        """The given selection from the last step, where t0… are texts and v0… values."""
        layers = [
            f"step0 as (select line, {', '.join(self._steps[0]) or 'null as t'} from {self.raw} where {self.where})"
        ]
        for at, step in enumerate(self._steps[1:], start=1):
            layers.append(f"step{at} as (select {', '.join(['*', *step])} from step{at - 1})")
        return f"with {', '.join(layers)} {select} from step{len(self._steps) - 1}"

    def value(self, column: Column) -> str:
        """The column's value in the last step, its default where the cell is blank."""
        default = f"{literal(column.default)}::{column.sql_type}"
        if column.name not in self._columns:
            return default
        value = f"v{self._columns[column.name][1]}"
        return f"coalesce({value}, {default})" if column.default else value

    def suspicions(self) -> Mapping[str, Mapping[str, str]]:
        """For each column, the reasons that its text may be refused for, each with its condition in the last step."""
        found: dict[str, dict[str, str]] = {}
        for name, (column, at) in self._columns.items():
            if column.kind in {"text", "currency"}:
                continue
            found[name] = {_NOT_A.get(column.kind, "not_a_number"): f"(t{at} is not null and v{at} is null)"}
            if column.kind == "money":
                # More than thousandths would be rounded without a word.
                found[name][TOO_MANY_DECIMALS] = (
                    f"(strpos(n{at}, '.') > 0 and regexp_matches(n{at}, '[.][0-9]{{3}}[0-9]*[1-9]'))"
                )
        return found

    def text(self, name: str) -> str:
        """The column's text in the last step."""
        return f"t{self._columns[name][1]}"


def _unguarded(raw_column: str) -> str:
    # A quote before a formula sign is what our own CSV puts there, so that a spreadsheet does not run it.
    text = trimmed(raw_column)
    guarded = f"{raw_column}[1] = '''' and ltrim({raw_column}, '''')[1] in {_FORMULA_SIGNS}"
    return f"(case when {guarded} then trim({raw_column})[2:] else {text} end)"


def _signed(bare: str) -> str:
    return (
        f"(case when {bare}[1] = '(' and {bare}[-1] = ')' then '-' || {bare}[2:-2] "
        f"when {bare}[-1] = '-' then '-' || {bare}[1:-2] else {bare} end)"
    )


def _plain(signed: str, decimal: str) -> str:
    group, mark = (",", "[.]") if decimal == "." else ("[.]", ",")
    shape = f"[-+]?([0-9]+|[0-9]{{1,3}}({group}[0-9]{{3}})+)?({mark}[0-9]*)?"
    ungrouped = f"regexp_replace({signed}, '{group}', '', 'g')"
    if decimal == ",":
        ungrouped = f"replace({ungrouped}, ',', '.')"
    return f"(case when regexp_full_match({signed}, '{shape}') then {ungrouped} end)"


def _typed(column: Column, text: str, plain: str, dialect: Dialect) -> str:
    sql = {
        "text": text,
        "currency": f"upper({text})",
        "date": _date(text, dialect.date),
        "time": _time(text),
        "boolean": f"(case when lower({text}) in {_TRUE} then true when lower({text}) in {_FALSE} then false end)",
        "integer": f"(case when regexp_full_match({plain}, '[-+]?[0-9]+([.]0*)?') "
        f"then try_cast(regexp_replace({plain}, '[.]0*$', '') as integer) end)",
        "hours": f"(case when contains({text}, ':') then {_duration(text)} "
        f"else try_cast({plain} as {column.sql_type}) end)",
    }
    return sql.get(column.kind, f"try_cast({plain} as {column.sql_type})")


def _date(text: str, pattern: str) -> str:
    if pattern == ISO:
        whole = f"(length({text}) = 10 or {text}[11] in ('T', ' '))"
        return (
            f"(case when {text}[5] = '-' and {text}[8] = '-' and {whole} then try_cast(left({text}, 10) as date) end)"
        )
    return f"try_strptime({text}, {literal(pattern)})::date"


def _time(text: str) -> str:
    patterns = ("%H:%M:%S", "%H:%M", "%I:%M:%S %p", "%I:%M %p")
    return "coalesce(" + ", ".join(f"try_strptime({text}, '{pattern}')" for pattern in patterns) + ")::time"


def _duration(text: str) -> str:
    parts = f"string_split({text}, ':')"
    seconds = (
        f"(try_cast({parts}[1] as bigint) * 3600 + try_cast({parts}[2] as bigint) * 60 "
        f"+ coalesce(try_cast({parts}[3] as bigint), 0))"
    )
    shape = "[0-9]{1,4}:[0-5][0-9](:[0-5][0-9])?"
    return f"(case when regexp_full_match({text}, '{shape}') then {_as_hours(seconds)} end)"


def hours_between(start: str, end: str) -> str:
    """Hours from a start to an end time; an end before its start is the next day."""
    seconds = f"date_diff('second', {start}, {end})"
    return _as_hours(f"(case when {end} < {start} then {seconds} + 86400 else {seconds} end)")


def _as_hours(seconds: str) -> str:
    # In whole ten-thousandths of an hour, rounded half-up: no division leaves the integers.
    return f"((({seconds} * 10000 + 1800) // 3600)::decimal(13, 0) * 0.0001)::decimal(9, 4)"
