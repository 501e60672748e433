"""Landing: the text of a file comes into the database as it is, one row for each of its rows, with their lines."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa

from invotrack_analytics.errors import SourceError
from invotrack_analytics.intake.reading import literal
from invotrack_analytics.sources.identify import Layout
from invotrack_analytics.sources.text_table import CsvText
from invotrack_analytics.warehouse.results import offered

WRONG_COLUMN_COUNT = "wrong_column_count"
CONTROL_CHARACTER = "control_character"
LONGEST_LINE = 4 * 1024 * 1024
# What no XML file can hold: with such a sign in them, the books could not be written out and read back.
_CONTROLS = bytes({*range(32)} - {9, 10, 13})
_NONCHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
_CONTROL = r"'[\x00-\x08\x0B\x0C\x0E-\x1F\x{FFFE}\x{FFFF}]'"
_CHUNK = 1 << 20
LARGE = 2_000_000
"""Rows of a file from which on its text is not kept beside what it was typed to."""


def create_problems(connection: duckdb.DuckDBPyConnection, number: int) -> None:
    """The table that collects what is wrong with the rows of one file."""
    connection.execute(f"""
        create or replace temp table problems_{number} (
            line bigint, dataset varchar, reason varchar, column_name varchar, value varchar
        )
    """)


def land(connection: duckdb.DuckDBPyConnection, layout: Layout, raw: str, number: int) -> int:
    """Make the temp table or view `raw` (line, c0, c1, …), every cell a text.

    A control character becomes a space; returned is in how many rows. Raises SourceError where there are no rows.
    """
    text = layout.text
    width = len(text.header)
    if text.csv is not None:
        _land_csv(connection, layout, text.csv, raw, number)
    elif text.parquet is not None:
        columns = ", ".join(
            f'"{name.replace(chr(34), chr(34) * 2)}"::varchar as c{at}' for at, name in enumerate(text.header)
        )
        connection.execute(
            f"create or replace temp table {raw} as select file_row_number + 1 as line, {columns} "
            "from read_parquet($path, file_row_number = true)",
            {"path": str(text.parquet)},
        )
    else:
        columns = ", ".join(f"c{at} varchar" for at in range(width))
        connection.execute(f"create or replace temp table {raw} (line bigint, {columns})")
        for lines, values in text.batches() if text.batches else ():
            batch = pa.table(
                [pa.array(lines, pa.int64()), *(pa.array(column, pa.string()) for column in values)],
                names=["line", *(f"c{at}" for at in range(width))],
            )
            with offered(connection, "arriving", batch):
                connection.execute(f"insert into {raw} select * from arriving")
    (rows,) = connection.execute(f"select count(*) from {raw}").fetchone() or (0,)
    (bad,) = connection.execute(f"select count(*) from problems_{number}").fetchone() or (0,)
    if not rows and not bad and not text.may_be_empty:
        message = f"{layout.path}: has a header but no rows; export it again"
        raise SourceError(message)
    if text.csv is not None and not _has_controls(text.csv.path):
        return 0
    return _without_controls(connection, raw, [f"c{at}" for at in range(width)])


def _has_controls(path: Path) -> bool:
    last = b""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            # A sign of three bytes may begin in the chunk before.
            seam = last + chunk[:2]
            if len(chunk.translate(None, _CONTROLS)) < len(chunk):
                return True
            if not chunk.isascii() and any(sign in chunk or sign in seam for sign in _NONCHARACTERS):
                return True
            last = chunk[-2:]
    return False


def _without_controls(connection: duckdb.DuckDBPyConnection, raw: str, cells: list[str]) -> int:
    found = f"regexp_matches(concat_ws('', {', '.join(cells)}), {_CONTROL})"
    (rows,) = connection.execute(f"select count(*) from {raw} where {found}").fetchone() or (0,)
    if rows:
        cleaned = ", ".join(f"regexp_replace({cell}, {_CONTROL}, ' ', 'g') as {cell}" for cell in cells)
        connection.execute(f"create or replace temp table cleaned as select line, {cleaned} from {raw}")
        views = connection.execute("select view_name from duckdb_views() where temporary").fetchall()
        connection.execute(f"drop {'view' if (raw,) in views else 'table'} {raw}")
        connection.execute(f"alter table cleaned rename to {raw}")
    return int(rows)


def _land_csv(connection: duckdb.DuckDBPyConnection, layout: Layout, text: CsvText, raw: str, number: int) -> None:
    width = len(layout.text.header)
    first = layout.text.first_line
    kept = (
        f"store_rejects = true, rejects_limit = 0, rejects_table = 'rejects_{number}', rejects_scan = 'scans_{number}'"
    )
    try:
        connection.execute(f"create or replace temp table landed_{number} as select * from {_scan(text, width, kept)}")
    except duckdb.Error as error:
        message = f"{layout.path}: cannot be read as CSV: {str(error).splitlines()[0]}"
        raise SourceError(message) from error
    _refuse_endless(connection, layout, number)
    rejected = [
        (line, text)
        for line, text in connection.execute(
            f"select line, any_value(csv_line) from rejects_{number} group by line order by line"
        ).fetchall()
    ]
    cells = [f"c{at}" for at in range(width)]
    if text.terminator:
        end = literal(text.terminator)
        cells[-1] = f"regexp_replace(rtrim({cells[-1]}), '\\Q' || {end} || '\\E$', '') as {cells[-1]}"
    shown = ", ".join(cells)
    # Rows that could not be cut are missing above: each one moves the later rows' numbers down by one.
    connection.execute("create or replace temp table cut (after bigint)")
    for place, (line, original) in enumerate(rejected):
        connection.execute("insert into cut values (?)", [line - text.skip - 1 - place])
        for table in (bound for bound in layout.tables if not bound.table.introduces):
            connection.execute(
                f"insert into problems_{number} values (?, ?, ?, null, ?)",
                [line, table.table.dataset, WRONG_COLUMN_COUNT, original],
            )
    offset = "(select count(*) from cut where cut.after <= landed.rowid)" if rejected else "0"
    # A copy is made only where the numbers are costly to tell.
    kind = "table" if rejected else "view"
    connection.execute(
        f"create or replace temp {kind} {raw} as "
        f"select landed.rowid + {first} + {offset} as line, {shown} from landed_{number} as landed"
    )


def _scan(text: CsvText, width: int, further: str) -> str:
    columns = ", ".join(f"'c{at}': 'VARCHAR'" for at in range(width))
    return f"""
        read_csv(
            {literal(str(text.path))}, auto_detect = false, header = false, skip = {text.skip},
            delim = {literal(text.delimiter)}, quote = {literal(text.quote)}, escape = {literal(text.escape)},
            columns = {{{columns}}}, strict_mode = true, null_padding = {text.ragged}, parallel = {not text.ragged},
            max_line_size = {LONGEST_LINE}, {further}
        )
    """


def let_go(connection: duckdb.DuckDBPyConnection, layout: Layout, number: int) -> None:
    """Free the text of a large CSV file, once it is typed.

    Whoever needs a row's text after that, because it is rejected only now, reads the file once more.
    """
    text, landed = layout.text.csv, f"landed_{number}"
    if text is None or (connection.execute(f"select count(*) from {landed}").fetchone() or (0,))[0] < LARGE:
        return
    connection.execute(f"drop table {landed}")
    connection.execute(f"""
        create temp view {landed} as
        select *, row_number() over () - 1 as rowid from {_scan(text, len(layout.text.header), "ignore_errors = true")}
    """)


def _refuse_endless(connection: duckdb.DuckDBPyConnection, layout: Layout, number: int) -> None:
    # A quote that is never closed takes every later row into its own: that is no matter of one row.
    found = connection.execute(f"""
        select line, error_type::varchar = 'LINE SIZE OVER MAXIMUM' from rejects_{number}
        where error_type::varchar = 'LINE SIZE OVER MAXIMUM'
            or (error_message like '%unterminated quote%' and contains(csv_line, chr(10)))
        limit 1
    """).fetchone()
    if found:
        line, too_long = found
        what = f"is over {LONGEST_LINE >> 20} MB long" if too_long else "has a quote that is never closed"
        message = f"{layout.path}: line {line} {what}; mend it, or name the quote in a profile (format.quote)"
        raise SourceError(message)
