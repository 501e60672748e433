"""Time & billing: how much of the time worked is billable, billed and still to bill, by whom and for whom."""

from __future__ import annotations

from invotrack_analytics.publish.charts import drawings
from invotrack_analytics.publish.display import Display
from invotrack_analytics.publish.drawing import Drawing
from invotrack_analytics.publish.month_charts import draw_waterfall
from invotrack_analytics.publish.views.filters import Filters
from invotrack_analytics.publish.views.listing import listing
from invotrack_analytics.publish.views.tiles import tile
from invotrack_analytics.publish.views.view import SHARED_FIELDS, STAFF, Content, View, fill, look_of
from invotrack_analytics.publish.views.visit import Visit
from invotrack_analytics.publish.words import WORDS
from invotrack_analytics.reports.report import Result

_SHOWN = 12
_MOST_BARS = 14
_STEPS = (
    ("worked_amount", False),
    ("not_billable_amount", True),
    ("standard_amount", False),
    ("unbilled_amount", True),
    ("write_down_amount", True),
    ("billed_amount", False),
    ("credited_amount", True),
    ("written_off_amount", True),
    ("open_amount", True),
    ("collected_amount", False),
)
"""Of `hours_to_cash`: what is left, and what is taken off on the way (True)."""
_UTILISATION = ("employee_name", "capacity_hours", "hours", "billable_hours", "unbilled_hours", "utilisation")


def work(visit: Visit, filters: Filters) -> Content:
    """The page's content. Raises InvotrackError as the reports do."""
    look, base = look_of(visit), visit.books.settings.company.currency
    kpis = visit.report("time_kpis", filters)
    utilisation = visit.report("utilisation", filters)
    wip = visit.report("wip_aging", filters)
    period = {"first": look.day(kpis.parameters.date_from), "last": look.day(kpis.parameters.date_to)}
    bars = drawings(utilisation, look, _MOST_BARS)
    falls = _waterfalls(visit.report("hours_to_cash", filters), look, base)
    tiles = [
        tile(
            kpis,
            "billable_hours",
            WORDS.billable_hours,
            WORDS.period.format(**period),
            look=look,
            filters=filters,
            base=base,
        ),
        tile(kpis, "realisation", WORDS.realisation, WORDS.realisation_note, look=look, filters=filters, base=base),
        tile(
            kpis,
            "effective_rate",
            WORDS.effective_rate,
            WORDS.effective_rate_note,
            look=look,
            filters=filters,
            base=base,
        ),
        tile(
            kpis,
            "unbilled_amount",
            WORDS.wip,
            WORDS.wip_note.format(day=period["last"]),
            look=look,
            filters=filters,
            base=base,
        ),
    ]
    html = fill(
        "work.html",
        visit,
        filters=filters,
        tiles=tiles,
        period=period,
        bars=bars,
        falls=falls,
        utilisation=listing(
            visit, utilisation, filters, label=WORDS.utilisation, only=_UTILISATION, sort="-utilisation", size=_SHOWN
        ),
        wip=listing(
            visit,
            wip,
            filters,
            label=WORDS.wip_by_client,
            only=[column.name for column in wip.columns if column.name != "client_id"],
            sort="-amount",
            size=_SHOWN,
        ),
        hours=listing(
            visit,
            visit.report("billable_hours", filters),
            filters,
            label=WORDS.billable_hours,
            only=(
                "client_name",
                "project_name",
                "employee_name",
                "currency",
                "hours",
                "billable_hours",
                "billed_hours",
                "unbilled_hours",
                "realisation",
            ),
            sort="-hours",
            size=_SHOWN,
        ),
    )
    return Content(html, (*bars, *falls))


def _waterfalls(result: Result, look: Display, base: str) -> list[Drawing]:
    """From worked to collected, in each currency, the company's own first."""
    columns = {column.name: column for column in result.columns}
    totals = sorted(result.totals().items(), key=lambda item: (item[0] != base, item[0]))
    return [
        draw_waterfall(
            WORDS.waterfall, currency, [(columns[name], figures[name], taken) for name, taken in _STEPS], look
        )
        for currency, figures in totals
    ]


WORK = View("/time", WORDS.time_and_billing, STAFF, work, SHARED_FIELDS | {"from"})
