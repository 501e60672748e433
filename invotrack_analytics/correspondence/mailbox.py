"""The outbox in a person's hands: listed, shown, confirmed, cancelled and sent once more."""

from __future__ import annotations

from datetime import datetime

from invotrack_analytics.config import Settings
from invotrack_analytics.correspondence.posting import post_ended
from invotrack_analytics.errors import MailError
from invotrack_analytics.mail.outbox import OPEN, Mail, Outbox
from invotrack_analytics.mail.sending import sending
from invotrack_analytics.warehouse.books import Books

_RESENDABLE = frozenset({"unknown", "failed", "bounced_soft", "bounced_hard", "cancelled"})
_CONFIRMABLE = frozenset({"unknown", "failed", "bounced_soft", "bounced_hard"})


def list_mails(settings: Settings, state: str | None = None) -> list[Mail]:
    """The mails of the outbox, or those in a state, as they were entered."""
    with Outbox.peek(settings.mail_folder) as outbox:
        return outbox.mails(*([state] if state else []))


def show_mail(settings: Settings, mail_id: str) -> tuple[Mail, bytes]:
    """A mail and its bytes as they leave. Raises MailError."""
    with Outbox.peek(settings.mail_folder) as outbox:
        mail = outbox.mail(mail_id)
        return mail, outbox.content(mail)


def cancel_mail(books: Books, settings: Settings, mail_id: str, *, now: datetime, recorded_at: datetime) -> Mail:
    """Keep a mail that did not leave from leaving; what it says is not said by another. Raises MailError."""
    with sending(settings, now) as post:
        mail = post.outbox.mail(mail_id)
        if mail.state not in OPEN | {"failed"}:
            message = f"the mail {mail_id} is {mail.state}; only one that did not leave can be cancelled"
            raise MailError(message)
        mail = post.outbox.end(mail, "cancelled", now)
        post_ended(books, settings, post.outbox, recorded_at)
        return mail


def confirm_mail(books: Books, settings: Settings, mail_id: str, *, now: datetime, recorded_at: datetime) -> Mail:
    """Note that a mail arrived, as a person found out. Raises MailError."""
    with sending(settings, now) as post:
        mail = post.outbox.mail(mail_id)
        if mail.state not in _CONFIRMABLE:
            message = f"the mail {mail_id} is {mail.state}; there is nothing to confirm"
            raise MailError(message)
        mail = post.outbox.end(mail, "sent", now, mail.smtp_reply)
        post_ended(books, settings, post.outbox, recorded_at)
        return mail


def resend_mail(books: Books, settings: Settings, mail_id: str, *, now: datetime, recorded_at: datetime) -> Mail:
    """Send a mail once more, at once and under the same Message-ID. Raises MailError where it arrived or waits."""
    with sending(settings, now) as post:
        mail = post.outbox.mail(mail_id)
        if mail.state not in _RESENDABLE | OPEN:
            message = f"the mail {mail_id} is {mail.state}; it is not sent twice"
            raise MailError(message)
        outcome = post.deliver(post.outbox.again(mail))
        post_ended(books, settings, post.outbox, recorded_at)
        return outcome if isinstance(outcome, Mail) else post.outbox.mail(mail_id)
