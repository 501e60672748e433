"""OpenID Connect: signing in at the company's own identity provider, by the authorization code flow with PKCE.

Panel's own OAuth handlers keep the provider's tokens in cookies and know no roles; here the provider only says who
somebody is, and the sign-in that follows is like any other. The ID token comes from the provider itself over TLS, in
answer to our own request: OpenID Connect Core 1.0, 3.1.3.7 lets that stand in place of checking its signature. Its
issuer, audience, times and nonce are checked. Nobody comes in who was not added with `invotrack user add`.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
import os
import secrets
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlparse

from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest
from tornado.web import RequestHandler

from invotrack_analytics.config import Oidc
from invotrack_analytics.errors import AccessError
from invotrack_analytics.publish.words import WORDS
from invotrack_analytics.web.server.sign_in import Door, PlainHandler, within
from invotrack_analytics.web.server.sign_ins import LONGEST_SECONDS
from invotrack_analytics.web.server.templates import plain_page
from invotrack_analytics.web.server.users import User, find_user

LOG = logging.getLogger("invotrack.access")
START, CALLBACK = "/oidc/start", "/oidc/callback"
_COOKIE = "invotrack_oidc"
_SECONDS = 600
"""Somebody has so long to sign in at the provider."""
_MOST_WAITING = 1000
_TIMEOUT_SECONDS = 10
_CLOCK_SKEW_SECONDS = 120
_OWN_HOSTS = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True)
class Waiting:
    """Somebody who was sent to the provider and has not come back."""

    nonce: str
    verifier: str
    goes_to: str
    until: float


@dataclass
class Provider:
    """The identity provider, and who is on the way to it and back. `issuer` is as its discovery document says it."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    claim: str
    name: str
    _waiting: OrderedDict[str, Waiting] = field(default_factory=OrderedDict, repr=False)
    _discovered: Mapping[str, Any] | None = field(default=None, repr=False)

    @classmethod
    def of(cls, settings: Oidc | None, environment: Mapping[str, str] = os.environ) -> Provider | None:
        """As the settings say, the environment first; None where neither speaks of one. Raises AccessError."""
        found = {
            name: environment.get(f"INVOTRACK_OIDC_{name.upper()}") or (getattr(settings, name) if settings else None)
            for name in ("issuer", "client_id", "client_secret")
        }
        if not any(found.values()):
            return None
        for name, value in found.items():
            if not value:
                message = f"[server.oidc] has no {name}: write it there, or set INVOTRACK_OIDC_{name.upper()}"
                raise AccessError(message)
        settings = settings or Oidc()
        issuer = str(found["issuer"]).rstrip("/")
        address = urlparse(issuer)
        if address.scheme != "https" and address.hostname not in _OWN_HOSTS:
            message = f"[server.oidc] issuer = {issuer!r}: must begin with https://, or passwords travel in the clear"
            raise AccessError(message)
        return cls(issuer, str(found["client_id"]), str(found["client_secret"]), settings.claim, settings.name)

    async def leave(self, redirect_uri: str, goes_to: str) -> tuple[str, str]:
        """Where to send somebody to sign in, and the state with which to come back. Raises AccessError."""
        endpoint = str((await self._discovery())["authorization_endpoint"])
        now = time.monotonic()
        while self._waiting and (len(self._waiting) >= _MOST_WAITING or next(iter(self._waiting.values())).until < now):
            self._waiting.popitem(last=False)
        state = secrets.token_urlsafe(24)
        waiting = Waiting(secrets.token_urlsafe(24), secrets.token_urlsafe(48), goes_to, now + _SECONDS)
        self._waiting[state] = waiting
        challenge = base64.urlsafe_b64encode(hashlib.sha256(waiting.verifier.encode()).digest()).rstrip(b"=")
        asked = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": redirect_uri,
            "scope": "openid email profile",
            "state": state,
            "nonce": waiting.nonce,
            "code_challenge": challenge.decode(),
            "code_challenge_method": "S256",
        }
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}", state

    async def come_back(self, state: str, code: str, redirect_uri: str) -> tuple[str, str]:
        """The name of the one who comes back with a code, and where that one wanted to go. Raises AccessError."""
        waiting = self._waiting.pop(state, None)
        if waiting is None or waiting.until < time.monotonic():
            raise AccessError(WORDS.provider_too_late)
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": waiting.verifier,
        }
        answer = await self._ask(str((await self._discovery())["token_endpoint"]), form)
        claims = self._checked(_payload(str(answer.get("id_token", ""))), waiting.nonce)
        name = claims.get(self.claim)
        if not isinstance(name, str) or not name or (self.claim == "email" and claims.get("email_verified") is False):
            raise AccessError(WORDS.provider_names_nobody.format(claim=self.claim))
        return name, waiting.goes_to

    def _checked(self, claims: Mapping[str, Any], nonce: str) -> Mapping[str, Any]:
        audience = claims.get("aud")
        audiences = audience if isinstance(audience, list) else [audience]
        expires = claims.get("exp")
        right = (
            str(claims.get("iss", "")).rstrip("/") == self.issuer
            and self.client_id in audiences
            and (len(audiences) == 1 or claims.get("azp") == self.client_id)
            and isinstance(expires, int | float)
            and expires + _CLOCK_SKEW_SECONDS > time.time()
            and hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode())
        )
        if not right:
            raise AccessError(WORDS.provider_unclear)
        return claims

    async def _discovery(self) -> Mapping[str, Any]:
        if self._discovered is None:
            found = await self._ask(f"{self.issuer}/.well-known/openid-configuration")
            if str(found.get("issuer", "")).rstrip("/") != self.issuer:
                raise AccessError(WORDS.provider_unclear)
            self._discovered = found
        return self._discovered

    async def _ask(self, address: str, form: Mapping[str, str] | None = None) -> Mapping[str, Any]:
        request = HTTPRequest(
            address,
            method="POST" if form else "GET",
            body=urlencode(form) if form else None,
            auth_username=self.client_id if form else None,
            auth_password=self.client_secret if form else None,
            follow_redirects=False,
            connect_timeout=_TIMEOUT_SECONDS,
            request_timeout=_TIMEOUT_SECONDS,
        )
        try:
            answer = json.loads((await AsyncHTTPClient().fetch(request)).body)
        except (HTTPClientError, OSError, ValueError) as error:
            LOG.warning("the identity provider at %s does not answer as it should: %s", address, error)
            raise AccessError(WORDS.provider_silent) from error
        if not isinstance(answer, dict):
            raise AccessError(WORDS.provider_unclear)
        return answer


def _payload(token: str) -> Mapping[str, Any]:
    """The claims of a JSON Web Token. Raises AccessError for what is none."""
    try:
        _, payload, _ = token.split(".")
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except ValueError as error:
        raise AccessError(WORDS.provider_unclear) from error
    if not isinstance(claims, dict):
        raise AccessError(WORDS.provider_unclear)
    return claims


class _ProviderHandler(PlainHandler):
    """One leg of the way to the provider and back; what stands in the way is told on a page of its own."""

    provider: Provider

    def initialize(self, door: Door, provider: Provider) -> None:  # type: ignore[override]
        """Tornado's hook: what the route brings along."""
        super().initialize(door)
        self.provider = provider

    @property
    def redirect_uri(self) -> str:
        """Where the provider sends people back to; it has to be registered there."""
        scheme = self.request.headers.get("X-Forwarded-Proto", self.request.protocol)
        return f"{'https' if scheme == 'https' else 'http'}://{self.request.host}{CALLBACK}"

    def refuse(self, reason: str, status: int) -> None:
        """Say why nobody is signed in."""
        self.set_status(status)
        self.finish(plain_page("problem.html", reason=reason))


class StartHandler(_ProviderHandler):
    """Sends somebody to the provider; the cookie ties the way back to the same browser."""

    async def get(self) -> None:
        """Off to the provider."""
        try:
            address, state = await self.provider.leave(self.redirect_uri, within(self.get_query_argument("next", "/")))
        except AccessError as error:
            self.refuse(str(error), 502)
            return
        self.put_cookie(state, _SECONDS, _COOKIE)
        self.redirect(address)


class CallbackHandler(_ProviderHandler):
    """Takes somebody back from the provider: signs in who was added here, answers 403 to everybody else."""

    async def get(self) -> None:
        """Sign in."""
        state = self.get_query_argument("state", "")
        own = hmac.compare_digest(state.encode(), self.get_cookie(_COOKIE, "").encode())
        self.put_cookie("", 0, _COOKIE)
        if not own or not state or self.get_query_argument("error", ""):
            self._fail("", WORDS.provider_too_late)
            return
        try:
            name, goes_to = await self.provider.come_back(state, self.get_query_argument("code", ""), self.redirect_uri)
        except AccessError as error:
            self._fail("", str(error))
            return
        user = find_user(self.door.folder, name)
        if user is None:
            self._fail(name, WORDS.not_added.format(name=name))
            return
        self._sign_in(user, goes_to)

    def _fail(self, name: str, reason: str) -> None:
        LOG.warning("not signed in by the identity provider: %r from %s: %s", name, self.request.remote_ip, reason)
        self.door.audit.record("sign_in_failed", name, self.request.remote_ip, by="oidc", reason=reason)
        self.refuse(reason, 403)

    def _sign_in(self, user: User, goes_to: str) -> None:
        token, _ = self.door.sign_ins.begin(user)
        LOG.info("signed in by the identity provider: %r from %s", user.name, self.request.remote_ip)
        self.door.audit.record("signed_in", user.name, self.request.remote_ip, role=user.role, by="oidc")
        self.put_cookie(token, LONGEST_SECONDS)
        self.redirect(goes_to, status=303)


def handlers(door: Door, provider: Provider | None) -> list[tuple[str, type[RequestHandler], dict[str, Any]]]:
    """The routes to the provider and back; none where there is no provider."""
    if provider is None:
        return []
    brought = {"door": door, "provider": provider}
    return [(START, StartHandler, brought), (CALLBACK, CallbackHandler, brought)]
