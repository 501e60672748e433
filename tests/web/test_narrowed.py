"""What is kept for all clients or all currencies answers for one of them exactly as the books would."""

from __future__ import annotations

from typing import Any

import pytest

from invotrack_analytics.reports import REPORTS
from invotrack_analytics.web.visit import KeptResults
from tests.web.conftest import DAY

CHOICES = [{"client": "C1"}, {"client": "C2"}, {"currency": "GBP"}, {"client": "C1", "currency": "EUR"}]


class Counting:
    """Books that count what they are asked."""

    def __init__(self, book: Any) -> None:
        self.book, self.asked = book, 0

    def report(self, name: str, **parameters: Any) -> Any:
        self.asked += 1
        return self.book.report(name, **parameters)

    def clients(self) -> Any:
        return self.book.clients()

    def currencies(self) -> Any:
        return self.book.currencies()

    def revision(self) -> str:
        return "1"


@pytest.mark.parametrize(
    "name", [one.name for one in REPORTS if "client" in one.parameters and {"client_id", "currency"} & set(one.key)]
)
def test_the_rows_of_one_are_those_that_the_books_give(office: Any, name: str) -> None:
    books: Any = Counting(office)
    kept = KeptResults(books)
    kept.report(name, DAY)
    for choice in CHOICES:
        shown, asked = kept.report(name, DAY, **choice), office.report(name, as_of=DAY, **choice)
        assert shown.rows() == asked.rows()
        assert shown.parameters == asked.parameters


def test_a_client_of_the_overview_is_found_among_all(office: Any) -> None:
    books: Any = Counting(office)
    kept = KeptResults(books)
    kept.report("aging", DAY)
    kept.report("kpi_trend", DAY, client="C1")
    for choice in CHOICES:
        kept.report("aging", DAY, **choice)
    kept.report("kpi_trend", DAY, client="C1", currency="GBP")
    assert books.asked == 2
    kept.report("kpi_trend", DAY, client="C2")
    assert books.asked == 3
