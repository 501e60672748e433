# ruff: noqa: T201 - a benchmark tells what it measured
"""How well `expected_payments` and `cash_forecast` would have done: predicted on past days, held against what came.

Run by `make bench`, or by hand: `.venv/bin/python -m tests.benchmarks.bench_forecast`. On the sample books, and on
IBM's sample of late payments where it is at hand. k, the only number that was chosen, was chosen on every other day
(tuned); the days between (held out) tell whether it holds. An invoice counts as decided when it was paid, or when it is
open beyond its latest day; one that was credited, or is open without being later than that, is undecided and counts for
nothing. Ends with exit code 1 where the 80 % range holds fewer than 75 % or more than 90 % of the decided.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

import invotrack_analytics as iv
from invotrack_analytics.config import load_settings
from invotrack_analytics.reports import REPORTS
from invotrack_analytics.reports.answer import report_macros
from invotrack_analytics.warehouse.books import Books
from invotrack_analytics.warehouse.reader import Reader

REPOSITORY = Path(__file__).parents[2]
IBM = Path("/work/shared/data/receivables/ibm-late-payments.csv")
LEAST, MOST = 0.75, 0.90

PREDICTED = """
    create or replace temp table predicted as
    select day.as_of, expected.*
    from (select $as_of::date as as_of) as day
    cross join expected_payments($as_of::date) as expected
"""
SCORED = """
    select
        count(*) as predicted,
        count(*) filter (where decided) as decided,
        count(*) filter (where decided and is_late) as later,
        count(*) filter (where decided and is_early) as earlier,
        count(*) filter (where has_range and not decided) as undecided,
        count(*) filter (where not has_range) as without,
        median(abs(off)) as error,
        median(off) as bias
    from (
        select
            predicted.earliest_date is not null as has_range,
            coalesce(came.ended_on > predicted.latest_date, false) as is_late,
            has_range and (came.paid or is_late) as decided,
            coalesce(came.paid and came.ended_on < predicted.earliest_date, false) as is_early,
            case when came.paid then date_diff('day', predicted.expected_date, came.ended_on) end as off
        from all_predicted as predicted
        join payment_spells($until::date) as came on came.invoice_number = predicted.invoice_number
            and predicted.instalment_number is null
        where list_contains($days::date[], predicted.as_of)
    )
"""
COLLECTED = """
    with came as (
        select date_trunc('week', paid.allocated_on)::date as week, paid.currency, sum(paid.allocated_amount) as amount
        from allocated_payments($until::date) as paid
        join open_items($as_of::date) as items on items.invoice_number = paid.invoice_number
        where paid.allocated_on > $as_of::date and items.open_amount > 0
        group by all
    )
    select
        forecast.collections, coalesce(came.amount, 0) as received,
        received between forecast.collections_low and forecast.collections_high as within
    from cash_forecast($as_of::date) as forecast
    left join came on came.week = forecast.week and came.currency = forecast.currency
"""


@dataclass(frozen=True)
class Past:
    """Books, the days on which to predict, and the day up to which is known what came."""

    name: str
    files: Path
    days: Sequence[date]
    until: date


def month_days(first: date, months: int) -> list[date]:
    """The same day of so many months."""
    return [
        date(first.year + (first.month - 1 + later) // 12, (first.month - 1 + later) % 12 + 1, first.day)
        for later in range(months)
    ]


PASTS = (
    Past("sample", REPOSITORY / "data" / "sample", month_days(date(2024, 9, 28), 22), date(2026, 9, 30)),
    Past("IBM", IBM, month_days(date(2012, 7, 28), 16), date(2014, 1, 31)),
)


def books_of(past: Past, folder: Path) -> duckdb.DuckDBPyConnection:
    """The imported books, with every report and prediction of theirs."""
    (folder / "invotrack.toml").write_text('[company]\nname = "Bench"\n', "utf-8")
    settings = load_settings(folder)
    books = Books(settings.warehouse_folder)
    books.create()
    iv.open(folder).import_files(past.files)
    reader = Reader(books, settings)
    reader.macros.know(report_macros(settings.receivables.buckets))
    reader.macros.make(["open_items", *(report.name for report in REPORTS)])
    return reader.connection


def judge(past: Past, connection: duckdb.DuckDBPyConnection) -> bool:
    """Predict, compare, print; whether the range holds about as much as it says."""
    holds = True
    for number, as_of in enumerate(past.days):
        connection.execute(PREDICTED, {"as_of": as_of})
        kept = "create temp table all_predicted as" if number == 0 else "insert into all_predicted"
        connection.execute(f"{kept} select * from predicted")
    for name, days in (("tuned", past.days[::2]), ("held out", past.days[1::2])):
        asked = {"until": past.until, "days": days}
        found: tuple[Any, ...] = connection.execute(SCORED, asked).fetchone() or ()
        predicted, decided, later, earlier, undecided, without, error, bias = found
        share = (decided - later - earlier) / decided
        print(
            f"{past.name:8}{name:10}{predicted:10,}{decided:9,}{share:8.1%}{earlier / decided:9.1%}"
            f"{later / decided:7.1%}{undecided:11}{without:9}{error:7.0f}{bias:6.0f}"
        )
        holds = holds and LEAST <= share <= MOST
    return holds


def judge_weeks(past: Past, connection: duckdb.DuckDBPyConnection) -> None:
    """Print what was forecast for the weeks that are over beside what came of the invoices open then."""
    over = [day for day in past.days if (past.until - day).days >= 7 * 13]
    weeks = [
        row for as_of in over for row in connection.execute(COLLECTED, {"as_of": as_of, "until": past.until}).fetchall()
    ]
    expected, came, within = (sum(column) for column in zip(*weeks, strict=True))
    print(f"{past.name:8}{len(weeks):10,}{within / len(weeks):9.1%}{expected / came:20.1%}")


def main() -> bool:
    """Judge every past that is at hand."""
    at_hand = [past for past in PASTS if past.files.exists()]
    with tempfile.TemporaryDirectory() as folder:
        connections = []
        for past in at_hand:
            (workspace := Path(folder, past.name)).mkdir()
            connections.append(books_of(past, workspace))
        print("expected_payments: shares of the decided; error and bias (came - expected) are medians, in days\n")
        head = f"{'books':8}{'days':10}{'predicted':>10}{'decided':>9}{'within':>8}{'earlier':>9}{'later':>7}"
        print(f"{head}{'undecided':>11}{'without':>9}{'error':>7}{'bias':>6}")
        holds = [judge(past, connection) for past, connection in zip(at_hand, connections, strict=True)]
        print(f"\ncash_forecast\n\n{'books':8}{'weeks':>10}{'within':>9}{'expected of what came':>22}")
        for past, connection in zip(at_hand, connections, strict=True):
            judge_weeks(past, connection)
            connection.close()
    return all(holds)


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
