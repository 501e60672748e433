"""Totals: rows that add up others, and rows without a word, are no rows of a data set.

A totals row begins with a word for it and lacks something that every row must have: an invoice whose number is "Total"
and that is otherwise whole, is an invoice.
"""

from __future__ import annotations

import duckdb

from invotrack_analytics.intake.landing import WRONG_COLUMN_COUNT
from invotrack_analytics.intake.staging import StagedFile

TOTALS = "totals_row"
_WORDS = (
    "(?:grand |sub[- ]?|general |overall |net )?totals?", "(?:zwischen|gesamt|end)?summen?", "gesamt(?:betrag)?",
    "insgesamt", "sous-total", "totaux", "total g[eé]n[eé]ral", "sumas?", "totales", "subtotales", "totale", "totali",
    "totaal", "eindtotaal", "sum", "soma", "summa", "razem", "ogółem", "celkem", "итого", "всего",
)  # fmt: skip
# Behind it stands nothing, a sign, a currency or what it is the total of: "Total SA" and "Summa Ltd" are names.
_AFTER = r"\s*(?:$|[:;,.=(*|\"'\t-]|[a-z]{3}$|[0-9]|(?:for|of|due|amount|per|pour|der|des|de|del)\s)"
_NUMBERS = r"[-+0-9.,:()$€£¥%'\s\x{2019}\x{00a0}\x{202f}]*"
_DAY = r"[0-9]{4}-[0-9]{1,2}-[0-9]|(?:^|\s)[0-9]{1,2}[.][0-9]{1,2}[.][0-9]{2,4}(?:\s|$)|(?:^|\s)[0-9]{1,2}-[0-9]{1,2}-"
_TOTAL = r"^[\s\"'*,;|\t]*(?:" + "|".join(_WORDS) + ")" + _AFTER


def leave_out_totals(connection: duckdb.DuckDBPyConnection, staged: StagedFile, *, selects: bool) -> int:
    """Take totals rows and blank ones out of what is wrong with a file, and out of it; returns how many add up others.

    Needs the file validated. Costs nothing where no row lacks what it must have, unless the layout `selects` its rows:
    then those that it passed over are looked at too.
    """
    if staged.together:
        return 0
    # First those passed over: of what is left out after that, nothing tells that it was looked at.
    passed_over = _among_passed_over(connection, staged) if selects else 0
    return passed_over + _among_lacking(connection, staged)


def _among_lacking(connection: duckdb.DuckDBPyConnection, staged: StagedFile) -> int:
    lacking = f"""
        select distinct line, value, reason from {staged.problems}
        where reason like 'missing_%' or reason = '{WRONG_COLUMN_COUNT}'
    """
    if connection.execute(f"select count(*) from ({lacking})").fetchone() == (0,):
        return 0
    own = (table for table in staged.tables if not table.introduces and table.dataset.key[0] in table.present)
    keys = [f"missing_{table.dataset.key[0]}" for table in own]
    connection.execute(
        f"""
        create or replace temp table left_out as
        with lacking as ({lacking}),
        begun as (
            select line, {_first_cell(connection, staged)} as first, {_only_sums(connection, staged)} as only_sums
            from {staged.raw}
            semi join lacking using (line)
            union all
            select line, trim(value), false from lacking where reason = '{WRONG_COLUMN_COUNT}'
        ),
        nameless as (
            select line from lacking group by line
            having count(distinct reason) > 1 and (len($keys) = 0 or bool_or(list_contains($keys, reason)))
        )
        select distinct line, coalesce(first, '') <> '' as adds_up from begun
        where coalesce(first, '') = '' or regexp_matches(lower(first), $total)
            or (only_sums and line in (select line from nameless))
        """,
        {"total": _TOTAL, "numbers": _NUMBERS, "day": _DAY, "keys": keys},
    )
    counts = connection.execute("select count(*), count(*) filter (where adds_up) from left_out").fetchone()
    left_out, totals = counts or (0, 0)
    if left_out:
        for name in (staged.problems, *(table.name for table in staged.tables)):
            connection.execute(f"delete from {name} where line in (select line from left_out)")
    return int(totals)


def _among_passed_over(connection: duckdb.DuckDBPyConnection, staged: StagedFile) -> int:
    taken = " union all ".join(
        f"select line from {name}" for name in (staged.problems, *(t.name for t in staged.tables))
    )
    (rows,) = connection.execute(
        f"""
        select count(*) from {staged.raw} anti join ({taken}) using (line)
        where regexp_matches(lower({_first_cell(connection, staged)}), $total)
        """,
        {"total": _TOTAL},
    ).fetchone() or (0,)
    return int(rows)


def _only_sums(connection: duckdb.DuckDBPyConnection, staged: StagedFile) -> str:
    """SQL: whether a row begins with a blank and has numbers alone, as a workbook's sums below its columns."""
    first, *others = _columns(connection, staged)
    cells = f"concat_ws(' ', {', '.join([first, *others])})"
    return (
        f"(trim(coalesce({first}, '')) = '' and regexp_full_match({cells}, $numbers) "
        f"and not regexp_matches({cells}, $day))"
    )


def _columns(connection: duckdb.DuckDBPyConnection, staged: StagedFile) -> list[str]:
    return [name for (name, *_) in connection.execute(f"describe {staged.raw}").fetchall() if name != "line"]


def _first_cell(connection: duckdb.DuckDBPyConnection, staged: StagedFile) -> str:
    return "coalesce(" + ", ".join(f"nullif(trim({name}), '')" for name in _columns(connection, staged)) + ")"
