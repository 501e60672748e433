"""A visit reads what its person may read, and asks the books only once for the same answer."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from invotrack_analytics.config import Settings
from invotrack_analytics.errors import AccessError
from invotrack_analytics.reports.answer import find_report
from invotrack_analytics.reports.report import Parameters, Result
from invotrack_analytics.web.filters import Filters
from invotrack_analytics.web.visit import KeptResults, Outcomes, Visit

DAY = date(2026, 9, 30)


@dataclass
class Books:
    """Books that remember what they were asked."""

    settings: Settings = field(default_factory=lambda: Settings(folder=Path()))
    asked: list[dict[str, Any]] = field(default_factory=list)
    version: str = "1"
    rows: int = 1
    takes: float = 0

    def report(self, name: str, **parameters: Any) -> Result:
        self.asked.append({"name": name, **parameters})
        time.sleep(self.takes)
        settled = Parameters(DAY, None, DAY, DAY, "due", (30, 60, 90), parameters["client"], parameters["currency"])
        return Result(find_report(name), settled, (), pa.table({"row": range(self.rows)}))

    def revision(self) -> str:
        return self.version

    def clients(self) -> Sequence[dict[str, str]]:
        return [{"client_id": "C2", "name": "beta"}, {"client_id": "C1", "name": "Alpha"}]

    def currencies(self) -> Sequence[str]:
        return ["EUR", "GBP", "USD"]


def visit(books: Books, role: str = "manager", own: str | None = None, *, signed_in: bool = True) -> Visit:
    asked: Any = books  # of a whole workbench, a visit needs no more than these books have
    return Visit(asked, KeptResults(asked), "somebody", role, own, lambda: signed_in, lambda: DAY)


def test_a_manager_chooses_any_client() -> None:
    books = Books()
    manager = visit(books)
    manager.report("open_invoices", Filters(DAY))
    manager.report("open_invoices", Filters(DAY, ("C2",), ("GBP",)))
    assert [(asked["client"], asked["currency"]) for asked in books.asked] == [((), ()), (("C2",), ("GBP",))]
    assert manager.clients() == (("C1", "Alpha"), ("C2", "beta"))


@pytest.mark.parametrize("wished", [(), ("C1",), ("C2",), ("C1", "C2")])
def test_a_client_gets_its_own_rows_whatever_it_asks_for(wished: tuple[str, ...]) -> None:
    books = Books()
    client = visit(books, "client", "C1")
    client.report("open_invoices", Filters(DAY, wished))
    assert [asked["client"] for asked in books.asked] == [("C1",)]
    assert client.clients() == (("C1", "Alpha"),)


def test_every_filter_reaches_the_books_and_a_first_day_only_what_has_a_period() -> None:
    books = Books()
    known_on = datetime(2026, 9, 1, tzinfo=UTC)
    filters = Filters(date(2026, 6, 30), ("C2",), ("GBP",), known_on, date(2026, 1, 1))
    for name in ("sales", "aging"):
        visit(books).report(name, filters)
    asked = {"as_of": date(2026, 6, 30), "client": ("C2",), "currency": ("GBP",), "known_on": known_on}
    assert books.asked == [{"name": "sales", **asked, "date_from": date(2026, 1, 1)}, {"name": "aging", **asked}]


def test_whoever_is_signed_out_gets_nothing_more() -> None:
    books = Books()
    with pytest.raises(AccessError, match="no longer signed in"):
        visit(books, signed_in=False).report("open_invoices", Filters(DAY))
    assert books.asked == []


def test_the_same_question_is_asked_once_until_the_books_change() -> None:
    books = Books()
    manager = visit(books)
    for _ in range(3):
        manager.report("open_invoices", Filters(DAY))
    assert len(books.asked) == 1
    manager.report("open_invoices", Filters(DAY), basis="issue")
    assert len(books.asked) == 2
    books.version = "2"
    manager.report("open_invoices", Filters(DAY))
    assert len(books.asked) == 3


def test_what_several_ask_at_once_is_asked_of_the_books_once() -> None:
    books = Books(takes=0.1)
    manager = visit(books)
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: manager.report("open_invoices", Filters(DAY)), range(8)))
    assert len(books.asked) == 1
    assert all(answer is answers[0] for answer in answers)


def test_what_is_kept_is_bounded_and_the_oldest_goes_first() -> None:
    books = Books(rows=90_000)
    manager = visit(books)
    for currency in ("EUR", "GBP", "USD"):
        manager.report("open_invoices", Filters(DAY, currencies=(currency,)))
    manager.report("open_invoices", Filters(DAY, currencies=("USD",)))
    assert len(books.asked) == 3
    manager.report("open_invoices", Filters(DAY, currencies=("EUR",)))
    assert len(books.asked) == 4


def test_an_outcome_is_shown_to_whoever_did_it_and_to_nobody_else() -> None:
    outcomes = Outcomes()
    name = outcomes.put("bob", "three rows")
    assert outcomes.get("bob", name) == "three rows"
    assert outcomes.get("ann", name) is None
    assert outcomes.get("bob", "another") is None


def test_outcomes_are_kept_for_a_while_only() -> None:
    outcomes = Outcomes()
    first = outcomes.put("bob", "the first")
    for _ in range(200):
        last = outcomes.put("bob", "a later one")
    assert (outcomes.get("bob", first), outcomes.get("bob", last)) == (None, "a later one")
