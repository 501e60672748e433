"""The receivables dashboard: which pages it has, in the order of its menu.

`invotrack serve` shows it; `python -m dashboards.receivables [WORKSPACE]` does so without the command line.
"""

from __future__ import annotations

import sys

import invotrack_analytics as iv
from invotrack_analytics.errors import InvotrackError
from invotrack_analytics.publish.server.serve import serve
from invotrack_analytics.publish.views.account import ACCOUNT
from invotrack_analytics.publish.views.billing import BILLING
from invotrack_analytics.publish.views.cash_and_sales import CASH, SALES
from invotrack_analytics.publish.views.checks import CHECK
from invotrack_analytics.publish.views.client import CLIENT
from invotrack_analytics.publish.views.debtors import DEBTORS
from invotrack_analytics.publish.views.intake import IMPORTS, QUARANTINE
from invotrack_analytics.publish.views.overview import OVERVIEW
from invotrack_analytics.publish.views.rows import index_view, rows_view
from invotrack_analytics.publish.views.view import View
from invotrack_analytics.publish.views.work import WORK
from invotrack_analytics.reports import REPORTS

PAGES: tuple[View, ...] = (
    OVERVIEW,
    ACCOUNT,
    DEBTORS,
    CLIENT,
    WORK,
    CASH,
    SALES,
    index_view(REPORTS),
    IMPORTS,
    QUARANTINE,
    BILLING,
    CHECK,
    *(rows_view(report) for report in REPORTS),
)

if __name__ == "__main__":
    try:
        book = iv.open(sys.argv[1] if len(sys.argv) > 1 else None)
        serve(book, book.settings.server.host, book.settings.server.port, PAGES)
    except InvotrackError as error:
        sys.exit(str(error))
