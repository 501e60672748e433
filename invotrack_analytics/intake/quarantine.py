"""Quarantine: rejected rows as they stood in their file, with every reason, until something resolves them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from invotrack_analytics.intake.folios import awaits_folios, named_by_stamp, stamped
from invotrack_analytics.intake.landing import create_problems
from invotrack_analytics.intake.refusal import REFERENCE_REASONS
from invotrack_analytics.intake.staging import StagedFile, StagedTable
from invotrack_analytics.model import BY_NAME, DATASETS


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a row."""

    dataset: str
    reason: str
    column: str | None
    value: str | None


@dataclass(frozen=True)
class RejectedRow:
    """One row in quarantine."""

    reject_id: str
    path: str
    line: int | None
    profile: str
    header: tuple[str, ...]
    original: tuple[str, ...]
    problems: tuple[Problem, ...]

    @property
    def reason(self) -> str:
        """The names of its reasons, the first found first."""
        return "; ".join(dict.fromkeys(problem.reason for problem in self.problems))


def keep_rejected(
    connection: duckdb.DuckDBPyConnection, staged: StagedFile, batch_id: int
) -> dict[tuple[int, str], int]:
    """Put the refused rows of a file into quarantine, and take out those that came back corrected.

    A row that waits there already, from an earlier import of the same content, keeps its place and its id. One that
    was corrected since then is dealt with: it stays out; returned is how many of these each data set was offered, by
    the place of the file.
    """
    if staged.origins is not None and not staged.together:
        _keep_waiting(connection, staged, batch_id)
        return {}
    _take_back_corrected(connection, staged, batch_id)
    (bad,) = connection.execute(f"select count(*) from {staged.problems}").fetchone() or (0,)
    if not bad:
        return {}
    _gather(connection, staged, batch_id)
    _insert_new(connection, staged)
    settled = "select line from marked where reject_id is null and fingerprint in (" + _FINGERPRINTS + " is not null)"
    file, joined = ("file", f"join {staged.origins} using (line)") if staged.together else ("0", "")
    return {
        (place, table.dataset.name): rows
        for table in staged.tables
        if not table.introduces
        for place, rows in connection.execute(
            f"select {file} as place, count(*) from {table.name} {joined} where line in ({settled}) group by all"
        ).fetchall()
    }


_FINGERPRINTS = "select fingerprint from books.quarantine where resolved_in"


def _take_back_corrected(connection: duckdb.DuckDBPyConnection, staged: StagedFile, batch_id: int) -> None:
    if staged.reject_id is not None:
        connection.execute(
            f"""
            update books.quarantine set resolved_in = ?
            where resolved_in is null and reject_id in (select trim({staged.reject_id}) from {staged.raw})
            """,
            [batch_id],
        )


def _gather(connection: duckdb.DuckDBPyConnection, staged: StagedFile, batch_id: int) -> None:
    parts = " union all ".join(
        f"select line, '{part}' as dataset, {_as_json(table)} as part "
        f"from {table.name} where line in (select line from {staged.problems})"
        for part, table in _by_part(staged).items()
    )
    reject_id = f"nullif(trim({staged.reject_id}), '')" if staged.reject_id else "null::varchar"
    origin, joined = f"{batch_id} as batch_id, reasons.line as source_line", ""
    if staged.together:
        origin = "origins.batch_id, origins.source_line"
        joined = f"join {staged.origins} as origins on origins.line = reasons.line"
    connection.execute(f"""
        create or replace temp table rejected as
        with reasons as (
            select line,
                to_json(list({{dataset: dataset, reason: reason, "column": column_name, value: value}})) as problems,
                bool_and(reason in {_sql_list(REFERENCE_REASONS)}) as waits,
                any_value(value) filter (where reason = 'wrong_column_count') as uncut
            from {staged.problems}
            group by line
        ),
        parts as (
            select line, json_group_object(dataset, part) as parts from ({parts}) group by line
        )
        select
            reasons.line, reasons.problems, reasons.waits, coalesce(parts.parts, '{{}}') as parts,
            case when raw.line is null then [reasons.uncut] else {staged.originals} end as original,
            {reject_id} as reject_id,
            {origin}
        from reasons {joined}
        left join {staged.raw} as raw on raw.line = reasons.line
        left join parts on parts.line = reasons.line
    """)


def _by_part(staged: StagedFile) -> dict[str, StagedTable]:
    """The tables by what their part of a row is called; a further one of the same data set has its place behind it."""
    found: dict[str, StagedTable] = {}
    for table in staged.tables:
        place = sum(part_of(name) == table.part for name in found) + 1
        found[table.part if place == 1 else f"{table.part}#{place}"] = table
    return found


def part_of(name: str) -> str:
    """What a part is called, whatever its place."""
    return name.partition("#")[0]


def _insert_new(connection: duckdb.DuckDBPyConnection, staged: StagedFile) -> None:
    layout_id = _layout(connection, staged)
    connection.execute(
        """
        create or replace temp table marked as
        with written as (
            select rejected.*, to_json(original)::varchar as content from rejected
        )
        select
            -- A second row under one id, or one under an id that was never given, is a row of its own.
            written.* exclude (content) replace (
                case
                    when reject_id in (select reject_id from books.quarantine)
                        and row_number() over (partition by reject_id order by line) = 1
                        then reject_id
                end as reject_id
            ),
            md5(content || '#' || row_number() over (partition by batch_id, content order by line) || '#' || $layout)
                as fingerprint
        from written
        """,
        {"layout": layout_id},
    )
    connection.execute(
        """
        create or replace temp table quarantined as
        select marked.*,
            'R' || (row_number() over (order by line) + (
                select coalesce(max(reject_id[2:]::bigint), 0) from books.quarantine
            )) as new_id
        from marked
        where reject_id is not null or fingerprint not in (select fingerprint from books.quarantine)
        """
    )
    # A row that came back and failed again keeps the id under which its owner knows it.
    connection.execute(
        """
        update books.quarantine as kept
        set batch_id = again.batch_id, source_line = again.source_line, layout_id = $layout,
            fingerprint = again.fingerprint, original = again.original, parts = again.parts,
            problems = again.problems, waits = again.waits, resolved_in = null
        from quarantined as again
        where again.reject_id = kept.reject_id
        """,
        {"layout": layout_id},
    )
    connection.execute("delete from books.awaited where reject_id in (select coalesce(reject_id, '') from quarantined)")
    connection.execute(
        """
        insert into books.quarantine
            (reject_id, batch_id, source_line, layout_id, fingerprint, original, parts, problems, waits)
        select new_id, batch_id, source_line, $layout, fingerprint, original, parts, problems, waits
        from quarantined
        where reject_id is null
        """,
        {"layout": layout_id},
    )
    waiting = "select line, coalesce(reject_id, new_id) as reject_id from quarantined where waits"
    _note_awaited(connection, staged, waiting)


def _note_awaited(connection: duckdb.DuckDBPyConnection, staged: StagedFile, waiting: str) -> None:
    """Note what waiting rows refer to; `waiting` is a query for their lines and ids."""
    for dataset in DATASETS:
        for reference in dataset.references:
            connection.execute(
                f"""
                insert into books.awaited
                select waiting.reject_id, ?, problem.value
                from {staged.problems} as problem
                join ({waiting}) as waiting on waiting.line = problem.line
                where problem.reason = ? and problem.column_name = ? and problem.dataset = ?
                """,
                [reference.dataset, reference.reason, reference.column, dataset.name],
            )


def _layout(connection: duckdb.DuckDBPyConnection, staged: StagedFile) -> int:
    known = connection.execute(
        "select layout_id from books.layouts where profile = ? and header = ?", [staged.profile, list(staged.header)]
    ).fetchone()
    if known:
        return int(known[0])
    (layout_id,) = connection.execute("select coalesce(max(layout_id), 0) + 1 from books.layouts").fetchone() or (1,)
    connection.execute("insert into books.layouts values (?, ?, ?)", [layout_id, staged.profile, list(staged.header)])
    return int(layout_id)


def stage_waiting(connection: duckdb.DuckDBPyConnection, number: int) -> StagedFile | None:
    """Stage the waiting rows of which every missing reference has come by now; None where there are none.

    Needs the books attached.
    """
    arrived = " union all ".join(
        f"select '{dataset.name}' as dataset, {dataset.key[0]} as key from books.{dataset.name}"
        f" where {dataset.key[0]} in (select key from books.awaited where dataset = '{dataset.name}')"
        for dataset in DATASETS
        if any(reference.dataset == dataset.name for other in DATASETS for reference in other.references)
    )
    if awaits_folios(connection):
        for way in ("upper", "lower"):
            arrived += f" union all select 'invoices', {way}(folio) from ({stamped('books.invoices')})"
    connection.execute(f"""
        create or replace temp table origins_{number} as
        with ready as (
            select awaited.reject_id
            from books.awaited as awaited
            left join ({arrived}) as arrived on arrived.dataset = awaited.dataset and arrived.key = awaited.key
            group by awaited.reject_id
            having count(*) = count(arrived.key)
            union
            {named_by_stamp()}
        )
        select row_number() over (order by quarantine.batch_id, quarantine.source_line) as line,
            quarantine.batch_id, quarantine.source_line, quarantine.reject_id, quarantine.parts
        from books.quarantine as quarantine
        join ready on ready.reject_id = quarantine.reject_id
        where quarantine.waits and quarantine.resolved_in is null
    """)
    (ready,) = connection.execute(f"select count(*) from origins_{number}").fetchone() or (0,)
    if not ready:
        return None
    create_problems(connection, number)
    parts = [
        name
        for (name,) in connection.execute(
            f"select distinct unnest(json_keys(parts)) as name from origins_{number} order by name"
        ).fetchall()
    ]
    tables = []
    for dataset in DATASETS:
        for introduces in (True, False):
            for place, name in enumerate(parts):
                table = StagedTable(dataset, f"staged_{number}_{place}", dataset.column_names, introduces)
                if part_of(name) == table.part:
                    tables.append(_waiting_table(connection, number, name, table))
    return StagedFile(number, tuple(tables), (), "quarantine", origins=f"origins_{number}")


def _waiting_table(connection: duckdb.DuckDBPyConnection, number: int, part: str, table: StagedTable) -> StagedTable:
    columns = ", ".join(
        f"(parts->'{part}'->>'{column.name}')::{column.sql_type} as \"{column.name}\""
        for column in table.dataset.columns
    )
    connection.execute(
        f"create or replace temp table {table.name} as select line, {columns} from origins_{number} "
        f"where (parts->'{part}') is not null order by line"
    )
    return table


def _keep_waiting(connection: duckdb.DuckDBPyConnection, staged: StagedFile, batch_id: int) -> None:
    connection.execute(
        f"""
        update books.quarantine set resolved_in = ?
        where reject_id in (select reject_id from {staged.origins} anti join {staged.problems} using (line))
        """,
        [batch_id],
    )
    # What came free of its reference and failed by another rule no longer waits: it needs a correction. An invoice of
    # the right number and another stamp was not the one: then the row waits on, for the stamp.
    connection.execute(f"""
        update books.quarantine as kept
        set problems = again.problems, waits = again.waits
        from (
            select origins.reject_id, bool_and(reason in {_sql_list(REFERENCE_REASONS)}) as waits,
                to_json(list({{dataset: dataset, reason: reason, "column": column_name, value: value}})) as problems
            from {staged.problems} as problems
            join {staged.origins} as origins on origins.line = problems.line
            group by origins.reject_id
        ) as again
        where again.reject_id = kept.reject_id
    """)
    connection.execute(f"delete from books.awaited where reject_id in (select reject_id from {staged.origins})")
    waiting = f"""
        select origins.line, origins.reject_id
        from {staged.origins} as origins
        join books.quarantine as kept on kept.reject_id = origins.reject_id and kept.waits and kept.resolved_in is null
    """
    _note_awaited(connection, staged, waiting)


def rejected_rows(connection: duckdb.DuckDBPyConnection, file: str | None = None) -> list[RejectedRow]:
    """Every row in quarantine, oldest first; of one file, by its name or path, where asked for."""
    rows = connection.execute("""
        select
            quarantine.reject_id, batches.path, quarantine.source_line, layouts.profile, layouts.header,
            quarantine.original,
            from_json(quarantine.problems,
                '[{"dataset": "VARCHAR", "reason": "VARCHAR", "column": "VARCHAR", "value": "VARCHAR"}]')
        from books.quarantine as quarantine
        join books.batches as batches on batches.batch_id = quarantine.batch_id
        join books.layouts as layouts on layouts.layout_id = quarantine.layout_id
        where quarantine.resolved_in is null
        order by quarantine.batch_id, quarantine.source_line, quarantine.reject_id
    """).fetchall()
    found = [
        RejectedRow(
            reject_id,
            path,
            line,
            profile,
            tuple(header),
            tuple(value or "" for value in original),
            tuple(Problem(**problem) for problem in problems),
        )
        for reject_id, path, line, profile, header, original, problems in rows
    ]
    return [row for row in found if _is_of_file(row, file)]


def _is_of_file(row: RejectedRow, file: str | None) -> bool:
    return file is None or row.path == file or row.path.endswith("/" + file) or file.endswith("/" + row.path)


def _as_json(table: StagedTable) -> str:
    fields = ", ".join(f"'{name}', \"{name}\"::varchar" for name in BY_NAME[table.dataset.name].column_names)
    return f"json_object({fields})"


def _sql_list(values: Sequence[str] | frozenset[str]) -> str:
    return "(" + ", ".join(f"'{value}'" for value in sorted(values)) + ")"
