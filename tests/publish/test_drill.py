"""From an amount of the aging to the invoices behind it, from a client to its account, by a click in the workbook."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook

from invotrack_analytics.config import Settings
from invotrack_analytics.publish.excel import write_workbook
from invotrack_analytics.publish.workbook import drill
from invotrack_analytics.reports.report import Column, Result
from tests.publish.results import CLIENT_ID, CLIENT_NAME, CURRENCY, aging_result, make_result, money

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")

AGING = [
    # client, name, currency, not due, 1 to 30, 31 to 60, 61 to 90, 91+, unapplied credit, outstanding
    ("C1", "=One", "EUR", "10", "5", "0", "0", "0", "0", "15"),
    ("C1", "=One", "USD", "0", "0", "0", "0", "7", "0", "7"),
    ("C2", "Two", "EUR", "0", "0", "0", "0", "0", "3", "-3"),
]
INVOICES = [
    ("C1", "=One", "EUR", "d1_30", "5"),
    ("C1", "=One", "EUR", "not_due", "4"),
    ("C1", "=One", "EUR", "not_due", "6"),
    ("C1", "=One", "USD", "d91_plus", "7"),
]


def results() -> list[Result]:
    aging = aging_result()
    exact = [(*row[:3], *map(Decimal, row[3:])) for row in AGING]
    bucket = Column("bucket", "text", "Bucket", "The aging column that holds it")
    columns = (CLIENT_ID, CLIENT_NAME, CURRENCY, bucket, money("open_amount", "Open"))
    invoices = [(*row[:4], Decimal(row[4])) for row in INVOICES]
    day = Column("document_date", "date", "Date", "Its day")
    account = [("C1", "EUR", date(2026, 9, 1)), ("C1", "USD", date(2026, 9, 2)), ("C2", "EUR", date(2026, 9, 3))]
    return [
        make_result(aging.columns, exact),
        make_result(columns, invoices, name="open_invoices", title="Open invoices"),
        make_result((CLIENT_ID, CURRENCY, day), account, name="statement", title="Statement"),
    ]


def links(settings: Settings, **options: Any) -> dict[str, dict[str, str]]:
    """Of each sheet the cells below the header that lead somewhere."""
    target = settings.folder / "book.xlsx"
    write_workbook(results(), target, settings, **options)
    book = load_workbook(target)
    assert book["aging"]["B11"].value == "=One"
    return {
        sheet.title: {
            cell.coordinate: str(cell.hyperlink.location)
            for row in sheet.iter_rows(min_row=5)
            for cell in row
            if cell.hyperlink
        }
        for sheet in book
        if sheet.title not in {"Cover", "Charts"}
    }


def test_an_amount_leads_to_its_invoices_and_a_client_to_its_account(settings: Settings) -> None:
    found = links(settings)
    assert found["aging"] == {
        "B10": "'statement'!A7:C7",
        "D10": "'open_invoices'!A11:E12",
        "E10": "'open_invoices'!A10:E10",
        "J10": "'open_invoices'!A10:E12",
        "B11": "'statement'!A8:C8",
        "H11": "'open_invoices'!A13:E13",
        "J11": "'open_invoices'!A13:E13",
        # Credit alone: there is no invoice to lead to.
        "B12": "'statement'!A9:C9",
    }
    assert found["open_invoices"]["B12"] == "'statement'!A7:C7"
    assert found["statement"] == {}


def test_a_sorted_table_has_links_that_look_up_the_client(settings: Settings) -> None:
    links(settings)
    formulas, shown = (load_workbook(settings.folder / "book.xlsx", data_only=only)["aging"] for only in (False, True))
    assert [[shown.cell(row, column).value for column in (11, 12, 13)] for row in (10, 11, 12)] == [
        [None, "Invoices", "Account"],
        [None, "Invoices", "Account"],
        # Credit alone: no invoice is open.
        [None, None, "Account"],
    ]
    code = 'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE($A10,"~","~~"),"*","~*"),"?","~?")'
    found = f"MATCH({code},'open_invoices'!$A$10:$A$13,0)"
    assert formulas["L10"].value == f'=IFERROR(HYPERLINK("#\'open_invoices\'!A"&({found}+9),"Invoices"),"")'
    assert formulas.tables["aging_table"].ref == "A9:J12"
    assert formulas.print_area == "'aging'!$A$1:$J$12"


def test_links_lead_into_the_sheet_where_the_rows_are(settings: Settings) -> None:
    found = links(settings, most_sheet_rows=12)
    assert found["aging"]["E10"] == "'open_invoices'!A10:E10"
    assert found["aging"]["D10"] == "'open_invoices'!A11:E12"
    assert found["aging"]["H11"] == "'open_invoices (2)'!A10:E10"


def test_a_very_long_sheet_has_no_links(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("invotrack_analytics.publish.excel.MOST_LINKED_ROWS", 3)
    found = links(settings)
    assert found["open_invoices"] == {}
    assert found["aging"]["H11"] == "'open_invoices'!A13:E13"
    assert drill.MOST_LINKED_ROWS * len(aging_result().columns) < 65_530
