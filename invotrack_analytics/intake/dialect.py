"""Dialect: how a file writes its dates and numbers, told from all of its values; what cannot be told is refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from invotrack_analytics.errors import SourceError
from invotrack_analytics.intake.reading import PlainColumn, UsualNumbers, literal

ISO = "%Y-%m-%d"
# Pairs of a day-first and a month-first reading of the same text stand under one mark.
DATE_FORMATS: tuple[tuple[str, ...], ...] = (
    ("%d/%m/%Y", "%m/%d/%Y"),
    ("%d.%m.%Y", "%m.%d.%Y"),
    ("%d-%m-%Y", "%m-%d-%Y"),
    ("%d/%m/%y", "%m/%d/%y"),
    ("%d.%m.%y", "%m.%d.%y"),
    ("%d-%m-%y", "%m-%d-%y"),
    ("%Y/%m/%d",),
    ("%Y.%m.%d",),
    ("%Y%m%d",),
    ("%d %b %Y",),
    ("%d %B %Y",),
    ("%d %b %y",),
    ("%b %d, %Y",),
    ("%B %d, %Y",),
    ("%d-%b-%Y",),
    ("%d-%b-%y",),
)
SAMPLED_ROWS = 20_000
# What only a number with this decimal mark looks like: other than three places, a part before it of no or of more than
# three digits, or the other mark in the part before it.
_DECIMAL = (
    "([0-9]|{group})*{mark}([0-9]{{1,2}}|[0-9]{{4,}})|0?{mark}[0-9]+|[0-9]{{4,}}{mark}[0-9]+"
    "|[0-9]+{group}([0-9]|{group})*{mark}[0-9]*|[0-9]+{group}[0-9]{{3}}{group}[0-9.,]*"
)
_DECIMAL_POINT = _DECIMAL.format(mark="[.]", group="[,]")
_DECIMAL_COMMA = _DECIMAL.format(mark="[,]", group="[.]")


@dataclass(frozen=True)
class Dialect:
    """How dates and decimals are written in one file."""

    date: str
    decimal: str


@dataclass(frozen=True)
class RawColumn:
    """A column of the raw table, and the header it stands under in the file."""

    sql: str
    header: str


def tell_date_format(connection: duckdb.DuckDBPyConnection, raw: str, columns: Sequence[RawColumn], path: Path) -> str:
    """The one date format that reads most of the values. Raises SourceError where two readings fit equally well."""
    if not columns:
        return ISO
    sample = _values(raw, columns, SAMPLED_ROWS)
    (others,) = _row(connection, f"select count(*) from ({sample}) where not {_iso_like('value')}")
    if not others:
        return ISO
    formats = [item for group in DATE_FORMATS for item in group]
    conditions = (_iso_like("value"), *(f"{parsed_date('value', item)} is not null" for item in formats))
    counts = ", ".join(f"coalesce(sum(times) filter (where {condition}), 0)" for condition in conditions)
    # The days of a file are few beside its rows: each is read once, however often it stands there.
    days = f"select value, count(*) as times from ({_values(raw, columns, None)}) group by value"
    found = _row(connection, f"select {counts} from ({days})")
    # Days written year first are read beside those of any other format, so only the others are counted.
    best = max(found[1:])
    if not best:
        return ISO
    winners = [item for item, count in zip(formats, found[1:], strict=True) if count == best]
    if len(winners) > 1:
        one, other = (parsed_date("value", item) for item in winners[:2])
        (example,) = _row(
            connection,
            f"select any_value(value) from ({sample}) where {one} <> {other}",
        )
        if example is not None and found[0] > best:
            return ISO
        if example is not None:
            names = ", ".join(dict.fromkeys(column.header for column in columns))
            message = (
                f"{path}: dates such as {example} ({names}) could be day first or month first throughout the file; "
                f'say which in a profile: format.date = "{winners[0]}" or "{winners[1]}"'
            )
            raise SourceError(message)
    return winners[0]


def tell_decimal_mark(
    connection: duckdb.DuckDBPyConnection,
    raw: str,
    columns: Sequence[RawColumn],
    path: Path,
    *,
    dot_is_usual: bool,
) -> str:
    """The decimal mark that the numbers show. Raises SourceError where 1.234 or 1,234 could be either throughout.

    `dot_is_usual` says that a point means decimals unless something speaks against it (our own layout, cut at commas).
    """
    if not columns:
        return "."
    values = _values(raw, columns, None)
    marks = {column.sql.mark if isinstance(column.sql, UsualNumbers) else None for column in columns}
    (commas, points) = (
        _row(
            connection,
            "select count(*) filter (where contains(value, ',')), count(*) filter (where contains(value, '.')) "
            f"from ({values})",
        )
        if None in marks
        else ("," in marks, "." in marks)
    )
    if not commas and (dot_is_usual or not points):
        return "."
    evidence = _row(
        connection,
        f"""
        select
            count(*) filter (where regexp_full_match(n, '{_DECIMAL_POINT}')),
            count(*) filter (where regexp_full_match(n, '{_DECIMAL_COMMA}')),
            any_value(value) filter (where regexp_full_match(n, '[1-9][0-9]{{0,2}}[.,][0-9]{{3}}'))
        from (select value, regexp_replace(value, '[^0-9.,]', '', 'g') as n from ({values}))
        """,
    )
    point_count, comma_count, example = evidence
    if point_count != comma_count:
        return "." if point_count > comma_count else ","
    if example is None and not comma_count:
        return "."
    names = ", ".join(dict.fromkeys(column.header for column in columns))
    shown = example or "1,5 beside 1.5"
    message = (
        f"{path}: in amounts such as {shown} ({names}) the decimal mark cannot be told throughout the file; "
        'say which in a profile: format.decimal = "." or ","'
    )
    raise SourceError(message)


def parsed_date(text: str, pattern: str) -> str:
    """SQL: the moment that a text names in this pattern, null where it is none or has another number of digits."""
    found = f"try_strptime({date_part(text)}, {literal(pattern)})"
    # `26` is no year of four digits, though it would be read as the year 26.
    return f"(case when {found} >= timestamp '0100-01-01' then {found} end)" if "%Y" in pattern else found


def date_part(text: str) -> str:
    """The text without a time of day behind it."""
    without = f"regexp_replace({text}, '[T ]+[0-9]{{1,2}}:[0-9]{{2}}.*$', '')"
    return f"(case when contains({text}, ':') then {without} else {text} end)"


def _iso_like(value: str) -> str:
    return f"({value} like '____-__-__%')"


def _values(raw: str, columns: Sequence[RawColumn], limit: int | None) -> str:
    rows = f"(select * from {raw} limit {limit})" if limit else raw
    return " union all ".join(
        f"select {_trimmed(column.sql)} as value from {rows} where {_trimmed(column.sql)} <> ''" for column in columns
    )


def _trimmed(text: str) -> str:
    return text if isinstance(text, PlainColumn) else f"trim({text})"


def _row(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[Any, ...]:
    row: tuple[Any, ...] | None = connection.execute(query).fetchone()
    if row is None:
        raise AssertionError(query)
    return row
