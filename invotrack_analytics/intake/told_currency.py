"""Told currency: rows that name no currency have the one whose mark stands beside their amounts."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from invotrack_analytics.errors import SourceError
from invotrack_analytics.intake.casting import Casting
from invotrack_analytics.intake.currency_marks import FROM_MARK, OTHER_MARK, Marks
from invotrack_analytics.intake.reading import literal


@dataclass(frozen=True)
class ToldCurrency:
    """What the marks of one table tell beyond its rows' own currencies."""

    open_marks: str | None = None
    """Temp table (line, currencies, base): rows whose client or invoice may say which of these it is; else the base."""
    warnings: dict[str, int] = field(default_factory=dict)


def told_currency(connection: duckdb.DuckDBPyConnection, staged: str, casting: Casting, path: Path) -> ToldCurrency:
    """Look at the marked rows of a table that is staged. Raises SourceError where a mark cannot be told."""
    marks, marked = casting.marks, f"marks_{staged}"
    if marks is None:
        return ToldCurrency()
    connection.execute(
        f"create or replace temp table {marked} as select line, mark, own, text from ("
        + casting.query(f"select line, {casting.mark} as mark, {casting.own_currency} as own, {casting.marked} as text")
        + ") where mark is not null"
    )
    for mark, codes in marks.untold.items():
        found = connection.execute(
            f"select text from {marked} where mark = ? and own is null order by line limit 1", [mark]
        ).fetchone()
        if found:
            message = (
                f"{path}: amounts such as {found[0]} may be in {', '.join(codes[:-1])} or {codes[-1]}; give the file a "
                f'column currency, or say which in a profile: format.currency = "{codes[0]}"'
            )
            raise SourceError(message)
    open_marks = _open(connection, staged, marked, marks)
    if open_marks is None and "currency" not in casting.present:
        _same_throughout(connection, staged)
    (differing,) = connection.execute(
        f"select count(*) from {marked} where own is not null and not {marks.fits('mark', 'own')}"
    ).fetchone() or (0,)
    (told,) = connection.execute(
        f"select count(*) from {staged} anti join (select line from {marked} where own is not null) using (line) "
        "where currency <> ?",
        [marks.base],
    ).fetchone() or (0,)
    connection.execute(f"drop table {marked}")
    return ToldCurrency(open_marks, {OTHER_MARK: int(differing), FROM_MARK: int(told)})


def _same_throughout(connection: duckdb.DuckDBPyConnection, staged: str) -> None:
    """Where the marked rows of a file have all the same currency, so have those whose amounts stand alone."""
    connection.execute(f"""
        update {staged} set currency = told.currency
        from (
            select min(currency) as currency from {staged} having count(distinct currency) = 1
        ) as told
        where {staged}.currency is null
    """)


def _open(connection: duckdb.DuckDBPyConnection, staged: str, marked: str, marks: Marks) -> str | None:
    cases = " ".join(
        f"when mark = {literal(mark)} then [{', '.join(map(literal, codes))}]" for mark, codes in marks.open.items()
    )
    if not cases:
        return None
    (rows,) = connection.execute(
        f"create or replace temp table open_{staged} as select line, (case {cases} end) as currencies, "
        f"{literal(marks.base)} as base from {marked} semi join (select line from {staged} where currency is null) "
        "using (line)"
    ).fetchone() or (0,)
    return f"open_{staged}" if rows else None


def settle_open_marks(connection: duckdb.DuckDBPyConnection, open_marks: str) -> None:
    """Give `resolved` rows the base where the currency of their client or invoice is none that the mark may mean."""
    connection.execute(f"""
        update resolved set currency = open_marks.base from {open_marks} as open_marks
        where open_marks.line = resolved.line and not list_contains(open_marks.currencies, resolved.currency)
    """)
