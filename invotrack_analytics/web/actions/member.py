"""Member: what every handler for somebody signed in has in common; the gate has judged the request before."""

from __future__ import annotations

import asyncio
import hmac
import logging
import re
import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote, urlparse

from tornado.web import HTTPError, RequestHandler

from invotrack_analytics.errors import InvotrackError
from invotrack_analytics.publish.words import WORDS
from invotrack_analytics.web.filters import Filters, read_filters
from invotrack_analytics.web.server.audit import Audit
from invotrack_analytics.web.server.headers import PLAIN_PAGE_POLICY
from invotrack_analytics.web.server.sign_ins import SignIn
from invotrack_analytics.web.server.templates import plain_page
from invotrack_analytics.web.visit import Visit

LOG = logging.getLogger("invotrack.pages")
_CHUNK = 1 << 18
Made = TypeVar("Made")


@dataclass(frozen=True)
class Desk:
    """What handlers need to serve somebody: a visit for a sign-in, the audit, and threads for what takes long."""

    visit: Callable[[SignIn], Visit]
    audit: Audit
    threads: ThreadPoolExecutor


class MemberHandler(RequestHandler):
    """Answers somebody signed in; what stands in the way is told in words, on a page of its own."""

    desk: Desk

    def initialize(self, desk: Desk) -> None:
        """Tornado's hook: what the route brings along."""
        self.desk = desk

    def set_default_headers(self) -> None:
        """Tornado's hook: nothing of this is kept by the browser."""
        self.set_header("Content-Security-Policy", PLAIN_PAGE_POLICY)
        self.set_header("Cache-Control", "no-store")

    @property
    def sign_in(self) -> SignIn:
        """The sign-in that the gate has found."""
        return self.request.sign_in  # type: ignore[attr-defined, no-any-return]

    @property
    def visit(self) -> Visit:
        """The books, as far as this person may read them."""
        return self.desk.visit(self.sign_in)

    def check_xsrf_cookie(self) -> None:
        """A form carries the key of the sign-in whose page it was on; a forged one cannot know it."""
        origin = self.request.headers.get("Origin")
        own = origin is None or urlparse(origin).netloc.lower() == self.request.host.lower()
        key = self.get_body_argument("form_key", "")
        if not own or not hmac.compare_digest(key.encode(), self.sign_in.handle.encode()):
            raise HTTPError(403)

    def filters(self) -> Filters:
        """The filters of the page whose form was sent."""
        names = ("as_of", "client", "currency", "known_on", "from")
        filters, problems = read_filters(
            {name: self.get_body_arguments(name) for name in names}, self.visit.default_as_of()
        )
        if problems:
            raise HTTPError(400)
        return filters

    async def away(self, work: Callable[[], Made]) -> Made:
        """Do something that takes long off the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self.desk.threads, work)

    def record(self, event: str, **facts: Any) -> None:
        """Put what was done into the audit log."""
        self.desk.audit.record(event, self.sign_in.user.name, self.request.remote_ip, **facts)

    async def send(self, path: Path, name: str, content_type: str) -> None:
        """Send a file to be saved under a name."""
        self.set_header("Content-Type", content_type)
        plain = re.sub(r"[^A-Za-z0-9._-]", "_", name)
        self.set_header("Content-Disposition", f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}")
        for chunk in await self.away(lambda: _chunks(path)):
            self.write(chunk)
            await self.flush()

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Tornado's hook: why it could not be done."""
        error = kwargs.get("exc_info", (None, None))[1]
        if isinstance(error, InvotrackError):
            self.set_status(409)
            reason = str(error)
        elif status_code < 500:  # noqa: PLR2004  the caller's own doing
            reason = WORDS.forbidden_reason if status_code == 403 else WORDS.not_there  # noqa: PLR2004
        else:
            code = secrets.token_hex(4)
            LOG.error("%s failed, code %s", self.request.path, code)
            reason = WORDS.something_failed.format(code=code)
        self.finish(plain_page("problem.html", reason=reason))

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        """Tornado's hook: what can be told to the user is no fault of the server."""
        if not isinstance(value, InvotrackError):
            super().log_exception(typ, value, tb)


def _chunks(path: Path) -> Iterator[bytes]:
    stream = path.open("rb")
    with stream:
        yield from iter(lambda: stream.read(_CHUNK), b"")
