"""The process that serves the dashboard: nothing is answered before the gate has judged it."""

from __future__ import annotations

import logging
import secrets
import signal
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from typing import Any

import panel as pn
from bokeh.application import Application
from panel.io.application import build_applications
from panel.io.server import Server
from tornado.routing import PathMatches, Rule
from tornado.web import GZipContentEncoding, RedirectHandler, RequestHandler, StaticFileHandler

from invotrack_analytics.errors import AccessError
from invotrack_analytics.publish.words import WORDS
from invotrack_analytics.web.actions.books import MOST_UPLOAD_BYTES, action_paths
from invotrack_analytics.web.actions.books import handlers as action_handlers
from invotrack_analytics.web.actions.downloads import DOCUMENTS_BELOW, download_paths
from invotrack_analytics.web.actions.downloads import handlers as download_handlers
from invotrack_analytics.web.actions.member import Desk
from invotrack_analytics.web.filters import Filters
from invotrack_analytics.web.frame import Frame
from invotrack_analytics.web.parts.sheet import ASSETS
from invotrack_analytics.web.parts.view import View
from invotrack_analytics.web.server.audit import Audit
from invotrack_analytics.web.server.gate import Gate, Refusal, Refused, page_marker
from invotrack_analytics.web.server.headers import SecurityHeaders
from invotrack_analytics.web.server.oidc import Provider
from invotrack_analytics.web.server.oidc import handlers as provider_handlers
from invotrack_analytics.web.server.permissions import Permissions
from invotrack_analytics.web.server.sign_in import Door, OwnSignIn, handlers
from invotrack_analytics.web.server.sign_ins import SignIn, SignIns
from invotrack_analytics.web.server.users import list_users
from invotrack_analytics.web.visit import KeptResults, Outcomes, Visit
from invotrack_analytics.workbench import Workbench

LOG = logging.getLogger("invotrack.pages")
_THREADS = 4
"""So many reports at a time; one long export does not hold up everybody."""
_TOKEN_SECONDS = 300
"""A page's websocket has to open so soon after the page."""


def serve(
    book: Workbench,
    host: str,
    port: int,
    pages: Sequence[View],
    *,
    default_as_of: date | None = None,
) -> None:
    """Serve the dashboard until interrupted; prints `Serving on http://HOST:PORT` once it answers.

    Port 0 takes a free one; `default_as_of` None means the day on which somebody looks. Raises AccessError where
    nobody may sign in, or where the port cannot be had.
    """
    server = build_server(book, host, port, pages, default_as_of=default_as_of)
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
    book: Workbench,
    host: str,
    port: int,
    pages: Sequence[View],
    *,
    default_as_of: date | None = None,
) -> Any:
    """Panel's server with these pages, not yet started. Raises AccessError as `serve` does."""
    settings = book.settings
    if not list_users(settings.folder):
        message = (
            "nobody may sign in to the dashboard yet; add a user first: "
            "`invotrack user add NAME --role manager` (it asks for the password)"
        )
        raise AccessError(message)
    pn.config.param.update(_nthreads=_THREADS)
    # Bokeh warns of the wildcard below; the gate itself lets a websocket in only from a page of this server.
    logging.getLogger("bokeh.server.util").setLevel(logging.ERROR)
    sign_ins = SignIns(settings.folder)
    permissions = Permissions(_roles_by_path(pages), {**download_paths(), **action_paths()}, (DOCUMENTS_BELOW,))
    gate = Gate(sign_ins, permissions)
    audit = Audit(settings.folder)
    provider = Provider.of(settings.server.oidc)
    door = Door(
        settings.folder, settings.company.name, sign_ins, gate, audit, provider=provider.name if provider else ""
    )
    site = _Site(book, KeptResults(book), Outcomes(), sign_ins, default_as_of, pages)
    desk = Desk(site.visit, audit, ThreadPoolExecutor(_THREADS, "desk"))
    new_server: Callable[..., Any] = Server
    try:
        server = new_server(
            {path: _application(site.opener(path)) for path in _roles_by_path(pages)},
            address=host,
            port=port,
            allow_websocket_origin=["*"],
            auth_provider=OwnSignIn(gate),
            extra_patterns=[
                ("/healthz", _Health),
                ("/assets/(.*)", _Asset, {"path": str(ASSETS)}),
                *handlers(door),
                *provider_handlers(door, provider),
                *download_handlers(desk),
                *action_handlers(desk),
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
            transforms=[SecurityHeaders, _ScriptsCompressed],
            websocket_compression_level=6,
            http_server_kwargs={"max_body_size": MOST_UPLOAD_BYTES, "max_buffer_size": MOST_UPLOAD_BYTES},
        )
    except OSError as error:
        message = f"cannot listen on {host} port {port}: {error.strerror or error}; choose another with --port"
        raise AccessError(message) from error
    # Bokeh keeps its Tornado application private; Tornado's way to come first is its first rule.
    rules = server._tornado.default_router.rules  # noqa: SLF001
    # Panel names its files from the page that was opened; from one below it they are sought here.
    below = PathMatches("/reports/(static/.*)")
    rules.insert(0, Rule(below, RedirectHandler, {"url": "/{0}", "permanent": False}))
    rules.insert(0, Rule(Refused(gate), Refusal))
    desk.threads.submit(site.warm)
    return server


@dataclass(frozen=True)
class _Site:
    """What all pages of one server share."""

    book: Workbench
    results: KeptResults
    outcomes: Outcomes
    sign_ins: SignIns
    default_as_of: date | None
    pages: Sequence[View]

    def warm(self) -> None:
        """Make the first page once, for nobody: who comes first then waits no longer than who comes second."""
        day = self.default_as_of or date.today()  # noqa: DTZ011  the day where the server stands
        nobody = Visit(self.book, self.results, "", "manager", None, lambda: True, lambda: day)
        first = next((view for view in self.pages if nobody.role in view.roles), None)
        if first:
            try:
                first.content(nobody, first.heeded(Filters(day)))
            except Exception:
                LOG.warning("the first page could not be made ahead", exc_info=True)

    def opener(self, path: str) -> Callable[[], Any]:
        """What Panel calls for each browser that opens the page."""

        # A plain function: Panel would show a functools.partial as text, and whatever it raises to the reader.
        def open_page() -> Any:
            try:
                return self._page(path)
            except Exception:
                code = secrets.token_hex(4)
                LOG.exception("page %s failed, code %s", path, code)
                text: Callable[[str], Any] = pn.pane.HTML
                return text(escape(WORDS.something_failed.format(code=code)))

        return open_page

    def _page(self, path: str) -> Any:
        document: Any = pn.state.curdoc
        # The gate has put the sign-in onto the request.
        sign_in: SignIn = document.session_context.request.sign_in
        user = sign_in.user
        views = [view for view in self.pages if user.role in view.roles]
        view = next((view for view in views if view.path == path), None)
        if view is None or not self.sign_ins.holds(sign_in):
            message = f"{user.name} may not see {path}"
            raise AccessError(message)
        request = document.session_context.request
        return Frame(self.visit(sign_in), view, views, request.query, sign_in.handle).page(document)

    def visit(self, sign_in: SignIn) -> Visit:
        """The books for one sign-in."""
        user = sign_in.user
        return Visit(
            self.book,
            self.results,
            user.name,
            user.role,
            user.client_id,
            still_signed_in=lambda: self.sign_ins.touch(sign_in),
            default_as_of=lambda: self.default_as_of or date.today(),  # noqa: DTZ011  the day where the server stands
            outcomes=self.outcomes,
            now=datetime.now,
            form_key=sign_in.handle,
        )


def _roles_by_path(pages: Sequence[View]) -> dict[str, frozenset[str]]:
    """Who may open each address; two pages may share one, for different roles."""
    roles: dict[str, frozenset[str]] = {}
    for view in pages:
        roles[view.path] = roles.get(view.path, frozenset()) | view.roles
    return roles


def _application(page: Callable[[], Any]) -> Application:
    (application,) = build_applications({"/": page}).values()
    application.add(page_marker())
    return application


class _Health(RequestHandler):
    """Says that the server answers; tells nothing else."""

    def get(self) -> None:
        self.set_header("Cache-Control", "no-store")
        self.finish("ok\n")


class _Asset(StaticFileHandler):
    """Our fonts, styles and scripts; the browser asks each time whether they changed."""

    def set_extra_headers(self, path: str) -> None:
        del path
        self.set_header("Cache-Control", "no-cache")


class _ScriptsCompressed(GZipContentEncoding):
    """Compresses what is large and tells nothing: scripts and styles, never a page with figures and tokens."""

    def _compressible_type(self, ctype: str) -> bool:
        return ctype in {"text/javascript", "application/javascript", "text/css"}
