"""Suppression: addresses that mail came back from for good. An address is suppressed, never its client."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

import duckdb

from invotrack_analytics.mail.outbox import Outbox

_SOFT_TIMES = 3
_SOFT_DAYS = timedelta(days=30)


def suppressed_addresses(connection: duckdb.DuckDBPyConnection, outbox: Outbox) -> frozenset[str]:
    """Addresses, in lower case, to which nothing goes any more: a hard bounce, or three soft ones within 30 days.

    Asked of the books and of the outbox, whichever of the two is left.
    """
    posted = connection.execute(
        """
        select delivery_id, lower("to"), state, bounced_on from deliveries
        where state in ('bounced_hard', 'bounced_soft')
        """
    ).fetchall()
    bounced: dict[str, tuple[str, str, date | None]] = {row[0]: row[1:] for row in posted}
    for mail in outbox.mails("bounced_hard", "bounced_soft", "sent"):
        if mail.state == "sent":
            bounced.pop(mail.id, None)
        else:
            day = date.fromisoformat(mail.bounced_on) if mail.bounced_on else None
            bounced[mail.id] = (mail.to.lower(), mail.state, day)
    soft: dict[str, list[date]] = defaultdict(list)
    for address, state, day in bounced.values():
        if state == "bounced_soft" and day is not None:
            soft[address].append(day)
    often = {
        address
        for address, days in soft.items()
        for first, last in zip(sorted(days), sorted(days)[_SOFT_TIMES - 1 :], strict=False)
        if last - first <= _SOFT_DAYS
    }
    return frozenset(often | {address for address, state, _ in bounced.values() if state == "bounced_hard"})
