"""`invotrack invoices`: the invoices there are, one in full, and its files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.test_cli import invotrack

SETTINGS = '[company]\nname = "Acme"\ntax_id = "ESB12345674"\n[billing]\ntax_rate = 21\nincomplete = "issue"\n'
TABLES = {
    "clients": "client_id,name,tax_id,country\nC1,One,ESB87654321,ES\nC2,Two,,\n",
    "employees": "employee_id,name\nE1,Ana\n",
    "projects": "project_id,client_id,name,hourly_rate\nP1,C1,Migration,90\n",
    "timesheets": "entry_id,employee_id,project_id,work_date,hours\nT1,E1,P1,2026-09-01,0.1667\n",
    "invoices": "invoice_number,client_id,issue_date,total_amount\nOLD,C2,2026-01-10,100\n",
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with an imported invoice and one that was billed and credited."""
    folder = tmp_path_factory.mktemp("invoices") / "office"
    assert invotrack("init", folder, cwd=folder.parent).returncode == 0
    (folder / "invotrack.toml").write_text(SETTINGS)
    for name, text in TABLES.items():
        (folder / "inbox" / f"{name}.csv").write_text(text)
    for command in (
        ("import", "inbox"),
        ("bill", "--through", "2026-09-30", "--issue-date", "2026-09-30"),
        ("credit", "2026-00001", "--date", "2026-10-05"),
    ):
        done = invotrack(*command, cwd=folder)
        assert done.returncode == 0, done.stderr
    return folder


def test_the_list_has_every_invoice_and_credit_note_with_its_state(office: Path) -> None:
    done = invotrack("invoices", "list", "--as-of", "2026-10-31", "--json", cwd=office)
    rows = json.loads(done.stdout)["invoices"]
    assert [(row["number"], row["kind"], row["document_date"], row["amount"], row["status"]) for row in rows] == [
        ("OLD", "invoice", "2026-01-10", "100.00", "overdue"),
        ("2026-00001", "invoice", "2026-09-30", "18.15", "paid"),
        ("CN-2026-00001", "credit_note", "2026-10-05", "18.15", "issued"),
    ]
    one = invotrack("invoices", "list", "--client", "C2", "--as-of", "2026-10-31", cwd=office).stdout
    assert "OLD" in one
    assert "2026-00001" not in one


def test_an_invoice_is_shown_in_full_with_its_files(office: Path) -> None:
    shown = invotrack("invoices", "show", "2026-00001", cwd=office).stdout
    for words in ("Invoice 2026-00001 of 2026-09-30", "Acme to One", "Migration", "0.1667", "Total  18.15 EUR"):
        assert words in shown
    document = json.loads(invotrack("invoices", "show", "2026-00001", "--json", cwd=office).stdout)
    assert [Path(file).name for file in document["files"]] == [
        "2026-00001.pdf",
        "2026-00001.ubl.xml",
        "2026-00001.cii.xml",
    ]
    assert (document["net_amount"], document["tax_amount"], document["total_amount"]) == ("15.00", "3.15", "18.15")
    (line,) = document["lines"]
    assert (line["quantity"], line["unit_price"], line["net_amount"], line["tax_rate"]) == (
        "0.1667",
        "90",
        "15.00",
        "21",
    )


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (("show", "NONE"), "there is no invoice NONE in the books; `invotrack invoices list` names them all"),
        (("open", "NONE"), "there is no invoice NONE in the books; `invotrack invoices list` names them all"),
        (("open", "OLD"), "invoice OLD has no PDF: it was not issued here"),
    ],
)
def test_what_is_not_there_is_told_in_one_line(office: Path, command: tuple[str, str], reason: str) -> None:
    done = invotrack("invoices", *command, cwd=office)
    assert (done.returncode, done.stdout) == (1, "")
    assert reason in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_open_names_the_pdf_also_where_no_program_shows_it(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    done = invotrack("invoices", "open", "2026-00001", cwd=office)
    assert Path(done.stdout.strip()) == office / "published" / "invoices" / "2026-00001.pdf"
    assert done.returncode == 0
