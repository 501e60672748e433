# ruff: noqa: T201 - a benchmark tells what it measured
"""What every report costs on large books, beside the best bare SQL on the same columns, pandas and polars.

Run by `make bench`, or by hand: `.venv/bin/python -m tests.benchmarks.bench_reports [INVOICES]`; a million invoices
where none are named. Seconds of CPU over all threads, the best of three runs: other work on the machine counts little.
Ends with exit code 1 where a report costs more than its target times the bare SQL, planning aside.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from invotrack_analytics.reports import REPORTS
from invotrack_analytics.reports.answer import answer, report_macros, settle
from invotrack_analytics.reports.check import asked_by_checks, run_checks
from invotrack_analytics.warehouse.reader import Reader
from tests.benchmarks.compared.dataframes import pandas_reports, polars_reports
from tests.benchmarks.compared.large_books import HERE, make_large_books

INVOICES = 1_000_000
TODAY, A_YEAR_AGO = date(2026, 9, 30), date(2025, 9, 30)
TARGETS = {"aging": 2.0, "open_invoices": 3.0, "payment_history": 3.0}
"""At most so many times the CPU of the bare SQL."""
PLANNING = 0.05
"""Seconds that a report may take to be planned, however little it reads."""
AGREED = {
    "aging": ("not_due", "d1_30", "d31_60", "d61_90", "d91_plus", "unapplied_credit", "outstanding"),
    "open_invoices": ("total_amount", "paid_amount", "reduced_amount", "open_amount"),
    "payment_history": ("paid_amount",),
}
"""Columns whose sums the bare SQL must agree on; it knows no reversals, so averages differ by a little."""


def cpu(work: Callable[[], object]) -> float:
    """Seconds of CPU, the best of three."""
    spent = []
    for _ in range(3):
        started = time.process_time()
        work()
        spent.append(time.process_time() - started)
    return min(spent)


def sums(table: Any, columns: tuple[str, ...]) -> dict[str, Decimal]:
    """The sum of each column."""
    return {
        name: sum((Decimal(value) for value in table[name].to_pylist() if value is not None), Decimal(0))
        for name in columns
    }


def compare(reader: Reader, ours: Mapping[tuple[str, date], Callable[[], Any]]) -> bool:
    """Print what the reports with a target cost beside the others; whether all keep to it."""
    connection = reader.connection
    frames = {"polars": polars_reports(connection), "pandas": pandas_reports(connection)}
    print(f"{'report':18}{'as of':12}{'ours':>8}{'bare':>8}{'ratio':>7}{'target':>8}{'polars':>8}{'pandas':>8}")
    kept = True
    for name, target in TARGETS.items():
        query = (HERE / "bare" / f"{name}.sql").read_text("utf-8")
        for as_of in (TODAY, A_YEAR_AGO):

            def bare(query: str = query, as_of: date = as_of) -> Any:
                return connection.execute(query, {"as_of": as_of}).to_arrow_table()

            assert sums(bare(), AGREED[name]) == sums(ours[name, as_of]().arrow(), AGREED[name]), name
            mine, plain = cpu(ours[name, as_of]), cpu(bare)
            others = [cpu(lambda name=name, as_of=as_of, these=these: these[name](as_of)) for these in frames.values()]  # type: ignore[misc]
            kept = kept and mine <= target * plain + PLANNING
            figures = f"{mine:8.2f}{plain:8.2f}{mine / plain:7.2f}{target:8.1f}{others[0]:8.2f}{others[1]:8.2f}"
            print(f"{name:18}{as_of.isoformat():12}{figures}")
    return kept


def main(invoices: int) -> bool:
    """Make the books, measure, print; whether every target is kept."""
    with tempfile.TemporaryDirectory() as folder:
        books, settings = make_large_books(Path(folder), invoices)
        reader = Reader(books, settings)
        reader.macros.know(report_macros(settings.receivables.buckets))
        reader.macros.make({report.name for report in REPORTS} | asked_by_checks())
        ours = {
            (report.name, as_of): lambda report=report, as_of=as_of: answer(
                reader.connection, report, settle(settings, report, as_of)
            )
            for report in REPORTS
            for as_of in (TODAY, A_YEAR_AGO)
        }
        print(f"{invoices:,} invoices, DuckDB {duckdb.__version__}; seconds of CPU\n")
        kept = compare(reader, ours)
        print(f"\n{'report':22}{'rows':>12}{'cpu':>8}")
        for report in REPORTS:
            print(f"{report.name:22}{len(ours[report.name, TODAY]()):12,}{cpu(ours[report.name, TODAY]):8.2f}")
        started = time.process_time()
        found = run_checks(reader.connection, settings, TODAY)
        print(f"{'check':22}{len(found):12,}{time.process_time() - started:8.2f}")
        assert all(invariant.holds for invariant in found)
        reader.close()
    return kept


if __name__ == "__main__":
    sys.exit(0 if main(int(sys.argv[1]) if len(sys.argv) > 1 else INVOICES) else 1)
