"""Every report is held against the plain-Python reference: on the hand-worked cases, and on random books.

The books go in as CSV files and come out of the report as anybody gets them, so a difference anywhere on the way shows.
"""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import invotrack_analytics as iv
from invotrack_analytics.reports import REPORTS
from invotrack_analytics.workspace import create_workspace
from tests.reference import REFERENCES, reference_rows
from tests.reference.books import Books
from tests.reference.case import Case
from tests.reference.cases import CASES
from tests.reference.comparison import differences
from tests.reference.examples import settings_for
from tests.reference.random_books import random_books, write_books
from tests.reference.random_values import CURRENCIES, report_days

Parameters = dict[str, Any]
OpenBooks = Callable[[Books, str], Any]

HELD = tuple(report.name for report in REPORTS if report.name in REFERENCES)
PERIODS: tuple[Parameters, ...] = (
    {"date_from": date(2026, 7, 1)},
    {"date_from": date(2026, 6, 30), "date_to": date(2026, 8, 31)},
    {"date_to": date(2026, 2, 28)},
)
LIMITS = ((15, 45), (1,))
SOME: tuple[Parameters, ...] = ({"client": "C1"}, {"currency": "EUR"}, {"client": "C2", "currency": "JPY"})


def ways_to_ask_for(report: str, limits: tuple[int, ...]) -> tuple[Parameters, ...]:
    """List parameters that a report takes: none, a period, a basis and buckets, a client or a currency."""
    (takes,) = (set(one.parameters) for one in REPORTS if one.name == report)
    buckets: tuple[Parameters, ...] = ({"basis": "issue"}, {"buckets": limits}, {"basis": "issue", "buckets": limits})
    return ({}, *(asked for asked in (*PERIODS, *buckets, *SOME) if asked.keys() <= takes))


@pytest.fixture(scope="module")
def open_books(tmp_path_factory: pytest.TempPathFactory) -> OpenBooks:
    """Return a way to get a workspace that holds given books, in a given folder."""
    empty = tmp_path_factory.mktemp("empty")
    for currency in CURRENCIES:
        create_workspace(empty / currency, currency=currency)

    def open_books(books: Books, folder: str) -> Any:
        workspace, inbox = Path(folder, "workspace"), Path(folder, "inbox")
        shutil.copytree(empty / books.company_currency, workspace)
        inbox.mkdir()
        write_books(books, inbox)
        book = iv.open(workspace)
        book.import_files(inbox)
        return book

    return open_books


def may_be_asked(book: Any, asked: Parameters) -> bool:
    """Whether the books know the client and the currency: of what they do not know, no report is asked."""
    clients = {client["client_id"] for client in book.clients()}
    currencies = {*book.currencies(), book.settings.company.currency}
    return {asked.get("client")} <= {None, *clients} and {asked.get("currency")} <= {None, *currencies}


def deviations(book: Any, books: Books, report: str, as_of: date, parameters: Parameters) -> list[str]:
    """Describe where a report leaves the reference."""
    expected = reference_rows(report, books, as_of, **parameters)
    found = book.report(report, as_of=as_of, **parameters).rows()
    return [f"{report} {as_of} {parameters}: {one}" for one in differences(expected, found, REFERENCES[report].key)]


@pytest.mark.parametrize("case", [case for case in CASES if case.report in HELD], ids=lambda case: case.name)
def test_the_rule_holds(case: Case, open_books: OpenBooks, tmp_path: Path) -> None:
    book = open_books(case.books(), str(tmp_path))
    assert deviations(book, case.books(), case.report, case.as_of, dict(case.parameters)) == []


@settings_for()
@given(books=random_books(), limits=st.sampled_from(LIMITS), data=st.data())
def test_random_books_give_what_the_reference_gives(
    open_books: OpenBooks, books: Books, limits: tuple[int, ...], data: st.DataObject
) -> None:
    with TemporaryDirectory() as folder:
        book = open_books(books, folder)
        found = []
        for report in HELD:
            ways = [asked for asked in ways_to_ask_for(report, limits) if may_be_asked(book, asked)]
            asked = data.draw(st.sampled_from(ways))
            for as_of in sorted(data.draw(st.sets(report_days(), min_size=2, max_size=2))):
                found += deviations(book, books, report, as_of, asked)
        assert found == []
