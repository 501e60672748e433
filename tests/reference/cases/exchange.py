# ruff: noqa: E501 - a table is as wide as its columns
"""Open amounts in the company's currency, at the invoices' rates and at the day's."""

from tests.reference.case import Case

GIVEN = {
    "invoices": """
        invoice_number | client_id | issue_date | total_amount | currency
        I1             | C1        | 2026-08-15 | 100.00       | USD
        I2             | C1        | 2026-09-01 | 50.05        | USD
        I3             | C1        | 2026-09-01 | 1000         | JPY
        I4             | C2        | 2026-07-31 | 10.00        | USD
        I5             | C2        | 2026-09-01 | 7.00         | EUR
        I6             | C2        | 2026-09-01 | 8.00         | GBP
    """,
    "payments": "payment_id | payment_date | amount | invoice_number\nM1 | 2026-09-02 | 20.00 | I1",
    "fx_rates": """
        currency | rate_date  | rate
        USD      | 2026-08-01 | 0.9
        USD      | 2026-09-01 | 0.95
        USD      | 2026-09-30 | 0.911111
        USD      | 2026-10-01 | 2
        JPY      | 2026-09-01 | 0.00615
    """,
}

CASES = (
    Case(
        name="an invoice is worth the rate in force on its date, and that of the day",
        report="invoice_revaluation",
        given=GIVEN,
        expected="""
            invoice_number | open_amount | base_currency | invoice_rate | base_amount | closing_rate | revalued_amount | exchange_difference
            I1             | 80.00       | EUR           | 0.9          | 72.00       | 0.911111     | 72.89           | 0.89
            I2             | 50.05       | EUR           | 0.95         | 47.55       | 0.911111     | 45.60           | -1.95
            I3             | 1000        | EUR           | 0.00615      | 6.15        | 0.00615      | 6.15            | 0
            I4             | 10.00       | EUR           | -            | -           | 0.911111     | 9.11            | -
            I5             | 7.00        | EUR           | 1            | 7.00        | 1            | 7.00            | 0
            I6             | 8.00        | EUR           | -            | -           | -            | -               | -
        """,
    ),
    Case(
        name="sales of every currency at the rate of each date; a month without one has no figure",
        report="sales_in_base",
        given=GIVEN,
        expected="""
            client_id | currency | month      | documents | without_rate | net_amount | tax_amount | total_amount
            C1        | EUR      | 2026-08-01 | 1         | 0            | 90.00      | 0          | 90.00
            C1        | EUR      | 2026-09-01 | 2         | 0            | 53.70      | 0          | 53.70
            C2        | EUR      | 2026-07-01 | 1         | 1            | -          | -          | -
            C2        | EUR      | 2026-09-01 | 2         | 1            | -          | -          | -
        """,
    ),
    Case(
        name="sums of invoices; without a rate for one of them there is no sum",
        report="currency_revaluation",
        given=GIVEN,
        expected="""
            client_id | currency | open_amount | base_amount | closing_rate | revalued_amount | exchange_difference
            C1        | JPY      | 1000        | 6.15        | 0.00615      | 6.15            | 0
            C1        | USD      | 130.05      | 119.55      | 0.911111     | 118.49          | -1.06
            C2        | EUR      | 7.00        | 7.00        | 1            | 7.00            | 0
            C2        | GBP      | 8.00        | -           | -            | -               | -
            C2        | USD      | 10.00       | -           | 0.911111     | 9.11            | -
        """,
    ),
    Case(
        name="money of another currency brings its day's rate for what was booked at the invoice's",
        report="realised_differences",
        given=GIVEN
        | {
            "payments": """
                payment_id | payment_date | amount | invoice_number
                M1         | 2026-09-02   | 60.00  | I1
                M2         | 2026-10-01   | 70.00  | I1
                M3         | 2026-09-05   | 10.00  | I4
                M4         | 2026-09-05   | 7.00   | I5
            """
        },
        # M2 is not there yet. I4 had no rate at its date.
        expected="""
            client_id | currency | payment_id | invoice_number | settled_amount | invoice_rate | base_amount | payment_rate | received_amount | exchange_difference
            C1        | USD      | M1         | I1             | 60.00          | 0.9          | 54.00       | 0.95         | 57.00           | 3.00
            C2        | USD      | M3         | I4             | 10.00          | -            | -           | 0.95         | 9.50            | -
        """,
    ),
)
