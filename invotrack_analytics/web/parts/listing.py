"""Listing: a report's rows as a table that is searched, put in order and paged on the server, in Arrow.

What is asked stands in the address: `search`, `sort` (a column, `-` first for the largest first), `page`, and any
column's name as a condition (`bucket=d31_60`, `document_date=2026-09`, `age_days=31..60`, `work_date=DAY..DAY`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any
from urllib.parse import quote

import pyarrow as pa
import pyarrow.compute as pc

from invotrack_analytics.publish.display import stands_left
from invotrack_analytics.reports.buckets import NOT_DUE, overdue_buckets
from invotrack_analytics.reports.report import Column, Result
from invotrack_analytics.web.filters import Filters
from invotrack_analytics.web.parts.drill import ANY_OVERDUE, Row, drill
from invotrack_analytics.web.parts.status import Status, status_of, term
from invotrack_analytics.web.parts.view import cell, look_of, may_download
from invotrack_analytics.web.visit import Visit

PAGE_ROWS = 50
DOWNLOADS = (("Excel", "xlsx"), ("CSV", "csv"))
_LONGEST_CONDITION = 40
_PLACE = "__place"
_MANY_COLUMNS = 8
_TERMS = {"kind", "rate_source", "basis", "billing_method", "reason"}
"""Columns whose values are names of ours."""


@dataclass(frozen=True)
class Head:
    """A column's head; `query` puts the table in its order, `order` is how it stands now, as aria-sort says it."""

    name: str
    title: str
    description: str
    figure: bool
    query: str
    order: str


@dataclass(frozen=True)
class Cell:
    """A cell as text; `href` leads to the rows behind it."""

    text: str
    title: str = ""
    href: str | None = None
    figure: bool = False
    zero: bool = False
    status: Status | None = None
    pdf: str | None = None


@dataclass(frozen=True)
class Condition:
    """A condition in words, and the query without it."""

    text: str
    query: str


@dataclass(frozen=True)
class Listing:
    """One page of a table."""

    name: str
    label: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    groups: tuple[int, ...]
    """Rows with which another day or month begins, where several rows share one."""
    total: int
    first: int
    previous: str | None
    following: str | None
    conditions: tuple[Condition, ...]
    downloads: tuple[tuple[str, str], ...]
    """Names of formats, and where the rows are in them."""

    @property
    def sparse(self) -> bool:
        """Whether it has so many columns that on a phone those with nothing in them are left out."""
        return len(self.heads) >= _MANY_COLUMNS

    @property
    def last(self) -> int:
        """The number of the last row shown."""
        return self.first + len(self.rows) - 1


Extra = tuple[str, Callable[[Row], Status]]
"""The title of a column of the page's own, and its status for a row; it stands after the row's name."""


def listing(  # noqa: PLR0913  each is a choice of the page
    visit: Visit,
    result: Result,
    filters: Filters,
    *,
    label: str,
    only: Sequence[str] = (),
    sort: str = "",
    size: int = PAGE_ROWS,
    extra: Extra | None = None,
    linked: bool = True,
) -> Listing:
    """A page of the result's rows as the filters' own part asks; `only` names the columns shown, `sort` their order."""
    columns = {column.name: column for column in result.filled().columns}
    shown = [columns[name] for name in only or columns if name in columns]
    table = matching(result, filters)
    asked = filters.get("sort") or sort
    if asked.removeprefix("-") in columns:
        table = _ordered(table, columns[asked.removeprefix("-")], asked, visit.books.settings.company.currency)
    pages = max(1, -(-len(table) // size))
    page = min(max(1, _number(filters.get("page"))), pages)
    rows = table.slice((page - 1) * size, size).to_pylist()
    cells = tuple(_cells(visit, result, shown, row, filters if linked else None, extra) for row in rows)
    heads = [_head(column, asked, filters) for column in shown]
    if extra:
        heads.insert(1, Head("", extra[0], "", figure=False, query="", order=""))
    sorted_by = asked.removeprefix("-")
    groups = (
        _groups([row[sorted_by] for row in rows]) if sorted_by in columns and columns[sorted_by].type == "date" else ()
    )
    return Listing(
        name=result.report.name,
        label=label,
        heads=tuple(heads),
        rows=cells,
        groups=groups,
        total=len(table),
        first=(page - 1) * size + 1,
        previous=filters.own_query(page=str(page - 1)) if page > 1 else None,
        following=filters.own_query(page=str(page + 1)) if page < pages else None,
        conditions=tuple(_conditions(result, filters)),
        downloads=downloads(visit, result.report.name, filters),
    )


def _groups(values: Sequence[Any]) -> tuple[int, ...]:
    begins = tuple(at for at in range(1, len(values)) if values[at] != values[at - 1])
    return begins if len(begins) < len(values) / 2 else ()


def downloads(visit: Visit, report: str, filters: Filters) -> tuple[tuple[str, str], ...]:
    """Where a report's rows are as files, under the filters; nowhere for who may not take them."""
    if not may_download(visit.role, report):
        return ()
    query = filters.own_query(page=None, sort=None)
    return tuple((title, f"/download/{report}.{ending}{query}") for title, ending in DOWNLOADS)


def matching(result: Result, filters: Filters) -> pa.Table:
    """The rows that fit the search and the conditions."""
    table = result.table
    for name, value in filters.own:
        if name in table.column_names:
            table = table.filter(_fits(table[name], name, value))
    words = filters.get("search").split()
    texts = [table[column.name] for column in result.columns if column.type == "text"]
    for word in words if texts else ():
        found = [pc.fill_null(pc.match_substring(text, word, ignore_case=True), fill_value=False) for text in texts]
        table = table.filter(reduce(pc.or_, found))
        texts = [table[column.name] for column in result.columns if column.type == "text"]
    return table


def _fits(values: Any, name: str, wanted: str) -> Any:
    if name == "bucket" and wanted == ANY_OVERDUE:
        return pc.not_equal(values, NOT_DUE)
    texts = pc.cast(values, pa.string())
    if pa.types.is_date(values.type):
        if ".." in wanted:
            first, last = wanted.split("..", 1)
            return pc.and_(pc.greater_equal(texts, first), pc.less_equal(texts, last))
        return pc.fill_null(pc.starts_with(texts, wanted), fill_value=False)
    if ".." in wanted and pa.types.is_integer(values.type):
        return _within(values, *wanted.split("..", 1))
    several = wanted.split(",") if name in {"kind", "status", "bucket"} else [wanted]
    return pc.is_in(texts, pa.array(several))


def _within(values: Any, low: str, high: str) -> Any:
    fits = pc.is_valid(values)
    if low.isascii() and low.isdigit():
        fits = pc.and_(fits, pc.greater_equal(values, int(low)))
    if high.isascii() and high.isdigit():
        fits = pc.and_(fits, pc.less_equal(values, int(high)))
    return fits


def _ordered(table: pa.Table, column: Column, asked: str, base: str) -> pa.Table:
    """In a column's order; amounts of two currencies do not compare, so each currency stands by itself, ours first."""
    direction = "descending" if asked.startswith("-") else "ascending"
    values = table[column.name]
    keys = [(_PLACE, direction)]
    sorting = pa.table({_PLACE: pc.utf8_lower(values) if column.type == "text" else values})
    if column.type in {"money", "price"} and "currency" in table.column_names:
        currency = table["currency"]
        sorting = sorting.append_column("ours", pc.equal(currency, base)).append_column("currency", currency)
        keys = [("ours", "descending"), ("currency", "ascending"), *keys]
    return table.take(pc.sort_indices(sorting, keys))


def _head(column: Column, asked: str, filters: Filters) -> Head:
    name = column.name
    order = {name: "ascending", f"-{name}": "descending"}.get(asked, "")
    # Of figures the largest are what is looked for; of words the first.
    first, second = (name, f"-{name}") if stands_left(column) else (f"-{name}", name)
    query = filters.own_query(sort=second if asked == first else first, page=None)
    return Head(name, column.title, column.description, not stands_left(column), query, order)


def _cells(  # noqa: PLR0913, PLR0917  all that a cell depends on
    visit: Visit,
    result: Result,
    columns: Sequence[Column],
    row: Row,
    filters: Filters | None,
    extra: Extra | None,
) -> tuple[Cell, ...]:
    cells = [_cell(visit, result, column, row, filters) for column in columns]
    if extra:
        status = extra[1](row)
        cells.insert(1, Cell(status.text, status=status))
    return tuple(cells)


def _cell(visit: Visit, result: Result, column: Column, row: Row, filters: Filters | None) -> Cell:
    value, look = row[column.name], look_of(visit)
    status = status_of(result, column, row)
    text = status.text if status else cell(look, column, value, str(row.get(column.money_in) or ""))
    if column.name in _TERMS and value is not None:
        text = term(str(value))
    return Cell(
        text,
        title=text if column.type == "text" else "",
        href=drill(result, column, row, filters) if filters else None,
        figure=not stands_left(column),
        zero=not value and column.type in {"money", "hours", "integer"},
        status=status,
        pdf=_pdf(visit, column, row),
    )


def _pdf(visit: Visit, column: Column, row: Row) -> str | None:
    """Where the PDF of the document in this cell is, if it is one that billing has issued."""
    number = row[column.name]
    names_document = column.name == "invoice_number" or row.get("kind") in {"invoice", "credit_note"}
    if column.name not in {"number", "invoice_number"} or not isinstance(number, str) or not names_document:
        return None
    return f"/documents/{quote(number, safe='')}.pdf" if visit.books.document_file(number) else None


def _conditions(result: Result, filters: Filters) -> list[Condition]:
    columns = {column.name: column for column in result.columns}
    conditions = []
    for name, value in filters.own:
        if name in columns:
            text = f"{columns[name].title}: {_condition_text(result, name, value)}"
            conditions.append(Condition(text, filters.own_query(**{name: None, "page": None})))
    return conditions


def _condition_text(result: Result, name: str, value: str) -> str:
    if name == "bucket":
        titles = {bucket.name: bucket.title for bucket in overdue_buckets(result.parameters.buckets)}
        return titles.get(value, term(value))
    shown = ", ".join(term(part) for part in value.split(",")) if name in {"kind", "status"} else value
    return shown[:_LONGEST_CONDITION]


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= len("100000000") else 1
