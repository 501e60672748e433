"""Check: every invariant of the books, and where it does not hold."""

from __future__ import annotations

from invotrack_analytics.publish.views.filters import Filters
from invotrack_analytics.publish.views.view import ACCOUNTANTS, Content, View, fill
from invotrack_analytics.publish.views.visit import Visit
from invotrack_analytics.publish.words import WORDS

_MOST_DIFFERENCES = 20


def check(visit: Visit, filters: Filters) -> Content:
    """The page's content."""
    invariants = visit.books.check(filters.as_of)
    html = fill("check.html", visit, invariants=invariants, most=_MOST_DIFFERENCES)
    return Content(html)


CHECK = View("/check", WORDS.check, ACCOUNTANTS, check, frozenset({"as_of"}))
