"""Downloads hold the rows of the command line, and nobody gets what is not theirs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from invotrack_analytics.cli import main
from tests.browser.client import Site, signed_in
from tests.browser.conftest import AS_OF, Visitor


@pytest.mark.parametrize(
    ("query", "options"),
    [("", []), ("&client=C1", ["--client", "C1"]), ("&currency=GBP", ["--currency", "GBP"])],
    ids=["all", "client", "currency"],
)
def test_a_csv_is_what_the_command_line_writes(
    site: Site, query: str, options: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    status, headers, text = signed_in(site, "ann").ask(f"/download/aging.csv?as_of={AS_OF}{query}")
    asked = ["--workspace", str(site.workspace), "report", "aging", "--as-of", str(AS_OF), "--format", "csv", *options]
    with pytest.raises(SystemExit):
        main(asked)
    assert (status, text) == (200, capfd.readouterr().out)
    assert headers["Content-Disposition"].startswith(f'attachment; filename="aging-{AS_OF}.csv"')
    assert headers["Cache-Control"] == "no-store"


def test_conditions_narrow_the_rows_of_a_download(site: Site) -> None:
    _, _, text = signed_in(site, "ann").ask(f"/download/open_invoices.csv?as_of={AS_OF}&bucket=overdue&search=harbour")
    assert len(text.splitlines()) == 2
    assert "I-3" in text


@pytest.mark.parametrize(
    ("name", "path", "status"),
    [
        ("cleo", "/download/statement.csv", 200),
        ("cleo", "/download/statement.csv?client=C2", 403),
        ("cleo", "/download/aging.csv", 403),
        ("cleo", "/download/documents.xlsx", 403),
        ("cleo", "/download/all.xlsx", 403),
        ("cleo", "/download/quarantine.csv?layout=invoices", 403),
        ("cleo", "/documents/NO-SUCH.pdf", 403),
        ("ann", "/download/quarantine.csv?layout=invoices", 403),
        ("ann", "/download/aging.json", 403),
        ("ann", "/download/../users.json", 403),
        ("ann", "/documents/..%2F..%2Fusers.json.pdf", 403),
        ("ann", "/documents/NO-SUCH.pdf", 404),
        ("ann", "/download/aging.csv?as_of=sometime", 400),
        ("ann", "/imports", 403),
        ("bob", "/imports", 200),
        ("bob", "/download/quarantine.csv?layout=invoices", 404),
    ],
)
def test_each_role_gets_its_own(site: Site, name: str, path: str, status: int) -> None:
    assert signed_in(site, name).ask(path)[0] == status


def test_a_client_takes_home_its_own_rows_only(site: Site, book: Any) -> None:
    _, _, text = signed_in(site, "cleo").ask(f"/download/open_invoices.csv?as_of={AS_OF}")
    own = book.report("open_invoices", as_of=AS_OF, client="C1")
    assert len(text.splitlines()) == 1 + len(own)
    assert "Harbour" not in text


def test_a_workbook_is_saved_by_a_click_and_recorded(manager: Visitor, site: Site, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    manager.follow(f"/debtors?as_of={AS_OF}&currency=GBP")
    with manager.page.expect_download() as waiting:
        manager.page.get_by_role("link", name="Download Debtors: Excel").click()
    saved = waiting.value
    saved.save_as(tmp_path / "debtors.xlsx")
    assert saved.suggested_filename == f"aging-{AS_OF}.xlsx"
    cells = [
        cell.value for sheet in load_workbook(tmp_path / "debtors.xlsx") for row in sheet.iter_rows() for cell in row
    ]
    assert "Harbour Robotics Ltd" in cells
    assert "Vega Textiles SL" not in cells
    events = [json.loads(line) for line in (site.workspace / "audit.log").read_text("utf-8").splitlines()]
    last = [event for event in events if event["event"] == "downloaded"][-1]
    assert (last["user"], last["file"], last["filters"]) == ("ann", "aging.xlsx", f"?as_of={AS_OF}&currency=GBP")
    assert any(event["event"] == "signed_in" and event["user"] == "ann" for event in events)
