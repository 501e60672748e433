"""Check: every invariant of the books, and where it does not hold."""

from __future__ import annotations

from invotrack_analytics.publish.words import WORDS
from invotrack_analytics.web.filters import Filters
from invotrack_analytics.web.parts.view import ACCOUNTANTS, Content, View, fill, look_of
from invotrack_analytics.web.visit import Visit

_MOST_DIFFERENCES = 20


def check(visit: Visit, filters: Filters) -> Content:
    """The page's content."""
    # Those that fail are what somebody comes for.
    invariants = sorted(visit.books.check(filters.as_of), key=lambda one: one.holds)
    html = fill(
        "check.html",
        visit,
        invariants=invariants,
        failing=sum(not one.holds for one in invariants),
        most=_MOST_DIFFERENCES,
        day=look_of(visit).day(filters.as_of),
    )
    return Content(html)


CHECK = View("/check", WORDS.check, ACCOUNTANTS, check, frozenset({"as_of"}))
