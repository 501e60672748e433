"""Reminders that were said, by small books: given, expected."""

from __future__ import annotations

from datetime import date
from typing import Any

INVOICES = """
    invoice_number  client_id  issue_date  due_date    total_amount
    I1              C1         2026-09-01  2026-09-30  100.00
"""
SAID = """
    invoice_number  instalment_number  step  tone      sent_on     state    delivery_id  asked_amount  currency
    I1              0                  2     friendly  2026-10-05  sent     D1           100.00        EUR
    I1              0                  3     firm      2026-10-13  unknown  -            60.00         EUR
"""
SENT = """
    delivery_id  kind      client_id  to           state  queued_at             sent_at
    D1           reminder  C1         a@ajax.test  sent   2026-10-05T08:00:00Z  2026-10-05T08:00:01Z
    D2           invoice   C1         a@ajax.test  sent   2026-10-20T08:00:00Z  2026-10-20T08:00:01Z
"""


def test_each_step_is_told_with_what_it_asked_and_where_it_went(books_of: Any) -> None:
    books = books_of(invoices=INVOICES, reminders=SAID, deliveries=SENT)
    books.shows(
        "reminders",
        """
        invoice_number  step  tone      sent_on     state    sent_to      asked_amount
        I1              2     friendly  2026-10-05  sent     a@ajax.test  100.00
        I1              3     firm      2026-10-13  unknown  -            60.00
        """,
        as_of=date(2026, 10, 31),
    )
    assert len(books.report("reminders", as_of=date(2026, 10, 6))) == 1


def test_a_reminder_that_names_no_delivery_of_the_books_is_found(books_of: Any) -> None:
    tampered = SENT.replace("D1  ", "D9  ")
    books = books_of(invoices=INVOICES, reminders=SAID, deliveries=tampered)
    found = books.check(as_of=date(2026, 10, 31))
    assert [row["delivery_id"] for row in found["deliveries_posted"].differences] == ["D1", "D9"]
    assert found["reminders_sent_once"].holds
