"""The gate that every request passes before any handler sees it: pages, websockets, static files alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlparse

from bokeh.util.token import get_token_payload
from tornado.httputil import HTTPServerRequest
from tornado.routing import Matcher
from tornado.web import RequestHandler, stream_request_body

from invotrack_analytics.web.server.headers import PLAIN_PAGE_POLICY
from invotrack_analytics.web.server.permissions import Permissions, Verdict
from invotrack_analytics.web.server.sign_ins import SignIn, SignIns
from invotrack_analytics.web.server.templates import plain_page

if TYPE_CHECKING:
    from bokeh.application.handlers import Handler

COOKIE = "invotrack_sign_in"
HANDLE = "sign_in"
"""Under this name a page's token says whose it is."""


class Gate:
    """Judges requests; one that passes carries its sign-in as `request.sign_in`."""

    def __init__(self, sign_ins: SignIns, permissions: Permissions) -> None:
        self._sign_ins = sign_ins
        self._permissions = permissions

    def sign_in_of(self, request: HTTPServerRequest) -> SignIn | None:
        """The sign-in of the browser that asks, while it holds."""
        cookie = request.cookies.get(COOKIE)
        return self._sign_ins.find(cookie.value) if cookie else None

    def judge(self, request: HTTPServerRequest) -> Verdict:
        """The verdict on a request."""
        sign_in = self.sign_in_of(request)
        request.sign_in = sign_in  # type: ignore[attr-defined]
        clients = [value.decode("utf-8", "replace") for value in request.arguments.get("client", [])]
        verdict = self._permissions.judge(request.path, clients, sign_in.user if sign_in else None)
        if verdict is Verdict.PASSES and sign_in and request.path.endswith("/ws") and not _own_page(request, sign_in):
            return Verdict.FORBIDDEN
        return verdict


def _own_page(request: HTTPServerRequest, sign_in: SignIn) -> bool:
    """Whether a websocket comes from a page of this server that was given to this very sign-in."""
    origin = request.headers.get("Origin")
    if origin is not None and urlparse(origin).netloc.lower() != request.host.lower():
        return False
    protocols = [part.strip() for part in request.headers.get("Sec-WebSocket-Protocol", "").split(",")]
    try:
        # Bokeh checks the token's signature afterwards; what does not parse cannot be signed either.
        return bool(get_token_payload(protocols[-1]).get(HANDLE) == sign_in.handle)
    except Exception:  # noqa: BLE001  a hostile token may fail in any way while being taken apart
        return False


class Refused(Matcher):
    """Matches what may not pass, so that Tornado routes it to Refusal and to nothing else."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    def match(self, request: HTTPServerRequest) -> dict[str, Any] | None:
        """Tornado's hook: None lets the request go on to its handler."""
        verdict = self._gate.judge(request)
        if verdict is Verdict.PASSES:
            return None
        request.verdict = verdict  # type: ignore[attr-defined]
        return {}


@stream_request_body
class Refusal(RequestHandler):
    """Answers what may not pass: to the sign-in page where a person is reading, else 403."""

    def data_received(self, chunk: bytes) -> None:
        """What a stranger sends is not even kept."""

    def prepare(self) -> None:
        """Answer whatever the method."""
        request = self.request
        reading = (
            request.method == "GET" and not request.path.endswith("/ws") and not request.path.startswith("/static/")
        )
        if reading and request.verdict is Verdict.MUST_SIGN_IN:  # type: ignore[attr-defined]
            self.redirect("/login?" + urlencode({"next": request.uri}))
            return
        self.set_status(403)
        self.set_header("Content-Security-Policy", PLAIN_PAGE_POLICY)
        self.set_header("Cache-Control", "no-store")
        self.finish(plain_page("forbidden.html"))

    def check_xsrf_cookie(self) -> None:
        """Nothing is done here that a forged request could wish for."""


def page_marker() -> Handler:
    """A Bokeh handler that writes into each page's token whose it is."""
    from bokeh.application.handlers import Handler

    class PageMarker(Handler):
        def modify_document(self, doc: Any) -> None:
            """Nothing to add to the page itself."""

        def process_request(self, request: HTTPServerRequest) -> dict[str, Any]:
            return {HANDLE: request.sign_in.handle}  # type: ignore[attr-defined]

    return PageMarker()
