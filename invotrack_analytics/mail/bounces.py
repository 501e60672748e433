"""Bounces: what comes back for a mail of ours, in files or a mailbox; known by the Message-ID of the original alone.

Reports of servers that keep to RFC 3464 and RFC 5965 (complaints) are read as they say, others as flufl.bounce knows.
"""

from __future__ import annotations

import imaplib
import mailbox
import os
import re
import ssl
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.policy import compat32
from pathlib import Path
from typing import Literal

from invotrack_analytics.config import Bounces
from invotrack_analytics.errors import MailError

PASSWORD_VARIABLE = "INVOTRACK_IMAP_PASSWORD"  # noqa: S105  its name, not a password
Kind = Literal["hard", "soft", "complaint"]
_OURS = re.compile(r"<[a-z]+\.[0-9a-f]{32}@[^<>\s]{1,255}>")
_MOST_BYTES = 30_000_000
_FULL_MAILBOX = "5.2.2"


@dataclass(frozen=True)
class Returned:
    """A mail that came in: what it says of which mail of ours, or why it says nothing."""

    path: str
    message_id: str | None = None
    kind: Kind | None = None
    status: str | None = None
    ignored: str | None = None


def read_returned(paths: Sequence[Path]) -> Iterator[Returned]:
    """Every mail in files (.eml), mailboxes (.mbox) and folders (Maildir, or of files). Raises MailError."""
    for path in paths:
        for name, content in _messages(path):
            yield understood(name, content)


def fetch_returned(settings: Bounces) -> Iterator[Returned]:
    """Every mail of the mailbox that mails come back to; nothing there is changed. Raises MailError."""
    place = f"{settings.host}:{settings.port}"
    try:
        with imaplib.IMAP4_SSL(
            settings.host or "", settings.port, ssl_context=ssl.create_default_context(), timeout=60
        ) as server:
            server.login(settings.user or "", os.environ.get(PASSWORD_VARIABLE, ""))
            server.select(f'"{settings.folder}"', readonly=True)
            _, found = server.search(None, "ALL")
            for number in found[0].split():
                _, parts = server.fetch(number.decode(), "(BODY.PEEK[])")
                content = next((part[1] for part in parts if isinstance(part, tuple)), b"")
                yield understood(f"{settings.folder}#{number.decode()}", content)
    except (OSError, imaplib.IMAP4.error) as error:
        message = f"{place}: the mailbox of returned mail cannot be read: {error}"
        raise MailError(message) from error


def understood(name: str, content: bytes) -> Returned:  # noqa: PLR0911  each kind of mail has its answer
    """What one mail says."""
    if len(content) > _MOST_BYTES:
        return Returned(name, ignored="too_large")
    message = message_from_bytes(content, policy=compat32)
    report = (message.get_param("report-type") or "") if message.get_content_type() == "multipart/report" else ""
    if report == "feedback-report":
        return _about(name, message, content, "complaint", None)
    statuses = list(_statuses(message))
    if statuses:
        failed = [status for action, status in statuses if action == "failed"]
        if not failed:
            return Returned(name, ignored="delayed")
        kind: Kind = "hard" if failed[0].startswith("5") and failed[0] != _FULL_MAILBOX else "soft"
        return _about(name, message, content, kind, failed[0])
    if str(message.get("Auto-Submitted", "no")).lower().startswith("auto-replied"):
        return Returned(name, ignored="auto_reply")
    temporary, permanent = _by_its_words(message)
    if permanent or temporary:
        return _about(name, message, content, "hard" if permanent else "soft", None)
    return Returned(name, ignored="not_a_bounce")


def _about(name: str, message: Message, content: bytes, kind: Kind, status: str | None) -> Returned:
    original = _original_id(message) or next(iter(_OURS.findall(content.decode("ascii", "replace"))), None)
    if original is None:
        return Returned(name, ignored="names_no_mail")
    return Returned(name, original, kind, status)


def _statuses(message: Message) -> Iterator[tuple[str, str]]:
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        blocks = part.get_payload()
        for block in blocks if isinstance(blocks, list) else []:
            if isinstance(block, Message) and block.get("Action"):
                status = re.search(r"\d\.\d{1,3}\.\d{1,3}", str(block.get("Status", "")))
                yield str(block["Action"]).strip().lower(), status[0] if status else ""


def _original_id(message: Message) -> str | None:
    for part in message.walk():
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload()
            if isinstance(inner, list) and inner and isinstance(inner[0], Message) and inner[0].get("Message-ID"):
                return str(inner[0]["Message-ID"]).strip()
        if part.get_content_type() == "text/rfc822-headers":
            headers = part.get_payload(decode=True)
            found = re.search(rb"(?im)^message-id:\s*(<[^>]+>)", headers if isinstance(headers, bytes) else b"")
            if found:
                return found[1].decode("ascii", "replace")
    return None


def _by_its_words(message: Message) -> tuple[set[bytes], set[bytes]]:
    from flufl.bounce import all_failures

    temporary, permanent = all_failures(message)
    return set(temporary), set(permanent)


def _messages(path: Path) -> Iterator[tuple[str, bytes]]:
    try:
        if path.is_dir():
            inner = [path / "cur", path / "new"] if (path / "cur").is_dir() else [path]
            for file in sorted(file for folder in inner if folder.is_dir() for file in folder.iterdir()):
                if file.is_file() and not file.name.startswith("."):
                    yield str(file), file.read_bytes()
        elif path.suffix.lower() == ".mbox":
            path.stat()
            box = mailbox.mbox(path, create=False)
            for number, key in enumerate(box.keys(), 1):
                yield f"{path}#{number}", box.get_bytes(key)
        else:
            yield str(path), path.read_bytes()
    except (OSError, mailbox.Error) as error:
        message = f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}"
        raise MailError(message) from error
