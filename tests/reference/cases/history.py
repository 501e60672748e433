# ruff: noqa: E501 - a table is as wide as its columns
"""How clients pay. The day is 2026-09-30, so the default period is 2025-10-01 to 2026-09-30."""

from datetime import date

from tests.reference.case import Case

TWO_INVOICES = """
    invoice_number | client_id | issue_date | due_date   | total_amount
    I1             | C1        | 2026-06-01 | 2026-07-01 | 100.00
    I2             | C1        | 2026-06-01 | 2026-07-01 | 300.00
"""

THREE_INVOICES = """
    invoice_number | client_id | issue_date | due_date   | total_amount
    I1             | C1        | 2026-01-01 | 2026-04-03 | 100.00
    I2             | C1        | 2026-01-01 | 2026-07-02 | 100.00
    I3             | C1        | 2026-01-01 | 2026-09-30 | 100.00
"""

CASES = (
    Case(
        name="averages are weighted by amount, the median is plain, part payments count",
        report="payment_history",
        given={
            "invoices": TWO_INVOICES,
            "payments": """
                payment_id | payment_date | amount | invoice_number
                M1         | 2026-06-21   | 100.00 | I1
                M2         | 2026-07-11   | 100.00 | I2
                M3         | 2026-07-31   | 50.00  | I2
            """,
        },
        # days to pay 20, 40, 60; days late -10, 10, 30; weights 100, 100, 50
        expected="""
            client_id | client_name | currency | invoices_settled | invoices_open | avg_days_to_pay | avg_days_late | median_days_late | last_payment_date | paid_amount | open_amount
            C1        | Name of C1  | EUR      | 1                | 1             | 36              | 6             | 10               | 2026-07-31        | 250.00      | 150.00
        """,
    ),
    Case(
        name="a prepayment counts from the invoice's issue, as 0 days; of two allocations the median is the middle",
        report="payment_history",
        given={
            "invoices": TWO_INVOICES,
            "payments": """
                payment_id | payment_date | amount | invoice_number
                M1         | 2026-05-01   | 100.00 | I1
                M2         | 2026-07-02   | 300.00 | I2
            """,
        },
        # days to pay 0 and 31; days late -30 and 1
        expected="""
            client_id | avg_days_to_pay | avg_days_late | median_days_late
            C1        | 93/4            | -27/4         | -29/2
        """,
    ),
    Case(
        name="credit notes, write-offs, reversals and what exceeds the invoice are not in the averages",
        report="payment_history",
        given={
            "invoices": """
                invoice_number | client_id | issue_date | due_date   | total_amount | kind        | preceding_invoice_number
                I1             | C1        | 2026-06-01 | 2026-07-01 | 100.00       | invoice     | -
                N1             | C1        | 2026-06-02 | -          | 10.00        | credit_note | I1
            """,
            "payments": """
                payment_id | payment_date | amount | client_id | invoice_number
                M1         | 2026-06-11   | 60.00  | -         | I1
                M2         | 2026-06-15   | -60.00 | -         | I1
                M3         | 2026-07-11   | 80.00  | -         | I1
                M4         | 2026-07-21   | 50.00  | -         | I1
                M7         | 2026-07-22   | 20.00  | -         | I1
                M5         | 2026-08-01   | 70.00  | C1        | -
                M6         | 2026-09-01   | -7.00  | C1        | -
            """,
            "write_offs": """
                invoice_number | write_off_date | amount
                I1             | 2026-07-15     | 4.00
            """,
        },
        # M1 was taken back. Allocated: 80 after 40 days, 10 (of 50) after 50, which recover the 4; 0 (of 20); late by 10, 20
        expected="""
            client_id | invoices_settled | avg_days_to_pay | avg_days_late | median_days_late | last_payment_date | paid_amount | open_amount
            C1        | 1                | 370/9           | 100/9         | 15               | 2026-08-01        | 213.00      | 0.00
        """,
    ),
    Case(
        name="the period limits payments by payment date for averages; counts and amounts are those of as_of",
        report="payment_history",
        parameters={"date_from": date(2026, 7, 11), "date_to": date(2026, 7, 30)},
        given={
            "invoices": TWO_INVOICES,
            "payments": """
                payment_id | payment_date | amount | invoice_number
                M1         | 2026-07-10   | 100.00 | I1
                M2         | 2026-07-11   | 100.00 | I2
                M3         | 2026-07-30   | 100.00 | I2
                M4         | 2026-07-31   | 50.00  | I2
            """,
        },
        # late by 10 and 29; no invoice fell due in the period
        expected="""
            client_id | avg_days_late | median_days_late | on_time_rate_count | on_time_rate_amount | last_payment_date | paid_amount | open_amount
            C1        | 39/2          | 39/2             | -                  | -                   | 2026-07-31        | 350.00      | 50.00
        """,
    ),
    Case(
        name="on-time: fully settled by the due date; what is open past it is late; not yet due does not count",
        report="payment_history",
        given={
            "invoices": """
                invoice_number | client_id | issue_date | due_date   | total_amount
                on-the-day     | C1        | 2026-06-01 | 2026-07-01 | 100.00
                a-day-late     | C1        | 2026-06-01 | 2026-07-01 | 100.00
                in-parts       | C1        | 2026-06-01 | 2026-07-01 | 100.00
                open           | C1        | 2026-06-01 | 2026-07-01 | 200.00
                not-yet-due    | C1        | 2026-06-01 | 2026-10-01 | 900.00
                due-today      | C1        | 2026-06-01 | 2026-09-30 | 900.00
                too-old        | C1        | 2025-06-01 | 2025-09-30 | 900.00
            """,
            "payments": """
                payment_id | payment_date | amount | invoice_number
                M1         | 2026-07-01   | 100.00 | on-the-day
                M2         | 2026-07-02   | 100.00 | a-day-late
                M3         | 2026-06-30   | 60.00  | in-parts
                M4         | 2026-07-31   | 40.00  | in-parts
                M5         | 2026-06-30   | 40.00  | open
                M6         | 2026-06-30   | 900.00 | not-yet-due
                M7         | 2026-06-30   | 800.00 | due-today
            """,
        },
        # 1 of 4; (100 + 0 + 60 + 40) of 500
        expected="""
            client_id | invoices_settled | invoices_open | on_time_rate_count | on_time_rate_amount
            C1        | 4                | 3             | 1/4                | 2/5
        """,
    ),
    Case(
        name="due today and settled is on time; the first day of the period belongs to it",
        report="payment_history",
        given={
            "invoices": """
                invoice_number | client_id | issue_date | due_date   | total_amount
                due-today      | C1        | 2026-09-01 | 2026-09-30 | 100.00
                first-day      | C1        | 2025-09-01 | 2025-10-01 | 100.00
            """,
            "payments": """
                payment_id | payment_date | amount | invoice_number
                M1         | 2026-09-30   | 100.00 | due-today
            """,
        },
        expected="""
            client_id | on_time_rate_count | on_time_rate_amount
            C1        | 1/2                | 1/2
        """,
    ),
    Case(
        name="what was credited by the due date did not fall due; overpaid money is not counted twice",
        report="payment_history",
        given={
            "invoices": """
                invoice_number | client_id | issue_date | due_date   | total_amount | kind        | preceding_invoice_number
                I1             | C1        | 2026-06-01 | 2026-07-01 | 100.00       | invoice     | -
                I2             | C1        | 2026-06-01 | 2026-07-01 | 100.00       | invoice     | -
                N1             | C1        | 2026-07-01 | -          | 20.00        | credit_note | I1
            """,
            "payments": """
                payment_id | payment_date | amount | invoice_number
                M1         | 2026-06-30   | 90.00  | I1
                M2         | 2026-07-02   | 100.00 | I2
            """,
        },
        # I1: 80 fell due and 80 of the 90 are for it; I2: 0 of 100
        expected="""
            client_id | on_time_rate_count | on_time_rate_amount
            C1        | 1/2                | 4/9
        """,
    ),
    Case(
        name="a payment that bounced, even after the due date, did not pay in time",
        report="payment_history",
        given={
            "invoices": TWO_INVOICES,
            "payments": """
                payment_id | payment_date | amount  | invoice_number
                M1         | 2026-06-30   | 100.00  | I1
                M2         | 2026-07-03   | -100.00 | I1
                M3         | 2026-07-31   | 100.00  | I1
                M4         | 2026-07-01   | 300.00  | I2
            """,
        },
        expected="""
            client_id | on_time_rate_count | on_time_rate_amount
            C1        | 1/2                | 3/4
        """,
    ),
    Case(
        name="an invoice due before its issue cannot be settled in time, whatever came before",
        report="payment_history",
        given={
            "invoices": """
                invoice_number | client_id | issue_date | due_date   | total_amount | kind        | preceding_invoice_number
                I1             | C1        | 2026-06-10 | 2026-06-01 | 100.00       | invoice     | -
                I2             | C1        | 2026-06-10 | 2026-06-01 | 100.00       | invoice     | -
                I3             | C1        | 2026-06-10 | 2026-06-01 | 100.00       | invoice     | -
                N2             | C1        | 2026-05-20 | -          | 100.00       | credit_note | I2
            """,
            "write_offs": """
                invoice_number | write_off_date | amount
                I3             | 2026-05-20     | 100.00
            """,
            "payments": """
                payment_id | payment_date | amount | invoice_number
                M1         | 2026-05-20   | 100.00 | I1
            """,
        },
        expected="""
            client_id | avg_days_to_pay | avg_days_late | on_time_rate_count | on_time_rate_amount
            C1        | 0               | 9             | 0                  | 0
        """,
    ),
    Case(
        name="trend: the last 90 days minus the 90 before, by payment date",
        report="payment_history",
        given={
            "invoices": THREE_INVOICES,
            "payments": """
                payment_id | payment_date | amount | invoice_number
                first      | 2026-04-04   | 100.00 | I1
                last-of-90 | 2026-07-02   | 100.00 | I2
                recent     | 2026-07-03   | 50.00  | I3
                today      | 2026-09-30   | 50.00  | I3
            """,
        },
        # before: late by 1 and 0; last: late by -89 and 0
        expected="""
            client_id | invoices_settled | trend_days
            C1        | 3                | -45
        """,
    ),
    Case(
        name="no trend where either half has no payment: 180 days ago is too long ago",
        report="payment_history",
        given={
            "invoices": THREE_INVOICES,
            "payments": """
                payment_id | payment_date | amount | invoice_number
                M1         | 2026-04-03   | 300.00 | I1
                M2         | 2026-09-01   | 100.00 | I2
                M3         | 2026-09-01   | 100.00 | I3
            """,
        },
        expected="""
            client_id | invoices_settled | trend_days
            C1        | 3                | -
        """,
    ),
    Case(
        name="no trend with fewer than three settled invoices",
        report="payment_history",
        given={
            "invoices": THREE_INVOICES,
            "payments": """
                payment_id | payment_date | amount | invoice_number
                M1         | 2026-05-01   | 100.00 | I1
                M2         | 2026-09-01   | 100.00 | I2
                M3         | 2026-09-01   | 99.99  | I3
            """,
        },
        expected="""
            client_id | invoices_settled | invoices_open | trend_days
            C1        | 2                | 1             | -
        """,
    ),
    Case(
        name="a row for every client and currency with a live invoice or a payment; no payment, no figures",
        report="payment_history",
        given={
            "invoices": """
                invoice_number | client_id | issue_date | due_date   | total_amount | currency | kind        | status
                I1             | C1        | 2026-09-30 | 2026-10-30 | 100.00       | EUR      | -           | -
                I2             | C2        | 2026-10-01 | 2026-10-30 | 100.00       | EUR      | -           | -
                I3             | C3        | 2026-09-01 | 2026-10-30 | 100.00       | EUR      | -           | draft
                N1             | C4        | 2026-09-01 | -          | 100.00       | EUR      | credit_note | -
            """,
            "payments": """
                payment_id | payment_date | amount | client_id | currency
                M1         | 2026-09-30   | -5.00  | C1        | USD
            """,
        },
        expected="""
            client_id | currency | invoices_settled | invoices_open | avg_days_to_pay | avg_days_late | median_days_late | on_time_rate_count | on_time_rate_amount | trend_days | last_payment_date | paid_amount | open_amount
            C1        | EUR      | 0                | 1             | -               | -             | -                | -                  | -                   | -          | -                 | 0.00        | 100.00
            C1        | USD      | 0                | 0             | -               | -             | -                | -                  | -                   | -          | -                 | -5.00       | 0.00
        """,
    ),
)
