"""Stray rows: headers that stand among the rows once more, and a remark below the last of them, are no rows."""

from __future__ import annotations

import duckdb

from invotrack_analytics.intake.landing import WRONG_COLUMN_COUNT
from invotrack_analytics.intake.staging import StagedFile

REPEATED_HEADER = "repeated_header"
FOOTER = "footer"
_BARE = "lower(trim(ltrim({}, chr(65279)), ' *'))"
_AS_HEADER = f"""
    list_bool_and([
        {_BARE.format("cell[1]")} in ('', {_BARE.format("cell[2]")})
        or starts_with({_BARE.format("cell[2]")}, {_BARE.format("cell[1]")} || ' (')
        for cell in list_zip(cells, $header)
    ])
"""


def leave_out_strays(
    connection: duckdb.DuckDBPyConnection, staged: StagedFile, delimiter: str | None
) -> dict[str, int]:
    """Take stray rows out of what is wrong with a file, and out of it; returns how many there were of each kind.

    Needs the file validated. Costs nothing where no row is wrong.
    """
    if staged.together or staged.reject_id is not None:
        return {}
    if connection.execute(f"select 1 from {staged.problems} limit 1").fetchone() is None:
        return {}
    connection.execute(
        f"""
        create or replace temp table strays as
        with wrong as (
            select line, any_value(value) filter (where reason = '{WRONG_COLUMN_COUNT}') as uncut,
                count(distinct reason) filter (where reason like 'missing_%') > 1 as lacks_much
            from {staged.problems} group by line
        ),
        rows as (
            select raw.line, {staged.originals} as cells from {staged.raw} as raw semi join wrong using (line)
        ),
        looked_at as (
            select wrong.line, wrong.uncut, wrong.lacks_much, rows.cells,
                len(list_filter(rows.cells, lambda cell: trim(cell) <> '')) as filled
            from wrong left join rows using (line)
        ),
        ended as (select coalesce(max(line), 0) as line from {staged.raw} anti join wrong using (line))
        select looked_at.line,
            case
                when filled > 1 and {_AS_HEADER} then '{REPEATED_HEADER}'
                when looked_at.line > ended.line and ended.line > 0
                    and (filled = 1 and trim(cells[1]) <> '' and lacks_much or not contains(uncut, $delimiter))
                    and regexp_matches(coalesce(uncut, array_to_string(cells, '')), '[[:alpha:]].*\\s+[[:alnum:]]')
                    then '{FOOTER}'
            end as kind
        from looked_at cross join ended
        where kind is not null
        """,
        {"header": list(staged.header), "delimiter": delimiter or ","},
    )
    found = dict(connection.execute("select kind, count(*) from strays group by kind").fetchall())
    if found:
        for name in (staged.problems, *(table.name for table in staged.tables)):
            connection.execute(f"delete from {name} where line in (select line from strays)")
    return {str(kind): int(rows) for kind, rows in found.items()}
