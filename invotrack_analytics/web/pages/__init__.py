"""The pages of the receivables dashboard, in the order of its menu."""

from invotrack_analytics.reports import REPORTS
from invotrack_analytics.web.pages.account import ACCOUNT
from invotrack_analytics.web.pages.billing import BILLING
from invotrack_analytics.web.pages.cash_and_sales import CASH, SALES
from invotrack_analytics.web.pages.checks import CHECK
from invotrack_analytics.web.pages.client import CLIENT
from invotrack_analytics.web.pages.debtors import DEBTORS
from invotrack_analytics.web.pages.intake import IMPORTS, QUARANTINE
from invotrack_analytics.web.pages.overview import OVERVIEW
from invotrack_analytics.web.pages.rows import index_view, rows_view
from invotrack_analytics.web.pages.work import WORK
from invotrack_analytics.web.parts.view import View

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
