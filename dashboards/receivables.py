"""The receivables dashboard: which pages it has, in the order of its menu.

`invotrack serve` shows it; `python -m dashboards.receivables [WORKSPACE]` does so without the command line.
"""

from __future__ import annotations

import sys

import invotrack_analytics as iv
from invotrack_analytics.errors import InvotrackError
from invotrack_analytics.publish.server.serve import serve
from invotrack_analytics.publish.views.overview import OVERVIEW
from invotrack_analytics.publish.views.view import View

PAGES: tuple[View, ...] = (OVERVIEW,)

if __name__ == "__main__":
    try:
        book = iv.open(sys.argv[1] if len(sys.argv) > 1 else None)
        serve(book, book.settings.server.host, book.settings.server.port, PAGES)
    except InvotrackError as error:
        sys.exit(str(error))
