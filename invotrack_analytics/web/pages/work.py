"""Time & billing: how much of the time worked is billable, billed and still to bill, by whom and for whom."""

from __future__ import annotations

from invotrack_analytics.publish.charts import drawings
from invotrack_analytics.publish.words import WORDS
from invotrack_analytics.web.filters import Filters
from invotrack_analytics.web.parts.drill import rows_of
from invotrack_analytics.web.parts.listing import listing
from invotrack_analytics.web.parts.tiles import tile, total_tile
from invotrack_analytics.web.parts.view import SHARED_FIELDS, STAFF, Content, View, fill, look_of
from invotrack_analytics.web.visit import Visit

_SHOWN = 12
_MOST_BARS = 14
_UTILISATION = ("employee_name", "capacity_hours", "hours", "billable_hours", "unbilled_hours", "utilisation")


def work(visit: Visit, filters: Filters) -> Content:
    """The page's content. Raises InvotrackError as the reports do."""
    look, base = look_of(visit), visit.books.settings.company.currency
    kpis = visit.report("time_kpis", filters)
    utilisation = visit.report("utilisation", filters)
    wip = visit.report("wip_aging", filters)
    period = {"first": look.day(kpis.parameters.date_from), "last": look.day(kpis.parameters.date_to)}
    bars = drawings(utilisation, look, _MOST_BARS)
    falls = drawings(visit.report("hours_to_cash", filters), look)
    # The company's own currency first.
    falls.sort(key=lambda fall: (fall.split != base, fall.split))
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
        # All that waits, whenever it was worked: the period is that of the other tiles.
        total_tile(
            wip,
            "amount",
            WORDS.wip,
            WORDS.wip_note.format(day=look.day(filters.as_of)),
            look=look,
            base=base,
            behind=lambda currency: rows_of(filters, "unbilled_hours", currency=currency),
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


WORK = View("/time", WORDS.time_and_billing, STAFF, work, SHARED_FIELDS | {"from"})
