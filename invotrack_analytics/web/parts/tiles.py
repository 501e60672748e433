"""Tiles: the headline figures of a page, one per currency, short to look at and in full for who wants it exact."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import pyarrow.compute as pc

from invotrack_analytics.publish.charts import short_money
from invotrack_analytics.publish.display import Display
from invotrack_analytics.publish.month_charts import spark_points
from invotrack_analytics.publish.words import WORDS
from invotrack_analytics.reports.report import Column, Result, Value
from invotrack_analytics.web.filters import Filters
from invotrack_analytics.web.parts.drill import Row, drill
from invotrack_analytics.web.parts.view import cell


@dataclass(frozen=True)
class Change:
    """By how much a figure has moved since the end of the month before; `told` says it to a screen reader."""

    short: str
    told: str
    tone: str
    """good, bad, or nothing where neither direction is."""


@dataclass(frozen=True)
class Figure:
    """What stands on a tile; `href` leads to the rows behind it, `spark` and `change` say how it has moved."""

    short: str
    full: str
    beside: str = ""
    """The currency, where several share the tile and the figure itself does not name it."""
    href: str | None = None
    spark: str = ""
    change: Change | None = None


@dataclass(frozen=True)
class Tile:
    """One headline with a figure per currency."""

    title: str
    note: str
    figures: tuple[Figure, ...]
    tone: str = ""
    since: str = ""
    """The day from which its changes count."""

    @property
    def of_currencies(self) -> bool:
        """Whether several figures share it."""
        return len(self.figures) > 1


def own_first(rows: Sequence[Row], base: str) -> list[Row]:
    """Rows by currency: the company's own stands first, the others by their code."""
    return sorted(rows, key=lambda row: (row["currency"] != base, str(row["currency"])))


def tile(  # noqa: PLR0913  each is a part of the tile
    result: Result,
    name: str,
    title: str,
    note: str,
    *,
    look: Display,
    filters: Filters | None,
    base: str,
    tone: str = "",
    trend: Trend | None = None,
) -> Tile:
    """A column of a result with a row per currency as a tile; linked to what lies behind where there are filters."""
    column = next(column for column in result.columns if column.name == name)
    rows = own_first(result.rows(), base)
    figures = tuple(_figure(result, column, row, look, filters, trend, several=len(rows) > 1) for row in rows)
    since = trend.since if trend and any(figure.change for figure in figures) else None
    return Tile(
        title,
        note,
        figures,
        tone if any(row[name] for row in rows) else "",
        look.day(since) if since else "",
    )


def total_tile(  # noqa: PLR0913  each is a part of the tile
    result: Result, name: str, title: str, note: str, *, look: Display, base: str, behind: Callable[[str], str]
) -> Tile:
    """A column's total in each currency as a tile; nothing of our own where there are no rows.

    `behind` is the address of a currency's rows.
    """
    totals = {currency: total[name] for currency, total in result.totals().items()} or {base: Decimal(0)}
    figures = tuple(
        Figure(
            short_money(total, currency, look), look.money(total, currency), href=behind(currency) if total else None
        )
        for currency, total in sorted(totals.items(), key=lambda one: (one[0] != base, one[0]))
    )
    return Tile(title, note, figures)


_RISING_IS = {"overdue": "bad", "dso_simple": "bad", "cei": "good"}
"""Of what it is good or bad news that it rises; of what is owed it is neither."""
_OPPOSITE = {"good": "bad", "bad": "good", "": ""}


@dataclass(frozen=True)
class Trend:
    """How figures have moved month by month: the rows of `kpi_trend`, the last of each currency apart."""

    now: Result
    """The rows of `as_of` itself, which know by how much they have changed."""
    by_currency: Mapping[str, Sequence[Row]]

    @classmethod
    def of(cls, result: Result) -> Trend:
        """From the report's answer."""
        rows: dict[str, list[Row]] = {}
        for row in result.rows():
            rows.setdefault(str(row["currency"]), []).append(row)
        of_today = pc.equal(result.table["on_day"], result.parameters.as_of)
        return cls(replace(result, table=result.table.filter(of_today)), rows)

    @property
    def since(self) -> date | None:
        """The end of the month before, from which changes count."""
        days = {rows[-2]["on_day"] for rows in self.by_currency.values() if len(rows) > 1}
        return next((day for day in days if isinstance(day, date)), None)

    def spark(self, name: str, currency: str) -> str:
        """The figure's values month by month as a small line."""
        return spark_points([row.get(name) for row in self.by_currency.get(currency, ())])

    def change(self, column: Column, row: Row, look: Display) -> Change | None:
        """By how much a figure of `now` has changed since the end of the month before."""
        value, day = row.get(f"{column.name}_change"), self.since
        if value is None or day is None:
            return None
        # As it is shown: what rounds to nothing is neither good nor bad news.
        amount = round(Decimal(str(value)), 0 if column.type == "money" else 1)
        short = _signed(column, amount, str(row["currency"]), look)
        rising = _RISING_IS.get(column.name, "")
        tone = rising if amount > 0 else _OPPOSITE[rising] if amount else ""
        return Change(short, WORDS.since.format(change=short, day=look.day(day)), tone)


def _signed(column: Column, amount: Decimal, currency: str, look: Display) -> str:
    size = abs(amount)
    if column.type == "money":
        text = short_money(size, currency, look)
    elif column.type == "days":
        text = WORDS.days.format(days=look.number(size, 1))
    else:
        text = WORDS.points.format(number=look.number(size, 1))
    return ("\N{PLUS SIGN}" if amount > 0 else "\N{MINUS SIGN}" if amount < 0 else "\N{PLUS-MINUS SIGN}") + text


def _figure(  # noqa: PLR0913, PLR0917  all that a figure depends on
    result: Result,
    column: Column,
    row: Row,
    look: Display,
    filters: Filters | None,
    trend: Trend | None,
    *,
    several: bool,
) -> Figure:
    value, currency = row[column.name], str(row.get(column.money_in) or "")
    short, full = _texts(column, value, currency, look)
    return Figure(
        short,
        full,
        beside=currency if several and column.type not in {"money", "price"} else "",
        href=drill(result, column, row, filters) if filters else None,
        spark=trend.spark(column.name, currency) if trend else "",
        change=trend.change(column, row, look) if trend else None,
    )


def _texts(column: Column, value: Value, currency: str, look: Display) -> tuple[str, str]:
    """A figure short and in full."""
    if column.type == "money" and value is not None:
        amount = Decimal(str(value))
        return short_money(amount, currency, look), look.money(amount, currency)
    text = cell(look, column, value, currency)
    if column.type == "price" and value is not None:
        return look.money(Decimal(str(value)), currency), f"{currency} {text}"
    if column.type == "days" and value is not None:
        text = WORDS.days.format(days=text)
    return text, f"{currency} {text}"
