"""The same figures everywhere: command line, files, workbook, notebook and SQL give one report's rows."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest
from lxml import etree

from invotrack_analytics.demo import sample_folder
from invotrack_analytics.publish.display import display
from invotrack_analytics.publish.formats import write
from invotrack_analytics.reports.report import Result
from invotrack_analytics.workbench import Workbench
from invotrack_analytics.workspace import create_workspace

AS_OF = date(2026, 9, 30)
REPORTS = ("aging", "open_invoices", "payment_history", "billable_hours", "unbilled_hours", "receivables_kpis")
Amounts = dict[str, Decimal]


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Workbench:
    folder = tmp_path_factory.mktemp("firm") / "office"
    create_workspace(folder, country="ES")
    book = Workbench.open(folder)
    book.import_files(sample_folder())
    return book


def totals(result: Result) -> Amounts:
    """Each money and hours column's total, over all rows of each currency."""
    return {
        f"{currency} {column.name}": of_currency[column.name]
        for currency, of_currency in result.totals().items()
        for column in result.columns
        if column.total and column.type in {"money", "hours"}
    }


def added_up(result: Result, rows: list[dict[str, object]]) -> Amounts:
    found = dict.fromkeys(totals(result), Decimal(0))
    for row in rows:
        for column in result.columns:
            key = f"{row['currency']} {column.name}"
            if key in found and row[column.name] not in {None, ""}:
                found[key] += Decimal(str(row[column.name]))
    return found


def from_csv(path: Path, _: Result) -> list[dict[str, object]]:
    with path.open(newline="", encoding="utf-8") as file:
        return [dict(row) for row in csv.DictReader(file)]


def from_json(path: Path, _: Result) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = json.loads(path.read_text("utf-8"))["rows"]
    return rows


def from_xml(path: Path, _: Result) -> list[dict[str, object]]:
    return [{cell.tag: cell.text for cell in row} for row in etree.parse(path).getroot().iter("row")]


def from_parquet(path: Path, _: Result) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = pq.read_table(path).to_pylist()
    return rows


def from_workbook(path: Path, result: Result) -> list[dict[str, object]]:
    book = openpyxl.load_workbook(path)
    sheet = next(book[name] for name in book.sheetnames if name in {result.report.name, result.report.title})
    (table,) = sheet.tables.values()
    cells = [[cell.value for cell in line] for line in sheet[table.ref]]
    names = {column.title: column.name for column in result.columns}
    return [dict(zip([names[str(title)] for title in cells[0]], line, strict=True)) for line in cells[1:]]


READ: dict[str, Callable[[Path, Result], list[dict[str, object]]]] = {
    "csv": from_csv,
    "json": from_json,
    "xml": from_xml,
    "parquet": from_parquet,
    "xlsx": from_workbook,
}


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("format_name", READ)
def test_every_file_holds_the_report_s_figures(firm: Workbench, name: str, format_name: str, tmp_path: Path) -> None:
    result = firm.report(name, as_of=AS_OF)
    target = tmp_path / f"{name}.{format_name}"
    write(result, format_name, target, firm.settings)
    rows = READ[format_name](target, result)
    assert len(rows) == len(result) > 0
    found = added_up(result, rows)
    # Excel holds binary numbers: they are the same to the thousandth.
    assert {key: round(value, 3) for key, value in found.items()} == {
        key: round(value, 3) for key, value in totals(result).items()
    }


@pytest.mark.parametrize("name", REPORTS)
def test_sql_gives_the_report_s_rows(firm: Workbench, name: str) -> None:
    result = firm.report(name, as_of=AS_OF)
    shown = ", ".join(column.name for column in result.columns)
    order = ", ".join(f"{column} nulls last" for column in result.report.order_by)
    rows = firm.sql(f"select {shown} from {name}(date '2026-09-30') order by {order}").fetchall()
    assert rows == [tuple(row.values()) for row in result.rows()]


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
