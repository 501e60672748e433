"""Validation: each data set's pandera schema, run over the typed rows batch by batch."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import duckdb

from invotrack_analytics.errors import SourceError
from invotrack_analytics.intake.staging import StagedFile, StagedTable
from invotrack_analytics.model import Dataset
from invotrack_analytics.warehouse.results import offered, table_of

if TYPE_CHECKING:
    import pandera.polars as pa_polars
    import polars as pl

BATCH_ROWS = 250_000
_SHOWN_VALUE = 200


def validate(connection: duckdb.DuckDBPyConnection, staged: StagedFile, path: str) -> dict[int, dict[str, int]]:
    """Add every broken row rule to the file's problems; returns how often each warning was given.

    Of files staged as one, by the place of the file; of a single file, under 0.

    Raises SourceError where most of a full first batch fails: then the layout is wrong, not the rows.
    """
    warned = {0: dict(staged.warnings)}
    for table in staged.tables:
        (rows,) = connection.execute(f"select count(*) from {table.name}").fetchone() or (0,)
        for start in range(0, rows, BATCH_ROWS):
            failures = _failures(connection, table, start)
            if failures is None:
                continue
            _note(connection, staged, table, failures, warned)
            if start == 0 and rows > BATCH_ROWS:
                _stop_early(connection, staged, table, path)
    # Where a text is no date, it is not missing as well.
    connection.execute(f"""
        delete from {staged.problems} as missing
        where missing.reason = 'missing_' || missing.column_name and exists (
            select 1 from {staged.problems} as untyped
            where untyped.line = missing.line and untyped.dataset = missing.dataset
                and untyped.column_name = missing.column_name and untyped.reason <> missing.reason
        )
    """)
    return warned


def _failures(connection: duckdb.DuckDBPyConnection, table: StagedTable, start: int) -> pl.DataFrame | None:
    import pandera.polars as pa_polars
    import polars as pl

    schema = _checked(table.dataset)
    columns = ", ".join(("line", *(f'"{name}"' for name in schema.columns)))
    rows = table_of(
        connection, f"select {columns} from {table.name} where rowid >= {start} and rowid < {start + BATCH_ROWS}"
    )
    frame = pl.DataFrame(pl.from_arrow(rows))
    try:
        schema.validate(frame, lazy=True)
    except pa_polars.errors.SchemaErrors as errors:
        cases = errors.failure_cases
        if cases.get_column("index").null_count():
            # A failure without a row is a failure of the whole file.
            reason = cases.filter(pl.col("index").is_null()).get_column("check").item(0)
            message = f"{table.dataset.name}: cannot be validated: {reason}"
            raise SourceError(message) from errors
        lines = frame.get_column("line").gather(cases.get_column("index"))
        failures: pl.DataFrame = cases.select(
            lines.alias("line"),
            pl.col("check").alias("reason"),
            pl.when(pl.col("schema_context") == "Column").then(pl.col("column")).alias("column_name"),
            pl.when(pl.col("schema_context") == "Column")
            .then(pl.col("failure_case").str.slice(0, _SHOWN_VALUE))
            .otherwise(_looked_at(table.dataset, frame, cases))
            .alias("value"),
        )
        return failures
    return None


@cache
def _checked(dataset: Dataset) -> pa_polars.DataFrameSchema:
    """The schema without the columns of which nothing has to hold: those need not be brought over."""
    looked_at = {name for rule in dataset.rules for name in rule.columns}
    idle = [name for name, column in dataset.schema.columns.items() if not column.checks and name not in looked_at]
    return dataset.schema.remove_columns(idle)


def _looked_at(dataset: Dataset, frame: pl.DataFrame, cases: pl.DataFrame) -> pl.Series:
    # What a rule saw in each failing row: "net_amount 10.000, tax_amount 1.000, total_amount 12.000".
    import polars as pl

    failing = cases.select(pl.col("check").alias("reason"), "index").with_columns(
        *(frame.get_column(name).gather(cases.get_column("index")) for name in frame.columns if name != "line")
    )
    told = pl.lit(None, dtype=pl.String)
    for rule in dataset.rules:
        seen = pl.concat_str(
            [pl.format(name + " {}", pl.col(name).cast(pl.String)) for name in rule.columns],
            separator=", ",
            ignore_nulls=True,
        )
        told = pl.when(pl.col("reason") == rule.reason).then(seen.str.slice(0, _SHOWN_VALUE)).otherwise(told)
    return failing.select(told.alias("looked_at")).to_series()


def _note(
    connection: duckdb.DuckDBPyConnection,
    staged: StagedFile,
    table: StagedTable,
    failures: pl.DataFrame,
    warned: dict[int, dict[str, int]],
) -> None:
    import polars as pl

    rejecting = failures.filter(~pl.col("reason").is_in(list(table.dataset.warnings)))
    for reason in table.dataset.warnings:
        lines = failures.filter(pl.col("reason") == reason).join(rejecting, on="line", how="anti")
        if staged.files is None:
            if lines.height:
                warned[0][reason] = warned[0].get(reason, 0) + lines.height
            continue
        for line in lines.get_column("line"):
            found = warned.setdefault(staged.files[line - 1], {})
            found[reason] = found.get(reason, 0) + 1
    with offered(connection, "failing", rejecting.to_arrow()):
        connection.execute(
            f"insert into {staged.problems} select line, ?, reason, column_name, nullif(value, 'null') from failing",
            [table.dataset.name],
        )


def _stop_early(connection: duckdb.DuckDBPyConnection, staged: StagedFile, table: StagedTable, path: str) -> None:
    bad, reason = connection.execute(
        f"select count(distinct line), mode(reason) from {staged.problems} where dataset = ?", [table.dataset.name]
    ).fetchone() or (0, "")
    if bad > BATCH_ROWS // 2:
        message = f"{path}: most of its first {BATCH_ROWS} rows fail ({reason}); its columns are mapped wrongly"
        raise SourceError(message)
