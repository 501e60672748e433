"""An accountant imports, corrects and bills in the browser; nobody else, and no forged form, does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bokeh.util.token import get_token_payload

import invotrack_analytics as iv
from invotrack_analytics.web.server.gate import HANDLE
from invotrack_analytics.web.server.users import add_user
from tests.browser.client import PASSWORDS, Client, Site
from tests.browser.conftest import Visitor, new_books, serving
from tests.browser.test_access import page_token

WORK = {
    "clients": "client_id,name,currency\nC1,Meridian Software LLC,EUR\nC2,Harbour Robotics Ltd,EUR\n",
    "employees": "employee_id,name\nE1,Ada\n",
    "projects": "project_id,client_id,name,hourly_rate\nP1,C1,Advice,100\nP2,C2,Audit,80\n",
    "timesheets": "entry_id,employee_id,project_id,work_date,hours\n"
    "T1,E1,P1,2026-09-01,2\nT2,E1,P2,2026-09-02,3\nT3,E1,P1,2026-09-03,many\n",
}

MORE = (
    "entry_id,employee_id,project_id,work_date,hours\n"
    "T7,E1,P1,2026-10-01,2\nT7,E1,P1,2026-10-01,3\nT8,E1,P1,2026-10-01,99\nT9,E1,P1,2026-10-01,x\n"
)

# One worker for all of them: they share books that change, and each bills or looks at what is billed.
pytestmark = pytest.mark.xdist_group("accountant")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Books of its own: here they change."""
    folder = new_books(tmp_path_factory.mktemp("accountant"), {})
    for name, role, client in (("ann", "manager", None), ("bob", "accountant", None), ("cleo", "client", "C1")):
        add_user(folder, name, role, client, PASSWORDS[name])
    with serving(folder) as running:
        yield running


@pytest.fixture
def accountant(visitor: Visitor) -> Visitor:
    visitor.page.goto(f"{visitor.url}/imports?as_of=2026-09-30")
    visitor.sign_in("bob")
    visitor.wait()
    return visitor


def test_from_a_file_to_an_invoice(accountant: Visitor, site: Site, tmp_path: Path) -> None:
    page = accountant.page
    for name, text in WORK.items():
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
    page.get_by_label("Files", exact=True).set_input_files(sorted(tmp_path.glob("*.csv")))
    page.get_by_role("button", name="Import").click()
    page.get_by_role("link", name="1 row waits in quarantine.").click()

    page.get_by_text("timesheets.csv, line 4").click()
    page.get_by_label("hours", exact=True).fill("4")
    page.get_by_role("button", name="Import as corrected").click()
    page.get_by_text("timesheets: 1 added").wait_for()
    page.get_by_text("Nothing waits in quarantine").wait_for()

    page.get_by_role("link", name="Billing", exact=True).first.click()
    page.get_by_role("region", name="To be issued").wait_for()
    accountant.wait()
    rows = accountant.table("To be issued")
    assert [(row[1], row[3], row[4]) for row in rows[1:]] == [
        ("Meridian Software LLC", "6,00", "600,00"),
        ("Harbour Robotics Ltd", "3,00", "240,00"),
    ]
    page.get_by_label("I have looked through them").check()
    page.get_by_role("button", name="Issue invoices").click()
    page.get_by_role("heading", name="2 invoices issued").wait_for(timeout=60_000)
    with page.expect_download() as waiting:
        page.get_by_role("link", name=f"PDF of {rows[1][0]}").click()
    assert Path(waiting.value.path()).read_bytes().startswith(b"%PDF")
    accountant.open("/check?as_of=2026-09-30")
    assert set(accountant.texts(".invariant .pill")) == {"holds"}

    events = [json.loads(line) for line in (site.workspace / "audit.log").read_text("utf-8").splitlines()]
    assert [event["event"] for event in events if event["user"] == "bob"] == [
        "signed_in",
        "imported",
        "corrected",
        "issued",
        "downloaded",
    ]
    assert accountant.complaints == []


def test_a_client_gets_its_own_invoice_and_no_other(site: Site, tmp_path: Path) -> None:
    book: Any = iv.open(site.workspace)
    if not book.report("documents").rows():
        for name, text in WORK.items():
            (tmp_path / f"{name}.csv").write_text(text, "utf-8")
        book.import_files(tmp_path)
        book.bill(through="2026-09-30", issue_date="2026-09-30")
    numbers = {one["client_id"]: one["number"] for one in book.report("documents").rows()}
    client = Client(site)
    client.sign_in("cleo", PASSWORDS["cleo"])
    assert client.ask(f"/documents/{numbers['C1']}.pdf")[0] == 200
    assert client.ask(f"/documents/{numbers['C2']}.pdf")[0] == 403


@pytest.mark.parametrize("name", ["ann", "bob", "cleo"])
@pytest.mark.parametrize("action", ["import", "correct", "retry", "bill", "note"])
def test_a_form_without_the_key_of_its_page_does_nothing(site: Site, name: str, action: str) -> None:
    client = Client(site)
    client.sign_in(name, PASSWORDS[name])
    for key in ("", "guessed"):
        assert client.ask(f"/actions/{action}", {"form_key": key})[0] == 403


def test_waiting_rows_are_tried_again_and_those_that_still_cannot_come_in_wait_on_as_they_were(
    site: Site, tmp_path: Path
) -> None:
    book: Any = iv.open(site.workspace)
    for name, text in (*WORK.items(), ("more", MORE)):
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
    book.import_files(tmp_path)
    before = {(row.path, row.line): row.reason for row in book.rejects()}
    assert {"not_a_number", "duplicate_key", "hours_out_of_range"} <= set(before.values())
    client = Client(site)
    client.sign_in("bob", PASSWORDS["bob"])
    key = {"form_key": get_token_payload(page_token(client, "/"))[HANDLE]}
    status, headers, _ = client.ask("/actions/retry", key)
    assert (status, headers["Location"].split("?")[0]) == (303, "/quarantine")
    assert {(row.path, row.line): row.reason for row in book.rejects()} == before
    assert client.ask("/download/quarantine.xlsx?layout=timesheets")[0] == 200
    events = [json.loads(line) for line in (site.workspace / "audit.log").read_text("utf-8").splitlines()]
    assert [(event["rows"], event["came_in"]) for event in events if event["event"] == "retried"] == [
        (len([reason for reason in before.values() if reason != "duplicate_key"]), 0)
    ]


def test_a_manager_notes_what_a_client_of_that_name_never_reads(visitor: Visitor, site: Site, tmp_path: Path) -> None:
    (tmp_path / "clients.csv").write_text(WORK["clients"], "utf-8")
    iv.open(site.workspace).import_files(tmp_path)
    page = visitor.page
    page.goto(f"{visitor.url}/client?client=C1&as_of=2026-09-30&from=2026-01-01")
    visitor.sign_in("ann")
    visitor.wait()
    for text in ("Called, promised Friday.", "<b>Paid</b>\nby half"):
        page.get_by_label("New note").fill(text)
        page.get_by_role("button", name="Add note").click()
        page.get_by_text(text.splitlines()[-1]).wait_for()
    assert "from=2026-01-01" in page.url
    visitor.wait()
    assert visitor.texts(".noted li p") == ["<b>Paid</b> by half", "Called, promised Friday."]
    assert all(told.startswith("ann, ") for told in visitor.texts(".noted small"))
    events = [json.loads(line) for line in (site.workspace / "audit.log").read_text("utf-8").splitlines()]
    assert [(event["user"], event["client"]) for event in events if event["event"] == "noted"] == [("ann", "C1")] * 2

    cleo = Client(site)
    cleo.sign_in("cleo", PASSWORDS["cleo"])
    key = get_token_payload(page_token(cleo, "/"))[HANDLE]
    assert cleo.ask("/actions/note", {"form_key": key, "client": "C1", "text": "Mine"})[0] == 403
    assert len(iv.open(site.workspace).client_notes("C1")) == 2
    assert visitor.complaints == []


def test_a_stranger_can_do_nothing(site: Site) -> None:
    assert Client(site).ask("/actions/bill", {"form_key": ""})[0] == 403
