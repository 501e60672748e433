"""The work list, by small books: given, given, expected."""

from __future__ import annotations

from datetime import date
from typing import Any

SETTINGS = '[reminders]\nstart_on = "2026-09-01"\n'
CLIENTS = """
    client_id  name  email        phone
    C1         Ajax  a@ajax.test  600
    C2         Bolt  -            -
    C3         Chad  c@chad.test  -
    C4         Dora  d@dora.test  -
"""
INVOICES = """
    invoice_number  client_id  issue_date  due_date    total_amount
    I1              C1         2026-09-01  2026-09-30  100.00
    I2              C2         2026-09-01  2026-09-30  900.00
    I3              C3         2026-08-01  2026-08-31  50.00
    I4              C4         2026-09-01  2026-09-30  50.00
"""
PROMISES = """
    promise_id  client_id  amount  currency  promised_on  due_on
    Q1          C1         100.00  EUR       2026-10-01   2026-10-02
"""
DISPUTES = """
    invoice_number  disputed_on
    I3              2026-09-01
"""
ASSIGNED = """
    client_id  user  from        until
    C1         ana   2026-01-01  -
    C1         leo   2026-10-01  2026-10-31
"""


def test_whoever_needs_a_person_stands_there_by_amount_and_age(books_of: Any) -> None:
    books = books_of(
        settings=SETTINGS,
        clients=CLIENTS,
        invoices=INVOICES,
        promises=PROMISES,
        disputes=DISPUTES,
        assignments=ASSIGNED,
    )
    books.shows(
        "work_list",
        """
        client_id  owner  reason          next_action     overdue_amount  oldest_days  phone
        C2         -      no_address      find_address    900.00          6            -
        C3         -      dispute_old     settle_dispute  50.00           36           -
        C1         leo    promise_broken  call            100.00          6            600
        """,
        as_of=date(2026, 10, 6),
    )
