"""Signing in and out: pages of our own, and the one AuthProvider that Bokeh's handlers ask."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bokeh.server.auth_provider import AuthProvider
from markupsafe import Markup
from tornado.web import RequestHandler

from invotrack_analytics.publish.words import WORDS
from invotrack_analytics.web.server.audit import Audit
from invotrack_analytics.web.server.gate import COOKIE, Gate
from invotrack_analytics.web.server.headers import PLAIN_PAGE_POLICY
from invotrack_analytics.web.server.permissions import Verdict
from invotrack_analytics.web.server.sign_ins import LONGEST_SECONDS, Lockout, SignIn, SignIns
from invotrack_analytics.web.server.templates import plain_page
from invotrack_analytics.web.server.users import find_user, password_fits

LOG = logging.getLogger("invotrack.access")
_MOST_WAITING = 32


@dataclass
class Door:
    """Everything that signing in needs, made once per server."""

    folder: Path
    company: str
    sign_ins: SignIns
    gate: Gate
    audit: Audit
    lockout: Lockout = field(default_factory=Lockout)
    # Two threads: argon2 takes 64 MB and a core per password, and the event loop must go on meanwhile.
    hashing: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(2, "argon2"))
    waiting: int = 0
    provider: str = ""
    """The name of the identity provider where people may sign in instead; empty where there is none."""

    async def password_fits(self, name: str, password: str) -> SignInResult:
        """Check a password off the event loop."""
        self.waiting += 1
        try:
            user = find_user(self.folder, name)
            fits = await asyncio.get_running_loop().run_in_executor(self.hashing, password_fits, user, password)
        finally:
            self.waiting -= 1
        if not fits or user is None:
            return None
        self.lockout.clear(name)
        return self.sign_ins.begin(user)


SignInResult = tuple[str, SignIn] | None


class PlainHandler(RequestHandler):
    """A page without scripts, never kept by the browser."""

    door: Door

    def initialize(self, door: Door) -> None:
        """Tornado's hook: what the route brings along."""
        self.door = door

    def set_default_headers(self) -> None:
        """Tornado's hook: no script, and nothing is kept."""
        self.set_header("Content-Security-Policy", PLAIN_PAGE_POLICY)
        self.set_header("Cache-Control", "no-store")

    def put_cookie(self, value: str, seconds: int, name: str = COOKIE) -> None:
        """Set a cookie; over https (also behind a proxy that says so) it never travels in the clear."""
        encrypted = "https" in (self.request.protocol, self.request.headers.get("X-Forwarded-Proto", ""))
        self.set_cookie(name, value, max_age=seconds, path="/", httponly=True, samesite="Lax", secure=encrypted)

    def xsrf(self) -> Markup:
        """The hidden field that proves that a form is ours."""
        return Markup(self.xsrf_form_html())  # noqa: S704  Tornado's own markup around a token of its own


class SignInHandler(PlainHandler):
    """The form, and what it sends."""

    def get(self) -> None:
        """Show the form, or go on where somebody is signed in already."""
        if self.door.gate.sign_in_of(self.request):
            self.redirect(within(self.get_query_argument("next", "/")))
            return
        self._show("", None)

    async def post(self) -> None:
        """Sign in: on to the page asked for; a wrong password answers 401, one too many 429."""
        name = self.get_body_argument("username", "")[:64]
        password = self.get_body_argument("password", "", strip=False)[:1024]
        if self.door.waiting >= _MOST_WAITING:
            self._refuse(name, 1)
            return
        wait = self.door.lockout.admit(name)
        if wait:
            LOG.warning("sign-in refused for %s seconds: %r from %s", wait, name, self.request.remote_ip)
            self.door.audit.record("sign_in_refused", name, self.request.remote_ip, seconds=wait)
            self._refuse(name, wait)
            return
        signed_in = await self.door.password_fits(name, password)
        if signed_in is None:
            LOG.warning("wrong password: %r from %s", name, self.request.remote_ip)
            self.door.audit.record("sign_in_failed", name, self.request.remote_ip)
            self.set_status(401)
            self._show(name, WORDS.wrong_password)
            return
        token, sign_in = signed_in
        LOG.info("signed in: %r from %s", sign_in.user.name, self.request.remote_ip)
        self.door.audit.record("signed_in", sign_in.user.name, self.request.remote_ip, role=sign_in.user.role)
        self.put_cookie(token, LONGEST_SECONDS)
        self.redirect(within(self.get_body_argument("next", "/")), status=303)

    def _refuse(self, name: str, wait: int) -> None:
        self.set_status(429)
        self.set_header("Retry-After", str(wait))
        self._show(name, WORDS.too_many_tries.format(seconds=wait))

    def _show(self, username: str, problem: str | None) -> None:
        self.finish(
            plain_page(
                "sign_in.html",
                company=self.door.company,
                problem=problem,
                xsrf=self.xsrf(),
                next=within(self.get_argument("next", "/")),
                username=username,
                provider=self.door.provider,
            )
        )


class SignOutHandler(PlainHandler):
    """Ends the sign-in. A link that carries its handle does so at once, any other asks first."""

    def get(self) -> None:
        """Sign out if the link came from a page of this sign-in, else show the question."""
        if self.get_query_argument("sign_in", "") == self._sign_in().handle:
            self.post()
            return
        self.finish(plain_page("sign_out.html", xsrf=self.xsrf()))

    def post(self) -> None:
        """Sign out."""
        self.door.audit.record("signed_out", self._sign_in().user.name, self.request.remote_ip)
        self.door.sign_ins.end(self._sign_in())
        self.put_cookie("", 0)
        self.redirect("/login", status=303)

    def _sign_in(self) -> SignIn:
        return self.request.sign_in  # type: ignore[attr-defined, no-any-return]


class OwnSignIn(AuthProvider):
    """What Bokeh's own handlers ask, after the gate: the same judgement again, so that neither stands alone."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        super().__init__()

    @property
    def get_user(self) -> Callable[[RequestHandler], str | None]:  # type: ignore[override]
        """The user's name where the request may pass, else None."""

        def user(handler: RequestHandler) -> str | None:
            if self._gate.judge(handler.request) is not Verdict.PASSES:
                return None
            sign_in: SignIn | None = handler.request.sign_in  # type: ignore[attr-defined]
            return sign_in.user.name if sign_in else None

        return user

    @property
    def login_url(self) -> str:
        """Where to send who is not signed in."""
        return "/login"

    @property
    def get_user_async(self) -> None:
        """`get_user` answers from memory and needs no waiting."""

    @property
    def get_login_url(self) -> None:
        """`login_url` is the same for everybody."""

    @property
    def login_handler(self) -> None:
        """Our handlers are routed by the server itself, since they need arguments."""

    @property
    def logout_url(self) -> None:
        """Pages make their own link to sign out."""

    @property
    def logout_handler(self) -> None:
        """As `login_handler`."""


def handlers(door: Door) -> list[tuple[str, type[RequestHandler], dict[str, Any]]]:
    """The routes for signing in and out."""
    return [("/login", SignInHandler, {"door": door}), ("/logout", SignOutHandler, {"door": door})]


def within(address: str) -> str:
    """The address if it stays on this server, else the first page: no link sends people elsewhere by signing in."""
    stays = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if stays and not address.startswith("/login") else "/"
