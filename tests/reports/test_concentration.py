"""Concentration, by small books: given, given, expected."""

from __future__ import annotations

from typing import Any


def test_the_ten_largest_of_each_currency(books_of: Any) -> None:
    invoices = "invoice_number  client_id  issue_date  total_amount  currency"
    for number in range(1, 13):
        invoices += f"\nE{number}  C{number:02d}  2026-09-01  {10 if number < 11 else 5}.00  EUR"
    invoices += "\nJ1  C01  2026-09-01  300  JPY"
    rows = books_of(invoices=invoices).report("concentration")
    assert [(row["currency"], row["rank"], row["client_id"]) for row in rows[8:]] == [
        ("EUR", 9, "C09"),
        ("EUR", 10, "C10"),
        ("EUR", 11, "C11"),
        ("EUR", 12, "C12"),
        ("JPY", 1, "C01"),
    ]
    assert (rows[0]["top_10_share"], rows[-1]["top_10_share"], rows[-1]["hhi"]) == (100 / 110, 1.0, 1.0)


def test_who_owes_nothing_on_balance_is_not_there(books_of: Any) -> None:
    books_of(
        invoices="""
            invoice_number  client_id  issue_date  total_amount
            I1              C1         2026-09-01  10.00
            I2              C2         2026-09-01  30.00
            I3              C3         2026-09-01  5.00
        """,
        payments="payment_id  payment_date  amount  client_id\nM1          2026-09-01    7.00    C3",
    ).shows(
        "concentration",
        """
        client_id  rank  outstanding  share  cumulative_share  top_10_share  hhi
        C2         1     30.00        0.75   0.75              1             0.625
        C1         2     10.00        0.25   1                 1             0.625
        """,
    )
