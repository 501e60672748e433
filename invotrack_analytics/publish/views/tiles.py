"""Tiles: the headline figures of a page, one per currency, short to look at and in full for who wants it exact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from invotrack_analytics.publish.charts import short_money
from invotrack_analytics.publish.display import Display
from invotrack_analytics.publish.month_charts import spark_points
from invotrack_analytics.publish.views.drill import Row, drill
from invotrack_analytics.publish.views.filters import Filters
from invotrack_analytics.publish.views.view import cell
from invotrack_analytics.publish.words import WORDS
from invotrack_analytics.reports.report import Column, Result


@dataclass(frozen=True)
class Figure:
    """What stands on a tile; `href` leads to the rows behind it, `spark` and `change` say how it has moved."""

    currency: str
    short: str
    full: str
    href: str | None = None
    spark: str = ""
    change: str = ""


@dataclass(frozen=True)
class Tile:
    """One headline with a figure per currency."""

    title: str
    note: str
    figures: tuple[Figure, ...]
    tone: str = ""

    @property
    def of_currencies(self) -> bool:
        """Whether each figure needs its currency beside it."""
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
    figures = tuple(_figure(result, column, row, look, filters, trend) for row in rows)
    return Tile(title, note, figures, tone if any(row[name] for row in rows) else "")


@dataclass(frozen=True)
class Trend:
    """How a figure has moved: the rows of `balance_trend` by currency."""

    by_currency: Mapping[str, Sequence[Row]]

    @classmethod
    def of(cls, result: Result) -> Trend:
        """From the report's answer."""
        rows: dict[str, list[Row]] = {}
        for row in result.rows():
            rows.setdefault(str(row["currency"]), []).append(row)
        return cls(rows)

    def spark(self, name: str, currency: str) -> str:
        """The figure's thirteen values as a small line."""
        return spark_points([row[name] for row in self.by_currency.get(currency, ())])

    def change(self, name: str, currency: str, look: Display) -> str:
        """By how much the figure has changed since the end of the month before."""
        rows = self.by_currency.get(currency, ())
        change = rows[-1].get(f"{name}_change") if len(rows) > 1 else None
        if change is None:
            return ""
        amount = Decimal(str(change))
        text = ("+" if amount > 0 else "") + short_money(amount, currency, look)
        day = rows[-2]["on_day"]
        return WORDS.since.format(change=text, day=look.day(day))  # type: ignore[arg-type]


def _figure(  # noqa: PLR0913, PLR0917  all that a figure depends on
    result: Result, column: Column, row: Row, look: Display, filters: Filters | None, trend: Trend | None
) -> Figure:
    value, currency = row[column.name], str(row.get("currency") or "")
    href = drill(result, column, row, filters) if filters else None
    if column.type == "money" and value is not None:
        amount = Decimal(str(value))
        spark = trend.spark(column.name, currency) if trend else ""
        change = trend.change(column.name, currency, look) if trend else ""
        return Figure(currency, short_money(amount, currency, look), look.money(amount, currency), href, spark, change)
    text = cell(look, column, value, currency)
    if column.type == "price" and value is not None:
        return Figure(currency, look.money(Decimal(str(value)), currency), f"{currency} {text}", href)
    if column.type == "days" and value is not None:
        text = WORDS.days.format(days=text)
    return Figure(currency, text, f"{currency} {text}", href)
