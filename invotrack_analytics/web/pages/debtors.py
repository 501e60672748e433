"""Debtors: every client that owes, or is owed, with how late it is; the rows of `aging`."""

from __future__ import annotations

from invotrack_analytics.publish.words import WORDS
from invotrack_analytics.reports.buckets import overdue_buckets
from invotrack_analytics.reports.report import Result
from invotrack_analytics.web.filters import Filters
from invotrack_analytics.web.parts.listing import listing
from invotrack_analytics.web.parts.status import late_status
from invotrack_analytics.web.parts.view import SHARED_FIELDS, STAFF, Content, View, fill, look_of
from invotrack_analytics.web.visit import Visit


def debtors(visit: Visit, filters: Filters) -> Content:
    """The page's content. Raises InvotrackError as the report does."""
    aging = visit.report("aging", filters)
    buckets = overdue_buckets(aging.parameters.buckets)
    left_out = {"client_id"} if _any_disputed(aging) else {"client_id", "disputed_amount"}
    rows = listing(
        visit,
        aging,
        filters,
        label=WORDS.debtors,
        # What is owed in the company's currency is on the report's own page; here it would hide what is late.
        only=[column.name for column in aging.columns if column.name not in left_out and not column.optional],
        sort="-outstanding",
        extra=(WORDS.status, lambda row: late_status(row, buckets)),
    )
    note = WORDS.debtors_note.format(day=look_of(visit).day(filters.as_of))
    return Content(fill("list.html", visit, list=rows, note=note))


def _any_disputed(aging: Result) -> bool:
    return any(total["disputed_amount"] for total in aging.totals().values())


DEBTORS = View("/debtors", WORDS.debtors, STAFF, debtors, SHARED_FIELDS | {"search"})
