"""Staging: a file's text rows land in the database as they are, then each data set's columns are cut out and typed.

A text that does not become what its column holds is a problem of that row, never an error of the file.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import pyarrow as pa

from invotrack_analytics.errors import SourceError
from invotrack_analytics.intake.casting import Casting, hours_between, literal, trimmed
from invotrack_analytics.intake.dialect import Dialect, RawColumn, tell_date_format, tell_decimal_mark
from invotrack_analytics.model import BY_NAME, Dataset
from invotrack_analytics.sources.identify import BoundTable, Layout, rejection_columns
from invotrack_analytics.sources.profile import CANONICAL
from invotrack_analytics.sources.text_table import ELEMENT, CsvText

WRONG_COLUMN_COUNT = "wrong_column_count"
LONGEST_LINE = 4 * 1024 * 1024


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
    tables = tuple(_cut_out(connection, bound, number, names, dialect) for bound in layout.tables)
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


def _cut_out(
    connection: duckdb.DuckDBPyConnection, bound: BoundTable, number: int, names: dict[str, str], dialect: Dialect
) -> StagedTable:
    dataset = BY_NAME[bound.table.dataset]
    casting = Casting(f"raw_{number}", _wanted(bound, names), dialect)
    for column in dataset.columns:
        if column.name in bound.columns:
            casting.add(column, names[bound.columns[column.name]])
        elif column.name in bound.table.constants:
            casting.add(column, bound.table.constants[column.name], constant=True)
    values = {column.name: casting.value(column) for column in dataset.columns}
    if dataset.name == "timesheets" and {"start_time", "end_time"} <= set(casting.present):
        values["hours"] = f"coalesce({values['hours']}, {hours_between(values['start_time'], values['end_time'])})"
    typed = ", ".join(f'{value} as "{name}"' for name, value in values.items())
    suspicions = casting.suspicions()
    suspect = " or ".join(condition for reasons in suspicions.values() for condition in reasons.values()) or "false"
    name = f"staged_{number}_{dataset.name}"
    connection.execute(
        f"create or replace temp table {name} as "
        + casting.query(f"select line, coalesce({suspect}, false) as suspect, {typed}")
    )
    if connection.execute(f"select count(*) from {name} where suspect").fetchone() != (0,):
        for column_name, reasons in suspicions.items():
            for reason, condition in reasons.items():
                text = casting.text(column_name)
                connection.execute(
                    f"insert into problems_{number} "
                    + casting.query(f"select line, $dataset, $reason, $column, {text}")
                    + f" where {condition}",
                    {"dataset": dataset.name, "reason": reason, "column": column_name},
                )
    return StagedTable(dataset, name, casting.present, bound.table.create_clients)


def _wanted(bound: BoundTable, names: dict[str, str]) -> str:
    conditions = [f"{names[ELEMENT]} = {literal(bound.table.element)}"] if bound.table.element else []
    conditions += [f"{trimmed(names[header])} is not null" for header in bound.table.skip_if_empty if header in names]
    return " and ".join(conditions) or "true"
