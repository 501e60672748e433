"""The company's mail server: the way there is encrypted, its certificate checked."""

from __future__ import annotations

import os
import smtplib
import ssl

from invotrack_analytics.config import Smtp
from invotrack_analytics.errors import MailError

PASSWORD_VARIABLE = "INVOTRACK_SMTP_PASSWORD"  # noqa: S105  its name, not a password
TOKEN_VARIABLE = "INVOTRACK_SMTP_TOKEN"  # noqa: S105  its name, not a token
_SECONDS = 60


def connect(smtp: Smtp) -> smtplib.SMTP:
    """A session that takes mails. Raises MailError where nobody is let in, else OSError and SMTPException."""
    server = _opened(smtp)
    try:
        server.ehlo_or_helo_if_needed()
        if smtp.user is not None:
            _sign_in(server, smtp)
    except BaseException:
        server.close()
        raise
    return server


def _sign_in(server: smtplib.SMTP, smtp: Smtp) -> None:
    place = f"{smtp.host}:{smtp.port}"
    user = smtp.user or ""
    try:
        if smtp.auth == "xoauth2":
            token = os.environ.get(TOKEN_VARIABLE, "")
            server.auth("XOAUTH2", lambda _=None: f"user={user}\x01auth=Bearer {token}\x01\x01")
        else:
            server.login(user, os.environ.get(PASSWORD_VARIABLE, ""))
    except smtplib.SMTPAuthenticationError as error:
        variable = TOKEN_VARIABLE if smtp.auth == "xoauth2" else PASSWORD_VARIABLE
        words = f"{place} did not let {smtp.user} in; check smtp.user and the variable {variable}"
        raise MailError(words) from error


def _opened(smtp: Smtp) -> smtplib.SMTP:
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
