"""Cash and Sales: what came in and may come in, and what was sold, with the rows behind each figure."""

from __future__ import annotations

from invotrack_analytics.publish.charts import drawings
from invotrack_analytics.publish.display import Display
from invotrack_analytics.publish.drawing import Drawing
from invotrack_analytics.publish.words import WORDS
from invotrack_analytics.reports.report import Chart, Result
from invotrack_analytics.web.filters import Filters
from invotrack_analytics.web.parts.drill import rows_of
from invotrack_analytics.web.parts.listing import listing
from invotrack_analytics.web.parts.tiles import Tile, total_tile
from invotrack_analytics.web.parts.view import SHARED_FIELDS, STAFF, Content, View, fill, look_of
from invotrack_analytics.web.visit import Visit

_MOST_CLIENTS = 12
_MOST_CLIENTS_EACH = 7
"""Where several currencies share the page: as high as a chart of months."""
_SHOWN = 40


def cash(visit: Visit, filters: Filters) -> Content:
    """Invoiced and collected by month, beside what may come in by week. Raises InvotrackError as the reports do."""
    look = look_of(visit)
    result = visit.report("cash_flow", filters)
    drawn = _own_first(drawings(result, look), visit)
    rows = listing(visit, result, filters, label=WORDS.cash_by_month, sort="-month", size=_SHOWN)
    note = WORDS.cash_note.format(**_period(result, look))
    forecast = visit.report("cash_forecast", filters)
    ahead = _own_first(drawings(forecast, look), visit)
    weeks = listing(visit, forecast, filters, label=WORDS.cash_ahead, sort="week", size=_SHOWN)
    ahead_note = WORDS.cash_ahead_note.format(day=look.day(filters.as_of))
    tiles = [
        _total(result, "invoiced", WORDS.invoiced, visit, filters, "documents", kind="invoice,credit_note"),
        _total(result, "collected", WORDS.collected, visit, filters, "documents", kind="payment"),
        _total(result, "expenses", WORDS.expenses, visit, filters, "paid_expenses"),
        total_tile(
            forecast,
            "collections",
            WORDS.to_come,
            WORDS.to_come_note,
            look=look,
            base=_base(visit),
            behind=lambda currency: rows_of(filters, "expected_payments", currency=currency),
        ),
    ]
    charts = [(WORDS.cash_by_month, note, drawn, 0), (WORDS.cash_ahead, ahead_note, ahead, len(drawn))]
    html = fill(
        "month.html",
        visit,
        tiles=tiles,
        charts=charts,
        list=rows,
        label=WORDS.cash,
        further=[(weeks, WORDS.cash_ahead, ahead_note, "/reports/cash_forecast" + filters.query())] if ahead else [],
    )
    return Content(html, (*drawn, *ahead))


def sales(visit: Visit, filters: Filters) -> Content:
    """Net sales by month and by client. Raises InvotrackError as the report does."""
    look = look_of(visit)
    result = visit.report("sales", filters)
    by_month = _own_first(
        drawings(result, look, chart=Chart("bar", WORDS.sales_by_month, "month", ("net_amount",))), visit
    )
    most = _MOST_CLIENTS_EACH if len(by_month) > 1 else _MOST_CLIENTS
    by_client = _own_first(drawings(result, look, most), visit)
    note = WORDS.sales_note.format(**_period(result, look))
    rows = listing(
        visit,
        result,
        filters,
        label=WORDS.sales,
        only=[column.name for column in result.columns if column.name != "client_id"],
        sort="-month",
        size=_SHOWN,
    )
    charts = [
        (WORDS.sales_by_month, note, by_month, 0),
        (WORDS.sales_by_client, note, by_client, len(by_month)),
    ]
    tiles = [
        _total(result, name, title, visit, filters, "documents", kind="invoice,credit_note")
        for name, title in (
            ("net_amount", WORDS.net_sales),
            ("tax_amount", WORDS.tax),
            ("total_amount", WORDS.sales_with_tax),
        )
    ]
    html = fill("month.html", visit, tiles=tiles, charts=charts, list=rows, label=WORDS.sales, further=[])
    return Content(html, (*by_month, *by_client))


def _total(  # noqa: PLR0913, PLR0917  all that a tile of the period depends on
    result: Result, name: str, title: str, visit: Visit, filters: Filters, report: str, **conditions: str
) -> Tile:
    """What a column comes to in the period; behind it, a report's rows of these days."""
    asked, look = result.parameters, look_of(visit)
    if report == "documents":
        conditions["document_date"] = f"{asked.date_from}..{asked.date_to}"
    return total_tile(
        result,
        name,
        title,
        WORDS.period.format(**_period(result, look)),
        look=look,
        base=_base(visit),
        behind=lambda currency: rows_of(filters, report, currency=currency, **conditions),
    )


def _period(result: Result, look: Display) -> dict[str, str]:
    return {"first": look.day(result.parameters.date_from), "last": look.day(result.parameters.date_to)}


def _base(visit: Visit) -> str:
    return visit.books.settings.company.currency


def _own_first(drawn: list[Drawing], visit: Visit) -> list[Drawing]:
    base = _base(visit)
    return sorted(drawn, key=lambda drawing: (drawing.split != base, drawing.split))


CASH = View("/cash", WORDS.cash, STAFF, cash, SHARED_FIELDS | {"from"})
SALES = View("/sales", WORDS.sales, STAFF, sales, SHARED_FIELDS | {"from", "search"})
