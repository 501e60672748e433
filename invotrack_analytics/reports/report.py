"""What a report is, what it answers, and how its figures may be drawn. Knows no screen and no file format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, Self

from invotrack_analytics.reports.exact_frame import exact_frame

if TYPE_CHECKING:
    import pyarrow as pa

Type = Literal["text", "date", "integer", "boolean", "money", "price", "hours", "days", "ratio"]
Value = str | date | int | bool | Decimal | float | None
"""A cell: money, price and hours are Decimal; a ratio and a number of days are float; null is None."""

PARAMETERS = ("as_of", "known_on", "date_from", "date_to", "basis", "buckets", "client", "currency")
"""Every parameter a report may take; `as_of` and `known_on` are taken by all."""


@dataclass(frozen=True)
class Column:
    """One column of a report's answer."""

    name: str
    type: Type
    title: str
    description: str
    unit: str | None = None
    """What is counted: "days", "hours", "currency" (the row's own), or the name of another unit."""
    total: bool = False
    """Whether a total over rows means something (per currency, for money)."""
    money_in: str = "currency"
    """The column that names the currency of an amount; the company's where the report has no such column."""
    optional: bool = False
    """Whether screens, paper and workbooks leave it out where no row has a value."""

    @property
    def in_base(self) -> bool:
        """Whether its amounts are in the company's currency, whatever the row's."""
        return self.money_in != "currency"

    def currency_of_total(self, currency: str, base_currency: str) -> str:
        """In which currency its total stands, of the rows in one currency ("" where they have none)."""
        return base_currency if self.in_base else currency or base_currency


@dataclass(frozen=True)
class Chart:
    """A chart as data: which columns go where. A publisher draws it."""

    kind: Literal["bar", "stacked_bar", "line", "scatter", "waterfall"]
    title: str
    x: str
    """The column along the axis; of a waterfall, which has a step for each of `y` there, that of its split."""
    y: tuple[str, ...]
    split: str | None = "currency"
    """Rows with different values here are never drawn on one axis."""
    sort_by: str | None = None
    top: int | None = None
    """At most so many bars, the largest by `sort_by` first; the rest is named, not hidden."""
    taken: tuple[str, ...] = ()
    """Of a waterfall, whose steps are the totals of `y`: those taken off on the way; the others are what is left."""
    late: tuple[str, ...] = ()
    """Of those taken off: what is not lost, only still to come."""
    span: tuple[str, str] | None = None
    """The columns between which the first of `y` may lie: low and high."""


@dataclass(frozen=True)
class Parameters:
    """What was asked for, complete: no default is left open."""

    as_of: date
    known_on: datetime | None
    """UTC; None means everything known up to now."""
    date_from: date
    date_to: date
    basis: Literal["due", "issue"]
    buckets: tuple[int, ...]
    client: tuple[str, ...]
    """The clients asked for, by id; none named means all."""
    currency: tuple[str, ...]
    """The currencies asked for, by code; none named means each."""
    against: datetime | None = None
    """UTC; of a difference: the earlier moment that `known_on` is held against."""


@dataclass(frozen=True)
class Report:
    """One question that the books answer; its SQL stands beside it in a file of the same name."""

    name: str
    title: str
    question: str
    parameters: tuple[str, ...]
    """Which of PARAMETERS its macro takes, beside as_of and known_on."""
    columns: Callable[[Parameters], tuple[Column, ...]]
    grain: str
    key: tuple[str, ...]
    """The columns by which a row is known again in another answer; of equal ones the first is the first."""
    order_by: tuple[str, ...]
    chart: Callable[[Parameters], Chart] | None = None
    looks_ahead: bool = False
    """Whether its period may reach beyond the day: it tells what is to come."""

    @property
    def narrows(self) -> bool:
        """Whether it can be narrowed to clients; what cannot tells of the whole company."""
        return "client" in self.parameters


@dataclass(frozen=True)
class Result:
    """A report's answer: the rows, with what they mean and what was asked."""

    report: Report
    parameters: Parameters
    columns: tuple[Column, ...]
    table: pa.Table
    """Columns in order; money with three places, price with six, hours decimal, days and ratios double or int."""

    def arrow(self) -> pa.Table:
        """The rows as an Arrow table, decimals exact."""
        return self.table

    def filled(self) -> Self:
        """The same answer without the optional columns that no row fills: what people look at. Data files keep them."""
        optional = [column.name for column in self.columns if column.optional]
        empty = {name for name in optional if self.table[name].null_count == len(self)}
        if not empty:
            return self
        shown = tuple(column for column in self.columns if column.name not in empty)
        return replace(self, columns=shown, table=self.table.select([column.name for column in shown]))

    def figure(self) -> Chart | None:
        """How the rows may be drawn, as data; None where a drawing would say nothing."""
        return self.report.chart(self.parameters) if self.report.chart else None

    def df(self) -> Any:
        """The rows as a pandas DataFrame on Arrow types, so that decimals stay exact."""
        return exact_frame(self.table)

    @cached_property
    def _rows(self) -> list[dict[str, Value]]:
        rows: list[dict[str, Value]] = self.table.to_pylist()
        return rows

    def rows(self) -> list[dict[str, Value]]:
        """The rows as dictionaries of Python values; for answers of a size that a person reads."""
        return self._rows

    def totals(self) -> Mapping[str, Mapping[str, Decimal]]:
        """Per currency (or "" where there is none), by its code, the sum of each column that has a total.

        Of amounts in the company's currency there is none where a row has no rate: it would pass for the whole.
        """
        return self._totals

    @cached_property
    def _totals(self) -> Mapping[str, Mapping[str, Decimal]]:
        # In Arrow, exact as well, and without a Python object for each of perhaps a million rows.
        if not len(self):
            return {}
        import pyarrow.compute as pc

        summed = [column for column in self.columns if column.total]
        rows_of = {"": self.table}
        if any(column.name == "currency" for column in self.columns):
            codes = self.table["currency"]
            # Not by Arrow's group_by or with Python's texts, which import pandas: that takes longer than most reports.
            rows_of = {
                code.as_py() or "": self.table.filter(pc.equal(codes, code) if code.is_valid else pc.is_null(codes))
                for code in codes.unique()
            }
        totals: dict[str, dict[str, Decimal]] = {}
        for currency, rows in sorted(rows_of.items()):
            sums = {one.name: pc.sum(rows[one.name], skip_nulls=not one.in_base).as_py() for one in summed}
            totals[currency] = {
                one.name: Decimal(sums[one.name] or 0)
                for one in summed
                if not one.in_base or sums[one.name] is not None
            }
        return totals

    def __len__(self) -> int:
        return int(self.table.num_rows)
