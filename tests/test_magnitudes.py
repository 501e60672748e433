"""Amounts of every size that the books keep, in currencies of every minor unit, and what is stopped at the door."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import invotrack_analytics as iv
from invotrack_analytics.intake.importing import ImportResult
from invotrack_analytics.reports import REPORTS
from invotrack_analytics.workbench import Workbench
from invotrack_analytics.workspace import create_workspace

AS_OF = date(2026, 12, 31)
PLACES = {"EUR": 2, "JPY": 0, "KWD": 3, "IDR": 2}


def whole_of(code: str, size: int) -> Decimal:
    """Return the largest amount below `size`."""
    return Decimal(size) - Decimal(1).scaleb(-PLACES[code])


def files_of(size: int) -> dict[str, str]:
    """Return books of one client for each currency, whose documents are of about `size` units."""
    tables = {
        "clients": "client_id,name,currency\n",
        "employees": "employee_id,name,cost_rate\nE1,Eve,10\n",
        "projects": "project_id,client_id,name,currency,hourly_rate,budget_amount\n",
        "invoices": "invoice_number,client_id,issue_date,due_date,total_amount,net_amount,tax_amount\n",
        "instalments": "invoice_number,instalment_number,due_date,amount\n",
        "invoice_lines": "invoice_number,line_number,net_amount,tax_rate,category\n",
        "payments": "payment_id,payment_date,amount,client_id,invoice_number\n",
        "write_offs": "invoice_number,write_off_date,amount\n",
        "timesheets": "entry_id,employee_id,project_id,work_date,hours\n",
        "expenses": "expense_id,expense_date,amount,currency,project_id\n",
        "fx_rates": "currency,rate_date,rate\n",
    }
    for code, places in PLACES.items():
        unit = Decimal(1).scaleb(-places)
        whole = whole_of(code, size)
        half = (whole / 2).quantize(unit)
        price = min(Decimal(size), Decimal(10**11))
        tables["clients"] += f"{code},Client {code},{code}\n"
        tables["projects"] += f"P-{code},{code},Project,{code},{price},{whole}\n"
        for nth in range(5):
            tables["invoices"] += f"{code}{nth},{code},2026-0{nth + 1}-01,2026-0{nth + 1}-28,{whole},{whole},0\n"
        tables["instalments"] += f"{code}2,1,2026-03-10,{half}\n{code}2,2,2026-04-10,{whole - half}\n"
        tables["invoice_lines"] += f"{code}1,1,{half},21,a\n{code}1,2,{whole - half},21,b\n"
        for payment, number in (("A", f"{code}1"), ("B", f"{code}1"), ("C", "")):
            tables["payments"] += f"{code}-{payment},2026-02-20,{whole},{code},{number}\n"
        tables["write_offs"] += f"{code}0,2026-06-20,{whole}\n"
        tables["timesheets"] += f"T-{code},E1,P-{code},2026-06-01,24\n"
        tables["expenses"] += f"X-{code},2027-01-05,{whole},{code},P-{code}\n"
        tables["fx_rates"] += f"{code},2026-01-01,1.5\n" if code != "EUR" else ""
    return tables


def imported(folder: Path, files: dict[str, str]) -> tuple[Workbench, ImportResult]:
    """Make a workspace and import the files."""
    create_workspace(folder / "office", currency="EUR")
    (folder / "inbox").mkdir()
    for name, text in files.items():
        (folder / "inbox" / f"{name}.csv").write_text(text, "utf-8")
    book = iv.open(folder / "office")
    return book, book.import_files(folder / "inbox")


@pytest.mark.parametrize("size", [10**2, 10**5, 10**9, 10**15])
def test_every_report_and_check_hold_amounts_of_every_size(size: int, tmp_path: Path) -> None:
    book, result = imported(tmp_path, files_of(size))
    assert (result.failed, result.rejected) == ([], 0)
    for report in REPORTS:
        book.report(report.name, as_of=AS_OF).rows()
    assert [found.name for found in book.check(as_of=AS_OF) if not found.holds] == []
    # Of five invoices one is written off and one paid twice; a further payment is unapplied.
    owed = {row["currency"]: row["outstanding"] for row in book.report("aging", as_of=AS_OF).rows()}
    assert owed == {code: whole_of(code, size) for code in PLACES}
    book.export(tmp_path / "closing.xlsx", as_of=AS_OF)


def test_amounts_finer_than_their_currency_wait_and_noise_is_told(tmp_path: Path) -> None:
    files = {
        "clients": "client_id,name,currency\nC1,Alfa,EUR\nC2,Beta,JPY\nC3,Gamma,KWD\n",
        "invoices": "invoice_number,client_id,issue_date,total_amount\n"
        "S1,C1,2026-01-01,10.005\nJ1,C2,2026-01-01,100.5\nK1,C3,2026-01-01,10.005\nK2,C3,2026-01-01,10.0055\n"
        "N1,C1,2026-01-01,99.99999999\nN2,C1,2026-01-01,0.30000000000000004\nN3,C2,2026-01-01,100.0000001\n"
        "N4,C1,2026-01-01,10.005000001\n",
        "payments": "payment_id,payment_date,amount,invoice_number\nP1,2026-02-01,1.001,N1\n",
        "write_offs": "invoice_number,write_off_date,amount\nN1,2026-02-01,1.001\n",
    }
    book, result = imported(tmp_path, files)
    waiting = {(row.original[0], row.reason) for row in book.rejects()}
    numbers = ("S1", "J1", "K2", "N4", "P1", "N1")
    assert waiting == {(number, "too_many_decimals") for number in numbers}
    found = {row["invoice_number"]: row["open_amount"] for row in book.report("open_invoices", as_of=AS_OF).rows()}
    assert found == {"K1": Decimal("10.005"), "N1": 100, "N2": Decimal("0.30"), "N3": 100}
    assert sum(file.warnings.get("float_noise", 0) for file in result.files) == 4
    assert book.check(as_of=AS_OF)


def test_days_that_no_books_have_wait_and_the_others_load(tmp_path: Path) -> None:
    days = ("2026-02-01", "0000-01-01", "0044-03-15 (BC)", "1899-12-31", "1900-01-01", "2199-12-31", "2200-01-01")
    rows = "".join(f"I{nth},C1,1900-01-01,{day},10\n" for nth, day in enumerate(days))
    files = {
        "clients": "client_id,name,currency\nC1,Alfa,EUR\n",
        "invoices": "invoice_number,client_id,issue_date,due_date,total_amount\n" + rows,
    }
    book, result = imported(tmp_path, files)
    assert result.failed == []
    assert {row.reason for row in book.rejects()} == {"date_out_of_range"}
    found = [str(row["invoice_number"]) for row in book.report("open_invoices", as_of=AS_OF).rows()]
    assert sorted(found) == ["I0", "I4", "I5"]
