"""Nothing of one client in another's file, and one report that fails costs its own place only."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pypdf
import pytest

import invotrack_analytics as iv
from invotrack_analytics.cli import main
from invotrack_analytics.errors import ExportError, ReportError
from invotrack_analytics.publish.pack import FOR_CLIENT
from invotrack_analytics.reports import REPORTS
from invotrack_analytics.reports.report import Result
from invotrack_analytics.workbench import Workbench
from invotrack_analytics.workspace import create_workspace

DAY = "2026-09-30"
FILES = {
    "clients": "client_id,name,currency\n"
    "QQ-ONE,Meridian Advisers,EUR\nZZ-TWO,Harbourmaster,GBP\nYY-THREE,Birchwood,EUR\n",
    "employees": "employee_id,name\nE1,Ada\n",
    "projects": "project_id,client_id,name,hourly_rate\n"
    "PX-1,QQ-ONE,Advisory,100\nPX-2,ZZ-TWO,Lighthouse,80\nPX-3,YY-THREE,Sawmill,90\n",
    "timesheets": "entry_id,employee_id,project_id,work_date,hours\n"
    "TX-1,E1,PX-1,2026-09-01,2\nTX-2,E1,PX-2,2026-09-02,3\nTX-3,E1,PX-3,2026-09-03,4\n",
    "invoices": "invoice_number,client_id,issue_date,due_date,total_amount\n"
    "NX-11,QQ-ONE,2026-06-01,2026-07-01,1111.11\nNX-12,QQ-ONE,2026-09-01,2026-10-01,212\n"
    "NX-21,ZZ-TWO,2026-05-01,2026-06-01,7777.77\nNX-31,YY-THREE,2026-05-05,2026-06-05,6543.21\n",
    "payments": "payment_id,client_id,invoice_number,payment_date,amount\n"
    "RX-1,QQ-ONE,NX-11,2026-07-11,11\nRX-2,ZZ-TWO,NX-21,2026-07-01,1234.56\nRX-3,YY-THREE,,2026-07-02,5\n",
}
OWN = {
    "QQ-ONE": ("Meridian", "PX-1", "NX-11", "NX-12", "RX-1"),
    "ZZ-TWO": ("ZZ-TWO", "Harbourmaster", "Lighthouse", "PX-2", "TX-2", "NX-21", "RX-2", "7777.77", "1234.56"),
    "YY-THREE": ("YY-THREE", "Birchwood", "Sawmill", "PX-3", "TX-3", "NX-31", "RX-3", "6543.21"),
}
WHOLE = [report.name for report in REPORTS if not report.narrows]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Workbench:
    folder, files = tmp_path_factory.mktemp("pack") / "books", tmp_path_factory.mktemp("files")
    create_workspace(folder, country="ES")
    for name, text in FILES.items():
        Path(files, f"{name}.csv").write_text(text, "utf-8")
    opened = iv.open(folder)
    opened.import_files(files)
    return opened


def texts_in(path: Path) -> Iterator[str]:
    if path.suffix == ".pdf":
        reader = pypdf.PdfReader(path)
        yield " ".join(page.extract_text() for page in reader.pages) + str(reader.metadata)
        return
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            yield name + archive.read(name).decode("utf-8", "replace")


def strangers_in(path: Path, client: str) -> set[str]:
    others = [word for other, words in OWN.items() if other != client for word in words]
    return {word for text in texts_in(path) for word in others if word in text.replace("7,777.77", "7777.77")}


@pytest.mark.parametrize("ending", ["xlsx", "pdf"])
@pytest.mark.parametrize("way", ["client", "for_client"])
def test_a_clients_file_holds_nothing_of_another(book: Workbench, tmp_path: Path, way: str, ending: str) -> None:
    target = tmp_path / f"all.{ending}"
    if way == "client":
        book.export(target, as_of=DAY, client="QQ-ONE")
    else:
        book.export(target, as_of=DAY, for_client="QQ-ONE")
    assert strangers_in(target, "QQ-ONE") == set()
    assert "NX-11" in " ".join(texts_in(target))


@pytest.mark.parametrize("name", [report.name for report in REPORTS if report.narrows])
def test_a_report_of_a_client_holds_nothing_of_another(book: Workbench, name: str) -> None:
    text = str(book.report(name, as_of=DAY, client="QQ-ONE").rows())
    assert {word for other in ("ZZ-TWO", "YY-THREE") for word in OWN[other] if word in text} == set()


@pytest.mark.parametrize("name", WHOLE)
def test_what_tells_of_the_whole_company_is_not_narrowed(book: Workbench, name: str) -> None:
    with pytest.raises(ReportError, match="tells of the whole company and cannot be narrowed to a client"):
        book.report(name, as_of=DAY, client="QQ-ONE")


def test_a_narrowed_workbook_says_what_it_leaves_out(book: Workbench, tmp_path: Path) -> None:
    target = book.export(tmp_path / "one.xlsx", as_of=DAY, client="QQ-ONE")
    cover = openpyxl.load_workbook(target)["Cover"]
    (left_out,) = (row[2].value for row in cover if row[1].value == "Left out")
    assert all(report.title in str(left_out) for report in REPORTS if not report.narrows)


def test_what_goes_to_a_client_is_an_allow_list(book: Workbench, tmp_path: Path) -> None:
    target = book.export(tmp_path / "theirs.xlsx", as_of=DAY, for_client="QQ-ONE")
    sheets = openpyxl.load_workbook(target).sheetnames
    assert {sheet for sheet in sheets if "hart" not in sheet} <= {"Cover", *FOR_CLIENT}
    with pytest.raises(ReportError, match="holds nothing of another client"):
        book.export(tmp_path / "both.xlsx", for_client="QQ-ONE", client=["QQ-ONE", "ZZ-TWO"])
    with pytest.raises(ReportError, match="there is no client QQ-ON in the books; near it: QQ-ONE"):
        book.export(tmp_path / "nobody.xlsx", for_client="QQ-ON")


def test_one_report_that_fails_costs_its_own_sheet_only(
    book: Workbench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = Workbench.report

    def failing(self: Workbench, name: str, **asked: object) -> Result:
        if name == "sales":
            message = "two rates are in force"
            raise ReportError(message)
        return ask(self, name, **asked)  # type: ignore[arg-type]

    monkeypatch.setattr(Workbench, "report", failing)
    target = tmp_path / "most.xlsx"
    with pytest.raises(ExportError, match=r"most.xlsx was written without what failed: sales: two rates are in force"):
        book.export(target, as_of=DAY)
    names = openpyxl.load_workbook(target).sheetnames
    assert "aging" in names
    assert "sales" not in names


def test_the_ending_of_a_file_says_how_it_is_written(
    book: Workbench, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def code_of(*arguments: str) -> object:
        with pytest.raises(SystemExit) as left:
            main(["--workspace", str(book.settings.folder), *arguments, "--as-of", DAY])
        return left.value.code

    target = tmp_path / "aging.csv"
    assert code_of("report", "aging", "--client", "QQ-ONE", "--client", "ZZ-TWO", "-o", str(target)) == 0
    with target.open(newline="") as stream:
        assert {row["client_id"] for row in csv.DictReader(stream)} == {"QQ-ONE", "ZZ-TWO"}
    assert code_of("report", "aging", "--format", "json", "-o", str(target)) == 2
    assert code_of("export", "-o", str(target)) == 2
    assert code_of("report", "aging", "--client", "QQ-ON") == 1
    assert "near it: QQ-ONE (Meridian Advisers)" in capsys.readouterr().err
