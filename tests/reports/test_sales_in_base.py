"""Sales in the company's currency, by small books: given, given, expected."""

from __future__ import annotations

from typing import Any

GIVEN = {
    "invoices": """
        invoice_number  client_id  issue_date  net_amount  tax_amount  total_amount  currency  kind
        I1              C1         2026-09-01  100.00      21.00       121.00        USD       -
        I2              C1         2026-09-20  50.05       -           50.05         EUR       -
        N1              C1         2026-09-25  10.00       2.10        12.10         USD       credit_note
        I3              C2         2026-08-01  7.00        -           7.00          USD       -
        I4              C2         2026-09-30  1000        -           1000          JPY       -
    """,
    "fx_rates": """
        currency  rate_date   rate
        USD       2026-09-01  0.9
        USD       2026-09-25  0.95
        JPY       2026-09-01  0.00615
    """,
}


def test_each_document_counts_at_the_rate_of_its_date_and_a_month_without_one_has_no_figure(books_of: Any) -> None:
    books = books_of(**GIVEN)
    books.shows(
        "sales_in_base",
        """
        client_id  currency  month       documents  without_rate  net_amount  tax_amount  total_amount
        C1         EUR       2026-09-01  3          0             130.55      16.90       147.45
        C2         EUR       2026-08-01  1          1             -           -           -
        C2         EUR       2026-09-01  1          0             6.15        0.00        6.15
        """,
    )
    books.shows("sales_in_base", "net_amount  documents\n80.50  2", client="C1", currency="USD")
