"""Staging: a file's text rows land in the database as they are, then each data set's columns are cut out and typed.

A text that does not become what its column holds is a problem of that row, never an error of the file.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import pyarrow as pa

from invotrack_analytics.errors import SourceError
from invotrack_analytics.intake.dialect import ISO, Dialect, RawColumn, tell_date_format, tell_decimal_mark
from invotrack_analytics.model import BY_NAME, Column, Dataset
from invotrack_analytics.sources.identify import BoundTable, Layout, rejection_columns
from invotrack_analytics.sources.profile import CANONICAL
from invotrack_analytics.sources.text_table import ELEMENT, CsvText

WRONG_COLUMN_COUNT = "wrong_column_count"
LONGEST_LINE = 4 * 1024 * 1024
_TRUE = "('true', 'yes', 'y', '1', 't')"
_FALSE = "('false', 'no', 'n', '0', 'f')"
_NOT_A = {"date": "not_a_date", "boolean": "not_a_boolean", "time": "not_a_time"}


@dataclass(frozen=True)
class StagedTable:
    """What one data set gets from the file."""

    dataset: Dataset
    name: str
    """Temp table: `line`, then every column of the data set, typed."""
    present: tuple[str, ...]
    """The columns that the file has something to say on."""
    create_clients: bool = False


@dataclass(frozen=True)
class StagedFile:
    """A file in the database, typed, with its problems; nothing of it is in the books yet."""

    number: int
    tables: tuple[StagedTable, ...]
    header: tuple[str, ...]
    profile: str
    reject_id: str | None = None
    """The raw table's column that holds reject ids."""
    originals: str = "[]"
    """SQL list of the raw columns of the original layout."""
    origins: str | None = None
    """Temp table (line, batch_id, source_line, reject_id): for rows that were read by an earlier batch."""

    @property
    def raw(self) -> str:
        """Temp table: `line` and the text columns."""
        return f"raw_{self.number}"

    @property
    def problems(self) -> str:
        """Temp table: line, dataset, reason, column_name, value."""
        return f"problems_{self.number}"


def stage(connection: duckdb.DuckDBPyConnection, layout: Layout, number: int) -> StagedFile:
    """Land and type one file. Raises SourceError where it has no rows or cannot be read as its layout says."""
    create_problems(connection, number)
    raw = f"raw_{number}"
    names = {header: f"c{place}" for place, header in enumerate(layout.text.header)}
    _land(connection, layout, raw, number)
    dialect = _dialect(connection, layout, raw, names)
    tables = tuple(_cut_out(connection, layout, bound, number, names, dialect) for bound in layout.tables)
    reject_id, original = rejection_columns(layout.text)
    return StagedFile(
        number=number,
        tables=tables,
        header=original,
        profile=layout.profile.name,
        reject_id=names[reject_id] if reject_id else None,
        originals="[" + ", ".join(f"coalesce({names[name]}, '')" for name in original) + "]",
    )


def create_problems(connection: duckdb.DuckDBPyConnection, number: int) -> None:
    """The table that collects what is wrong with the rows of one file."""
    connection.execute(f"""
        create or replace temp table problems_{number} (
            line bigint, dataset varchar, reason varchar, column_name varchar, value varchar
        )
    """)


def discard(connection: duckdb.DuckDBPyConnection, staged: StagedFile) -> None:
    """Free what a file took in the database."""
    for name in (staged.raw, staged.problems, *(table.name for table in staged.tables)):
        connection.execute(f"drop table if exists {name}")


def _land(connection: duckdb.DuckDBPyConnection, layout: Layout, raw: str, number: int) -> None:
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
            connection.register("arriving", batch)
            connection.execute(f"insert into {raw} select * from arriving")
            connection.unregister("arriving")
    (rows,) = connection.execute(f"select count(*) from {raw}").fetchone() or (0,)
    (bad,) = connection.execute(f"select count(*) from problems_{number}").fetchone() or (0,)
    if not rows and not bad:
        message = f"{layout.path}: has a header but no rows; export it again"
        raise SourceError(message)


def _land_csv(connection: duckdb.DuckDBPyConnection, layout: Layout, text: CsvText, raw: str, number: int) -> None:
    width = len(layout.text.header)
    columns = "{" + ", ".join(f"'c{at}': 'VARCHAR'" for at in range(width)) + "}"
    first = layout.text.first_line
    try:
        connection.execute(
            f"""
            create or replace temp table landed as
            select * from read_csv(
                $path, auto_detect = false, header = false, skip = {text.skip}, delim = $delimiter, quote = $quote,
                escape = $quote, columns = {columns}, strict_mode = true, null_padding = false,
                max_line_size = {LONGEST_LINE}, store_rejects = true, rejects_limit = 0,
                rejects_table = 'rejects_{number}', rejects_scan = 'scans_{number}'
            )
            """,
            {"path": str(text.path), "delimiter": text.delimiter, "quote": text.quote},
        )
    except duckdb.Error as error:
        message = f"{layout.path}: cannot be read as CSV: {str(error).splitlines()[0]}"
        raise SourceError(message) from error
    rejected = [
        (line, text)
        for line, text in connection.execute(
            f"select line, any_value(csv_line) from rejects_{number} group by line order by line"
        ).fetchall()
    ]
    shown = ", ".join(f"c{at}" for at in range(width))
    # Rows that could not be cut are missing above: each one moves the later rows' numbers down by one.
    connection.execute("create or replace temp table cut (after bigint)")
    for place, (line, original) in enumerate(rejected):
        connection.execute("insert into cut values (?)", [line - text.skip - 1 - place])
        for table in layout.tables:
            connection.execute(
                f"insert into problems_{number} values (?, ?, ?, null, ?)",
                [line, table.table.dataset, WRONG_COLUMN_COUNT, original],
            )
    offset = "(select count(*) from cut where cut.after <= landed.rowid)" if rejected else "0"
    connection.execute(
        f"create or replace temp table {raw} as select landed.rowid + {first} + {offset} as line, {shown} from landed"
    )
    connection.execute("drop table landed")


def _dialect(connection: duckdb.DuckDBPyConnection, layout: Layout, raw: str, names: dict[str, str]) -> Dialect:
    def of_kind(*kinds: str) -> list[RawColumn]:
        return [
            RawColumn(names[header], header)
            for bound in layout.tables
            for column, header in bound.columns.items()
            if BY_NAME[bound.table.dataset][column].kind in kinds
        ]

    canonical = layout.profile.name == CANONICAL
    delimiter = layout.text.csv.delimiter if layout.text.csv else ","
    return Dialect(
        date=layout.profile.format.date or tell_date_format(connection, raw, of_kind("date"), layout.path),
        decimal=layout.profile.format.decimal
        or tell_decimal_mark(
            connection,
            raw,
            of_kind("money", "price", "hours", "percent", "rate"),
            layout.path,
            dot_is_usual=canonical and delimiter != ";",
        ),
    )


def _cut_out(  # noqa: PLR0913  what a table is cut out with
    connection: duckdb.DuckDBPyConnection,
    layout: Layout,
    bound: BoundTable,
    number: int,
    names: dict[str, str],
    dialect: Dialect,
) -> StagedTable:
    dataset = BY_NAME[bound.table.dataset]
    texts = {column: _text(names[header]) for column, header in bound.columns.items()}
    texts |= {column: _literal(value) for column, value in bound.table.constants.items() if column not in texts}
    constants = bound.table.constants.keys() - bound.columns.keys()
    typed: dict[str, str] = {}
    for column in dataset.columns:
        text = texts.get(column.name)
        if text is None:
            typed[column.name] = f"{_default(column)}::{column.sql_type}"
            continue
        value = _typed(column, text, Dialect(ISO, ".") if column.name in constants else dialect)
        typed[column.name] = f"coalesce({value}, {_default(column)}::{column.sql_type})" if column.default else value
    if dataset.name == "timesheets" and {"start_time", "end_time"} <= texts.keys():
        typed["hours"] = f"coalesce({typed['hours']}, {_hours_between(typed['start_time'], typed['end_time'])})"
    where = _wanted(bound, names)
    name = f"staged_{number}_{dataset.name}"
    connection.execute(
        f"create or replace temp table {name} as select line, "
        + ", ".join(f'{value} as "{column}"' for column, value in typed.items())
        + f" from raw_{number} where {where}"
    )
    for column in dataset.columns:
        if column.name in texts and column.kind not in {"text", "currency"}:
            _note_untyped(connection, dataset, column, texts[column.name], number, where, dialect)
    return StagedTable(dataset, name, tuple(texts), bound.table.create_clients)


def _wanted(bound: BoundTable, names: dict[str, str]) -> str:
    conditions = [f"{names[ELEMENT]} = {_literal(bound.table.element)}"] if bound.table.element else []
    conditions += [f"{_text(names[header])} is not null" for header in bound.table.skip_if_empty if header in names]
    return " and ".join(conditions) or "true"


def _note_untyped(  # noqa: PLR0913
    connection: duckdb.DuckDBPyConnection,
    dataset: Dataset,
    column: Column,
    text: str,
    number: int,
    where: str,
    dialect: Dialect,
) -> None:
    value = _typed(column, text, dialect)
    reason = _NOT_A.get(column.kind, "not_a_number")
    conditions = {reason: f"{value} is null"}
    if column.kind == "money":
        # More than thousandths would be rounded without a word.
        conditions["too_many_decimals"] = f"regexp_matches({_number(text, dialect)}, '\\.[0-9]{{3}}[0-9]*[1-9]')"
    for name, condition in conditions.items():
        connection.execute(
            f"insert into problems_{number} select line, ?, ?, ?, {text} from raw_{number} "
            f"where {where} and {text} is not null and {condition}",
            [dataset.name, name, column.name],
        )


def _literal(value: str | None) -> str:
    return "null" if value is None else "'" + value.replace("'", "''") + "'"


def _default(column: Column) -> str:
    return _literal(column.default)


def _text(raw_column: str) -> str:
    # A quote before a formula sign is what our own CSV puts there, so that a spreadsheet does not run it.
    trimmed = f"nullif(trim({raw_column}, ' ' || chr(9) || chr(10) || chr(13) || chr(160)), '')"
    return f"(case when {raw_column}[1] = '''' and {raw_column}[2] in ('=', '+', '-', '@', chr(9), chr(13)) then {trimmed}[2:] else {trimmed} end)"


def _typed(column: Column, text: str, dialect: Dialect) -> str:
    if column.kind == "text":
        return text
    if column.kind == "currency":
        return f"upper({text})"
    if column.kind == "date":
        return _date(text, dialect.date)
    if column.kind == "time":
        return (
            f"coalesce(try_strptime({text}, '%H:%M:%S'), try_strptime({text}, '%H:%M'), "
            f"try_strptime({text}, '%I:%M:%S %p'), try_strptime({text}, '%I:%M %p'))::time"
        )
    if column.kind == "boolean":
        return f"(case when lower({text}) in {_TRUE} then true when lower({text}) in {_FALSE} then false end)"
    number = f"try_cast({_number(text, dialect)} as {column.sql_type})"
    if column.kind == "integer":
        number = f"(case when regexp_full_match({text}, '[-+]?[0-9]+([.,]0*)?') then try_cast(regexp_replace({text}, '[.,]0*$', '') as integer) end)"
    if column.kind == "hours":
        return f"(case when contains({text}, ':') then {_duration(text)} else {number} end)"
    return number


def _date(text: str, pattern: str) -> str:
    if pattern == ISO:
        whole = f"(length({text}) = 10 or {text}[11] in ('T', ' '))"
        return (
            f"(case when {text}[5] = '-' and {text}[8] = '-' and {whole} then try_cast(left({text}, 10) as date) end)"
        )
    return f"try_strptime({text}, {_literal(pattern)})::date"


def _number(text: str, dialect: Dialect) -> str:
    group = "," if dialect.decimal == "." else "[.]"
    mark = "[.]" if dialect.decimal == "." else ","
    bare = f"regexp_replace({text}, '[$€£¥ ''’' || chr(160) || chr(8239) || ']', '', 'g')"
    signed = (
        f"(case when {bare}[1] = '(' and {bare}[-1] = ')' then '-' || {bare}[2:-2] "
        f"when {bare}[-1] = '-' then '-' || {bare}[1:-2] else {bare} end)"
    )
    shape = f"[-+]?([0-9]+|[0-9]{{1,3}}({group}[0-9]{{3}})+)?({mark}[0-9]*)?"
    plain = f"regexp_replace({signed}, '{group}', '', 'g')"
    plain = f"replace({plain}, ',', '.')" if dialect.decimal == "," else plain
    read = f"(case when regexp_full_match({signed}, '{shape}') then {plain} end)"
    if dialect.decimal == ".":
        # Most values are plain already; the long way is for the rest.
        return f"(case when regexp_full_match({text}, '-?[0-9]+([.][0-9]+)?') then {text} else {read} end)"
    return read


def _duration(text: str) -> str:
    parts = f"string_split({text}, ':')"
    seconds = f"(try_cast({parts}[1] as bigint) * 3600 + try_cast({parts}[2] as bigint) * 60 + coalesce(try_cast({parts}[3] as bigint), 0))"
    return (
        f"(case when regexp_full_match({text}, '[0-9]{{1,4}}:[0-5][0-9](:[0-5][0-9])?') then {_as_hours(seconds)} end)"
    )


def _hours_between(start: str, end: str) -> str:
    seconds = f"date_diff('second', {start}, {end})"
    return _as_hours(f"(case when {end} < {start} then {seconds} + 86400 else {seconds} end)")


def _as_hours(seconds: str) -> str:
    # In whole ten-thousandths of an hour, rounded half-up: no division leaves the integers.
    return f"((({seconds} * 10000 + 1800) // 3600)::decimal(13, 0) * 0.0001)::decimal(9, 4)"
