"""Letters: what a mail consists of, and its bytes. No text of anybody's becomes a header, or another recipient."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from invotrack_analytics.errors import MailError

_LONGEST_HEADER = 200
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")


@dataclass(frozen=True)
class Attachment:
    """A file that goes along."""

    name: str
    content: bytes
    media_type: str = "application/pdf"


@dataclass(frozen=True)
class Letter:
    """One mail to one address, before it has a code of its own."""

    kind: str
    to: str
    subject: str
    text: str
    html: str | None = None
    client_id: str | None = None
    language: str | None = None
    about: str | None = None
    """The document that it brings."""
    reply_to: str | None = None
    references: str | None = None
    """The Message-ID of the mail that it follows."""
    headers: Mapping[str, str] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True)
class Sender:
    """Who the mails come from."""

    address: str
    name: str = ""

    @property
    def domain(self) -> str:
        """What stands behind the @."""
        return self.address.rpartition("@")[2]


def is_address(text: str) -> bool:
    """Whether a text is a mail address, alone and plain."""
    return _ADDRESS.fullmatch(text) is not None


def message_id(kind: str, mail_id: str, to: str, domain: str) -> str:
    """The Message-ID of a mail: known before its first try, and the same at each."""
    digest = hashlib.sha256(f"{mail_id}|{to}".encode()).hexdigest()[:32]
    return f"<{kind}.{digest}@{domain}>"


def compose(letter: Letter, sender: Sender, identity: str, at: datetime) -> bytes:
    """The mail's bytes under the Message-ID `identity`, dated `at` (with zone). Raises MailError for no address."""
    if not is_address(letter.to):
        words = f"{letter.to!r} is not a mail address; correct the contact or the client"
        raise MailError(words)
    # The policy refuses a line break in any header; here a text of the books cannot even try.
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(one_line(sender.name), addr_spec=sender.address)
    message["To"] = Address(addr_spec=letter.to)
    message["Subject"] = one_line(letter.subject)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = identity
    message["Auto-Submitted"] = "auto-generated"
    if letter.reply_to and is_address(letter.reply_to):
        message["Reply-To"] = Address(addr_spec=letter.reply_to)
    if letter.references:
        message["In-Reply-To"] = letter.references
        message["References"] = letter.references
    for name, value in letter.headers.items():
        message[name] = one_line(value)
    message.set_content(letter.text, cte="quoted-printable")
    if letter.html is not None:
        message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    for attachment in letter.attachments:
        kind, _, subkind = attachment.media_type.partition("/")
        message.add_attachment(attachment.content, maintype=kind, subtype=subkind, filename=one_line(attachment.name))
    return message.as_bytes()


def one_line(text: str) -> str:
    """A text without control characters, short enough for a header."""
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())[
        :_LONGEST_HEADER
    ]
