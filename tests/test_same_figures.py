"""The same figures everywhere: command line, files, workbook, notebook, SQL and dashboard give one report's rows.

Every report, cell by cell: as it comes, and narrowed by every parameter that it takes.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest
from lxml import etree

from invotrack_analytics.cli import main
from invotrack_analytics.demo import sample_folder
from invotrack_analytics.publish.display import display
from invotrack_analytics.publish.excel import write_workbook
from invotrack_analytics.publish.formats import write
from invotrack_analytics.reports import REPORTS, Report
from invotrack_analytics.reports.asked import listed
from invotrack_analytics.reports.report import Column, Value
from invotrack_analytics.web.filters import Filters
from invotrack_analytics.web.visit import KeptResults, Visit
from invotrack_analytics.workbench import Workbench
from invotrack_analytics.workspace import create_workspace

# Conditional bars and native charts are beyond openpyxl, which says so each time.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")

AS_OF = date(2026, 9, 30)
NARROWED: Mapping[str, Any] = {
    "date_from": date(2026, 2, 10),
    "date_to": date(2026, 9, 20),
    "basis": "issue",
    "buckets": (15, 45),
    "client": "C051",
    "currency": "GBP",
}
NOT_IN_THE_SAMPLE = {"reminders", "deliveries", "reminder_plan", "promises", "work_list", "fiscal_records"}
"""What the sample firm has none of: it reminds nobody by mail yet, and its books are under no Veri*Factu."""
EVERY_REPORT = pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)
Row = dict[str, object]


def ways_to_ask(report: Report) -> tuple[Mapping[str, Any], ...]:
    """As it comes, and with every parameter that it takes."""
    return {}, {name: value for name, value in NARROWED.items() if name in report.parameters}


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Workbench:
    folder = tmp_path_factory.mktemp("firm") / "office"
    create_workspace(folder, country="ES")
    book = Workbench.open(folder)
    book.import_files(sample_folder())
    return book


def from_csv(path: Path) -> list[Row]:
    with path.open(newline="", encoding="utf-8") as file:
        return [{name: cell.removeprefix("'") for name, cell in row.items()} for row in csv.DictReader(file)]


def from_json(path: Path) -> list[Row]:
    rows: list[Row] = json.loads(path.read_text("utf-8"))["rows"]
    return rows


def from_xml(path: Path) -> list[Row]:
    return [{cell.tag: cell.text for cell in row} for row in etree.parse(path).getroot().iter("row")]


def from_parquet(path: Path) -> list[Row]:
    rows: list[Row] = pq.read_table(path).to_pylist()
    return rows


READ: dict[str, Callable[[Path], list[Row]]] = {
    "csv": from_csv,
    "json": from_json,
    "xml": from_xml,
    "parquet": from_parquet,
}


def value_of(column: Column, cell: object) -> Value:
    """What a cell of any file means; a ratio or an average of days to fifteen digits, as files have them."""
    if cell is None or cell == "":
        return None
    if column.type == "text":
        return str(cell)
    if column.type == "boolean":
        return cell in {True, "true"}
    if column.type == "date":
        day = datetime.fromisoformat(str(cell))
        return day.date()
    if column.type in {"days", "ratio"}:
        return float(f"{float(str(cell)):.15g}")
    return int(str(cell)) if column.type == "integer" else Decimal(str(cell))


def values_of(columns: Iterable[Column], rows: Iterable[Mapping[str, object]]) -> list[list[Value]]:
    listed = list(columns)
    return [[value_of(column, row[column.name]) for column in listed] for row in rows]


@EVERY_REPORT
def test_every_file_holds_every_cell(firm: Workbench, report: Report, tmp_path: Path) -> None:
    for asked in ways_to_ask(report):
        result = firm.report(report.name, as_of=AS_OF, **asked)
        expected = values_of(result.columns, result.rows())
        assert expected or asked or report.name in NOT_IN_THE_SAMPLE
        for format_name, read in READ.items():
            target = tmp_path / f"{report.name}.{format_name}"
            write(result, format_name, target, firm.settings)
            assert values_of(result.columns, read(target)) == expected, (format_name, asked)


@EVERY_REPORT
def test_sql_gives_the_rows(firm: Workbench, report: Report) -> None:
    for asked in ways_to_ask(report):
        # Buckets are in the names of columns, so SQL has those of the company.
        bound = {name: value for name, value in asked.items() if name != "buckets"}
        result = firm.report(report.name, as_of=AS_OF, **bound)
        named = "".join(
            f", {name} := date '{value}'" if isinstance(value, date) else f", {name} := '{value}'"
            for name, value in bound.items()
        )
        shown = ", ".join(f'"{column.name}"' for column in result.columns)
        order = ", ".join(f'"{column}" nulls last' for column in report.order_by)
        query = f"select {shown} from {report.name}(date '{AS_OF}'{named}) order by {order}"
        assert firm.sql(query).fetchall() == [tuple(row.values()) for row in result.rows()]


@EVERY_REPORT
def test_the_command_line_prints_the_rows(
    firm: Workbench, report: Report, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    asked = ways_to_ask(report)[1]
    options = {"date_from": "--from", "date_to": "--to"}
    arguments = [
        part
        for name, value in asked.items()
        for part in (
            options.get(name, f"--{name}"),
            ",".join(map(str, value)) if isinstance(value, tuple) else str(value),
        )
    ]
    with pytest.raises(SystemExit) as left:
        main(
            [
                "--workspace",
                str(firm.settings.folder),
                "report",
                report.name,
                "--as-of",
                str(AS_OF),
                *arguments,
                "--format",
                "json",
            ]
        )
    assert not left.value.code
    result = firm.report(report.name, as_of=AS_OF, **asked)
    rows = json.loads(capfdbinary.readouterr().out)["rows"]
    assert values_of(result.columns, rows) == values_of(result.columns, result.rows())


@EVERY_REPORT
def test_a_page_reads_the_rows(firm: Workbench, report: Report) -> None:
    visit = Visit(firm, KeptResults(firm), "somebody", "manager", None, lambda: True, lambda: AS_OF)
    asked = {name: value for name, value in ways_to_ask(report)[1].items() if name in _ON_PAGES}
    filters = Filters(
        AS_OF, listed(asked.get("client")), listed(asked.get("currency")), date_from=asked.get("date_from")
    )
    assert visit.report(report.name, filters).rows() == firm.report(report.name, as_of=AS_OF, **asked).rows()


_ON_PAGES = {"client", "currency", "date_from"}


def test_the_workbook_holds_every_cell(firm: Workbench, tmp_path: Path) -> None:
    narrow = {"client": NARROWED["client"], "date_from": NARROWED["date_from"]}
    results = [
        firm.report(
            report.name, as_of=AS_OF, **{name: value for name, value in narrow.items() if name in report.parameters}
        ).filled()
        for report in REPORTS
        if "client" in report.parameters
    ]
    target = tmp_path / "all.xlsx"
    write_workbook(results, target, firm.settings)
    book = openpyxl.load_workbook(target)
    for result in results:
        sheet = next(book[name] for name in book.sheetnames if name in {result.report.name, result.report.title[:31]})
        (table,) = sheet.tables.values()
        heads, *lines = [[cell.value for cell in line] for line in sheet[table.ref]]
        assert heads == [column.title for column in result.columns]
        # Excel holds binary numbers: they are the same to the thousandth.
        found = [[in_excel(column, cell) for column, cell in zip(result.columns, line, strict=True)] for line in lines]
        expected = [[in_excel(column, row[column.name]) for column in result.columns] for row in result.rows()]
        assert found == (expected or [[None] * len(heads)]), result.report.name


def in_excel(column: Column, cell: object) -> object:
    """A cell as a sheet can hold it."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, datetime | date):
        return datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001  a day
    return round(float(str(cell)), 3) if column.type not in {"text", "boolean", "date"} else cell


def test_a_notebook_shows_the_totals(firm: Workbench) -> None:
    result = firm.report("aging", as_of=AS_OF)
    html = str(getattr(result, "_repr_html_")())  # noqa: B009  the name by which a notebook asks
    shown = display(firm.settings.company.locale)
    for currency, of_currency in result.totals().items():
        assert shown.amount(of_currency["outstanding"], currency) in html


def test_the_pieces_tie_out_with_each_other(firm: Workbench) -> None:
    aging = firm.report("aging", as_of=AS_OF).totals()
    invoices = firm.report("open_invoices", as_of=AS_OF).totals()
    kpis = {str(row["currency"]): row for row in firm.report("receivables_kpis", as_of=AS_OF).rows()}
    worked = firm.report("billable_hours", as_of=AS_OF, date_from="2000-01-01").totals()
    unbilled = firm.report("unbilled_hours", as_of=AS_OF).totals()
    for currency, owed in aging.items():
        assert owed["outstanding"] + owed["unapplied_credit"] == invoices[currency]["open_amount"]
        assert kpis[currency]["outstanding"] == owed["outstanding"]
        assert worked[currency]["unbilled_hours"] == unbilled[currency]["hours"]
