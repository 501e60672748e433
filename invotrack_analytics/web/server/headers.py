"""Headers on every answer: nothing is loaded from another host, nothing frames us, nothing is guessed."""

from __future__ import annotations

import re

from tornado.httputil import HTTPHeaders, HTTPServerRequest
from tornado.web import OutputTransform

_HOST = re.compile(r"[\w.:\[\]-]+")

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}

PLAIN_PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
"""For pages without any script, such as the one for signing in."""


def page_policy(host: str) -> str:
    """The policy of Panel's pages. Bokeh needs inline scripts, eval and blobs; all of them from here only."""
    sockets = f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    return (
        "default-src 'none'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
        "style-src 'self' 'unsafe-inline'; font-src 'self' data:; img-src 'self' data: blob:; "
        f"connect-src 'self' blob:{sockets}; worker-src 'self' blob:; form-action 'self'; base-uri 'none'; "
        "object-src 'none'; frame-ancestors 'none'"
    )


class SecurityHeaders(OutputTransform):
    """Adds them to the answers of every handler, Bokeh's among them; a handler's own policy stays."""

    def __init__(self, request: HTTPServerRequest) -> None:
        self._host = request.host

    def transform_first_chunk(
        self,
        status_code: int,
        headers: HTTPHeaders,
        chunk: bytes,
        finishing: bool,  # noqa: ARG002, FBT001  Tornado's signature
    ) -> tuple[int, HTTPHeaders, bytes]:
        """Tornado's hook, called once per answer."""
        for name, value in _ALWAYS.items():
            headers[name] = value
        if "Content-Security-Policy" not in headers:
            headers["Content-Security-Policy"] = page_policy(self._host)
        headers.pop("Server", None)
        return status_code, headers, chunk
