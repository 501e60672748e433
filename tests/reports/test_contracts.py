"""What every report keeps to: its macro, its description and its tests speak of the same thing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from invotrack_analytics.reports import REPORTS, Report
from invotrack_analytics.reports.readers import Readers
from invotrack_analytics.reports.report import PARAMETERS, Type
from invotrack_analytics.warehouse.books import Books
from invotrack_analytics.warehouse.schema import sql_of

HERE = Path(__file__).parent
NOT_IN_SQL = {"as_of", "known_on", "buckets"}
SQL_TYPES: dict[Type, Callable[[str], bool]] = {
    "text": "VARCHAR".__eq__,
    "date": "DATE".__eq__,
    "integer": {"INTEGER", "BIGINT"}.__contains__,
    "boolean": "BOOLEAN".__eq__,
    "money": {"DECIMAL(18,3)", "DECIMAL(38,3)"}.__contains__,
    "price": {"DECIMAL(18,6)", "DECIMAL(38,6)"}.__contains__,
    "hours": lambda sql_type: sql_type.startswith("DECIMAL") and sql_type.endswith(",4)"),
    "days": {"INTEGER", "BIGINT", "DOUBLE"}.__contains__,
    "ratio": "DOUBLE".__eq__,
}
"""How a column of each type comes out of the query: money, prices and hours are never floats."""

SOME_OF_EVERYTHING = {
    "settings": '[reminders]\nstart_on = "2026-09-01"\n',
    "deliveries": """
        delivery_id  kind      client_id  to            message_id  state  queued_at             sent_at
        D1           reminder  C1         a@ajax.test   <1@a.test>  sent   2026-09-20T08:00:00Z  2026-09-20T08:00:00Z
    """,
    "reminders": """
        invoice_number  instalment_number  step  tone      sent_on     state  delivery_id  asked_amount  currency
        I3              0                  1     courtesy  2026-09-20  sent   D1           300.00        EUR
    """,
    "promises": """
        promise_id  client_id  amount  currency  promised_on  due_on
        Q1          C1         10.00   EUR       2026-08-01   2026-08-10
    """,
    "projects": "project_id  client_id  name  hourly_rate\nP1  C1  Advice  100",
    "timesheets": """
        entry_id  employee_id  project_id  work_date   hours
        T1        E1           P1          2026-08-01  1
        T2        E1           P1          2026-08-02  2
        T3        E1           P1          2025-08-02  2
    """,
    "invoices": """
        invoice_number  client_id  issue_date  total_amount  currency  kind
        I0              C1         2025-08-31  100.00        EUR       -
        I1              C1         2026-08-31  100.00        EUR       -
        I2              C1         2026-09-01  200           JPY       -
        I3              C1         2026-09-01  300.00        EUR       -
        I4              C2         2026-09-01  400.00        EUR       -
        N1              C1         2026-09-01  500.00        EUR       credit_note
    """,
    "billed_entries": """
        entry_id  invoice_number  line_number  hours  rate  amount
        T1        I1              1            1      100   100.00
    """,
    "payments": """
        payment_id  payment_date  amount  client_id  invoice_number
        M0          2025-09-10    40.00   -          I0
        M1          2026-09-10    70.00   -          I1
        M2          2026-09-10    60.00   C2         -
        M3          2026-09-20    15      -          I2
    """,
    "recurring": """
        schedule_id  client_id  every    start_date  bill_from
        S1           C1         1 month  2026-01-01  2026-11-01
    """,
    "recurring_lines": """
        schedule_id  line_number  valid_from  unit_price
        S1           1            2026-01-01  100
    """,
    "fiscal_records": """
        chain   position  kind  invoice_number  issuer_nif  issue_date  total_amount  hash  generated_at  xml
        C-1f3a  1         alta  I1              B12345674   2026-08-31  100.00        H1    2026-08-31    <x/>
    """,
    "expenses": """
        expense_id  expense_date  amount  project_id
        X1          2026-09-01    5.00    -
        X2          2026-09-01    6.00    P1
    """,
}

each_report = pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)


@pytest.fixture(scope="module")
def connection(books_of: Any) -> Any:
    """A connection to books with some of everything, every report made."""
    books = books_of(**SOME_OF_EVERYTHING)
    readers = Readers(Books(books.settings.warehouse_folder), books.settings)
    with readers.cursor(macros=[report.name for report in REPORTS]) as cursor:
        yield cursor


@each_report
def test_the_macro_takes_the_parameters_that_are_described(
    report: Report, connection: duckdb.DuckDBPyConnection
) -> None:
    found = connection.execute(
        "select parameters from duckdb_functions() where function_name = ? and function_type = 'table_macro'",
        [report.name],
    ).fetchall()
    assert found == [(["as_of", *(name for name in report.parameters if name not in NOT_IN_SQL)],)]
    assert set(report.parameters) <= set(PARAMETERS)


@each_report
def test_the_described_columns_are_those_of_the_query(
    report: Report, connection: duckdb.DuckDBPyConnection, books_of: Any
) -> None:
    described = books_of(**SOME_OF_EVERYTHING).result(report.name).columns
    found = connection.execute(f"describe select * from {report.name}(date '2026-09-30')").fetchall()
    assert [column.name for column in described] == [name for name, *_ in found]
    assert [column.name for column in described if not column.title or not column.description] == []
    types = {name: sql_type for name, sql_type, *_ in found}
    assert [
        (column.name, types[column.name]) for column in described if not SQL_TYPES[column.type](types[column.name])
    ] == []


@each_report
def test_plain_sql_has_the_defaults_of_the_command_line(
    report: Report, connection: duckdb.DuckDBPyConnection, books_of: Any
) -> None:
    order = ", ".join(f'"{name}" nulls last' for name in report.order_by)
    found = connection.execute(f"select * from {report.name}(date '2026-09-30') order by {order}").to_arrow_table()
    answered = books_of(**SOME_OF_EVERYTHING).report(report.name, as_of=date(2026, 9, 30))
    assert found.to_pylist() == answered
    assert answered


@each_report
def test_the_past_shows_what_was_recorded_by_then(report: Report, books_of: Any) -> None:
    books = books_of(**SOME_OF_EVERYTHING)
    # Now reads stored balances, the past sums them anew.
    assert books.report(report.name, known_on=datetime(2026, 10, 2)) == books.report(report.name)  # noqa: DTZ001
    assert books.report(report.name, known_on=datetime(2026, 9, 30)) == []  # noqa: DTZ001


@each_report
def test_rows_stand_in_an_order_that_leaves_nothing_to_chance(report: Report, books_of: Any) -> None:
    rows = books_of(**SOME_OF_EVERYTHING).report(report.name)
    keys = [tuple(row[name] for name in report.order_by) for row in rows]
    assert len(set(keys)) == len(keys)


@each_report
def test_a_row_is_known_again_by_its_key(report: Report, books_of: Any) -> None:
    result = books_of(**SOME_OF_EVERYTHING).result(report.name)
    assert report.key
    assert set(report.key) <= {column.name for column in result.columns if column.type in {"text", "date", "integer"}}
    keys = [tuple(row[name] for name in report.key) for row in result.rows()]
    assert len(set(keys)) == len(keys)


@each_report
def test_a_chart_draws_columns_that_are_there(report: Report, books_of: Any) -> None:
    result = books_of(**SOME_OF_EVERYTHING).result(report.name)
    names = {column.name for column in result.columns}
    chart = result.figure()
    drawn = () if chart is None else (chart.x, *chart.y, *filter(None, (chart.split, chart.sort_by)))
    assert set(drawn) <= names
    # Different currencies never share an axis.
    assert (
        chart is None
        or chart.split == "currency"
        or "currency" not in names
        or not any(column.type == "money" for column in result.columns if column.name in chart.y)
    )


@each_report
def test_the_query_tells_its_grain_and_the_report_is_held_against_small_tables(report: Report) -> None:
    first, *_ = sql_of("invotrack_analytics.reports", f"{report.name}.sql").splitlines()
    assert first.startswith("-- One row per ")
    assert report.grain.startswith("One row per ")
    assert (HERE / f"test_{report.name}.py").is_file()


def test_every_query_belongs_to_a_report() -> None:
    queries = {path.stem for path in (HERE.parents[1] / "invotrack_analytics" / "reports").glob("*.sql")}
    assert queries == {report.name for report in REPORTS}
