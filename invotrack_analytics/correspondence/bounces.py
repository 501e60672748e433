"""Bounces: what came back settles the mail that it names; an address that nobody is at is written to no more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from invotrack_analytics.config import Settings
from invotrack_analytics.correspondence.posting import post_ended
from invotrack_analytics.errors import MailError
from invotrack_analytics.mail.bounces import Returned, fetch_returned, read_returned
from invotrack_analytics.mail.sending import sending
from invotrack_analytics.warehouse.books import Books

_STATES = {"hard": "bounced_hard", "soft": "bounced_soft", "complaint": "complained"}
_WENT = frozenset({"sent", "unknown"})
_SETTLED_BY = {
    "hard": _WENT | {"bounced_soft"},
    "soft": _WENT,
    "complaint": _WENT,
}


@dataclass(frozen=True)
class Matched:
    """A mail of ours that came back, or was complained of."""

    delivery_id: str
    address: str
    kind: str
    status: str | None


@dataclass(frozen=True)
class BounceResult:
    """What was read."""

    matched: tuple[Matched, ...]
    ignored: tuple[Returned, ...]


def take_bounces(
    books: Books, settings: Settings, paths: Sequence[Path], *, now: datetime, recorded_at: datetime
) -> BounceResult:
    """Read what came back, from paths or else from the mailbox of the settings. Raises MailError."""
    if paths:
        returned: Iterable[Returned] = list(read_returned(paths))
    elif settings.mail.bounces is not None and settings.mail.bounces.host:
        returned = list(fetch_returned(settings.mail.bounces))
    else:
        message = "name files of returned mail, or the mailbox that they come to in [mail.bounces] of invotrack.toml"
        raise MailError(message)
    matched: list[Matched] = []
    ignored: list[Returned] = []
    with sending(settings, now) as post:
        for one in returned:
            mail = post.outbox.by_message_id(one.message_id) if one.message_id else None
            if mail is None or one.kind is None:
                ignored.append(one if one.ignored else Returned(one.path, ignored="no_mail_of_ours"))
                continue
            if mail.state in _SETTLED_BY[one.kind]:
                post.outbox.end(mail, _STATES[one.kind], now, one.status)
            matched.append(Matched(mail.id, mail.to, one.kind, one.status))
        post_ended(books, settings, post.outbox, recorded_at)
    return BounceResult(tuple(matched), tuple(ignored))
