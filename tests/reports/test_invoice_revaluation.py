"""Invoices revalued, by small books: given, given, expected."""

from __future__ import annotations

from typing import Any

from invotrack_analytics.publish.plain import plain_rows

GIVEN = {
    "invoices": """
        invoice_number  client_id  issue_date  total_amount  currency
        I1              C1         2026-08-15  100.00        USD
        I2              C1         2026-09-01  50.05         USD
        I3              C1         2026-09-01  1000          JPY
        I4              C2         2026-07-31  10.00         USD
        I5              C2         2026-09-01  7.00          EUR
    """,
    "payments": "payment_id  payment_date  amount  invoice_number\nM1  2026-09-02  20.00  I1",
    "fx_rates": """
        currency  rate_date   rate
        USD       2026-08-01  0.9
        USD       2026-09-01  0.95
        USD       2026-09-30  0.911111
        USD       2026-10-01  2
        JPY       2026-09-01  0.00615
    """,
}


def test_the_rate_in_force_is_the_latest_dated_by_the_day(books_of: Any) -> None:
    books_of(**GIVEN).shows(
        "invoice_revaluation",
        """
        invoice_number  open_amount  invoice_rate  base_amount  closing_rate  revalued_amount  exchange_difference
        I3              1000         0.00615       6.15         0.00615       6.15             0.00
        I1              80.00        0.9           72.00        0.911111      72.89            0.89
        I2              50.05        0.95          47.55        0.911111      45.60            -1.95
        I5              7.00         1             7.00         1             7.00             0.00
        I4              10.00        -             -            0.911111      9.11             -
        """,
    )


def test_a_large_amount_at_a_large_rate_is_exact(books_of: Any) -> None:
    books_of(
        invoices="invoice_number  client_id  issue_date  total_amount  currency\nI1  C1  2026-09-01  99999999.99  USD",
        fx_rates="currency  rate_date  rate\nUSD  2026-08-01  160.5",
    ).shows("invoice_revaluation", "invoice_number  base_amount  exchange_difference\nI1  16049999998.40  0.00")


def test_an_amount_has_the_places_of_its_own_currency(books_of: Any) -> None:
    result = books_of(**GIVEN).result("invoice_revaluation", currency="JPY")
    names = [column.name for column in result.columns]
    (row,) = (dict(zip(names, row, strict=True)) for row in plain_rows(result, "EUR"))
    assert (row["open_amount"], row["base_amount"], row["base_currency"]) == ("1000", "6.15", "EUR")


def test_without_rates_only_the_companys_own_currency_has_a_value(books_of: Any) -> None:
    books_of(invoices=GIVEN["invoices"]).shows(
        "invoice_revaluation",
        """
        invoice_number  base_amount  revalued_amount  exchange_difference
        I3              -            -                -
        I1              -            -                -
        I2              -            -                -
        I5              7.00         7.00             0.00
        I4              -            -                -
        """,
    )
