"""Deliveries, by small books: given, expected."""

from __future__ import annotations

from datetime import date
from typing import Any

SENT = """
    delivery_id  kind      client_id  to           state         queued_at             sent_at
    D1           reminder  C1         a@ajax.test  bounced_hard  2026-10-05T08:00:00Z  2026-10-05T08:00:01Z
    D2           schedule  -          b@ours.test  sent          2026-10-06T08:00:00Z  2026-10-06T08:00:01Z
"""


def test_what_left_by_the_day_is_told_with_what_became_of_it(books_of: Any) -> None:
    books = books_of(deliveries=SENT, clients="client_id  name\nC1  Ajax")
    books.shows(
        "deliveries",
        """
        delivery_id  client_name  to           state
        D1           Ajax         a@ajax.test  bounced_hard
        D2           -            b@ours.test  sent
        """,
        as_of=date(2026, 10, 6),
    )
    assert [row["delivery_id"] for row in books.report("deliveries", as_of=date(2026, 10, 5))] == ["D1"]
    assert len(books.report("deliveries", as_of=date(2026, 10, 6), client="C1")) == 1
