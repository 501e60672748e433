"""Planning: the reminders to come, from the books and the outbox together; nothing is sent, and no byte changes."""

from __future__ import annotations

from datetime import date, datetime

from invotrack_analytics.collecting.due import ASKED, check_started, note_said
from invotrack_analytics.collecting.plan import PlannedStep, plan
from invotrack_analytics.config import Settings
from invotrack_analytics.correspondence.reminding import said_in_outbox
from invotrack_analytics.mail.outbox import Outbox
from invotrack_analytics.warehouse.books import Books
from invotrack_analytics.warehouse.reader import Reader


def planned(  # noqa: PLR0913  of which days, of whom, and as of which moment
    books: Books, settings: Settings, *, first: date, last: date, client: str | None, now: datetime
) -> list[PlannedStep]:
    """The runs of each day from `first` to `last`. Raises CollectingError where reminders are not switched on."""
    check_started(settings)
    with Outbox.peek(settings.mail_folder) as outbox, Reader(books, settings) as reader:
        reader.macros.make(ASKED)
        note_said(reader.connection, [said for said, _ in said_in_outbox(outbox, settings, now)])
        return plan(reader.connection, settings, first=first, last=last, client=client)
