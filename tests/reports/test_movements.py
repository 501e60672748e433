"""Report `movements`: from the opening balance to the closing one, each document on its own day."""

from datetime import date
from typing import Any

HEADER = (
    "invoice_number  client_id  issue_date  total_amount  kind         preceding_invoice_number  status  void_date\n"
)
BOOKS = {
    "invoices": HEADER
    + """
        old     C1  2026-01-10  100.00  -            -    -      -
        I1      C1  2026-03-05  200.00  -            -    -      -
        CN1     C1  2026-03-06  30.00   credit_note  I1   -      -
        taken   C1  2026-02-01  40.00   -            -    void   2026-03-20
        never   C1  2026-03-01  70.00   -            -    void   -
        draft   C1  2026-03-01  70.00   -            -    draft  -
        later   C1  2026-04-01  9.00    -            -    -      -
        lost    C2  2025-12-01  50.00   -            -    -      -
    """,
    "payments": """
        payment_id  payment_date  amount   client_id  invoice_number
        P1          2026-03-10    100.00   -          old
        P1-back     2026-03-12    -100.00  -          old
        P2          2026-03-15    25.00    C1         -
        R1          2026-03-16    -5.00    C1         -
        P3          2026-03-31    20.00    -          lost
    """,
    "write_offs": """
        invoice_number  write_off_date  amount  kind
        I1              2026-03-30      10.00   discount
        lost            2026-01-31      50.00   -
    """,
}
ASKED: dict[str, Any] = {"as_of": date(2026, 12, 31), "date_from": date(2026, 3, 1), "date_to": date(2026, 3, 31)}


def test_an_account_from_its_opening_to_its_closing(books_of: Any) -> None:
    books_of(**BOOKS).shows(
        "movements",
        """
        client_id  opening  invoiced  credited  collected  refunded  written_off  other   closing
        C1         140.00   200.00    -30.00    -25.00     5.00      0.00         -50.00  240.00
        C2         0.00     0.00      0.00      -20.00     0.00      20.00        0.00    0.00
        """,
        **ASKED,
    )


def test_opening_and_closing_are_those_of_aging(books_of: Any) -> None:
    books = books_of(**BOOKS)
    for first, last in ((date(2026, 1, 1), date(2026, 2, 15)), (date(2026, 3, 6), date(2026, 3, 20))):
        rows = books.report("movements", as_of=date(2026, 12, 31), date_from=first, date_to=last)
        closing = {row["client_id"]: row["outstanding"] for row in books.report("aging", as_of=last)}
        assert {row["client_id"]: row["closing"] for row in rows if row["closing"]} == closing
        for row in rows:
            moved = ("opening", "invoiced", "credited", "collected", "refunded", "written_off", "other")
            assert sum(row[name] for name in moved) == row["closing"]
