"""Mail: files sent to people by the company's own server, encrypted on the way, its certificate checked."""

from __future__ import annotations

import hashlib
import mimetypes
import os
import smtplib
import ssl
from collections.abc import Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from invotrack_analytics.config import Smtp
from invotrack_analytics.errors import MailError

PASSWORD_VARIABLE = "INVOTRACK_SMTP_PASSWORD"  # noqa: S105  its name, not a password
MOST_ATTACHED_BYTES = 15_000_000
"""Many servers take no more than 20 MB, of which the encoding costs a third: larger files are named, not attached."""
_SECONDS = 60
_LONGEST_SUBJECT = 200


def send_mail(  # noqa: PLR0913  what a mail consists of
    smtp: Smtp, to: str, subject: str, text: str, files: Sequence[Path], *, identity: str
) -> None:
    """Send the text with the files to an address. A mail of the same identity is known as the same by its id.

    Raises MailError, which names the server and what it answered.
    """
    message = _compose(smtp, to, subject, text, files, identity)
    place = f"{smtp.host}:{smtp.port}"
    try:
        with _connect(smtp) as server:
            if smtp.user is not None:
                server.login(smtp.user, os.environ.get(PASSWORD_VARIABLE, ""))
            server.send_message(message)
    except smtplib.SMTPAuthenticationError as error:
        words = f"{place} did not let {smtp.user} in; check smtp.user and the variable {PASSWORD_VARIABLE}"
        raise MailError(words) from error
    except smtplib.SMTPResponseException as error:
        answer = (
            error.smtp_error.decode("utf-8", "replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
        )
        words = f"{place} did not take the mail: {error.smtp_code} {answer}"
        raise MailError(words) from error
    except smtplib.SMTPRecipientsRefused as error:
        words = f"{place} takes no mail for {to}"
        raise MailError(words) from error
    except ssl.SSLError as error:
        words = f"{place}: the way there cannot be encrypted: {error.reason or error}; see smtp.security and smtp.port"
        raise MailError(words) from error
    except (OSError, smtplib.SMTPException) as error:
        words = f"{place} cannot be reached: {getattr(error, 'strerror', None) or error}"
        raise MailError(words) from error


def _connect(smtp: Smtp) -> smtplib.SMTP:
    host = smtp.host or ""
    context = ssl.create_default_context()
    if smtp.security == "tls":
        return smtplib.SMTP_SSL(host, smtp.port, timeout=_SECONDS, context=context)
    server = smtplib.SMTP(host, smtp.port, timeout=_SECONDS)
    if smtp.security == "starttls":
        try:
            # Raises where the server offers none: a password and a company's figures do not go in the open.
            server.starttls(context=context)
        except BaseException:
            server.close()
            raise
    return server


def _compose(  # noqa: PLR0913, PLR0917  what a mail consists of
    smtp: Smtp, to: str, subject: str, text: str, files: Sequence[Path], identity: str
) -> EmailMessage:
    sender = smtp.sender or ""
    # The policy refuses a line break in any header; here a text of the company's cannot even try.
    message = EmailMessage(policy=SMTP)
    message["Subject"] = " ".join("".join(map(_visible, subject)).split())[:_LONGEST_SUBJECT]
    message["From"] = Address(addr_spec=sender)
    message["To"] = Address(addr_spec=to)
    digest = hashlib.sha256("\n".join([identity, to, *map(str, files)]).encode()).hexdigest()[:32]
    message["Message-ID"] = f"<{digest}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    attached = sum(file.stat().st_size for file in files) <= MOST_ATTACHED_BYTES
    where = "" if attached else " Its files are too large to send; they lie in"
    names = "\n".join(f"  {file.name if attached else file}" for file in files)
    message.set_content(f"{text}{where}\n\n{names}\n")
    for file in files if attached else ():
        kind, _, subkind = (mimetypes.guess_type(file.name)[0] or "application/octet-stream").partition("/")
        message.add_attachment(file.read_bytes(), maintype=kind, subtype=subkind, filename=file.name)
    return message


def _visible(character: str) -> str:
    return character if character.isprintable() else " "
