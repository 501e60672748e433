"""Filters and the address they stand in."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from invotrack_analytics.web.filters import Filters, read_filters

TODAY = date(2026, 10, 15)


@pytest.mark.parametrize(
    ("address", "filters"),
    [
        ({}, Filters(TODAY)),
        ({"as_of": "2026-09-30"}, Filters(date(2026, 9, 30))),
        ({"as_of": " 2026-09-30 ", "client": "007", "currency": "eur"}, Filters(date(2026, 9, 30), ("007",), ("EUR",))),
        ({"client": "", "currency": ""}, Filters(TODAY)),
        (
            {"known_on": "2026-09-30T12:00:00+02:00"},
            Filters(TODAY, known_on=datetime(2026, 9, 30, 10, tzinfo=UTC)),
        ),
        ({"bucket": "d1_30", "page": "2"}, Filters(TODAY, own=(("bucket", "d1_30"), ("page", "2")))),
        ({"Not a name": "1", "x" * 41: "1", "blank": ""}, Filters(TODAY)),
        ({"from": "2026-01-01"}, Filters(TODAY, date_from=date(2026, 1, 1))),
    ],
)
def test_what_an_address_asks_for(address: dict[str, str], filters: Filters) -> None:
    assert read_filters(address, TODAY) == (filters, [])


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ({"as_of": "30/09/2026"}, "“30/09/2026” is not a date"),
        ({"as_of": "2026-02-30"}, "“2026-02-30” is not a date"),
        ({"currency": "EURO"}, "“EURO” is not a currency"),
        ({"known_on": "soon"}, "“soon” is not a date or time"),
        ({"known_on": "9999-12-31T23:59:59-12:00"}, "is not a date or time"),
        ({"from": "Easter"}, "“Easter” is not a date"),
        ({"from": "2026-10-16"}, "2026-10-16 is after the day shown"),
    ],
)
def test_what_cannot_be_understood_is_named_and_the_rest_holds(address: dict[str, str], problem: str) -> None:
    filters, problems = read_filters({**address, "client": "C1"}, TODAY)
    assert filters == Filters(TODAY, clients=("C1",))
    assert len(problems) == 1
    assert problem in problems[0]


@pytest.mark.parametrize(
    ("filters", "query"),
    [
        (Filters(TODAY), "?as_of=2026-10-15"),
        (Filters(TODAY, date_from=date(2026, 1, 1)), "?as_of=2026-10-15&from=2026-01-01"),
        (Filters(TODAY, ("A&B=<c>",), ("EUR",)), "?as_of=2026-10-15&client=A%26B%3D%3Cc%3E&currency=EUR"),
        (
            Filters(TODAY, known_on=datetime(2026, 9, 30, 10, tzinfo=UTC)),
            "?as_of=2026-10-15&known_on=2026-09-30T10%3A00%3A00Z",
        ),
    ],
)
def test_an_address_says_what_it_was_made_from(filters: Filters, query: str) -> None:
    from urllib.parse import parse_qsl

    assert filters.query() == query
    assert read_filters(dict(parse_qsl(query[1:])), date(2000, 1, 1)) == (filters, [])


def test_a_link_may_change_one_filter() -> None:
    filters = Filters(TODAY, ("C1",), ("EUR",))
    assert filters.query(client="C2") == "?as_of=2026-10-15&client=C2&currency=EUR"
    assert filters.query(client=None) == "?as_of=2026-10-15&currency=EUR"


def test_what_a_page_was_asked_stays_on_it_and_goes_no_further() -> None:
    filters = Filters(TODAY, ("C1",), own=(("page", "2"), ("search", "vega")))
    assert filters.query() == "?as_of=2026-10-15&client=C1"
    assert filters.own_query(page=None) == "?as_of=2026-10-15&client=C1&search=vega"
