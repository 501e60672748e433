"""Drafts in the browser: one accountant makes them, another approves, then they are issued; nobody else may."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from bokeh.util.token import get_token_payload

from invotrack_analytics.web.server.gate import HANDLE
from invotrack_analytics.web.server.users import add_user
from tests.browser.client import PASSWORDS, Client, Site
from tests.browser.conftest import Visitor, new_books, serving
from tests.browser.test_access import page_token
from tests.browser.test_accountant import WORK

DORA = "third accountant"

# One worker for all of them: they share books that change.
pytestmark = pytest.mark.xdist_group("drafts")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Books of its own, in which another than its maker approves an invoice."""
    work = {name: text.replace("many", "4") for name, text in WORK.items()}
    folder = new_books(tmp_path_factory.mktemp("drafts"), work)
    settings = folder / "invotrack.toml"
    settings.write_text(settings.read_text("utf-8").replace("[billing]\n", "[billing]\napproval = true\n"), "utf-8")
    for name, role, client in (("ann", "manager", None), ("bob", "accountant", None), ("cleo", "client", "C1")):
        add_user(folder, name, role, client, PASSWORDS[name])
    add_user(folder, "dora", "accountant", None, DORA)
    with serving(folder) as running:
        yield running


def test_two_accountants_make_approve_and_issue(visitor: Visitor, site: Site) -> None:
    page, address = visitor.page, f"{site.url}/billing?as_of=2026-09-30"
    page.goto(address)
    visitor.sign_in("bob")
    visitor.wait()
    assert page.get_by_role("button", name="Issue invoices").count() == 0
    page.get_by_label("I have looked through them").check()
    page.get_by_role("button", name="Make drafts").click()
    page.get_by_role("heading", name="2 drafts made").wait_for()
    visitor.wait()

    page.locator("summary").filter(has_text="DRAFT-00001").first.click()
    page.get_by_role("region", name="DRAFT-00001", exact=True).wait_for()
    assert visitor.table("DRAFT-00001")[1][1:] == ["6,00", "100,00", "600,00"]
    with page.expect_download() as waiting:
        page.get_by_role("link", name="PDF DRAFT-00001").click()
    assert Path(waiting.value.path()).read_bytes().startswith(b"%PDF")
    visitor.photograph("drafts")

    edit_the_draft(visitor)
    page.get_by_label("Choose DRAFT-00001").check()
    page.get_by_role("button", name="Approve", exact=True).click()
    page.get_by_text("draft DRAFT-00001 was made by bob; another is to approve it").wait_for()

    page.context.clear_cookies()
    page.goto(address)
    visitor.sign_in("dora", DORA)
    visitor.wait()
    page.get_by_label("Choose DRAFT-00001").check()
    page.get_by_role("button", name="Approve", exact=True).click()
    page.get_by_role("heading", name="Approved: DRAFT-00001").wait_for()
    page.get_by_label("Choose DRAFT-00001").check()
    page.get_by_role("button", name="Issue", exact=True).click()
    page.get_by_role("heading", name="1 invoice issued").wait_for(timeout=60_000)
    credit_a_part(visitor)
    page.get_by_label("Choose DRAFT-00002").check()
    page.get_by_role("button", name="Discard", exact=True).click()
    page.get_by_role("heading", name="Discarded: DRAFT-00002").wait_for()
    assert [row[1] for row in visitor.table("To be issued")[1:]] == ["Harbour Robotics Ltd"]

    events = [json.loads(line) for line in (site.workspace / "audit.log").read_text("utf-8").splitlines()]
    done = [(event["user"], event["event"]) for event in events if event["event"] not in {"signed_in", "downloaded"}]
    assert done == [
        ("bob", "drafted"), ("bob", "edited"), ("dora", "approved"), ("dora", "issued"), ("dora", "credited"),
        ("dora", "discarded"),
    ]  # fmt: skip


def edit_the_draft(visitor: Visitor) -> None:
    page = visitor.page
    page.get_by_text("Edit DRAFT-00001").click()
    edit = page.locator("details.edit", has=page.get_by_text("Edit DRAFT-00001"))
    edit.get_by_label("Description").fill("Design, agreed")
    edit.get_by_label("Discount on the whole").fill("10%")
    visitor.photograph("draft edited")
    edit.get_by_role("button", name="Save").click()
    page.get_by_role("heading", name="Changed: DRAFT-00001").wait_for()
    visitor.wait()
    page.locator("summary").filter(has_text="DRAFT-00001").first.click()
    assert [row[0] for row in visitor.table("DRAFT-00001")[1:]] == ["Design, agreed", "Descuento"]


def credit_a_part(visitor: Visitor) -> None:
    """After a void of a part, which there is not."""
    page = visitor.page
    for button, answer in (
        ("Void", "A document is voided as a whole"),
        ("Credit", "Credited 2026-00001 with CN-2026-00001"),
    ):
        page.get_by_label("Number", exact=True).fill("2026-00001")
        page.get_by_label("What of it").select_option("amount")
        page.get_by_label("Which").fill("100")
        page.get_by_label("This is meant").check()
        page.get_by_role("button", name=button, exact=True).click()
        page.get_by_text(answer).wait_for(timeout=60_000)
        if button == "Void":
            page.go_back()
            visitor.wait()


@pytest.mark.parametrize("name", ["ann", "cleo"])
def test_nobody_else_may(site: Site, name: str) -> None:
    client = Client(site)
    client.sign_in(name, PASSWORDS[name])
    # The key of this very sign-in, as its own pages carry it: it is the role that is refused.
    key = {"form_key": get_token_payload(page_token(client, "/"))[HANDLE]}
    for action in ("bill", "draft", "edit", "approve", "issue", "discard", "sent", "void", "credit"):
        assert client.ask(f"/actions/{action}", key)[0] == 403
    assert client.ask("/download/draft.pdf?code=DRAFT-00001")[0] == 403
    assert client.ask("/billing")[0] == 403
