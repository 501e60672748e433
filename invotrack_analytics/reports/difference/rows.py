"""The rows of a difference: those of two answers to one question, matched by the report's key.

A figure has three columns: `NAME_before`, `NAME_difference` and `NAME`. An amount, or a number of hours, counts as
nothing where its row is missing, so that before + difference = after, also in the totals; the difference of a ratio, a
price or a number of days is none where one of the two is none. A word or a date has two: `NAME` as known later
(earlier, where the row is gone) and `NAME_before`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from string import Template

import duckdb
import pyarrow.compute as pc

from invotrack_analytics.reports.difference.causes import CAUSES, find_causes
from invotrack_analytics.reports.report import Column, Report, Result
from invotrack_analytics.warehouse.results import offered, table_of
from invotrack_analytics.warehouse.schema import sql_of

_FIGURES = frozenset({"money", "price", "hours", "days", "ratio"})


@dataclass(frozen=True)
class _Compared:
    """A column of the report, with the columns that it becomes and the SQL of each."""

    column: Column
    parts: tuple[tuple[Column, str], ...]


def difference(connection: duckdb.DuckDBPyConnection, earlier: Result, later: Result) -> Result:
    """What the later answer has otherwise than the earlier one: rows added, gone and changed, with what caused it.

    Both are the same report, asked the same but for `known_on`. The connection sees every batch of the books.
    """
    report = later.report
    compared = [_compared(column, report) for column in later.columns]
    sql = sql_of("invotrack_analytics.reports.difference", "differing.sql")
    with offered(connection, "earlier_answer", earlier.table), offered(connection, "later_answer", later.table):
        connection.execute(Template(sql).substitute(_sql_parts(report, compared)))
    find_causes(connection, report, (earlier.parameters.known_on, later.parameters.known_on))
    columns = (
        Column("change", "text", "What changed", "added, gone or changed."),
        *(part for one in compared for part, _ in one.parts),
        *CAUSES,
    )
    shown = ", ".join(f'"{column.name}"' for column in columns)
    table = table_of(connection, f"select {shown} from differing left join causes using (row_id) order by row_id")
    return Result(
        Report(
            name=f"{report.name}_diff",
            title=f"{report.title}: what changed",
            question=f"{report.question} What of it was known otherwise before?",
            parameters=report.parameters,
            columns=lambda _: columns,
            grain="One row per row of the report that is added, gone or changed.",
            key=report.key,
            order_by=report.order_by,
        ),
        replace(later.parameters, against=earlier.parameters.known_on),
        columns,
        table,
    )


def where_it_differs(result: Result) -> Result:
    """The difference for a reader's eyes: without the figures that differ nowhere, and each such word once."""
    hidden = set(_nowhere_different(result))
    columns = tuple(column for column in result.columns if column.name not in hidden)
    return replace(result, columns=columns, table=result.table.select([column.name for column in columns]))


def _nowhere_different(result: Result) -> Iterator[str]:
    names = {column.name for column in result.columns}
    for name in sorted(names):
        before, change = f"{name}_before", f"{name}_difference"
        if before in names and not _differs(result, name, before, change):
            yield from (before, change, name) if change in names else (before,)


def _differs(result: Result, name: str, before: str, change: str) -> bool:
    table = result.table
    if change in table.column_names and pc.any(pc.not_equal(pc.fill_null(table[change], 0), 0)).as_py():
        return True
    both = table.filter(pc.equal(table["change"], "changed"))
    unlike = pc.fill_null(pc.not_equal(both[name], both[before]), fill_value=False)
    missing = pc.xor(pc.is_null(both[name]), pc.is_null(both[before]))
    return bool(pc.any(pc.or_(unlike, missing)).as_py())


def _compared(column: Column, report: Report) -> _Compared:
    name = column.name
    if name in report.key:
        return _Compared(column, ((column, f'coalesce(after."{name}", before."{name}")'),))
    before = replace(column, name=f"{name}_before", title=f"{column.title} before", description="As known earlier.")
    if column.type in _FIGURES or (column.type == "integer" and column.unit):
        change = replace(
            column, name=f"{name}_difference", title=f"{column.title} difference", description="After less before."
        )
        amount = (
            f'coalesce(after."{name}", 0) - coalesce(before."{name}", 0)'
            if column.total or column.type in {"money", "hours"}
            else f'after."{name}" - before."{name}"'
        )
        return _Compared(column, ((before, f'before."{name}"'), (change, amount), (column, f'after."{name}"')))
    last = f'case when after.place is null then before."{name}" else after."{name}" end'
    return _Compared(column, ((column, last), (before, f'before."{name}"')))


def _sql_parts(report: Report, compared: list[_Compared]) -> dict[str, str]:
    names = [one.column.name for one in compared]
    return {
        "key": ", ".join(f'"{name}"' for name in report.key),
        "all": ", ".join(f'"{name}"' for name in names),
        "order": ", ".join(f'coalesce(after."{name}", before."{name}") nulls last' for name in report.order_by),
        "columns": ",\n    ".join(f'{sql} as "{part.name}"' for one in compared for part, sql in one.parts),
        "same_key": " and ".join(f'before."{name}" is not distinct from after."{name}"' for name in report.key),
        "differs": " or ".join(
            f'before."{name}" is distinct from after."{name}"' for name in names if name not in report.key
        )
        or "false",
    }
