"""The workbook: native tables, totals that tie, charts of one currency each, and no text that is anything else."""

import os
import re
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from lxml import etree
from openpyxl import Workbook, load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet

from invotrack_analytics.config import Company, Settings
from invotrack_analytics.publish.excel import write_workbook
from invotrack_analytics.reports import REPORTS
from invotrack_analytics.reports.report import Chart, Column, Result
from tests.publish.office import recalculated
from tests.publish.results import (
    AGING_ROWS,
    ASKED,
    CLIENT_ID,
    CLIENT_NAME,
    CURRENCY,
    aging_result,
    make_result,
    money,
    one_of_each_result,
    steps_result,
    text_result,
)

# Conditional bars and native charts are beyond openpyxl, which says so each time.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")

GOLDEN = Path(__file__).parents[1] / "golden" / "workbook.txt"
EURO_ROWS = [row for row in AGING_ROWS if row[2] == "EUR"]


def cash_flow() -> Result:
    columns = (CURRENCY, Column("month", "date", "Month", "First day", unit="month"), money("invoiced", "Invoiced"))
    rows = [
        (currency, date(2026, month, 1), Decimal(month) * 1000) for currency in ("EUR", "GBP") for month in (7, 8, 9)
    ]
    chart = Chart("bar", "Invoiced by month", "month", ("invoiced",))
    return make_result(columns, rows, name="cash_flow", title="Cash flow", chart=chart)


def everything() -> list[Result]:
    euros = aging_result(EURO_ROWS, name="open_invoices", title="Aging of euros")
    nothing = aging_result([], name="unbilled_hours", title="Nothing open")
    return [aging_result(), euros, one_of_each_result(), cash_flow(), nothing]


def opened(results: list[Result], settings: Settings, **options: Any) -> tuple[Path, Workbook]:
    target = settings.folder / "book.xlsx"
    write_workbook(results, target, settings, **options)
    return target, load_workbook(target)


def table_rows(sheet: Worksheet) -> list[list[object]]:
    (table,) = sheet.tables.values()
    return [[cell.value for cell in row] for row in sheet[table.ref]]


def total_formulas(sheet: Worksheet) -> list[str]:
    return [str(cell.value) for row in sheet for cell in row if cell.data_type == "f"]


def drawn_lines(chart: str) -> tuple[int, int]:
    """The first and the last line of the data sheet that a chart refers to."""
    references = re.findall(r"<c:f>'Chart data'!([^<]*)<", chart)
    lines = [int(line) for reference in references for line in re.findall(r"[0-9]+", reference)]
    return min(lines), max(lines)


def test_a_sheet_for_each_report_behind_a_cover_that_links_to_them(settings: Settings) -> None:
    _, book = opened(everything(), settings)
    reports = ["aging", "open_invoices", "payment_history", "cash_flow", "unbilled_hours"]
    assert book.sheetnames == ["Cover", *reports, "Charts", "Chart data"]
    cover = [str(cell.value) for row in book["Cover"] for cell in row if cell.value is not None]
    assert cover[0] == "Acme & Sons Consulting SL"
    assert {"As of", "everything recorded so far", "Who owes what, and since when?"} <= set(cover)
    places = [cell.hyperlink.location for row in book["Cover"] for cell in row if cell.hyperlink]
    assert [place for place in places if "Charts" not in str(place)] == [f"'{name}'!A1" for name in reports]
    (as_of,) = book.defined_names["as_of"].destinations
    assert book[as_of[0]][as_of[1].replace("$", "")].value == datetime(2026, 9, 30)  # noqa: DTZ001  a day


def test_rows_are_a_native_table_headed_by_titles(settings: Settings) -> None:
    _, book = opened([aging_result()], settings)
    sheet = book["aging"]
    header, *rows = table_rows(sheet)
    assert header[:4] == ["Client ID", "Client", "Currency", "Not due"]
    assert [row[1] for row in rows] == [row[1] for row in AGING_ROWS]
    assert rows[0][3:] == [12100, 3630.5, 0, 0, 1815, 0, 17545.5]
    (table,) = sheet.tables.values()
    assert table.autoFilter.ref == table.ref
    assert [column.name for column in table.tableColumns] == header
    header_row = int(str(range_boundaries(table.ref)[1]))
    assert sheet.freeze_panes == f"C{header_row + 1}"
    assert sheet.print_title_rows == f"${header_row}:${header_row}"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("client", "amount", "rate"),
    [("A", "#,##0.00", "#,##0.00##"), ("B", "#,##0", "#,##0.00##"), ("C", "#,##0.000", "#,##0.00##")],
)
def test_amounts_show_their_currencys_minor_unit(settings: Settings, client: str, amount: str, rate: str) -> None:
    _, book = opened([one_of_each_result()], settings)
    (cells,) = (row for row in book["payment_history"] if row[0].value == client)
    assert cells[5].number_format == amount
    assert cells[2].number_format == "d/m/yyyy"
    assert cells[6].number_format == rate
    assert cells[10].number_format == "0.0%"


def test_the_cover_has_the_position_in_each_currency(settings: Settings) -> None:
    target, book = opened([aging_result(), cash_flow()], settings)
    cover = load_workbook(target, data_only=True)["Cover"]
    assert [[cell.value for cell in row] for row in cover["B12:F15"]] == [
        ["Position", "Not due", "Overdue", "Unapplied credit", "Outstanding"],
        ["EUR", 17847.5, 17787.5, 605, 35030],
        ["GBP", 0, 3600, 300, 3300],
        ["JPY", 1250000, 0, 0, 1250000],
    ]
    assert [cell.number_format for (cell,) in cover["F13:F15"]] == ["#,##0.00", "#,##0.00", "#,##0"]
    assert book["Cover"]["C13"].value == "=ROUND(SUMIFS('aging'!D11:D17,'aging'!C11:C17,$B13),2)"
    assert opened([cash_flow()], settings)[1]["Cover"]["B12"].value == "Report"


def test_a_bucket_is_shown_by_its_title_and_drawn_by_it(settings: Settings) -> None:
    bucket = Column("bucket", "text", "Bucket", "The aging column", unit="bucket")
    chart = Chart("bar", "By age", "bucket", ("loss",))
    rows = [("EUR", "not_due", Decimal(1)), ("EUR", "d91_plus", Decimal(2))]
    columns = (CURRENCY, bucket, money("loss", "Loss"))
    _, book = opened([make_result(columns, rows, name="expected_losses", chart=chart)], settings)
    cells = [row[1] for row in book["expected_losses"]["A9:C10"]]
    assert [(cell.value, cell.number_format) for cell in cells] == [
        ("not_due", ';;;"Not due"'),
        ("d91_plus", ';;;"91+"'),
    ]
    assert [row[0].value for row in book["Chart data"]["A6:A7"]] == ["Not due", "91+"]


def test_a_waterfall_stands_on_bars_that_are_not_seen(settings: Settings) -> None:
    target, book = opened([steps_result()], settings)
    assert [[cell.value for cell in row] for row in book["Chart data"]["A5:G9"]] == [
        ["Step", "Amount", "Floor", "Left", "Taken off", "Still to come", "Label"],
        ["Worked", 10, 0, 10, 0, 0, "Worked  10,00"],
        ["Lost", 2, 8, 0, 2, 0, "Lost  2,00"],
        ["Late", 2, 6, 0, 0, 2, "Late  2,00"],
        ["Billed", 6, 0, 6, 0, 0, "Billed  6,00"],
    ]
    with ZipFile(target) as parts:
        drawn = parts.read("xl/charts/chart1.xml").decode()
    assert re.findall(r"</c:tx><c:spPr><a:(noFill|solidFill)", drawn) == ["noFill", *["solidFill"] * 3]


def test_a_very_wide_report_is_printed_on_pages_side_by_side(settings: Settings) -> None:
    wide = (CLIENT_ID, CLIENT_NAME, CURRENCY, *(money(f"amount_{number}", f"Amount {number}") for number in range(40)))
    _, book = opened([make_result(wide, [], name="hours_to_cash", title="Wide")], settings)
    sheet = book["hours_to_cash"]
    assert (sheet.page_setup.fitToWidth, sheet.print_title_cols) == (2, "$A:$B")
    assert str(sheet.HeaderFooter.oddHeader.right.text).endswith("Wide")


def test_a_total_of_one_currency_is_a_subtotal(settings: Settings) -> None:
    _, book = opened([aging_result(EURO_ROWS)], settings)
    formulas = total_formulas(book["aging"])
    assert len(formulas) == 7
    assert formulas[0] == "=ROUND(SUBTOTAL(109,'aging'!D9:D13),2)"


def test_totals_never_add_currencies(settings: Settings) -> None:
    target, book = opened([aging_result()], settings)
    values = load_workbook(target, data_only=True)["aging"]
    totals = {row[2].value: row[9].value for row in values if str(row[0].value).startswith("Total ")}
    assert totals == {"EUR": 35030, "GBP": 3300, "JPY": 1250000}
    assert all("$C" in formula for formula in total_formulas(book["aging"]))


def formulas_with_values(workbook: Path) -> dict[str, tuple[str, object]]:
    """Each formula of a workbook by its place, with the value that the file brings along."""
    values = load_workbook(workbook, data_only=True)
    return {
        f"{sheet.title} {cell.coordinate}": (str(cell.value), values[sheet.title][cell.coordinate].value)
        for sheet in load_workbook(workbook)
        for row in sheet
        for cell in row
        if cell.data_type == "f"
    }


def test_libreoffice_computes_every_formula_to_the_value_it_brings(settings: Settings, tmp_path: Path) -> None:
    long = make_result(
        (CLIENT_NAME, CURRENCY, money("amount", "Amount")),
        [(f"Client {number}", ("EUR", "JPY")[number % 2], Decimal(number) / 10) for number in range(2_500)],
        name="sales",
    )
    book, split, changed = (tmp_path / f"{name}.xlsx" for name in ("book", "split", "changed"))
    write_workbook([*everything(), long], book, settings)
    write_workbook([aging_result()], split, settings, most_sheet_rows=13)
    # That LibreOffice does compute, and does not only keep what it finds, shows where a row was changed.
    invoices = make_result((CLIENT_ID, CURRENCY), [("C-001", "EUR"), ("C-003", "EUR")], name="open_invoices")
    write_workbook([aging_result(EURO_ROWS), invoices], changed, settings)
    edited = load_workbook(changed)
    for row in edited["aging"]:
        for cell in row:
            cell.value = 99999 if cell.value == 12100 else "*" if cell.value == "C-003" else cell.value
    edited.save(changed)

    anew = recalculated([book, split, changed], tmp_path / "anew")
    brought, computed = (
        {f"{path.stem} {place}": value for path in paths for place, (_, value) in formulas_with_values(path).items()}
        for paths in ([book, split], anew[:2])
    )
    assert {place: computed[place] for place in brought} == pytest.approx(brought, abs=1e-9)
    kinds = [re.findall("SUBTOTAL|SUMIFS|OFFSET", formula) for formula, _ in formulas_with_values(book).values()]
    assert (kinds.count(["SUBTOTAL"]), kinds.count(["SUBTOTAL", "OFFSET"]), kinds.count(["SUMIFS"])) == (7, 32, 2 + 9)
    now = {place: value for place, (_, value) in formulas_with_values(anew[2]).items()}
    assert now["aging D6"] == now["Cover C13"] == 99999 + 605 + 4840 + 302.5
    # A client's invoices are found by its code, and a code that looks like a pattern finds no other's.
    assert (now["aging L9"], now["aging L10"]) == ("Invoices", None)


def test_a_currency_that_stands_first_still_has_its_total(settings: Settings) -> None:
    target, book = opened([cash_flow()], settings)
    totals = load_workbook(target, data_only=True)["cash_flow"]["A6:C7"]
    assert [[cell.value for cell in row] for row in totals] == [["EUR", None, 24000], ["GBP", None, 24000]]
    assert [row[0].number_format for row in totals] == ['"Total "@', '"Total "@']
    assert total_formulas(book["cash_flow"])[1].startswith("=ROUND(SUMPRODUCT(('cash_flow'!A10:A15=$A7)*SUBTOTAL(109,")


def test_a_month_is_shown_as_one_and_a_percentage_is_not_taken_for_a_fraction(settings: Settings) -> None:
    cei = Column("cei", "ratio", "CEI", "Collection effectiveness", unit="percent")
    _, book = opened([cash_flow(), make_result((CURRENCY, cei), [("EUR", 87.5)], name="receivables_kpis")], settings)
    assert {cell.number_format for cell in book["cash_flow"]["B"] if cell.is_date} == {"mmm yyyy"}
    assert (book["receivables_kpis"]["B7"].value, book["receivables_kpis"]["B7"].number_format) == (87.5, '0.0"%"')


HOSTILE = [
    "=1+1",
    '=HYPERLINK("http://example.com","x")',
    "+34600123123",
    "-2+3",
    "@SUM(A1)",
    "{=1}",
    "http://example.com",
    "mailto:a@example.com",
    "internal:Cover!A1",
    "00123",
    "1e5",
    "3/4",
    "TRUE",
    "#REF!",
    "<r>x</r>",
    "<r><t>x</t></r>",
    "</t></is><c><f>1</f></c>",
    "a&b<c>\"d'",
    " two  spaces ",
    "line\nline",
    "tab\tbed",
    "_x0041_",
    "日本語 العربية 🎉",
    "'quoted",
]


def test_a_text_is_a_text_whatever_it_looks_like(settings: Settings) -> None:
    target, book = opened([text_result(HOSTILE)], settings)
    sheet = book["unbilled_hours"]
    assert [unescape(str(row[0])) for row in table_rows(sheet)[1:]] == HOSTILE
    assert {cell.data_type for row in sheet for cell in row if cell.value in HOSTILE} <= {"s", "inlineStr"}
    assert total_formulas(sheet) == []
    with ZipFile(target) as parts:
        for name in parts.namelist():
            content = parts.read(name)
            if name.endswith((".xml", ".rels")):
                etree.fromstring(content)
            assert b'TargetMode="External"' not in content
            assert b"<f>" not in content


def test_every_text_column_of_every_report_stays_text(settings: Settings) -> None:
    hostile = '=HYPERLINK("http://example.com","x")'
    results = [
        make_result(
            columns := report.columns(ASKED),
            [tuple(hostile if column.type == "text" else None for column in columns)],
            name=report.name,
            title=report.title,
        )
        for report in REPORTS
    ]
    target, book = opened(results, settings)
    for result in results:
        (row,) = table_rows(book[result.report.name])[1:]
        # An optional column without any value is left out of the sheet.
        shown = [column for column in result.columns if column.type == "text" or not column.optional]
        assert row == [hostile if column.type == "text" else None for column in shown]
    tables = {sheet.title: sheet for sheet in book if sheet.tables}
    assert set(tables) == {report.name for report in REPORTS}
    for sheet in tables.values():
        (table,) = sheet.tables.values()
        assert {cell.data_type for cells in sheet[table.ref] for cell in cells if cell.value} == {"s"}
    with ZipFile(target) as parts:
        assert not any(b'TargetMode="External"' in parts.read(name) for name in parts.namelist())


def test_what_an_editor_would_run_is_quoted(settings: Settings) -> None:
    _, book = opened([text_result(["=1+1", "plain"])], settings)
    quoted = {
        cell.value: bool(cell.quotePrefix)
        for row in book["unbilled_hours"]
        for cell in row
        if cell.value in {"=1+1", "plain"}
    }
    assert quoted == {"=1+1": True, "plain": False}


def test_what_a_cell_cannot_hold_is_marked(settings: Settings) -> None:
    _, book = opened([text_result(["x" * 40_000, "nul\x00bell\x07", "lone \ufffe"])], settings)
    long, control, unpaired = (row[0] for row in table_rows(book["unbilled_hours"])[1:])
    assert str(long).endswith("x … (longer than a cell holds)")
    assert len(str(long)) == 32_767
    assert control == "nul\ufffdbell\ufffd"
    assert unpaired == "lone \ufffd"


def test_a_day_before_excels_calendar_is_a_text(settings: Settings) -> None:
    column = Column("issue_date", "date", "Issued", "When")
    _, book = opened([make_result((column,), [(date(1899, 5, 1),), (date(2026, 5, 1),)])], settings)
    assert [row[0] for row in table_rows(book["aging"])[1:]] == ["1899-05-01", datetime(2026, 5, 1)]  # noqa: DTZ001


def test_two_columns_of_one_title_are_told_apart(settings: Settings) -> None:
    columns = (money("net", "Amount"), money("gross", "amount"))
    _, book = opened([make_result(columns, [(Decimal(1), Decimal(2))])], settings)
    assert table_rows(book["aging"])[0] == ["Amount", "amount (2)"]


def test_a_report_longer_than_a_sheet_goes_on_in_the_next(settings: Settings) -> None:
    target, book = opened([aging_result()], settings, most_sheet_rows=13)
    assert book.sheetnames[1:4] == ["aging", "aging (2)", "aging (3)"]
    parts = [table_rows(book[name])[1:] for name in book.sheetnames[1:4]]
    assert [row[0] for rows in parts for row in rows] == [row[0] for row in AGING_ROWS]
    assert book["aging"]["A3"].value == (
        "As of 30/9/2026, aged by due date, 7 rows. They fill more than one sheet: "
        "here are rows 1 to 3, and aging (2) goes on"
    )
    values = load_workbook(target, data_only=True)["aging"]
    totals = {row[2].value: row[9].value for row in values if str(row[0].value).startswith("Total ")}
    assert totals == {"EUR": 35030, "GBP": 3300, "JPY": 1250000}
    assert [len(book[name].tables) for name in book.sheetnames[1:4]] == [1, 1, 1]


def test_a_forecast_has_its_span_as_error_bars_from_figures_beside_it(settings: Settings) -> None:
    columns = (
        CURRENCY,
        Column("week", "date", "Week from", "Its Monday", unit="week"),
        *(money(name, name.capitalize()) for name in ("expected", "low", "high")),
    )
    rows = [("EUR", date(2026, 9, 28), Decimal(40), Decimal(10), Decimal(90))]
    chart = Chart("bar", "By week", "week", ("expected",), span=("low", "high"))
    target, book = opened(
        [make_result(columns, rows, name="cash_forecast", title="Cash forecast", chart=chart)], settings
    )
    assert [cell.value for cell in book["Chart data"][6]][1:4] == [40, 30, 50]
    with ZipFile(target) as parts:
        drawn = parts.read("xl/charts/chart1.xml").decode()
    assert re.findall(r"<c:(plus|minus)>.*?<c:f>'Chart data'!(\$\w)", drawn) == [("plus", "$D"), ("minus", "$C")]


def test_each_chart_draws_one_currency_and_is_told_in_words(settings: Settings) -> None:
    target, book = opened([aging_result(), cash_flow()], settings)
    data = book["Chart data"]
    titles = [cell.value for cell in data["A"] if cell.font.bold and cell.value and "," in str(cell.value)]
    assert titles == [
        "Open balance by age, EUR",
        "Open balance by age, GBP",
        "Open balance by age, JPY",
        "Invoiced by month, EUR",
        "Invoiced by month, GBP",
    ]
    first = [[cell.value for cell in row[:7]] for row in data["A6:G9"]]
    assert first == [
        ["Meridian Software SL", 12100, 3630.5, 0, 0, 1815, 17545.5],
        ["Kestrel Foundry BV", 0, 0, 968, 484, 9680, 11132],
        ["Northwind Legal", 4840, 1210, 0, 0, 0, 6050],
        ["2 others", 907.5, 0, 0, 0, 0, 907.5],
    ]
    with ZipFile(target) as parts:
        charts = sorted(name for name in parts.namelist() if re.fullmatch(r"xl/charts/chart\d+\.xml", name))
        assert len(charts) == 5
        drawn = [drawn_lines(parts.read(name).decode()) for name in charts]
        drawing = parts.read("xl/drawings/drawing1.xml").decode()
    assert drawn == [(5, 9), (13, 14), (18, 19), (23, 26), (30, 33)]
    (told,) = re.findall(r'descr="(Stacked bar chart: Open balance by age, EUR[^"]*)"', drawing)
    assert "The largest is Meridian Software SL with 17.545,50." in told
    assert drawing.count("descr=") == 5


def test_the_same_books_give_the_same_bytes(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = opened(everything(), settings)
    content = first.read_bytes()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    second, book = opened(everything(), settings)
    assert second.read_bytes() == content
    assert book.properties.created == datetime(2026, 9, 30)  # noqa: DTZ001  as the parameters say, not the clock
    assert (book.properties.creator, book.properties.subject) == ("Acme & Sons Consulting SL", "As of 2026-09-30")


def test_what_was_known_when_stands_on_the_cover(settings: Settings) -> None:
    result = aging_result()
    known = replace(result.parameters, known_on=datetime(2026, 10, 5, 21, 59), client=("C-001",))  # noqa: DTZ001  UTC
    _, book = opened([replace(result, parameters=known)], settings)
    cover = {row[1].value: row[2].value for row in book["Cover"] if row[1].value}
    assert (cover["Known on"], cover["Client"]) == ("2026-10-05 21:59:00 UTC", "C-001")


def test_a_company_of_any_name_prints_in_a_header(tmp_path: Path) -> None:
    settings = Settings(folder=tmp_path, company=Company(name="&P & \x1b[1m <Sons> " * 20, country="US"))
    _, book = opened([aging_result()], settings)
    sheet = book["aging"]
    assert "&&P && \ufffd[1m <Sons> " in str(sheet.HeaderFooter.oddHeader.left.text)
    assert sheet.page_setup.paperSize == 1


def test_the_workbook_as_it_was_accepted(settings: Settings) -> None:
    """Every cell with its number format; after a wanted change run with UPDATE_GOLDEN=1 and read the difference."""
    _, book = opened(everything(), settings)
    lines = []
    for sheet in book:
        lines.append(f"== {sheet.title}")
        lines += [
            f"{cell.coordinate}\t{cell.value}\t{cell.number_format}"
            for row in sheet
            for cell in row
            if cell.value is not None
        ]
        rules = ((block.sqref, rule.type) for block in sheet.conditional_formatting for rule in block.rules)
        lines += [f"{place}\t{kind}" for place, kind in rules]
    found = "\n".join(lines) + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_text(found, "utf-8")
    assert found == GOLDEN.read_text("utf-8")
