"""Sending: hands mails of the outbox to the server, each at most once; where nobody can know, it is told.

One process sends at a time, by a lock that ends with it. Whoever holds it and finds a mail that is `sending` knows
that its sender is gone. RFC 1047: between the final dot and the answer to it, only the server knows.
"""

from __future__ import annotations

import contextlib
import smtplib
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Literal

from filelock import FileLock

from invotrack_analytics.config import Settings
from invotrack_analytics.errors import MailError
from invotrack_analytics.mail.letter import Sender
from invotrack_analytics.mail.outbox import Mail, Outbox, moment_of
from invotrack_analytics.mail.server import connect

Hindrance = Literal["per_hour", "deferred", "changed"]
"""Why a mail did not leave now: the limit of an hour, the time of its next try, or what it says is not so any more."""
_DONE = 250
_ALSO_DONE = 251
_GO_ON = 354
_REFUSED = 500


def sender_of(settings: Settings) -> Sender:
    """Who the mails come from. Raises MailError where the settings do not say."""
    missing = [key for key in ("host", "sender") if getattr(settings.smtp, key) is None]
    if missing:
        message = f"smtp.{missing[0]} is missing in invotrack.toml: it says by which server mail leaves, and from whom"
        raise MailError(message)
    return Sender(settings.smtp.sender or "", settings.company.name)


@contextlib.contextmanager
def sending(settings: Settings, now: datetime) -> Iterator[Post]:
    """Hold the outbox for sending; waits for whoever sends. `now` has a zone."""
    settings.mail_folder.mkdir(parents=True, exist_ok=True)
    with FileLock(settings.mail_folder / "sender.lock"), Outbox.open(settings.mail_folder) as outbox:
        lost = outbox.settle_lost(now)
        for mail in lost:
            # Colleagues can bear a second copy of an export, clients no second demand.
            if settings.mail.on_unknown == "resend" or mail.kind == "schedule":
                outbox.again(mail)
        post = Post(outbox, settings, now)
        try:
            yield post
        finally:
            post.leave()


class Post:
    """A round of sending at one moment, over one session with the server."""

    def __init__(self, outbox: Outbox, settings: Settings, now: datetime) -> None:
        self.outbox, self.now = outbox, now
        self._settings = settings
        self._server: smtplib.SMTP | None = None
        self._left = settings.mail.per_hour - outbox.sent_within_an_hour(now)

    @property
    def sender(self) -> Sender:
        """Who the mails come from. Raises MailError where the settings do not say."""
        return sender_of(self._settings)

    def hindrance(self, mail: Mail) -> Hindrance | None:
        """Why a mail cannot leave at this moment, whatever the server says."""
        if mail.state == "deferred" and mail.next_try and moment_of(mail.next_try) > self.now:
            return "deferred"
        limit = self._settings.mail.per_domain_hour
        domain = mail.to.rpartition("@")[2]
        if self._left <= 0 or (limit is not None and self.outbox.sent_within_an_hour(self.now, domain) >= limit):
            return "per_hour"
        return None

    def deliver(self, mail: Mail, still_so: Callable[[], bool] = lambda: True) -> Mail | Hindrance:
        """Hand a mail over; what became of it, or why it did not leave. `still_so` is asked after the recipient."""
        hindrance = self.hindrance(mail)
        if hindrance:
            return hindrance
        content = self.outbox.content(mail)
        try:
            reply = self._address(mail)
        except (OSError, smtplib.SMTPException, MailError) as error:
            self.leave()
            return self.outbox.defer(mail, self.now, _words(error))
        if isinstance(reply, Mail):
            return reply
        if not still_so():
            self._reset()
            return "changed"
        self.outbox.begin(mail)
        return self._hand_over(mail, content)

    def leave(self) -> None:
        """End the session with the server."""
        if self._server is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                self._server.quit()
            self._server.close()
            self._server = None

    def _address(self, mail: Mail) -> Mail | None:
        """MAIL and RCPT; a mail where the server refused it."""
        if self._server is None:
            self._server = connect(self._settings.smtp)
        code, words = self._server.mail(self.sender.address)
        if code != _DONE:
            return self._refused(mail, code, words, "failed")
        code, words = self._server.rcpt(mail.to)
        if code not in {_DONE, _ALSO_DONE}:
            return self._refused(mail, code, words, "bounced_hard")
        return None

    def _hand_over(self, mail: Mail, content: bytes) -> Mail:
        server = self._server
        assert server is not None  # noqa: S101  `_address` has opened it
        try:
            code, words = server.docmd("data")
            if code == _GO_ON:
                server.send(_dotted(content))
                code, words = server.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self.leave()
            return self.outbox.end(mail, "unknown", self.now, f"the line was lost: {_words(error)}")
        if code == _DONE:
            self._left -= 1
            return self.outbox.end(mail, "sent", self.now, _reply(code, words))
        return self._refused(mail, code, words, "failed", began=True)

    def _refused(self, mail: Mail, code: int, words: bytes, for_good: str, *, began: bool = False) -> Mail:
        self._reset()
        if code >= _REFUSED:
            return self.outbox.end(mail, for_good, self.now, _reply(code, words))
        return self.outbox.defer(mail, self.now, _reply(code, words), began=began)

    def _reset(self) -> None:
        if self._server is None:
            return
        try:
            self._server.rset()
        except (OSError, smtplib.SMTPException):
            self.leave()


def _dotted(content: bytes) -> bytes:
    quoted = b"\r\n".join(b"." + line if line.startswith(b".") else line for line in content.split(b"\r\n"))
    return quoted + (b"" if quoted.endswith(b"\r\n") else b"\r\n") + b".\r\n"


def _reply(code: int, words: bytes) -> str:
    return f"{code} {' '.join(words.decode('utf-8', 'replace').split())}"


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        words = error.smtp_error if isinstance(error.smtp_error, bytes) else str(error.smtp_error).encode()
        return _reply(error.smtp_code, words)
    return str(getattr(error, "strerror", None) or error or type(error).__name__)
