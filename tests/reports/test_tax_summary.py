# ruff: noqa: E501 - a table is as wide as its columns
"""The tax summary, by small books: given, expected."""

from __future__ import annotations

from typing import Any

GIVEN = {
    "invoices": """
        invoice_number  client_id  issue_date  net_amount  tax_amount  total_amount  currency  kind
        I1              C1         2026-09-01  410.00      74.00       484.00        EUR       -
        I2              C1         2026-09-20  100.00      21.00       121.00        EUR       -
        N1              C1         2026-09-25  10.00       2.10        12.10         EUR       credit_note
        I3              C2         2026-08-01  50.00       10.49       60.49         USD       -
    """,
    "invoice_lines": """
        invoice_number  line_number  net_amount  tax_rate
        I2              1            100.00      21
        I3              1            20.00       21
        I3              2            30.00       21
    """,
    "invoice_taxes": """
        invoice_number  tax_name  tax_category  tax_rate  taxable_amount  tax_amount
        I1              IVA       S             21        300.00          63.00
        I1              IVA       S             10        110.00          11.00
        N1              IVA       S             21        10.00           2.10
    """,
    "fx_rates": """
        currency  rate_date   rate
        USD       2026-08-01  0.5
    """,
}


def test_a_row_per_month_tax_category_and_rate_with_credit_notes_off(books_of: Any) -> None:
    books_of(**GIVEN).shows(
        "tax_summary",
        """
        month       tax_name  tax_category  tax_rate  currency  net_amount  tax_amount  documents  base_net_amount  base_tax_amount
        2026-08-01  -         S             21        USD       50.00       10.49       1          25.00            5.25
        2026-09-01  IVA       S             10        EUR       110.00      11.00       1          110.00           11.00
        2026-09-01  IVA       S             21        EUR       290.00      60.90       2          290.00           60.90
        2026-09-01  -         S             21        EUR       100.00      21.00       1          100.00           21.00
        """,
    )


def test_it_ties_to_sales_whatever_the_documents_say(books_of: Any) -> None:
    books = books_of(
        invoices="""
            invoice_number  client_id  issue_date  net_amount  tax_amount  total_amount  kind
            I1              C1         2026-09-01  100.00      20.99       120.99        -
            I2              C1         2026-09-02  -           -           77.00         -
            N1              C1         2026-09-03  30.00       4.10        34.10         credit_note
        """,
        invoice_lines="""
            invoice_number  line_number  net_amount  tax_rate
            I1              1            60.00       21
            I1              2            40.00       21
            N1              1            10.00       21
            N1              2            20.00       10
        """,
    )
    books.shows(
        "tax_summary",
        """
        month       tax_category  tax_rate  net_amount  tax_amount  documents
        2026-09-01  S             10        -20.00      -2.00       1
        2026-09-01  S             21        90.00       18.89       2
        2026-09-01  Z             0         77.00       0.00        1
        """,
    )
