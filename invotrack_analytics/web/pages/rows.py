"""Rows: a page for each report, where every figure's drill-down ends; its question, its chart and its rows."""

from __future__ import annotations

from collections.abc import Iterable

from invotrack_analytics.publish.charts import drawings
from invotrack_analytics.publish.words import WORDS
from invotrack_analytics.reports.report import Report
from invotrack_analytics.web.filters import Filters
from invotrack_analytics.web.parts.listing import listing
from invotrack_analytics.web.parts.schedules import scheduled_exports
from invotrack_analytics.web.parts.view import SHARED_FIELDS, STAFF, Content, View, fill, look_of
from invotrack_analytics.web.visit import Visit

_MOST_BARS = 8


def rows_view(report: Report) -> View:
    """The page with a report's rows."""

    def content(visit: Visit, filters: Filters) -> Content:
        result = visit.report(report.name, filters)
        # A chart shows all rows: under a search or a condition it would say something else than the table.
        narrowed = any(name not in {"page", "sort"} for name, _ in filters.own)
        drawn = [] if narrowed else drawings(result, look_of(visit), _MOST_BARS)
        names = [column.name for column in result.columns]
        # A code beside its name only makes the table too wide to read; the download has both.
        shown = [name for name in names if name.removesuffix("_id") + "_name" not in names or name.endswith("_name")]
        rows = listing(visit, result, filters, label=report.title, only=shown)
        chart = result.figure()
        title = drawn[0].title if len(drawn) == 1 else chart.title if chart else ""
        html = fill("rows.html", visit, report=report, list=rows, drawings=drawn, chart_title=title)
        return Content(html, tuple(drawn))

    fields = {"as_of", "known_on", "search"} | (SHARED_FIELDS & set(report.parameters))
    if "date_from" in report.parameters:
        fields.add("from")
    return View(f"/reports/{report.name}", report.title, STAFF, content, frozenset(fields), in_menu=False)


def index_view(reports: Iterable[Report]) -> View:
    """The page that lists all reports."""
    listed = tuple(reports)

    def content(visit: Visit, filters: Filters) -> Content:
        exports = scheduled_exports(visit)
        failed = [export for export in exports if export.error]
        html = fill("reports.html", visit, reports=listed, filters=filters, exports=exports, failed_exports=failed)
        return Content(html)

    return View("/reports", WORDS.reports, STAFF, content)
