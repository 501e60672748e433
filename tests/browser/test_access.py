"""Who gets in, and how far: asked of the running server, with a browser and without."""

from __future__ import annotations

import asyncio
import re
from typing import Any
from urllib.parse import urlencode, urlparse

import pytest
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect

from invotrack_analytics.web.actions.downloads import download_paths
from invotrack_analytics.web.pages import PAGES
from tests.browser.client import PASSWORDS, Client, Site, signed_in
from tests.browser.conftest import AS_OF, Visitor


def roles_of(path: str) -> frozenset[str]:
    """Who may open an address; two pages may share one, for different roles."""
    return frozenset().union(*(view.roles for view in PAGES if view.path == path))


@pytest.fixture
def stranger(site: Site) -> Client:
    return Client(site)


@pytest.fixture
def member(site: Site) -> Client:
    return signed_in(site, "ann")


@pytest.fixture
def customer(site: Site) -> Client:
    return signed_in(site, "cleo")


def test_health_is_told_to_everybody(stranger: Client) -> None:
    assert stranger.ask("/healthz")[0] == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 302),
        ("/?as_of=2026-09-30", 302),
        ("/debtors", 302),
        ("/logout", 302),
        ("/ws", 403),
        ("/static/js/bokeh.min.js", 403),
        ("/static/extensions/panel/panel.min.js", 403),
    ],
)
def test_strangers_are_sent_to_sign_in(stranger: Client, path: str, status: int) -> None:
    answer, headers, text = stranger.ask(path)
    assert answer == status
    assert headers.get("Location", "/login?").startswith("/login?")
    assert "Meridian" not in text


@pytest.mark.parametrize(
    "path",
    [
        "/admin",
        "/autoload.js?bokeh-autoload-element=1",
        "/metadata",
        "/rest/session_info",
        "/components/os/x/y/z",
        "/x",
    ],
)
def test_a_path_without_a_rule_is_nobodys(member: Client, path: str) -> None:
    assert member.ask(path)[0] == 403


def test_every_answer_forbids_framing_guessing_and_other_hosts(stranger: Client, member: Client) -> None:
    for client, path in ((stranger, "/login"), (stranger, "/healthz"), (stranger, "/x"), (member, "/")):
        _, headers, _ = client.ask(path)
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "http:" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Server"] is None
    assert "script-src" not in stranger.ask("/login")[1]["Content-Security-Policy"]


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(site: Site) -> None:
    client = Client(site)
    _, headers, _ = client.sign_in("ann", PASSWORDS["ann"])
    cookie = next(value for value in headers.get_all("Set-Cookie", []) if value.startswith("invotrack_sign_in"))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert client.cookies["invotrack_sign_in"] not in client.ask("/")[2]


def test_behind_a_proxy_that_encrypts_the_cookie_never_travels_in_the_clear(stranger: Client) -> None:
    stranger.headers["X-Forwarded-Proto"] = "https"
    _, headers, _ = stranger.sign_in("ann", PASSWORDS["ann"])
    cookie = next(value for value in headers.get_all("Set-Cookie", []) if value.startswith("invotrack_sign_in"))
    assert "Secure" in cookie


def test_a_form_from_elsewhere_is_refused(stranger: Client) -> None:
    assert stranger.ask("/login", {"username": "ann", "password": PASSWORDS["ann"]})[0] == 403


def test_signing_in_goes_to_the_page_asked_for_but_never_to_another_host(stranger: Client) -> None:
    for wished, goes_to in (
        ("/?as_of=2026-01-01", "/?as_of=2026-01-01"),
        ("//elsewhere.example", "/"),
        ("https:x", "/"),
    ):
        _, _, page = stranger.ask("/login?" + urlencode({"next": wished}))
        token = re.search(r'name="_xsrf" value="([^"]+)"', page)
        assert token is not None
        form = {"username": "ann", "password": PASSWORDS["ann"], "_xsrf": token[1], "next": wished}
        status, headers, _ = stranger.ask("/login", form)
        assert (status, headers["Location"]) == (303, goes_to)
        stranger.cookies.clear()


def test_signing_out_ends_it_also_for_a_kept_cookie(stranger: Client) -> None:
    member = stranger
    assert member.sign_in("ann", PASSWORDS["ann"])[0] == 303
    kept = dict(member.cookies)
    _, _, page = member.ask("/logout")
    token = re.search(r'name="_xsrf" value="([^"]+)"', page)
    assert token is not None
    assert member.ask("/logout", {"_xsrf": token[1]})[0] == 303
    member.cookies = kept
    assert member.ask("/")[0] == 302


def test_after_five_wrong_passwords_the_right_one_waits_too(site: Site) -> None:
    client = Client(site)
    for _ in range(5):
        assert client.sign_in("lou", "wrong")[0] == 401
    status, headers, page = client.sign_in("lou", PASSWORDS["lou"])
    assert status == 429
    assert int(headers["Retry-After"]) > 0
    assert "Too many wrong passwords" in page
    assert Client(site).sign_in("ann", PASSWORDS["ann"])[0] == 303


def test_unknown_and_known_users_fail_alike(stranger: Client) -> None:
    status, _, page = stranger.sign_in("<script>nobody", "x")
    assert status == 401
    assert "do not fit together" in page
    assert "<script>" not in page


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/?client=C1", 200),
        ("/?client=C2", 403),
        ("/?client=C1&client=C2", 403),
        ("/debtors", 403),
        ("/client?client=C1", 403),
        ("/reports/aging", 403),
        ("/reports/aging/ws", 403),
    ],
)
def test_a_client_has_no_address_for_another_clients_account(customer: Client, path: str, status: int) -> None:
    assert customer.ask(path)[0] == status


ADDRESSES = {
    view.path.rstrip("/") + ending: roles_of(view.path)
    for view in PAGES
    for ending in ("/ws", *(("",) if view.path != "/" else ()))
} | download_paths()


ACCOUNTANTS_PAGES = ("/imports", "/quarantine", "/billing", "/check")


@pytest.mark.parametrize("name", ["cleo", "ann", None])
def test_each_page_each_websocket_and_each_download_is_refused_to_other_roles(site: Site, name: str | None) -> None:
    role = {"cleo": "client", "ann": "manager", None: "nobody"}[name]
    somebody = signed_in(site, name) if name else Client(site)
    refused = [address for address, roles in ADDRESSES.items() if role not in roles]
    assert len(refused) > len(ACCOUNTANTS_PAGES)
    for address in refused:
        status, _, text = somebody.ask(address)
        assert status == (403 if name or address.endswith("/ws") else 302), address
        assert "Meridian" not in text


def connect(site: Site, path: str, **headers: str) -> int:
    """The status with which the server answers a websocket: 101 opens it."""

    async def attempt() -> int:
        try:
            socket = await websocket_connect(HTTPRequest(f"ws://{urlparse(site.url).netloc}{path}", headers=headers))
        except HTTPClientError as error:
            return error.code
        socket.close()
        return 101

    return asyncio.run(attempt())


def page_token(client: Client, path: str = "/") -> str:
    """The token in a page with which its websocket says which page it is."""
    token = re.search(r'"token":"([^"]+)"', client.ask(path)[2])
    assert token is not None
    return token[1]


def test_a_websocket_opens_only_for_the_page_of_the_one_who_is_signed_in(
    site: Site, member: Client, customer: Client
) -> None:
    cookie = f"invotrack_sign_in={member.cookies['invotrack_sign_in']}"
    own = {"Sec-WebSocket-Protocol": f"bokeh, {page_token(member)}"}
    others = {"Sec-WebSocket-Protocol": f"bokeh, {page_token(customer)}"}
    assert connect(site, "/ws", Cookie=cookie, Origin=site.url, **own) == 101
    assert connect(site, "/ws", Origin=site.url, **own) == 403
    assert connect(site, "/ws", Cookie=cookie, Origin="http://elsewhere.example", **own) == 403
    assert connect(site, "/ws", Cookie=cookie, Origin=site.url, **others) == 403
    assert connect(site, "/ws", Cookie=cookie, Origin=site.url) == 403


def test_a_client_sees_its_own_account_and_nobody_elses(visitor: Visitor, book: Any) -> None:
    visitor.page.goto(f"{visitor.url}/?as_of={AS_OF}")
    visitor.sign_in("cleo")
    visitor.wait()
    shown = " ".join(visitor.texts(".sheet"))
    assert "Meridian Software LLC" in shown
    assert "Harbour" not in shown
    assert visitor.page.get_by_label("Client", exact=True).locator("option").count() == 1
    own = book.report("open_invoices", as_of=AS_OF, client="C1").rows()
    assert sorted(row[0] for row in visitor.table("Open invoices")[1:]) == sorted(row["invoice_number"] for row in own)
    assert len(visitor.table("Statement")) == 1 + len(book.report("statement", as_of=AS_OF, client="C1").rows())
    assert visitor.texts("nav a") == ["Your account"]


def test_a_page_tampered_with_in_the_browser_still_shows_only_the_own_account(visitor: Visitor) -> None:
    visitor.page.goto(f"{visitor.url}/?as_of={AS_OF}")
    visitor.sign_in("cleo")
    visitor.wait()
    select = visitor.page.get_by_label("Client", exact=True)
    select.evaluate(
        "select => { select.options[0].value = 'C2'; select.dispatchEvent(new Event('change', {bubbles: true})) }"
    )
    visitor.page.wait_for_timeout(1500)
    assert "Harbour" not in " ".join(visitor.texts(".content"))


def test_a_wrong_password_is_told_and_the_right_one_leads_to_the_page_asked_for(visitor: Visitor) -> None:
    visitor.page.goto(f"{visitor.url}/?as_of={AS_OF}&currency=GBP")
    visitor.photograph("sign-in")
    visitor.sign_in("bob", "not it")
    visitor.page.get_by_role("alert").get_by_text("do not fit together").wait_for()
    visitor.sign_in("bob")
    visitor.wait()
    assert visitor.page.url.endswith(f"/?as_of={AS_OF}&currency=GBP")
    visitor.page.get_by_role("link", name="Sign out").click()
    visitor.page.get_by_role("heading", name="Sign in").wait_for()
    visitor.page.goto(visitor.url)
    visitor.page.get_by_role("heading", name="Sign in").wait_for()
