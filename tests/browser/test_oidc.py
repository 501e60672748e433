"""Signing in at an identity provider: a small one here says who somebody is, the dashboard who may come in."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlparse

import pytest

from invotrack_analytics.web.server.users import add_user
from tests.browser.client import Client, Site
from tests.browser.conftest import Visitor, new_books, serving

SECRET = "the provider's secret"  # noqa: S105  the fake's own


class FakeProvider(ThreadingHTTPServer):
    """Signs everybody in as `person`; keeps to the parts of the protocol that the dashboard relies on."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.issuer = f"http://127.0.0.1:{self.server_port}"
        self.person: dict[str, Any] = {}
        self.asked: dict[str, str] = {}


class _Answers(BaseHTTPRequestHandler):
    server: FakeProvider

    def do_GET(self) -> None:
        address = urlparse(self.path)
        if address.path == "/.well-known/openid-configuration":
            issuer = self.server.issuer
            self._json(
                {"issuer": issuer, "authorization_endpoint": f"{issuer}/authorize", "token_endpoint": f"{issuer}/token"}
            )
        elif address.path == "/authorize":
            self.server.asked = {name: values[0] for name, values in parse_qs(address.query).items()}
            back = urlencode({"code": "the-code", "state": self.server.asked["state"]})
            self.send_response(302)
            self.send_header("Location", f"{self.server.asked['redirect_uri']}?{back}")
            self.end_headers()

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"][0].encode()).digest()).rstrip(b"=")
        known = base64.b64encode(f"board:{SECRET}".encode()).decode()
        asked = self.server.asked
        if (
            self.headers["Authorization"] != f"Basic {known}"
            or form["code"] != ["the-code"]
            or challenge.decode() != asked["code_challenge"]
        ):
            self.send_error(400)
            return
        claims = {
            "iss": self.server.issuer,
            "aud": "board",
            "exp": time.time() + 60,
            "nonce": asked["nonce"],
            **self.server.person,
        }
        payload = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
        self._json({"id_token": f"e30.{payload}.x", "token_type": "Bearer", "access_token": "unused"})

    def _json(self, document: dict[str, Any]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(document).encode())

    def log_message(self, *_: object) -> None:
        """Keep the test's output quiet."""


@pytest.fixture(scope="module")
def provider() -> Iterator[FakeProvider]:
    with FakeProvider() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(scope="module")
def site(provider: FakeProvider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A dashboard that knows the provider, its secret from the environment, and one person."""
    folder = new_books(tmp_path_factory.mktemp("oidc"), {})
    with (folder / "invotrack.toml").open("a", encoding="utf-8") as settings:
        settings.write(f'\n[server.oidc]\nissuer = "{provider.issuer}"\nclient_id = "board"\nname = "Acme ID"\n')
    add_user(folder, "ann@acme.example", "manager", None, None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INVOTRACK_OIDC_CLIENT_SECRET", SECRET)
        with serving(folder) as running:
            yield running


def test_a_person_who_was_added_comes_in_by_the_provider(visitor: Visitor, provider: FakeProvider, site: Site) -> None:
    provider.person = {"email": "Ann@acme.example", "email_verified": True}
    visitor.page.goto(f"{visitor.url}/debtors?as_of=2026-09-30")
    visitor.page.get_by_role("link", name="Sign in with Acme ID").click()
    visitor.page.wait_for_url(f"{visitor.url}/debtors?as_of=2026-09-30")
    visitor.wait()
    assert "ann@acme.example" in " ".join(visitor.texts(".who"))
    events = [json.loads(line) for line in Path(site.workspace, "audit.log").read_text("utf-8").splitlines()]
    assert (events[-1]["event"], events[-1]["user"], events[-1]["by"]) == ("signed_in", "ann@acme.example", "oidc")


def way_back(provider: FakeProvider, client: Client, **other: str) -> tuple[int, str]:
    """Leave for the provider, come back as it sends us, and say how that ends."""
    status, headers, _ = client.ask("/oidc/start")
    assert status == 302
    asked = {name: values[0] for name, values in parse_qs(urlparse(headers["Location"]).query).items()}
    provider.asked = asked
    status, _, text = client.ask("/oidc/callback?" + urlencode({"code": "the-code", "state": asked["state"], **other}))
    return status, text


@pytest.mark.parametrize(
    "person",
    [
        {"email": "eve@acme.example"},
        {"email": "ann@acme.example", "email_verified": False},
        {"preferred_username": "ann@acme.example"},
        {"email": "ann@acme.example", "iss": "https://elsewhere.example"},
        {"email": "ann@acme.example", "aud": "another"},
        {"email": "ann@acme.example", "aud": ["board", "another"]},
        {"email": "ann@acme.example", "exp": 0},
        {"email": "ann@acme.example", "nonce": "replayed"},
        {"email": "<script>alert(1)</script>"},
    ],
    ids=["stranger", "unconfirmed", "other claim", "issuer", "audience", "audiences", "old", "replayed", "markup"],
)
def test_nobody_else_comes_in(site: Site, provider: FakeProvider, person: dict[str, Any]) -> None:
    provider.person = person
    client = Client(site)
    status, page = way_back(provider, client)
    assert status == 403
    assert "<script>" not in page
    assert client.ask("/")[0] == 302


def test_the_way_back_belongs_to_the_browser_that_left(site: Site, provider: FakeProvider) -> None:
    provider.person = {"email": "ann@acme.example"}
    assert way_back(provider, Client(site))[0] == 303
    assert way_back(provider, Client(site), state="guessed")[0] == 403
    assert way_back(provider, Client(site), code="guessed")[0] == 403
    status, headers, _ = Client(site).ask("/oidc/start")
    state = parse_qs(urlparse(headers["Location"]).query)["state"][0]
    assert status == 302
    assert Client(site).ask(f"/oidc/callback?code=the-code&state={state}")[0] == 403


def test_who_was_added_without_a_password_has_none(site: Site) -> None:
    client = Client(site)
    for password in ("", " ", "ann@acme.example"):
        assert client.sign_in("ann@acme.example", password)[0] == 401
