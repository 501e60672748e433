# ruff: noqa: E501 - a table is as wide as its columns
"""Instalments, disputes, and what is told of many months or clients. The day is 2026-09-30."""

from datetime import date

from tests.reference.case import Case

IN_PARTS = {
    "invoices": """
        invoice_number | client_id | issue_date | due_date   | total_amount
        I1             | C1        | 2026-06-01 | 2026-07-01 | 90.00
        I2             | C2        | 2026-06-01 | 2026-09-15 | 60.00
    """,
    "instalments": """
        invoice_number | instalment_number | due_date   | amount
        I1             | 1                 | 2026-07-01 | 30.00
        I1             | 2                 | 2026-08-31 | 30.00
        I1             | 3                 | 2026-10-31 | 30.00
    """,
    "payments": """
        payment_id | payment_date | amount | invoice_number | instalment_number
        M1         | 2026-07-10   | 25.00  | I1             | 2
        M2         | 2026-07-20   | 35.00  | I1             | -
    """,
    "write_offs": """
        invoice_number | write_off_date | amount
        I2             | 2026-09-20     | 20.00
    """,
    "disputes": """
        invoice_number | disputed_on | amount | resolved_on
        I2             | 2026-09-20  | 15.00  | -
        I1             | 2026-09-20  | -      | 2026-09-30
    """,
}

CASES = (
    Case(
        name="money fills the part it names first, then the oldest",
        report="open_instalments",
        given=IN_PARTS,
        expected="""
            invoice_number | instalment_number | due_date   | days_overdue | bucket  | instalment_amount | open_amount | disputed_amount | status
            I1             | 3                 | 2026-10-31 | -31          | not_due | 30.00             | 30.00       | 0.00            | issued
            I2             | -                 | 2026-09-15 | 15           | d1_30   | 60.00             | 40.00       | 15.00           | disputed
        """,
    ),
    Case(
        name="each part is paid early or late by its own due date",
        report="payment_timing",
        given=IN_PARTS,
        expected="""
            payment_id | invoice_number | instalment_number | due_date   | allocated_amount | days_to_pay | days_late
            M1         | I1             | 2                 | 2026-08-31 | 25.00            | 39          | -52
            M2         | I1             | 1                 | 2026-07-01 | 30.00            | 49          | 19
            M2         | I1             | 2                 | 2026-08-31 | 5.00             | 49          | -42
        """,
    ),
    Case(
        name="what was decided late had been in every bucket before",
        report="expected_losses",
        given=IN_PARTS,
        # Decided: 25.00 and 5.00 before they were due, 30.00 nineteen days late, 20.00 given up five days late.
        expected="""
            currency | bucket   | age_from | open_amount | decided_amount | lost_amount | loss_rate | expected_loss
            EUR      | not_due  | 0        | 30.00       | 80.00          | 20.00       | 1/4       | 7.50
            EUR      | d1_30    | 1        | 40.00       | 50.00          | 20.00       | 2/5       | 16.00
            EUR      | d31_60   | 31       | 0.00        | 0.00           | 0.00        | -         | -
            EUR      | d61_90   | 61       | 0.00        | 0.00           | 0.00        | -         | -
            EUR      | d91_plus | 91       | 0.00        | 0.00           | 0.00        | -         | -
        """,
    ),
    Case(
        name="a payment that bounced decided nothing, and a provision is rounded half-up",
        report="expected_losses",
        given={
            "invoices": """
                invoice_number | client_id | issue_date | due_date   | total_amount | currency
                I1             | C1        | 2026-08-01 | 2026-08-31 | 100          | JPY
                I2             | C1        | 2026-08-01 | 2026-09-30 | 5            | JPY
            """,
            "payments": """
                payment_id | payment_date | amount | invoice_number
                M1         | 2026-08-15   | 100    | I1
                R1         | 2026-09-02   | -100   | I1
                M2         | 2026-09-05   | 90     | I1
            """,
            "write_offs": """
                invoice_number | write_off_date | amount
                I1             | 2026-09-20     | 10
            """,
        },
        parameters={"buckets": (30,)},
        # 5 x 10 ÷ 100 = 0.5
        expected="""
            bucket   | open_amount | decided_amount | lost_amount | loss_rate | expected_loss
            not_due  | 5           | 100            | 10          | 1/10      | 1
            d1_30    | 0           | 100            | 10          | 1/10      | 0
            d31_plus | 0           | 0              | 0           | -         | -
        """,
    ),
    Case(
        name="the share of each client that owes on balance, largest first",
        report="concentration",
        given={
            "invoices": """
                invoice_number | client_id | issue_date | total_amount
                I1             | C1        | 2026-09-01 | 10.00
                I2             | C2        | 2026-09-01 | 30.00
                I3             | C3        | 2026-09-01 | 5.00
            """,
            "payments": """
                payment_id | payment_date | amount | client_id
                M1         | 2026-09-01   | 7.00   | C3
            """,
        },
        expected="""
            client_id | currency | rank | outstanding | share | cumulative_share | top_10_share | hhi
            C2        | EUR      | 1    | 30.00       | 3/4   | 3/4              | 1/1          | 5/8
            C1        | EUR      | 2    | 10.00       | 1/4   | 1/1              | 1/1          | 5/8
        """,
    ),
    Case(
        name="a balance by month is that of the day",
        report="balance_trend",
        as_of=date(2026, 7, 15),
        given={
            "invoices": """
                invoice_number | client_id | issue_date | due_date   | total_amount
                I1             | C1        | 2026-06-01 | 2026-06-30 | 90.00
            """
        },
        expected="\n".join(
            (
                "currency | month | on_day | not_due | overdue | outstanding | overdue_change",
                "EUR | 2025-07-01 | 2025-07-31 | 0.00 | 0.00 | 0.00 | -",
                *(
                    f"EUR | {day[:7]}-01 | {day} | 0.00 | 0.00 | 0.00 | 0.00"
                    for day in (
                        *("2025-08-31", "2025-09-30", "2025-10-31", "2025-11-30", "2025-12-31"),
                        *("2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"),
                    )
                ),
                "EUR | 2026-06-01 | 2026-06-30 | 90.00 | 0.00 | 90.00 | 0.00",
                "EUR | 2026-07-01 | 2026-07-15 | 0.00 | 90.00 | 90.00 | 90.00",
            )
        ),
    ),
    Case(
        name="each month has its own twelve months",
        report="kpi_trend",
        as_of=date(2026, 7, 15),
        given={
            "invoices": """
                invoice_number | client_id | issue_date | due_date   | total_amount
                I1             | C1        | 2026-06-01 | 2026-06-30 | 90.00
            """
        },
        expected="""
            currency | month      | on_day     | dso_simple | dso_countback | dso_best_possible | add   | cei  | outstanding | overdue
            EUR      | 2026-06-01 | 2026-06-30 | 365/1      | 30/1          | 365/1             | 0/1   | -    | 90.00       | 0.00
            EUR      | 2026-07-01 | 2026-07-15 | 365/1      | 45/1          | 0/1               | 365/1 | 0/1  | 90.00       | 90.00
        """,
    ),
)
