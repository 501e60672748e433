"""Dump: the data sets in their canonical layout, as files that `import` reads back to the same books."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb
from lxml import etree

from invotrack_analytics.errors import ReportError, WriteError
from invotrack_analytics.model import BY_NAME, DATASETS, Dataset
from invotrack_analytics.publish.files import made_folder, replaced_file
from invotrack_analytics.publish.plain import xml_text

_BATCH_ROWS = 20_000
# What a spreadsheet would run gets a quote in front, which import takes off again; so does what looks like that.
_GUARDED = """
case
    when regexp_matches("{0}", '^''*[=+@\\t\\r-]')
        and not regexp_full_match("{0}", '[+-]?([0-9]+([.,][0-9]*)?|[.,][0-9]+)')
        then '''' || "{0}"
    else "{0}"
end as "{0}"
"""


def dump(
    connection: duckdb.DuckDBPyConnection, names: Sequence[str], format_name: str, folder: Path
) -> list[tuple[Path, int]]:
    """Write the data sets named (all that have rows, where none is); returns each file and its number of rows.

    Raises ReportError for a name or a format that does not exist, WriteError where a file cannot be written.
    """
    unknown = [name for name in names if name not in BY_NAME]
    if unknown:
        message = f"there is no data set {unknown[0]}; they are {', '.join(BY_NAME)}"
        raise ReportError(message)
    if format_name not in _WRITERS:
        message = f"{format_name} is not a format of dump; choose one of {', '.join(_WRITERS)}"
        raise ReportError(message)
    made_folder(folder)
    written: list[tuple[Path, int]] = []
    for dataset in DATASETS:
        (rows,) = connection.execute(f"select count(*) from {dataset.name}").fetchone() or (0,)
        if dataset.name in names or (not names and rows):
            target = folder / f"{dataset.name}.{format_name}"
            _WRITERS[format_name](connection, dataset, target)
            written.append((target, rows))
    return written


def _ordered(dataset: Dataset, columns: str) -> str:
    key = ", ".join(f'"{name}" nulls first' for name in dataset.key)
    return f"select {columns} from {dataset.name} order by {key}"


def _copy(connection: duckdb.DuckDBPyConnection, query: str, target: Path, options: str) -> None:
    with replaced_file(target) as stream:
        draft = str(stream.name).replace("'", "''")
        try:
            # DuckDB writes by name: into our draft itself, not into a file of its own that it then puts in place.
            connection.execute(f"copy ({query}) to '{draft}' ({options}, use_tmp_file false)")
        except duckdb.IOException as error:
            message = f"{target}: cannot be written: {str(error).splitlines()[0]}"
            raise WriteError(message) from error


def _write_csv(connection: duckdb.DuckDBPyConnection, dataset: Dataset, target: Path) -> None:
    columns = ", ".join(
        _GUARDED.format(column.name).strip() if column.kind == "text" else f'"{column.name}"'
        for column in dataset.columns
    )
    _copy(connection, _ordered(dataset, columns), target, "format csv, header true, delimiter ','")


def _write_parquet(connection: duckdb.DuckDBPyConnection, dataset: Dataset, target: Path) -> None:
    columns = ", ".join(f'"{name}"' for name in dataset.column_names)
    _copy(connection, _ordered(dataset, columns), target, "format parquet, compression zstd")


def _write_xml(connection: duckdb.DuckDBPyConnection, dataset: Dataset, target: Path) -> None:
    columns = ", ".join(f'"{name}"::varchar as "{name}"' for name in dataset.column_names)
    found = connection.execute(_ordered(dataset, columns))
    with replaced_file(target) as stream, etree.xmlfile(stream, encoding="utf-8") as document:
        document.write_declaration()
        with document.element(dataset.name):
            while rows := found.fetchmany(_BATCH_ROWS):
                for row in rows:
                    element = etree.Element("row")
                    for name, value in zip(dataset.column_names, row, strict=True):
                        if value is not None:
                            etree.SubElement(element, name).text = xml_text(value)
                    document.write(element)


_WRITERS: dict[str, Callable[[duckdb.DuckDBPyConnection, Dataset, Path], None]] = {
    "csv": _write_csv,
    "xml": _write_xml,
    "parquet": _write_parquet,
}
