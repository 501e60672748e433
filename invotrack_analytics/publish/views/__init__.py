"""The dashboard's pages, in the order of its menu; a new page is one file and one word here."""

from invotrack_analytics.publish.views.overview import OVERVIEW
from invotrack_analytics.publish.views.view import View

VIEWS: tuple[View, ...] = (OVERVIEW,)

__all__ = ["VIEWS", "View"]
