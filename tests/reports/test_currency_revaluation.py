# ruff: noqa: E501 - a table is as wide as its columns
"""Currencies revalued, by small books: given, given, expected."""

from __future__ import annotations

from typing import Any

from tests.reports.test_invoice_revaluation import GIVEN


def test_invoices_are_summed_by_client_and_currency_unless_one_has_no_rate(books_of: Any) -> None:
    books = books_of(**GIVEN)
    books.shows(
        "currency_revaluation",
        """
        client_id  currency  invoices_open  open_amount  base_currency  base_amount  closing_rate  revalued_amount  exchange_difference
        C1         JPY       1              1000         EUR            6.15         0.00615       6.15             0.00
        C1         USD       2              130.05       EUR            119.55       0.911111      118.49           -1.06
        C2         EUR       1              7.00         EUR            7.00         1             7.00             0.00
        C2         USD       1              10.00        EUR            -            0.911111      9.11             -
        """,
    )
    books.shows("currency_revaluation", "client_id  currency\nC1  USD", client="C1", currency="USD")


def test_base_amounts_are_totalled_by_the_rows_currency_unless_a_row_has_none(books_of: Any) -> None:
    totals = books_of(**GIVEN).result("invoice_revaluation").totals()
    assert {
        currency: {name: str(total) for name, total in sums.items() if name != "open_amount"}
        for currency, sums in totals.items()
    } == {
        "EUR": {"base_amount": "7.000", "revalued_amount": "7.000", "exchange_difference": "0"},
        "JPY": {"base_amount": "6.150", "revalued_amount": "6.150", "exchange_difference": "0"},
        # One of the invoices in USD has no rate at its date.
        "USD": {"revalued_amount": "127.600"},
    }
