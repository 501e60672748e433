"""Reminders to come, by small books: given, given, expected."""

from __future__ import annotations

from datetime import date
from typing import Any

SETTINGS = '[reminders]\nstart_on = "2026-09-01"\n'
CLIENTS = """
    client_id  name  email
    C1         Ajax  a@ajax.test
    C2         Bolt  -
    C3         Chad  c@chad.test
"""
INVOICES = """
    invoice_number  client_id  issue_date  due_date    total_amount
    I1              C1         2026-09-01  2026-09-30  100.00
    I2              C2         2026-09-01  2026-09-30  100.00
    I3              C3         2026-09-01  2026-10-31  100.00
    I4              C3         2026-09-01  2026-09-30  100.00
"""
PAUSES = """
    pause_id  client_id  invoice_number  from        until
    X1        -          I4              2026-10-01  2026-10-09
"""


def test_the_next_step_is_planned_or_waits_with_its_reason(books_of: Any) -> None:
    books = books_of(settings=SETTINGS, clients=CLIENTS, invoices=INVOICES, pauses=PAUSES)
    books.shows(
        "reminder_plan",
        """
        invoice_number  planned_on  step  tone      state    reason      until
        I1              2026-10-06  2     friendly  planned  -           -
        I2              2026-10-06  2     friendly  waiting  no_address  -
        I4              2026-10-06  2     friendly  waiting  paused      2026-10-09
        I3              2026-10-28  1     courtesy  planned  -           -
        """,
        as_of=date(2026, 10, 6),
    )


def test_open_invoices_and_aging_tell_how_far_reminders_have_come(books_of: Any) -> None:
    said = """
        invoice_number  instalment_number  step  tone      sent_on     state
        I1              0                  2     friendly  2026-10-05  sent
    """
    books = books_of(settings=SETTINGS, clients=CLIENTS, invoices=INVOICES, reminders=said)
    books.shows(
        "open_invoices",
        """
        invoice_number  last_step  next_step_on
        I1              2          2026-10-13
        """,
        as_of=date(2026, 10, 6),
        client="C1",
    )
    books.shows("aging", "last_step  next_step_on\n2  2026-10-13", as_of=date(2026, 10, 6), client="C1")
