"""A post office: a real mail server that keeps what it takes, and refuses, defers or hangs up as it is told."""

from __future__ import annotations

import socket
from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, Self

from aiosmtpd.controller import Controller


class PostOffice:
    """Takes mail on a port of its own; `on_rcpt` and `on_data` may answer otherwise."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.resets = 0
        self._lose = False
        self.on_rcpt: Callable[[str], str | None] = lambda _: None
        self.on_data: Callable[[], str | None] = lambda: None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self._controller.stop()

    @property
    def settings(self) -> str:
        """What invotrack.toml says of it."""
        return f'[smtp]\nhost = "127.0.0.1"\nport = {self.port}\nsecurity = "none"\nsender = "billing@example.com"\n'

    def hang_up(self) -> str:
        """Take the text, and be gone before saying so."""
        self._lose = True
        return "250 OK"

    async def handle_RSET(self, *_: Any) -> str:  # noqa: N802
        self.resets += 1
        return "250 OK"

    async def handle_RCPT(self, _: Any, __: Any, envelope: Any, address: str, ___: Any) -> str:  # noqa: N802
        answer = self.on_rcpt(address)
        if answer is None:
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(self, server: Any, _: Any, envelope: Any) -> str:  # noqa: N802
        answer = self.on_data()
        if answer is None or answer.startswith("250"):
            letter = message_from_bytes(envelope.content, policy=default)
            assert isinstance(letter, EmailMessage)
            self.taken.append(letter)
            self.recipients += envelope.rcpt_tos
        if self._lose:
            self._lose = False
            server.transport.abort()
        return answer or "250 OK"
