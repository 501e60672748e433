"""What each role may open: one table of paths. A path without a rule is nobody's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum

from invotrack_analytics.web.server.users import ROLES, User

EVERYBODY = ("/healthz", "/login", "/favicon.ico", "/oidc/start", "/oidc/callback")
EVERYBODY_BELOW = ("/assets/",)
SIGNED_IN = ("/logout",)
SIGNED_IN_BELOW = ("/static/", "/reports/static/")
PAGE_ENDINGS = ("", "/ws")
"""A page is its address and the websocket beside it; Bokeh's autoload.js and metadata have no rule."""


class Verdict(Enum):
    """What becomes of a request."""

    PASSES = "passes"
    MUST_SIGN_IN = "must sign in"
    FORBIDDEN = "forbidden"


class Permissions:
    """Judges a path for a user. `pages` gives each page's path and the roles that see it, `paths` those of others.

    What lies below one of `below` is judged by its handler for each user that has signed in.
    """

    def __init__(
        self,
        pages: Mapping[str, Iterable[str]],
        paths: Mapping[str, Iterable[str]] | None = None,
        below: tuple[str, ...] = (),
    ) -> None:
        self._roles_by_path = dict.fromkeys(SIGNED_IN, frozenset(ROLES))
        self._below = (*SIGNED_IN_BELOW, *below)
        for path, roles in (paths or {}).items():
            self._roles_by_path[path] = frozenset(roles)
        for page, roles in pages.items():
            for ending in PAGE_ENDINGS:
                self._roles_by_path[page.rstrip("/") + ending or "/"] = frozenset(roles)

    def judge(self, path: str, clients: Iterable[str], user: User | None) -> Verdict:
        """The verdict on a path; `clients` are the client ids that its address asks for."""
        if path in EVERYBODY or (path.startswith(EVERYBODY_BELOW) and ".." not in path):
            return Verdict.PASSES
        if user is None:
            return Verdict.MUST_SIGN_IN
        if path.startswith(self._below) and ".." not in path:
            return Verdict.PASSES
        if user.role not in self._roles_by_path.get(path, frozenset()):
            return Verdict.FORBIDDEN
        if user.role == "client" and any(client not in ("", user.client_id) for client in clients):
            return Verdict.FORBIDDEN
        return Verdict.PASSES
