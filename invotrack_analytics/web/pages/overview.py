"""Overview: what is owed, how late it is, and by whom; its figures are rows of `kpi_trend` and `aging`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from invotrack_analytics.publish.charts import drawings
from invotrack_analytics.publish.display import Display
from invotrack_analytics.publish.plots import plots
from invotrack_analytics.publish.words import WORDS
from invotrack_analytics.reports.buckets import NOT_DUE, overdue_buckets
from invotrack_analytics.reports.receivables_kpis import RECEIVABLES_KPIS
from invotrack_analytics.reports.report import Chart, Result, Value
from invotrack_analytics.web.filters import Filters
from invotrack_analytics.web.parts.drill import drill, open_in_bucket, rows_of
from invotrack_analytics.web.parts.listing import downloads
from invotrack_analytics.web.parts.schedules import failed_exports
from invotrack_analytics.web.parts.status import late_status
from invotrack_analytics.web.parts.tiles import Tile, Trend, own_first, tile
from invotrack_analytics.web.parts.view import ACCOUNTANTS, STAFF, Content, View, cell, fill, look_of
from invotrack_analytics.web.visit import Visit

_MOST_DEBTORS = 10
_MOST_DEBTORS_EACH = 5
"""Where several currencies share the page."""
_MOST_BARS = 10
_FEWEST_BARS = 3
_ACCOUNT = ("unapplied_credit", "outstanding")
"""What the table of debtors has beside the buckets; Debtors has all."""
_BALANCE = Chart("stacked_bar", WORDS.balance, "month", (NOT_DUE, "overdue"))

Row = Mapping[str, Value]


def overview(visit: Visit, filters: Filters) -> Content:
    """The page's content. Raises InvotrackError as the reports do."""
    look = look_of(visit)
    aging = visit.report("aging", filters)
    by_month = visit.report("kpi_trend", filters)
    trend = Trend.of(by_month)
    base = visit.books.settings.company.currency
    rows = {str(row["currency"]): row for row in own_first(trend.now.rows(), base)}
    if not rows:
        nothing_yet, may_import = not visit.clients(), visit.role in ACCOUNTANTS
        html = fill("empty.html", visit, day=look.day(filters.as_of), nothing_yet=nothing_yet, may_import=may_import)
        return Content(html)
    currencies = [currency for currency in rows if currency in aging.totals()]
    drawn = sorted(
        drawings(aging, look, max(_FEWEST_BARS, _MOST_BARS // max(1, len(currencies)))),
        key=lambda drawing: _place(drawing.split, base),
    )
    balances = drawings(by_month, look, chart=_BALANCE) if currencies else []
    balances.sort(key=lambda drawing: _place(drawing.split, base))
    buckets = overdue_buckets(aging.parameters.buckets)
    bucket_names = [NOT_DUE, *(bucket.name for bucket in buckets)]
    debtors = _debtors(aging, currencies, _MOST_DEBTORS if len(currencies) == 1 else _MOST_DEBTORS_EACH)
    html = fill(
        "overview.html",
        visit,
        filters=filters,
        day=look.day(filters.as_of),
        failed_exports=failed_exports(visit),
        tiles=_tiles(trend, look, filters, base),
        kpi_rows=rows,
        kpi_columns=[one for one in RECEIVABLES_KPIS.columns(aging.parameters) if one.type in {"days", "ratio"}],
        currencies=currencies,
        totals=aging.totals(),
        buckets=[column for column in aging.columns if column.name in bucket_names],
        colours=_colours(aging),
        share=_share_of_open(aging, bucket_names),
        drawings=drawn,
        trend=balances,
        in_bucket=lambda currency, name: open_in_bucket(filters, {"currency": currency}, name),
        drill=lambda column, row: drill(aging, column, row, filters),
        drill_kpi=lambda column, row: drill(trend.now, column, row, filters),
        accounts=lambda currency, name: rows_of(filters, "aging", currency=currency, sort=f"-{name}"),
        columns=[column for column in aging.columns if column.name in {*bucket_names, *_ACCOUNT}],
        debtors=debtors,
        rows=len(aging),
        downloads=downloads(visit, "aging", filters),
        status=lambda row: late_status(row, buckets),
        cell=lambda column, value, currency: cell(look, column, value, currency),
    )
    return Content(html, (*drawn, *balances))


def _place(currency: str, base: str) -> tuple[bool, str]:
    return currency != base, currency


def _tiles(trend: Trend, look: Display, filters: Filters, base: str) -> list[Tile]:
    asked = trend.now.parameters
    period = WORDS.period.format(first=look.day(asked.date_from), last=look.day(asked.date_to))

    def one(name: str, title: str, note: str, tone: str = "") -> Tile:
        return tile(trend.now, name, title, note, look=look, filters=filters, base=base, tone=tone, trend=trend)

    return [
        one("outstanding", WORDS.outstanding, WORDS.outstanding_note),
        one("overdue", WORDS.overdue, WORDS.overdue_note, "late"),
        one("dso_simple", WORDS.dso, period),
        one("cei", WORDS.cei, period),
    ]


def _colours(aging: Result) -> Mapping[str, str]:
    return {series.column.name: series.colour for plot in plots(aging)[:1] for series in plot.series}


def _share_of_open(aging: Result, names: Sequence[str]) -> Mapping[str, Mapping[str, float]]:
    """How long each bucket's bar is drawn: its part of the currency's open amount."""
    shares = {}
    for currency, totals in aging.totals().items():
        whole = sum(totals[name] for name in names)
        shares[currency] = {name: float(totals[name] / whole) if whole else 0.0 for name in names}
    return shares


def _debtors(aging: Result, currencies: Sequence[str], most: int) -> list[Row]:
    """The rows with the largest outstanding amounts, currency by currency: amounts of two currencies do not compare."""
    rows: list[Row] = []
    for currency in currencies:
        owing = [row for row in aging.rows() if row["currency"] == currency]
        rows += sorted(owing, key=lambda row: Decimal(str(row["outstanding"])), reverse=True)[:most]
    return rows


OVERVIEW = View("/", WORDS.overview, STAFF, overview)
