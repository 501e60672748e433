# ruff: noqa: E501 - a table is as wide as its columns
"""Days sales outstanding and its kin. The default period is 2025-10-01 to 2026-09-30: 365 days."""

from datetime import date

from tests.reference.case import Case

CASES = (
    Case(
        name="DSO simple and best possible, ADD and CEI, tax included, net of credit notes, gross of unapplied credit",
        report="receivables_kpis",
        given={
            "invoices": """
                invoice_number | client_id | issue_date | due_date   | net_amount | tax_amount | total_amount | kind
                opening        | C1        | 2025-09-30 | 2025-10-30 | -          | -          | 300.00       | invoice
                I1             | C1        | 2025-10-01 | 2025-10-31 | 500.00     | 100.00     | 600.00       | invoice
                I2             | C2        | 2026-09-30 | 2026-10-30 | -          | -          | 500.00       | invoice
                N1             | C2        | 2026-05-01 | -          | -          | -          | 100.00       | credit_note
            """,
            "payments": """
                payment_id | payment_date | amount | client_id | invoice_number
                M1         | 2026-01-01   | 300.00 | -         | opening
                M2         | 2026-01-01   | 400.00 | -         | I1
                M3         | 2026-01-01   | 50.00  | C1        | -
            """,
        },
        # closing 200 + 500 = 700, of which 500 not overdue; sales 600 + 500 - 100 = 1000; opening 300
        # CEI (300 + 1000 - 700) / (300 + 1000 - 500); outstanding 700 - 100 - 50
        # count-back: 500 in September (30 days), nothing from August to June (92), -100 in May (31),
        # nothing from April to November (181), and 300 of the 600 of October (31)
        expected="""
            currency | dso_simple | dso_best_possible | add | cei | outstanding | overdue | dso_countback
            EUR      | 511/2      | 365/2             | 73  | 75  | 550.00      | 200.00  | 699/2
        """,
    ),
    Case(
        name="count-back takes the latest months whole and the last pro rata, back beyond the period",
        report="receivables_kpis",
        as_of=date(2026, 9, 15),
        parameters={"date_from": date(2026, 9, 1)},
        given={
            "invoices": """
                invoice_number | client_id | issue_date | due_date   | total_amount
                I1             | C1        | 2026-09-15 | 2026-12-31 | 100.00
                I2             | C1        | 2026-08-01 | 2026-12-31 | 200.00
                I3             | C1        | 2026-06-30 | 2026-12-31 | 60.00
                I4             | C1        | 2026-06-01 | 2026-07-01 | 40.00
            """,
            "payments": """
                payment_id | payment_date | amount | invoice_number
                M1         | 2026-07-01   | 40.00  | I4
            """,
        },
        # 15 days of September, 31 of August, 31 of July, 60 of the 100 of June: 18 of 30 days
        expected="""
            currency | dso_simple | dso_countback | dso_best_possible | add
            EUR      | 54         | 95            | 54                | 0
        """,
    ),
    Case(
        name="count-back is null when sales run out first; without sales in the period there is no DSO",
        report="receivables_kpis",
        parameters={"date_from": date(2026, 9, 1)},
        given={
            "invoices": """
                invoice_number | client_id | issue_date | due_date   | total_amount | kind
                I1             | C1        | 2026-08-01 | 2026-08-31 | 100.00       | invoice
                N1             | C2        | 2026-08-01 | -          | 50.00        | credit_note
            """
        },
        # CEI is (100 + 0 - 100) of (100 + 0 - 0)
        expected="""
            currency | dso_simple | dso_countback | dso_best_possible | add | cei | outstanding | overdue
            EUR      | -          | -             | -                 | -   | 0   | 50.00       | 100.00
        """,
    ),
    Case(
        name="closing belongs to the end of the period; outstanding, overdue and count-back to as_of",
        report="receivables_kpis",
        parameters={"date_from": date(2026, 6, 1), "date_to": date(2026, 6, 30)},
        given={
            "invoices": """
                invoice_number | client_id | issue_date | due_date   | total_amount
                I1             | C1        | 2026-06-01 | 2026-07-01 | 100.00
            """,
            "payments": """
                payment_id | payment_date | amount | invoice_number
                M1         | 2026-07-01   | 100.00 | I1
            """,
        },
        expected="""
            currency | dso_simple | dso_countback | dso_best_possible | add | cei | outstanding | overdue
            EUR      | 30         | 0             | 30                | 0   | -   | 0.00        | 0.00
        """,
    ),
    Case(
        name="a row for every currency, of payments alone too",
        report="receivables_kpis",
        given={
            "invoices": """
                invoice_number | client_id | issue_date | due_date   | total_amount | currency
                I1             | C1        | 2026-09-30 | 2026-10-30 | 1000         | JPY
                I2             | C1        | 2026-10-01 | 2026-10-30 | 1.000        | KWD
                I3             | C1        | 2026-09-30 | 2026-09-30 | 5.00         | USD
                I4             | C1        | 2026-09-30 | 2026-09-29 | 3.00         | USD
            """,
            "payments": """
                payment_id | payment_date | amount | client_id
                M1         | 2026-09-30   | 50.00  | C1
            """,
        },
        expected="""
            currency | dso_simple | dso_countback | cei | outstanding | overdue
            EUR      | -          | 0             | -   | -50.00      | 0.00
            JPY      | 365        | 30            | -   | 1000        | 0
            USD      | 365        | 30            | 0   | 8.00        | 3.00
        """,
    ),
)
