"""Lists are searched, put in order and paged on the server; a cell leads to the rows behind it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from invotrack_analytics.config import Settings
from invotrack_analytics.reports.open_invoices import OPEN_INVOICES
from invotrack_analytics.reports.report import Parameters, Result
from invotrack_analytics.web.filters import read_filters
from invotrack_analytics.web.parts.listing import Listing, listing
from invotrack_analytics.web.visit import KeptResults, Visit

DAY = date(2026, 9, 30)
ASKED = Parameters(DAY, None, date(2025, 10, 1), DAY, "due", (30, 60, 90), (), ())
ROWS = [
    # client, name, currency, number, due, days, bucket, open
    ("C1", "Ábaco SL", "EUR", "I-1", date(2026, 9, 30), 0, "not_due", "10.00"),
    ("C2", "<b>Onyx</b>", "EUR", "I-2", date(2026, 8, 30), 31, "d31_60", "300.00"),
    ("C3", "vega ltd", "GBP", "I-3", date(2026, 8, 1), 60, "d31_60", "900.00"),
    ("C3", "vega ltd", "EUR", "I-4", date(2026, 1, 1), 272, "d91_plus", "20.00"),
]


class NoBooks:
    """A list asks the books for nothing but the company's settings, and where a document lies."""

    settings = Settings(folder=Path())

    def document_file(self, number: str) -> Path | None:
        return Path(f"{number}.pdf") if number == "I-2" else None

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(name)


@pytest.fixture
def invoices() -> Result:
    columns = OPEN_INVOICES.columns(ASKED)
    names = ("client_id", "client_name", "currency", "invoice_number", "due_date", "days_overdue", "bucket")
    rows = [
        dict.fromkeys((column.name for column in columns), None)
        | dict(zip(names, row, strict=False))
        | {"open_amount": Decimal(row[-1]), "status": "overdue"}
        for row in ROWS
    ]
    types = {"money": pa.decimal128(18, 3), "date": pa.date32(), "integer": pa.int64(), "days": pa.int64()}
    schema = pa.schema([(column.name, types.get(column.type, pa.string())) for column in columns])
    return Result(OPEN_INVOICES, ASKED, columns, pa.Table.from_pylist(rows, schema=schema))


def shown(result: Result, *, size: int = 50, **asked: Any) -> Listing:
    books: Any = NoBooks()
    visit = Visit(books, KeptResults(books), "ann", "manager", None, lambda: True, lambda: DAY)
    filters, _ = read_filters(asked, DAY)
    return listing(visit, result, filters, label="Open invoices", size=size)


def numbers(list_: Listing) -> Sequence[str]:
    place = next(place for place, head in enumerate(list_.heads) if head.name == "invoice_number")
    return [row[place].text for row in list_.rows]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, ["I-1", "I-2", "I-3", "I-4"]),
        ({"search": "VEGA"}, ["I-3", "I-4"]),
        ({"search": "vega eur"}, ["I-4"]),
        ({"search": "<b>"}, ["I-2"]),
        ({"search": "%"}, []),
        ({"bucket": "d31_60"}, ["I-2", "I-3"]),
        ({"bucket": "overdue"}, ["I-2", "I-3", "I-4"]),
        ({"due_date": "2026-08"}, ["I-2", "I-3"]),
        ({"days_overdue": "31..60"}, ["I-2", "I-3"]),
        ({"days_overdue": "61.."}, ["I-4"]),
        ({"no_such_column": "x"}, ["I-1", "I-2", "I-3", "I-4"]),
        ({"sort": "due_date"}, ["I-4", "I-3", "I-2", "I-1"]),
        ({"sort": "client_name"}, ["I-2", "I-3", "I-4", "I-1"]),
        ({"sort": "no_such_column"}, ["I-1", "I-2", "I-3", "I-4"]),
    ],
)
def test_what_is_asked_for_is_shown(invoices: Result, asked: dict[str, Any], expected: list[str]) -> None:
    assert numbers(shown(invoices, **asked)) == expected


def test_amounts_of_two_currencies_are_not_compared(invoices: Result) -> None:
    assert numbers(shown(invoices, sort="-open_amount")) == ["I-2", "I-4", "I-1", "I-3"]


@pytest.mark.parametrize("page", ["2", "99"])
def test_a_page_is_as_long_as_it_may_be_and_knows_its_neighbours(invoices: Result, page: str) -> None:
    last = shown(invoices, size=3, page=page)
    assert (numbers(last), last.first, last.last, last.total) == (["I-4"], 4, 4, 4)
    assert last.previous == "?as_of=2026-09-30&page=1"
    assert last.following is None


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 30, "²"])
def test_a_page_that_is_none_is_the_first(invoices: Result, page: str) -> None:
    assert numbers(shown(invoices, size=3, page=page))[0] == "I-1"


def test_a_head_puts_the_table_in_order_and_back(invoices: Result) -> None:
    heads = {head.name: head for head in shown(invoices, sort="-open_amount", page="2").heads}
    assert heads["open_amount"].order == "descending"
    assert heads["open_amount"].query == "?as_of=2026-09-30&sort=open_amount"
    assert heads["due_date"].query == "?as_of=2026-09-30&sort=due_date"


def test_a_condition_is_named_and_can_be_taken_back(invoices: Result) -> None:
    (condition,) = shown(invoices, bucket="overdue", search="vega", page="1").conditions
    assert (condition.text, condition.query) == ("Bucket: overdue", "?as_of=2026-09-30&search=vega")


def test_a_cell_leads_to_the_rows_behind_it(invoices: Result) -> None:
    cells = {head.name: cell for head, cell in zip(shown(invoices).heads, shown(invoices).rows[1], strict=True)}
    assert cells["client_name"].href == "/client?as_of=2026-09-30&client=C2"
    assert cells["invoice_number"].href == "/reports/documents?as_of=2026-09-30&client=C2&number=I-2"
    assert cells["invoice_number"].pdf == "/documents/I-2.pdf"
    status = cells["bucket"].status
    assert status is not None
    assert (status.text, status.tone) == ("31–60 days late", "late")  # noqa: RUF001
