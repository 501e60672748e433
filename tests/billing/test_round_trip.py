# ruff: noqa: E501 - a row of a table is one line
"""An issued document's UBL, imported into another workspace, is the same document there: every kind of them."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from invotrack_analytics.billing.credit_note import Part
from invotrack_analytics.config import load_settings
from invotrack_analytics.intake.importing import import_files
from invotrack_analytics.warehouse.books import Books
from invotrack_analytics.warehouse.reader import Reader
from tests.billing.office import RECORDED_AT, Office

MakeOffice = Callable[..., Office]

COMPANY = """
[company]
name = "Alder & Finch"
tax_id = "ESB12345674"
country = "ES"
[billing]
tax_rate = 21
expenses = "always"
"""
CLIENTS = """
    client_id | name    | tax_id      | country | currency | tax_rate | tax_category | tax_exemption_reason | discount_percent
    C1        | Acorn   | ESB87654321 | ES      | -        | -        | -            | -                    | 7.5
    C2        | Birch   | DE123456789 | DE      | -        | -        | AE           | § 13b                | -
    C3        | Cedar   | -           | US      | USD      | 0        | -            | -                    | -
    C4        | Escuela | ESB11111111 | ES      | -        | -        | E            | Art. 20              | 10
    C5        | Kashi   | -           | JP      | JPY      | 0        | -            | -                    | -
"""
PROJECTS = """
    project_id | client_id | name    | billing_method | budget_amount | cap_amount | completed_date | start_date
    P1         | C1        | First   | hourly         | -             | 120        | -              | -
    P2         | C2        | Second  | fixed          | 1234.56       | -          | 2026-09-15     | -
    P3         | C3        | Third   | hourly         | -             | -          | -              | -
    P4         | C4        | Fourth  | retainer       | 500           | -          | 2026-09-30     | 2026-09-01
    P5         | C5        | Fifth   | hourly         | -             | -          | -              | -
"""
WORK = """
    entry_id | employee_id | project_id | work_date  | hours  | hourly_rate | description
    T1       | E1          | P1         | 2026-09-01 | 0.1667 | 90          | -
    T2       | E1          | P1         | 2026-09-02 | 2      | 75          | =SUM(A1)
    T3       | E1          | P2         | 2026-09-02 | 3      | 75          | -
    T4       | E1          | P3         | 2026-09-02 | 3.3333 | 111.111111  | -
    T5       | E1          | P4         | 2026-09-03 | 8      | 100         | -
    T6       | E1          | P5         | 2026-09-03 | 1.25   | 9999        | -
"""
EXPENSES = """
    expense_id | expense_date | amount | currency | project_id | billable | description
    X1         | 2026-09-04   | 33.33  | EUR      | P1         | yes      | Train <1st class> & taxi
    X2         | 2026-09-05   | -10.00 | EUR      | P1         | yes      | Refund of the taxi
"""
HEADS = """
    select invoice_number, kind, issue_date, due_date, currency, net_amount, tax_amount, total_amount,
        preceding_invoice_number, purchase_order, notes
    from invoices order by invoice_number
"""
LINES = """
    select invoice_number, description, quantity,
        -- Where a currency has no minor unit, a file names the price of the whole quantity, which has to be whole.
        case
            when invoice_number in (select head.invoice_number from invoices as head where head.currency = 'JPY')
                then net_amount
            else unit_price
        end,
        net_amount, discount_amount, discount_reason,
        -- An e-invoice always names a category and why nothing is charged; outside of the tax there is no rate.
        coalesce(category = 'discount', false), coalesce(tax_rate, 0),
        coalesce(tax_category, if(tax_rate > 0, 'S', 'O')),
        coalesce(tax_exemption_reason, if(tax_rate > 0, null, 'Not subject to VAT'))
    from invoice_lines order by invoice_number, line_number
"""


@pytest.fixture
def issued(office: MakeOffice) -> Office:
    here = office(COMPANY, clients=CLIENTS, projects=PROJECTS, timesheets=WORK, expenses=EXPENSES)
    here.bill(draft=True, group_by="entry")
    here.edit("DRAFT-00001", notes="Thank you.", purchase_order="PO-7")
    here.issue(*(draft.code for draft in here.drafts()), on="2026-09-30")
    here.credit("2026-00001", "2026-10-02", Part(line=1), reason="Agreed")
    here.credit("2026-00001", "2026-10-03")
    here.credit("2026-00002", "2026-10-03", Part(amount=Decimal("411.52")))
    here.credit("2026-00003", "2026-10-04", Part(entries=("T4",)))
    here.credit("2026-00004", "2026-10-04")
    return here


@pytest.mark.parametrize("syntax", ["ubl", "cii"])
def test_every_document_imported_elsewhere_is_the_same(issued: Office, tmp_path: Path, syntax: str) -> None:
    there = tmp_path / "elsewhere"
    there.mkdir()
    (there / "invotrack.toml").write_text("", "utf-8")
    settings = load_settings(there)
    books = Books(settings.warehouse_folder)
    books.create()
    files = sorted((issued.settings.published_folder / "invoices").glob(f"*.{syntax}.xml"))
    outcomes = import_files(books, settings, files, recorded_at=RECORDED_AT).files
    assert [(file.path, file.error, file.rejected) for file in outcomes if file.error or file.rejected] == []
    reader = Reader(books, settings)
    try:
        assert reader.connection.execute(HEADS).fetchall() == issued.query(HEADS)
        assert reader.connection.execute(LINES).fetchall() == issued.query(LINES)
    finally:
        reader.close()
    assert len(files) == 10
