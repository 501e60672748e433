"""A report of a million rows as a workbook, and an aging that links into it: how long it takes, and how much memory
beyond the rows themselves.

Run by `python -m tests.benchmarks.large_workbook`; fails where memory is not flat.
"""

from __future__ import annotations

import resource
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from invotrack_analytics.config import Settings
from invotrack_analytics.publish.excel import write_workbook
from invotrack_analytics.reports.report import Column, Result
from tests.publish.results import aging_result

ROWS = 1_000_000
LINKED_ROWS = 5_000
MOST_MEGABYTES = 150
_MEGABYTE = 1024


def large_result(rows: int) -> Result:
    """The aging of so many accounts, of a thousand clients in two currencies."""
    few = aging_result()
    return replace(few, table=pa.table([_cells(column, rows) for column in few.columns], schema=few.table.schema))


def _cells(column: Column, rows: int) -> pa.Array:
    if column.type == "money":
        return pa.array((row % 100_000 for row in range(rows)), pa.int32()).cast(pa.decimal128(18, 3))
    if column.name == "currency":
        return pa.array(("EUR", "JPY")[row % 2] for row in range(rows))
    return pa.array(f"{column.title} {row % 1000}" for row in range(rows))


def measure(rows: int = ROWS) -> tuple[float, float]:
    """Seconds, and megabytes of memory that the writing took beyond the result's own."""
    aging = large_result(LINKED_ROWS)
    invoices = large_result(rows)
    invoices = replace(invoices, report=replace(invoices.report, name="open_invoices", title="Open invoices"))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        write_workbook([aging, invoices], Path(folder) / "large.xlsx", Settings(folder=Path(folder)))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return time.monotonic() - started, (peak - before) / _MEGABYTE


def main() -> None:
    """Measure, tell, and fail where a workbook grows with its rows."""
    seconds, megabytes = measure()
    print(f"workbook of {ROWS:,} rows: {seconds:.0f} s, {megabytes:.0f} MB beyond the rows")  # noqa: T201
    if megabytes > MOST_MEGABYTES:
        message = f"a workbook of {ROWS:,} rows took {megabytes:.0f} MB; no more than {MOST_MEGABYTES} MB were expected"
        raise SystemExit(message)


if __name__ == "__main__":
    main()
