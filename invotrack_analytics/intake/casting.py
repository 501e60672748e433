"""Casting: SQL that turns the text of a column into what the column holds, null where it is not that.

The SQL is built in layers, each a step that names its result: written as one expression, the steps would repeat inside
each other and the query would grow beyond reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from invotrack_analytics.intake.currency_marks import PREFIXES, Marks, mark_beside
from invotrack_analytics.intake.dialect import ISO, Dialect, parsed_date
from invotrack_analytics.intake.named_tax import tax_by_name
from invotrack_analytics.intake.reading import UsualNumbers, cell, literal, usual_number
from invotrack_analytics.model import Column
from invotrack_analytics.model.dataset import NUMBERS
from invotrack_analytics.money import MOST_PLACES, currencies, currencies_with_places
from invotrack_analytics.sources.column_source import BoundSource, Headers

# In the languages that tools write exports in.
_TRUE = (
    "true", "yes", "y", "1", "t", "ja", "oui", "sí", "sì", "si", "sim", "tak", "ano", "áno", "igen", "kyllä", "jah",
    "да", "так", "da", "はい", "是", "예", "نعم", "כן",
)  # fmt: skip
_FALSE = (
    "false", "no", "n", "0", "f", "nein", "nee", "nej", "nei", "non", "não", "nao", "nie", "ne", "nem", "ei", "нет",
    "ні", "nu", "いいえ", "否", "아니요", "لا", "לא",
)  # fmt: skip
_NOT_A = {"date": "not_a_date", "boolean": "not_a_boolean", "time": "not_a_time"}
_SYMBOLS = "'[$€£¥₹₽₺₩₪₫₴฿₱₦₵₡₸₾ ''\u2019\u00a0\u2009\u202f]'"
_NAMES = ("zł", "Kč", "Ft", "kr[.]?", "Rs[.]?", "SFr[.]?", "Fr[.]?", "lei")
"""What currencies are called in amounts, where it is neither a sign nor the code."""
_NOTHING = "('-', '\u2013', '\u2014')"
"""What stands in a cell for nothing, where a number or a date would stand."""
TOO_MANY_DECIMALS = "too_many_decimals"
FLOAT_NOISE = "float_noise"
OUT_OF_RANGE = "date_out_of_range"
_IN_RANGE = "between date '1900-01-01' and date '2199-12-31'"
"""The days that books keep; a year before or after them is a slip of the pen or a placeholder."""


_TERM = Column("", "price", "A number that others are computed with.")
_PERCENT = Column("", "percent", "What is taken off a number.")
_HOURS = Column("", "hours", "Hours that an amount is shared out over.")


@dataclass(frozen=True)
class Suspicion:
    """A reason to refuse a cell, with its condition and the text shown, both in the last step."""

    column: str
    reason: str
    condition: str
    text: str
    warning: bool = False
    """It is told, and the row is accepted."""


@dataclass
class Casting:
    """The steps from a raw table's cells to one data set's typed columns."""

    raw: str
    where: str
    dialect: Dialect
    currency: str
    """SQL on a raw row for the currency of its amounts."""
    marks: Marks | None = None
    """What stands beside amounts and may tell their currency; None where that does not matter."""
    _steps: list[list[str]] = field(default_factory=lambda: [[], [], [], [], [], [], []])
    _columns: dict[str, str] = field(default_factory=dict)
    _marked: list[tuple[str, str]] = field(default_factory=list)
    suspicions: list[Suspicion] = field(default_factory=list)

    def add(self, column: Column, text: str, *, constant: bool = False) -> None:
        """Cast a text, given as SQL on the raw row, to what the column holds; a constant is in the canonical layout."""
        self._columns[column.name] = self._cast(column, column.name, text, constant=constant)

    def add_value(self, column: Column, value: str) -> None:
        """A column whose value is SQL in the last step, such as another's."""
        self._columns[column.name] = value

    def add_computed(self, column: Column, bound: BoundSource, names: Mapping[str, str]) -> None:
        """A product or a quotient of cells, less a discount in percent, with further amounts added and taken off."""

        def number(term: Headers, of: Column = _TERM) -> str:
            return self._cast(of, column.name, cell(term, names))

        first, *others = bound.cells
        value = number(first)
        for term in others:
            if bound.source.how == "divide":
                value = _per_hour(value, number(term, _HOURS))
            else:
                value = f"try_cast({value} * {number(term)} as decimal(26,6))"
        if bound.less_percent:
            kept = f"(100 - coalesce({number(bound.less_percent, _PERCENT)}, 0))::decimal(9,4)"
            value = f"try_cast(round({value}::decimal(26,6) * {kept}, 4)::decimal(31,4) * 0.01 as decimal(26,6))"
        if bound.source.tax_only or bound.taxed_by:
            value = self._taxed(value, [number(term) for term in bound.plus], bound, names)
        else:
            value = _moved(value, "+", [number(term) for term in bound.plus])
        value = _moved(value, "-", [number(term) for term in bound.minus])
        if bound.source.blank_if_zero:
            value = f"nullif({value}, 0)"
        if bound.source.absolute:
            value = f"abs({value})"
        if column.kind != "money":
            self._columns[column.name] = f"try_cast(round({value}, 6) as {column.sql_type})"
            return
        at = len(self._steps[0])
        self._steps[0].append(f"upper({self.currency}) as c{at}")
        self._steps[6].append(f"{value} as w{at}")
        self._columns[column.name] = f"try_cast({to_minor_unit(f'w{at}', f'c{at}')} as {column.sql_type})"

    def _taxed(self, value: str, stated: list[str], bound: BoundSource, names: Mapping[str, str]) -> str:
        """A number with its tax, or the tax alone: the one stated, else by the percentage that its name tells."""
        at = len(self._steps[0])
        named = tax_by_name(bound, names) or "null::decimal(9,4)"
        self._steps[0] += [f"{named} as p{at}", f"upper({self.currency}) as d{at}"]
        # Each row's tax is rounded by itself, so that net and tax make the total however many there are.
        by_name = f"{value}::decimal(26,6) * p{at}"
        by_name = to_minor_unit(f"try_cast(round({by_name}, 4)::decimal(31,4) * 0.01 as decimal(26,6))", f"d{at}")
        tax = f"coalesce({', '.join([*stated, by_name])})"
        return tax if bound.source.tax_only else f"({value} + coalesce({tax}, 0))"

    def _cast(self, column: Column, name: str, source: str, *, constant: bool = False) -> str:
        at = len(self._steps[0])
        dialect = Dialect(ISO, ".") if constant else self.dialect
        text, value = f"t{at}", f"v{at}"
        self._steps[0].append(f"{source} as {text}")
        usual = isinstance(source, UsualNumbers) and source.mark in {"", dialect.decimal}
        plain = _with_point(text, dialect) if usual else f"n{at}"
        if column.kind in NUMBERS and not usual:
            self._read_number(column, at, dialect)
            if self.marks and column.kind in {"money", "price"} and not constant:
                self._steps[2].append(f"case when not u{at} then {mark_beside(text)} end as m{at}")
                self._marked.append((f"m{at}", text))
        self._steps[5].append(f"{_typed(column, text, plain, dialect, self.marks)} as {value}")
        if column.kind not in {"text", "currency"}:
            reason = _NOT_A.get(column.kind, "not_a_number")
            wrong = f"({text} is not null and {value} is null and {text} not in {_NOTHING})"
            self.suspicions.append(Suspicion(name, reason, wrong, text))
        if column.kind == "money" and not usual:
            # More than thousandths would be rounded without a word, but for what a tool's floats made of an amount.
            fine = f"(not u{at} and strpos({plain}, '.') > 0 and regexp_matches({plain}, '[.][0-9]{{3}}[0-9]*[1-9]'))"
            exact = f"try_cast({plain} as decimal(38,15))"
            noise = f"coalesce(abs({exact} - round({exact}, 3)) <= 0.000001, false)"
            self.suspicions.append(Suspicion(name, TOO_MANY_DECIMALS, f"({fine} and not {noise})", text))
            self.suspicions.append(Suspicion(name, FLOAT_NOISE, f"({fine} and {noise})", text, warning=True))
        if column.kind == "date":
            self.suspicions.append(Suspicion(name, OUT_OF_RANGE, f"({value} not {_IN_RANGE})", text))
            return f"(case when {value} {_IN_RANGE} then {value} end)"
        return value

    def _read_number(self, column: Column, at: int, dialect: Dialect) -> None:
        """The steps to `n`, the number as computers write it; `u` tells that it stood so."""
        text, usual, bare, signed, plain = (f"{step}{at}" for step in ("t", "u", "b", "s", "n"))
        # Usual numbers are most of them, and need none of the steps.
        self._steps[1].append(f"coalesce({usual_number(text, dialect.decimal)}, false) as {usual}")
        self._steps[2].append(f"case when not {usual} then {_without_unit(column, text)} end as {bare}")
        self._steps[3].append(f"case when not {usual} then {_signed(bare)} end as {signed}")
        self._steps[4].append(
            f"case when {usual} then {_with_point(text, dialect)} else {_plain(signed, dialect.decimal)} end as {plain}"
        )

    @property
    def present(self) -> tuple[str, ...]:
        """Names of the columns that were added."""
        return tuple(self._columns)

    @property
    def mark(self) -> str:
        """The first mark that stands beside an amount of the row, in the last step."""
        return _first(found for found, _ in self._marked)

    @property
    def own_currency(self) -> str:
        """The currency that the row itself names, in the last step."""
        return self._columns.get("currency", "null::varchar")

    @property
    def given_currency(self) -> str | None:
        """The currency that a profile says for rows that name none."""
        return self.marks.given if self.marks else None

    @property
    def told_currency(self) -> str:
        """The currency of the row as far as the file tells it, in the last step; needs `marks`."""
        if self.marks is None:
            return self.own_currency
        return f"coalesce({self.own_currency}, {self.marks.certain(self.mark)}, {literal(self.marks.given)})"

    @property
    def marked(self) -> str:
        """The amount that it stands beside, as written."""
        return _first(f"case when {found} is not null then {text} end" for found, text in self._marked)

    def query(self, select: str) -> str:
        """The given selection from the last step."""
        layers = [
            f"step0 as (select line, {', '.join(self._steps[0]) or 'null as t'} from {self.raw} where {self.where})"
        ]
        for at, step in enumerate(self._steps[1:], start=1):
            layers.append(f"step{at} as (select {', '.join(['*', *step])} from step{at - 1})")
        return f"with {', '.join(layers)} {select} from step{len(self._steps) - 1}"

    def value(self, column: Column) -> str:
        """The column's value in the last step, null where the cell is blank."""
        return self._columns.get(column.name, f"null::{column.sql_type}")


def _moved(value: str, sign: str, terms: Iterable[str]) -> str:
    """A number with others added or taken off, as far as they are there."""
    for term in terms:
        value = f"(case when {term} is null then {value} else coalesce({value}, 0) {sign} {term} end)"
    return value


def _first(values: Iterable[str]) -> str:
    found = ", ".join(values)
    return f"coalesce({found})" if found else "null::varchar"


def or_default(column: Column, value: str) -> str:
    """The value, or what a blank means in this column."""
    return value if column.default is None else f"coalesce({value}, {literal(column.default)}::{column.sql_type})"


def to_minor_unit(value: str, currency: str) -> str:
    """SQL for an amount rounded half-up to the minor unit of its currency."""
    cases = "".join(
        f"when {currency} in ({', '.join(map(literal, sorted(currencies_with_places(places))))}) "
        f"then round({value}, {places}) "
        for places in (0, MOST_PLACES)
    )
    return f"(case {cases}else round({value}, 2) end)"


def _per_hour(amount: str, hours: str) -> str:
    # In whole millionths, rounded half-up: no division leaves the integers.
    above, below = f"({amount} * 1000000)::hugeint * 10000", f"nullif(({hours} * 10000)::hugeint, 0)"
    return (
        f"try_cast(((2 * {above} + {below}) // (2 * {below}))::decimal(38,0) * 0.000001::decimal(6,6) as decimal(18,6))"
    )


def _without_unit(column: Column, text: str) -> str:
    """The number without spaces, and without the currency or the percent sign that stands beside it."""
    told = f"regexp_replace({text}, '(^|[^A-Za-z])({'|'.join(PREFIXES)})[$]', '\\1$', 'i')"
    bare = f"regexp_replace({told}, {_SYMBOLS}, '', 'g')"
    if column.kind == "percent":
        return f"regexp_replace({bare}, '%$', '')"
    if column.kind not in {"money", "price"}:
        return bare
    before, after = (
        f"^([-+(]?)({_currency_words()}|R)([-+]?[0-9.,])",
        f"([0-9.,])({_currency_words()})([-)]?)$",
    )
    return f"regexp_replace(regexp_replace({bare}, {literal(before)}, '\\1\\3', 'i'), {literal(after)}, '\\1\\3', 'i')"


@cache
def _currency_words() -> str:
    return "|".join((*sorted(currencies()), *_NAMES))


def _signed(bare: str) -> str:
    return (
        f"(case when {bare}[1] = '(' and {bare}[-1] = ')' then '-' || {bare}[2:-2] "
        f"when {bare}[-1] = '-' then '-' || {bare}[1:-2] else {bare} end)"
    )


def _with_point(number: str, dialect: Dialect) -> str:
    return number if dialect.decimal == "." else f"replace({number}, ',', '.')"


def _plain(signed: str, decimal: str) -> str:
    group, mark = (",", "[.]") if decimal == "." else ("[.]", ",")
    lakhs = "|[0-9]{1,2}(,[0-9]{2})*,[0-9]{3}" if decimal == "." else ""
    shape = f"[-+]?([0-9]+|[0-9]{{1,3}}({group}[0-9]{{3}})+{lakhs})?({mark}[0-9]*)?"
    ungrouped = f"regexp_replace({signed}, '{group}', '', 'g')"
    if decimal == ",":
        ungrouped = f"replace({ungrouped}, ',', '.')"
    return f"(case when regexp_full_match({signed}, '{shape}') then {ungrouped} end)"


def _typed(column: Column, text: str, plain: str, dialect: Dialect, marks: Marks | None) -> str:
    sql = {
        "text": text,
        "currency": marks.written(text) if marks else f"upper({text})",
        "date": _date(text, dialect.date),
        "time": _time(text),
        "boolean": f"(case when lower({text}) in ({', '.join(map(literal, _TRUE))}) then true "
        f"when lower({text}) in ({', '.join(map(literal, _FALSE))}) then false end)",
        "integer": f"(case when regexp_full_match({plain}, '[-+]?[0-9]+([.]0*)?') "
        f"then try_cast(regexp_replace({plain}, '[.]0*$', '') as integer) end)",
        "hours": f"(case when contains({text}, ':') then {_duration(text)} "
        f"when regexp_matches({text}, '[hms]') then {_worded_duration(text)} "
        f"else try_cast({plain} as {column.sql_type}) end)",
    }
    return sql.get(column.kind, f"try_cast({plain} as {column.sql_type})")


def _date(text: str, pattern: str) -> str:
    timed = f"{text} like '____-__-__T%' or {text} like '____-__-__ %'"
    day = f"when {text} like '____-__-__' then {text} when {timed} then left({text}, 10)"
    iso = f"try_cast((case {day} end) as date)"
    if pattern == ISO:
        return iso
    if pattern.startswith("%Y-"):
        return f"{parsed_date(text, pattern)}::date"
    # A day that is written year first can be read in one way only, as those of a workbook's own dates.
    return f"coalesce({parsed_date(text, pattern)}::date, {iso})"


def _time(text: str) -> str:
    # A date before the time, and an offset after it, say nothing on how long somebody worked.
    shape = "([0-9]{1,2}:[0-9]{2}(:[0-9]{2})?( ?[AaPp][Mm])?)([.][0-9]+)?(Z|[-+][0-9:]+)?$"
    clock = f"regexp_extract({text}, '{shape}', 1)"
    patterns = ("%H:%M:%S", "%H:%M", "%I:%M:%S %p", "%I:%M %p", "%I:%M:%S%p", "%I:%M%p")
    return "coalesce(" + ", ".join(f"try_strptime({clock}, '{pattern}')" for pattern in patterns) + ")::time"


def _duration(text: str) -> str:
    parts = f"string_split(rtrim({text}, ' h'), ':')"
    seconds = (
        f"(try_cast({parts}[1] as bigint) * 3600 + try_cast({parts}[2] as bigint) * 60 "
        f"+ coalesce(try_cast({parts}[3] as bigint), 0))"
    )
    shape = "[0-9]{1,4}:[0-5][0-9](:[0-5][0-9])?( ?h)?"
    return f"(case when regexp_full_match({text}, '{shape}') then {_as_hours(seconds)} end)"


def _worded_duration(text: str) -> str:
    """Hours and minutes as `1h 30m`, `1 h 30 min`, `45 min`, `2 hours`."""
    shape = (
        r"\s*(?:([0-9]{1,4})\s*(?:h|hrs?|hours?))?\s*(?:([0-9]{1,4})\s*(?:m|mins?|minutes?))?"
        r"\s*(?:([0-9]{1,5})\s*(?:s|secs?|seconds?))?\s*"
    )
    seconds = " + ".join(
        f"coalesce(try_cast(nullif(regexp_extract(lower({text}), '{shape}', {group}), '') as bigint), 0) * {worth}"
        for group, worth in ((1, 3600), (2, 60), (3, 1))
    )
    return f"(case when regexp_full_match(lower({text}), '{shape}') then {_as_hours(f'({seconds})')} end)"


def hours_between(start: str, end: str) -> str:
    """Hours from a start to an end time; an end before its start is the next day."""
    seconds = f"date_diff('second', {start}, {end})"
    return _as_hours(f"(case when {end} < {start} then {seconds} + 86400 else {seconds} end)")


def _as_hours(seconds: str) -> str:
    # In whole ten-thousandths of an hour, rounded half-up: no division leaves the integers.
    return f"((({seconds} * 10000 + 1800) // 3600)::decimal(13, 0) * 0.0001)::decimal(9, 4)"
