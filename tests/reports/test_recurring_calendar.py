"""Every period of a schedule tiles its days, whatever the month; its state follows from claims and events."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reports.conftest import BooksOf, GivenBooks


def starts(books: GivenBooks, first: date, last: date) -> list[date]:
    rows = books.report("recurring_calendar", as_of=date(2025, 1, 1), date_from=first, date_to=last)
    return [row["period_start"] for row in rows]  # type: ignore[misc]


def schedule(books_of: BooksOf, every: str, start: str, **more: str) -> GivenBooks:
    names = "".join(f"  {name}" for name in more)
    values = "".join(f"  {value}" for value in more.values())
    return books_of(
        clients="client_id  name  currency\nC1  Acorn  EUR",
        recurring=(
            f"schedule_id  client_id  every  start_date  bill_from{names}\nS1  C1  {every}  {start}  {start}{values}"
        ),
        recurring_lines=f"schedule_id  line_number  valid_from  unit_price\nS1  1  {start}  100",
    )


@pytest.mark.parametrize(
    ("every", "start", "expected"),
    [
        ("1 month", "2026-01-31", ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"]),
        ("3 months", "2025-11-30", ["2025-11-30", "2026-02-28", "2026-05-30", "2026-08-30", "2026-11-30"]),
        ("1 year", "2024-02-29", ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]),
        ("2 weeks", "2026-01-01", ["2026-01-01", "2026-01-15", "2026-01-29", "2026-02-12", "2026-02-26"]),
    ],
)
def test_periods_are_counted_from_the_anchor(books_of: BooksOf, every: str, start: str, expected: list[str]) -> None:
    found = starts(schedule(books_of, every, start), date(2020, 1, 1), date(2030, 1, 1))
    assert [day.isoformat() for day in found[:5]] == expected


def test_forty_years_of_days_are_each_in_one_period(books_of: BooksOf) -> None:
    @settings(max_examples=8, deadline=None)
    @given(
        start=st.dates(date(2019, 1, 1), date(2024, 12, 31)),
        anchor=st.dates(date(2019, 1, 1), date(2024, 12, 31)),
        every=st.sampled_from(["1 week", "3 weeks", "1 month", "2 months", "5 months", "1 year"]),
    )
    def tiles(start: date, anchor: date, every: str) -> None:
        books = schedule(books_of, every, start.isoformat(), anchor_date=anchor.isoformat())
        rows = books.report("recurring_calendar", date_from=date(2019, 1, 1), date_to=date(2059, 1, 1))
        day = start
        for row in sorted(rows, key=lambda row: str(row["period_start"])):
            assert row["period_start"] == day
            assert isinstance(row["period_end"], date)
            assert row["period_end"] >= day
            day = row["period_end"] + timedelta(days=1)
        assert day > date(2059, 1, 1)

    tiles()


def test_states_follow_from_claims_and_events(books_of: BooksOf) -> None:
    books_of(
        clients="client_id  name  currency\nC1  Acorn  EUR",
        recurring="""
            schedule_id  client_id  every    start_date  bill_from   end_date
            S1           C1         1 month  2026-01-01  2026-02-01  2026-10-15
        """,
        recurring_lines="schedule_id  line_number  valid_from  unit_price\nS1  1  2026-01-01  100",
        recurring_events="""
            schedule_id  event    date        period_start  reason
            S1           paused   2026-04-01  -             on leave
            S1           resumed  2026-05-01  -             -
            S1           skipped  2026-05-20  2026-06-01    a gift
        """,
        invoices="""
            invoice_number  client_id  issue_date  total_amount  status  void_date
            A1              C1         2026-02-01  100.00        -       -
            A2              C1         2026-03-01  100.00        void    2026-03-05
            A3              C1         2026-07-01  100.00        draft   -
        """,
        billed_items="""
            kind       item_id        invoice_number  line_number
            recurring  S1/2026-02-01  A1              1
            recurring  S1/2026-03-01  A2              1
            recurring  S1/2026-07-01  A3              1
        """,
    ).shows(
        "recurring_calendar",
        """
        period_start  period_end  bill_date   state         reason    net_amount  invoice_number  draft
        2026-01-01    2026-01-31  2026-01-01  before_start  -         100.00      -               -
        2026-02-01    2026-02-28  2026-02-01  billed        -         100.00      A1              -
        2026-03-01    2026-03-31  2026-03-01  freed         -         100.00      A2              -
        2026-04-01    2026-04-30  2026-04-01  skipped       on leave  100.00      -               -
        2026-05-01    2026-05-31  2026-05-01  due           -         100.00      -               -
        2026-06-01    2026-06-30  2026-06-01  skipped       a gift    100.00      -               -
        2026-07-01    2026-07-31  2026-07-01  draft         -         100.00      -               A3
        2026-08-01    2026-08-31  2026-08-01  due           -         100.00      -               -
        2026-09-01    2026-09-30  2026-09-01  due           -         100.00      -               -
        2026-10-01    2026-10-15  2026-10-01  planned       -         48.39       -               -
        """,
        as_of=date(2026, 9, 30),
        date_from=date(2026, 1, 1),
        date_to=date(2026, 12, 31),
    )


@pytest.mark.parametrize(
    ("proration", "prices", "expected"),
    [
        ("none", [("2026-03-01", "100"), ("2026-03-11", "160")], ["100.00", "160.00"]),
        ("day", [("2026-03-01", "100"), ("2026-03-11", "160")], ["100.00", "200.65"]),
    ],
)
def test_a_price_that_changes_inside_a_period(
    books_of: BooksOf, proration: str, prices: list[tuple[str, str]], expected: list[str]
) -> None:
    """160.00 - 67.74 + 108.39 = 200.65."""
    lines = "\n".join(f"S1  1  {day}  {price}" for day, price in prices)
    books = books_of(
        clients="client_id  name  currency\nC1  Acorn  EUR",
        recurring=(
            "schedule_id  client_id  every  start_date  bill_from  proration\n"
            f"S1  C1  1 month  2026-03-01  2026-03-01  {proration}"
        ),
        recurring_lines=f"schedule_id  line_number  valid_from  unit_price\n{lines}",
    )
    rows = books.report("recurring_calendar", date_from=date(2026, 3, 1), date_to=date(2026, 4, 1))
    assert [f"{row['net_amount']:.2f}" for row in rows] == expected


@pytest.mark.parametrize(
    ("every", "start", "anchor", "proration", "price", "expected"),
    [
        ("1 month", "2026-03-16", "2026-03-01", "none", "100", "51.61"),
        ("1 month", "2026-03-16", "2026-03-01", "full", "100", "100.00"),
        ("3 months", "2026-05-20", "2026-04-01", "none", "300", "138.46"),
        ("1 month", "2026-03-01", "2026-03-01", "none", "9999999999.999999", "10000000000.00"),
    ],
)
def test_a_first_part_of_a_period_costs_its_days(  # noqa: PLR0917  a row of the table
    books_of: BooksOf, every: str, start: str, anchor: str, proration: str, price: str, expected: str
) -> None:
    books = books_of(
        clients="client_id  name  currency\nC1  Acorn  EUR",
        recurring=(
            "schedule_id  client_id  every  start_date  bill_from  anchor_date  proration\n"
            f"S1  C1  {every}  {start}  {start}  {anchor}  {proration}"
        ),
        recurring_lines=f"schedule_id  line_number  valid_from  unit_price\nS1  1  {start}  {price}",
    )
    day = date.fromisoformat(start)
    (row,) = books.report("recurring_calendar", date_from=day, date_to=day)
    assert f"{row['net_amount']:.2f}" == expected
