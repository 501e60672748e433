# ruff: noqa: E501 - a table is as wide as its columns
"""What is to come. The day is Wednesday, 2026-09-30."""

from tests.reference.case import Case

PAID_AFTER_10_20_30 = {
    "invoices": """
        invoice_number | client_id | issue_date | due_date   | total_amount
        I1             | C1        | 2026-03-01 | 2026-04-01 | 50.00
        I2             | C1        | 2026-03-01 | 2026-04-01 | 50.00
        I3             | C1        | 2026-03-01 | 2026-04-01 | 50.00
        open           | C1        | 2026-08-30 | 2026-09-30 | 100.00
    """,
    "payments": """
        payment_id | payment_date | amount | invoice_number
        M1         | 2026-04-11   | 50.00  | I1
        M2         | 2026-04-21   | 50.00  | I2
        M3         | 2026-05-01   | 50.00  | I3
    """,
}

CASES = (
    Case(
        name="where one client is all there is, its own record decides: a third is paid on each of three days",
        report="expected_payments",
        given=PAID_AFTER_10_20_30,
        expected="""
            client_id | client_name | currency | invoice_number | due_date   | open_amount | expected_date | earliest_date | latest_date | basis       | observations
            C1        | Name of C1  | EUR      | open           | 2026-09-30 | 100.00      | 2026-10-20    | 2026-10-10    | 2026-10-30  | client      | 3
        """,
    ),
    Case(
        name="an open invoice is spread over the weeks, the cents along with it, and expenses stand beside",
        report="cash_forecast",
        given=PAID_AFTER_10_20_30
        | {
            "expenses": """
                expense_id | expense_date | amount
                past       | 2026-09-30   | 3.00
                ahead      | 2026-10-06   | 5.00
                far        | 2026-12-28   | 7.00
            """
        },
        # deviation 100 * 0.4714045208, of which 1.28155... is 60.41
        expected="""
            currency | week       | collections | collections_low | collections_high | expenses | net   | still_open
            EUR      | 2026-09-28 | 0.00        | 0.00            | 0.00             | 0.00     | 0.00  | 100.00
            EUR      | 2026-10-05 | 33.33       | 0.00            | 93.75            | 5.00     | 28.33 | 66.67
            EUR      | 2026-10-12 | 0.00        | 0.00            | 0.00             | 0.00     | 0.00  | 66.67
            EUR      | 2026-10-19 | 33.34       | 0.00            | 93.75            | 0.00     | 33.34 | 33.33
            EUR      | 2026-10-26 | 33.33       | 0.00            | 93.75            | 0.00     | 33.33 | 0.00
            EUR      | 2026-11-02 | 0.00        | 0.00            | 0.00             | 0.00     | 0.00  | 0.00
            EUR      | 2026-11-09 | 0.00        | 0.00            | 0.00             | 0.00     | 0.00  | 0.00
            EUR      | 2026-11-16 | 0.00        | 0.00            | 0.00             | 0.00     | 0.00  | 0.00
            EUR      | 2026-11-23 | 0.00        | 0.00            | 0.00             | 0.00     | 0.00  | 0.00
            EUR      | 2026-11-30 | 0.00        | 0.00            | 0.00             | 0.00     | 0.00  | 0.00
            EUR      | 2026-12-07 | 0.00        | 0.00            | 0.00             | 0.00     | 0.00  | 0.00
            EUR      | 2026-12-14 | 0.00        | 0.00            | 0.00             | 0.00     | 0.00  | 0.00
            EUR      | 2026-12-21 | 0.00        | 0.00            | 0.00             | 0.00     | 0.00  | 0.00
        """,
    ),
)
