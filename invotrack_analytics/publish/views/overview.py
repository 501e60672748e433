"""Overview: what is owed, how late it is, and by whom; the rows are those of the report `aging`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from invotrack_analytics.publish.charts import drawings, series_colours, short_money
from invotrack_analytics.publish.display import MISSING, Display
from invotrack_analytics.publish.views.filters import Filters
from invotrack_analytics.publish.views.view import Content, View, fill, long_day, look_of
from invotrack_analytics.publish.views.visit import Visit
from invotrack_analytics.publish.words import WORDS
from invotrack_analytics.reports.buckets import NOT_DUE, Bucket, overdue_buckets
from invotrack_analytics.reports.report import Column, Result, Value

_MOST_DEBTORS = 10
_MOST_DEBTORS_EACH = 5
"""Where several currencies share the page."""
_MOST_BARS = 10
_FEWEST_BARS = 3

Row = Mapping[str, Value]


@dataclass(frozen=True)
class Figure:
    """An amount on a tile: short to look at, in full for title and screen reader."""

    currency: str
    short: str
    full: str


@dataclass(frozen=True)
class Tile:
    """One headline with a figure per currency."""

    title: str
    figures: tuple[Figure, ...]
    tone: str = ""


@dataclass(frozen=True)
class Status:
    """How late a row is, in words, with the tone that colours it."""

    text: str
    tone: str


def overview(visit: Visit, filters: Filters) -> Content:
    """The page's content. Raises InvotrackError as the reports do."""
    look = look_of(visit)
    aging = visit.report("aging", filters)
    base = visit.books.settings.company.currency
    # The company's own currency stands first, the others by their code.
    currencies = sorted(aging.totals(), key=lambda currency: (currency != base, currency))
    if not currencies:
        return Content(fill("empty.html", visit, day=long_day(filters.as_of, look)))
    most = _MOST_DEBTORS if len(currencies) == 1 else _MOST_DEBTORS_EACH
    bars = max(_FEWEST_BARS, _MOST_BARS // len(currencies))
    drawn = sorted(drawings(aging, look, WORDS.others, bars), key=lambda drawing: currencies.index(drawing.split))
    buckets = overdue_buckets(aging.parameters.buckets)
    html = fill(
        "overview.html",
        visit,
        filters=filters,
        tiles=_tiles(aging, buckets, currencies, look),
        currencies=currencies,
        totals=aging.totals(),
        bucket_columns=_bucket_columns(aging),
        colours=series_colours([column.name for column in _bucket_columns(aging)]),
        share=_share_of_open(aging),
        drawings=drawn,
        columns=[column for column in aging.columns if column.type == "money"],
        debtors=_debtors(aging, currencies, most),
        rows=len(aging),
        status=lambda row: _status(row, buckets),
    )
    return Content(html, tuple(drawn))


def _tiles(aging: Result, buckets: Sequence[Bucket], currencies: Sequence[str], look: Display) -> list[Tile]:
    totals = aging.totals()
    names = [bucket.name for bucket in buckets]

    def tile(title: str, columns: Sequence[str], tone: str = "") -> Tile:
        amounts = {currency: sum((totals[currency][name] for name in columns), Decimal(0)) for currency in currencies}
        figures = [
            Figure(currency, short_money(amounts[currency], currency, look), look.money(amounts[currency], currency))
            for currency in currencies
        ]
        return Tile(title, tuple(figures), tone if any(amounts.values()) else "")

    return [
        tile(WORDS.outstanding, ["outstanding"]),
        tile(WORDS.overdue, names, "late"),
        tile(WORDS.oldest.format(days=buckets[-1].first - 1), names[-1:], "latest"),
        tile(WORDS.not_yet_due, [NOT_DUE]),
    ]


def _bucket_columns(aging: Result) -> list[Column]:
    names = {NOT_DUE, *(bucket.name for bucket in overdue_buckets(aging.parameters.buckets))}
    return [column for column in aging.columns if column.name in names]


def _share_of_open(aging: Result) -> Mapping[str, Mapping[str, float]]:
    """How long each bucket's bar is drawn: its part of the currency's open amount."""
    names = [column.name for column in _bucket_columns(aging)]
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


def _status(row: Row, buckets: Sequence[Bucket]) -> Status:
    for place, bucket in reversed(list(enumerate(buckets, start=1))):
        if row[bucket.name]:
            tone = "latest" if place == len(buckets) else "late" if place > 1 else "soon"
            return Status(WORDS.days_late.format(days=bucket.title), tone)
    if row[NOT_DUE]:
        return Status(WORDS.not_due, "calm")
    return Status(WORDS.in_credit, "calm") if row["unapplied_credit"] else Status(MISSING, "calm")


OVERVIEW = View("/", WORDS.overview, frozenset({"manager", "accountant", "client"}), overview)
