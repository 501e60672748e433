"""The process that serves the dashboard: nothing is answered before the gate has judged it."""

from __future__ import annotations

import logging
import secrets
import signal
import sys
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import panel as pn
from bokeh.application import Application
from panel.io.server import Server
from tornado.routing import Rule
from tornado.web import GZipContentEncoding, RequestHandler, StaticFileHandler

from invotrack_analytics.errors import AccessError
from invotrack_analytics.publish.server.gate import Gate, Refusal, Refused, page_marker
from invotrack_analytics.publish.server.headers import SecurityHeaders
from invotrack_analytics.publish.server.permissions import Permissions
from invotrack_analytics.publish.server.sign_in import Door, OwnSignIn, handlers
from invotrack_analytics.publish.server.sign_ins import SignIn, SignIns
from invotrack_analytics.publish.server.users import list_users
from invotrack_analytics.publish.views import VIEWS
from invotrack_analytics.publish.views.frame import Frame
from invotrack_analytics.publish.views.sheet import ASSETS
from invotrack_analytics.publish.views.view import View
from invotrack_analytics.publish.views.visit import Books, KeptResults, Visit

if TYPE_CHECKING:
    from tornado.httputil import HTTPServerRequest

_THREADS = 4
"""So many reports at a time; one long export does not hold up everybody."""
_TOKEN_SECONDS = 300
"""A page's websocket has to open so soon after the page."""


class Health(RequestHandler):
    """Says that the server answers; tells nothing else."""

    def get(self) -> None:
        """200."""
        self.set_header("Cache-Control", "no-store")
        self.finish("ok\n")


class Asset(StaticFileHandler):
    """Our fonts, styles and scripts; the browser asks each time whether they changed."""

    def set_extra_headers(self, path: str) -> None:
        """Tornado's hook."""
        del path
        self.set_header("Cache-Control", "no-cache")


class ScriptsCompressed(GZipContentEncoding):
    """Compresses what is large and tells nothing: scripts and styles, never a page with figures and tokens."""

    CONTENT_TYPES = frozenset({"text/javascript", "application/javascript", "text/css"})

    def _compressible_type(self, ctype: str) -> bool:
        return ctype in self.CONTENT_TYPES


def serve(
    book: Books,
    host: str,
    port: int,
    *,
    default_as_of: date | None = None,
    views: Sequence[View] = VIEWS,
) -> None:
    """Serve the dashboard until interrupted; prints `Serving on http://HOST:PORT` once it answers.

    Port 0 takes a free one; `default_as_of` None means the day on which somebody looks. Raises AccessError where
    nobody may sign in, or where the port cannot be had.
    """
    server = build_server(book, host, port, default_as_of=default_as_of, views=views)
    server.start()
    loop = server.io_loop
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: loop.add_callback_from_signal(loop.stop))
    shown = f"[{host}]" if ":" in host else host
    sys.stdout.write(f"Serving on http://{shown}:{server.port}\n")
    sys.stdout.flush()
    loop.start()
    server.stop()


def build_server(
    book: Books,
    host: str,
    port: int,
    *,
    default_as_of: date | None = None,
    views: Sequence[View] = VIEWS,
) -> Server:
    """The server, not yet started. Raises AccessError as `serve` does."""
    settings = book.settings
    if not list_users(settings.folder):
        message = (
            "nobody may sign in to the dashboard yet; add a user first: "
            "`invotrack user add NAME --role manager` (it asks for the password)"
        )
        raise AccessError(message)
    pn.config.nthreads = _THREADS
    # Bokeh warns of the wildcard below; the gate itself lets a websocket in only from a page of this server.
    logging.getLogger("bokeh.server.util").setLevel(logging.ERROR)
    sign_ins = SignIns(settings.folder)
    gate = Gate(sign_ins, Permissions({view.path: view.roles for view in views}))
    door = Door(settings.folder, settings.company.name, sign_ins, gate)
    results = KeptResults(book)

    def page_of(view: View) -> Callable[[], Any]:
        # A plain function: Panel would show a functools.partial as text.
        return lambda: _page(book, results, sign_ins, default_as_of, view, views)

    applications = {view.path: _application(page_of(view)) for view in views}
    try:
        server = Server(
            applications,
            address=host,
            port=port,
            allow_websocket_origin=["*"],
            auth_provider=OwnSignIn(gate),
            extra_patterns=[
                ("/healthz", Health),
                ("/assets/(.*)", Asset, {"path": str(ASSETS)}),
                *handlers(door),
            ],
            ico_path="none",
            use_index=False,
            sign_sessions=True,
            secret_key=secrets.token_bytes(32),
            session_token_expiration=_TOKEN_SECONDS,
            # A page's token can be read by its scripts: neither the cookie nor any header goes into it.
            include_headers=[],
            include_cookies=[],
            xsrf_cookies=True,
            xsrf_cookie_kwargs={"httponly": True, "samesite": "Lax"},
            transforms=[SecurityHeaders, ScriptsCompressed],
            websocket_compression_level=6,
        )
    except OSError as error:
        message = f"cannot listen on {host} port {port}: {error.strerror or error}; choose another with --port"
        raise AccessError(message) from error
    server._tornado.default_router.rules.insert(0, Rule(Refused(gate), Refusal))  # noqa: SLF001  Bokeh keeps its Tornado application there
    return server


def _application(page: Callable[[], Any]) -> Application:
    (application,) = pn.io.application.build_applications({"/": page}).values()
    application.add(page_marker())
    return application


def _page(
    book: Books,
    results: KeptResults,
    sign_ins: SignIns,
    default_as_of: date | None,
    view: View,
    views: Sequence[View],
) -> Any:
    """One page for one browser; the gate has put the sign-in onto the request."""
    request: HTTPServerRequest = pn.state.curdoc.session_context.request
    sign_in: SignIn = request.sign_in  # type: ignore[attr-defined]
    user = sign_in.user
    if user.role not in view.roles or not sign_ins.holds(sign_in):
        message = f"{user.name} may not see {view.path}"
        raise AccessError(message)
    visit = Visit(
        book,
        results,
        user.name,
        user.role,
        user.client_id,
        still_signed_in=lambda: sign_ins.touch(sign_in),
        default_as_of=lambda: default_as_of or date.today(),  # noqa: DTZ011  the day where the server stands
    )
    return Frame(visit, view, views, pn.state.location, sign_in.handle).page()
