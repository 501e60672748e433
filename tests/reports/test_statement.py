"""Statement, by small books: given, given, expected."""

from __future__ import annotations

from datetime import date
from typing import Any

GIVEN = {
    "invoices": """
        invoice_number  client_id  issue_date  total_amount  kind         preceding_invoice_number  status  void_date
        I1              C1         2026-08-01  100.00        -            -                         -       -
        I2              C1         2026-09-01  200.00        -            -                         -       -
        N1              C1         2026-09-01  30.00         credit_note  I1                        -       -
        mistake         C1         2026-09-02  400.00        -            -                         void    2026-09-20
        never           C1         2026-09-02  800.00        -            -                         void    -
        draft           C1         2026-09-02  800.00        -            -                         draft   -
        other           C2         2026-09-02  5000          -            -                         -       -
    """,
    "payments": """
        payment_id  payment_date  amount  client_id  invoice_number
        M1          2026-09-01    60.00   C1         I1
        M1          2026-09-01    50.00   C1         I2
        M1          2026-09-01    5.00    C1         -
        M2          2026-09-25    -5.00   C1         -
    """,
    "write_offs": """
        invoice_number  write_off_date  amount
        I1              2026-09-20      10.00
        mistake         2026-09-05      25.00
        draft           2026-09-05      25.00
    """,
}


def test_the_account_line_by_line_with_a_running_balance(books_of: Any) -> None:
    books_of(**GIVEN).shows(
        "statement",
        """
        line_number  document_date  kind         number   amount   balance
        1            2026-08-01     invoice      I1       100.00   100.00
        2            2026-09-01     invoice      I2       200.00   300.00
        3            2026-09-01     credit_note  N1       -30.00   270.00
        4            2026-09-01     payment      M1       -115.00  155.00
        5            2026-09-02     invoice      mistake  400.00   555.00
        6            2026-09-05     write_off    mistake  -25.00   530.00
        7            2026-09-20     write_off    I1       -10.00   520.00
        8            2026-09-20     void         mistake  -375.00  145.00
        9            2026-09-25     payment      M2       5.00     150.00
        """,
        client="C1",
    )


def test_a_period_begins_with_what_was_owed_before_it(books_of: Any) -> None:
    books_of(**GIVEN).shows(
        "statement",
        """
        document_date  kind             number   amount   balance
        2026-09-02     opening_balance  -        155.00   155.00
        2026-09-02     invoice          mistake  400.00   555.00
        2026-09-05     write_off        mistake  -25.00   530.00
        """,
        client="C1",
        date_from=date(2026, 9, 2),
        date_to=date(2026, 9, 10),
    )


def test_the_balance_after_a_day_is_what_aging_calls_outstanding(books_of: Any) -> None:
    books = books_of(**GIVEN)
    closing = {row["document_date"]: row["balance"] for row in books.report("statement", client="C1")}
    assert len(closing) == 6
    for day, balance in closing.items():
        assert [row["outstanding"] for row in books.report("aging", as_of=day, client="C1")] == [balance]


def test_clients_stand_one_after_another(books_of: Any) -> None:
    lines = [(row["client_id"], row["line_number"]) for row in books_of(**GIVEN).report("statement")]
    assert lines == [*(("C1", number) for number in range(1, 10)), ("C2", 1)]
