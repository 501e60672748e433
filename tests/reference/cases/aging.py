# ruff: noqa: E501 - a table is as wide as its columns
"""What is open, how old it is, and what is unapplied. The day is 2026-09-30 unless a case says otherwise."""

from datetime import date

from tests.reference.case import Case

ONE_INVOICE = """
    invoice_number | client_id | issue_date | due_date   | total_amount
    I1             | C1        | 2026-08-31 | 2026-09-29 | 100.00
"""

CASES = (
    Case(
        name="age is whole calendar days; due today is not overdue and one day late is 1 to 30",
        report="aging",
        given={
            "invoices": """
                invoice_number | client_id | issue_date | due_date   | total_amount
                tomorrow       | C1        | 2026-01-01 | 2026-10-01 | 1.00
                today          | C1        | 2026-01-01 | 2026-09-30 | 2.00
                one            | C1        | 2026-01-01 | 2026-09-29 | 4.00
                thirty         | C1        | 2026-01-01 | 2026-08-31 | 8.00
                thirty-one     | C1        | 2026-01-01 | 2026-08-30 | 16.00
                sixty          | C1        | 2026-01-01 | 2026-08-01 | 32.00
                sixty-one      | C1        | 2026-01-01 | 2026-07-31 | 64.00
                ninety         | C1        | 2026-01-01 | 2026-07-02 | 128.00
                ninety-one     | C1        | 2026-01-01 | 2026-07-01 | 256.00
            """
        },
        expected="""
            client_id | client_name | currency | not_due | d1_30 | d31_60 | d61_90 | d91_plus | unapplied_credit | outstanding
            C1        | Name of C1  | EUR      | 3.00    | 12.00 | 48.00  | 192.00 | 256.00   | 0.00             | 511.00
        """,
    ),
    Case(
        name="by issue date the age is as_of - issue date",
        report="aging",
        given={
            "invoices": """
                invoice_number | client_id | issue_date | due_date   | total_amount
                today          | C1        | 2026-09-30 | 2026-12-31 | 1.00
                thirty         | C1        | 2026-08-31 | 2026-12-31 | 2.00
                thirty-one     | C1        | 2026-08-30 | 2026-12-31 | 4.00
            """
        },
        parameters={"basis": "issue"},
        expected="""
            client_id | not_due | d1_30 | d31_60 | d61_90 | d91_plus | outstanding
            C1        | 1.00    | 2.00  | 4.00   | 0.00   | 0.00     | 7.00
        """,
    ),
    Case(
        name="any rising list of limits replaces 30, 60, 90",
        report="aging",
        given={
            "invoices": """
                invoice_number | client_id | issue_date | due_date   | total_amount
                fifteen        | C1        | 2026-01-01 | 2026-09-15 | 1.00
                sixteen        | C1        | 2026-01-01 | 2026-09-14 | 2.00
                forty-five     | C1        | 2026-01-01 | 2026-08-16 | 4.00
                forty-six      | C1        | 2026-01-01 | 2026-08-15 | 8.00
            """
        },
        parameters={"buckets": (15, 45)},
        expected="""
            client_id | not_due | d1_15 | d16_45 | d46_plus | unapplied_credit | outstanding
            C1        | 0.00    | 1.00  | 6.00   | 8.00     | 0.00             | 15.00
        """,
    ),
    Case(
        name="a missing due date is issue date + the client's terms, else the company's 30 days",
        report="open_invoices",
        given={
            "clients": """
                client_id | payment_terms_days
                C1        | 14
                C2        | -
                C3        | 0
            """,
            "invoices": """
                invoice_number | client_id | issue_date | total_amount
                I1             | C1        | 2026-09-15 | 10.00
                I2             | C2        | 2026-09-15 | 10.00
                I3             | C3        | 2026-09-15 | 10.00
            """,
        },
        expected="""
            invoice_number | due_date   | days_overdue | bucket  | status
            I1             | 2026-09-29 | 1            | d1_30   | overdue
            I2             | 2026-10-15 | -15          | not_due | issued
            I3             | 2026-09-15 | 15           | d1_30   | overdue
        """,
    ),
    Case(
        name="payments, credit notes and write-offs dated by as_of reduce an invoice; later ones do not",
        report="open_invoices",
        given={
            "invoices": """
                invoice_number | client_id | issue_date | due_date   | total_amount | kind        | preceding_invoice_number
                I1             | C1        | 2026-08-31 | 2026-09-30 | 100.00       | -           | -
                N1             | C1        | 2026-09-30 | -          | 10.00        | credit_note | I1
                N2             | C1        | 2026-10-01 | -          | 10.00        | credit_note | I1
                I2             | C1        | 2026-10-01 | 2026-10-30 | 100.00       | -           | -
            """,
            "payments": """
                payment_id | payment_date | amount | invoice_number
                M1         | 2026-09-30   | 20.00  | I1
                M2         | 2026-10-01   | 20.00  | I1
                M3         | 2026-09-30   | -5.00  | I1
            """,
            "write_offs": """
                invoice_number | write_off_date | amount
                I1             | 2026-09-30     | 1.00
                I1             | 2026-10-01     | 1.00
            """,
        },
        expected="""
            invoice_number | issue_date | total_amount | paid_amount | reduced_amount | open_amount | days_overdue | status
            I1             | 2026-08-31 | 100.00       | 15.00       | 11.00          | 74.00       | 0            | part_paid
        """,
    ),
    Case(
        name="what payments, credit notes and write-offs of the day itself leave is outstanding",
        report="aging",
        given={
            "invoices": """
                invoice_number | client_id | issue_date | due_date   | total_amount | kind        | preceding_invoice_number
                I1             | C1        | 2026-08-31 | 2026-09-30 | 100.00       | -           | -
                N1             | C1        | 2026-09-30 | -          | 10.00        | credit_note | I1
            """,
            "payments": """
                payment_id | payment_date | amount | invoice_number
                M1         | 2026-09-30   | 20.00  | I1
            """,
            "write_offs": """
                invoice_number | write_off_date | amount
                I1             | 2026-09-30     | 1.00
            """,
        },
        expected="""
            client_id | not_due | unapplied_credit | outstanding
            C1        | 69.00   | 0.00             | 69.00
        """,
    ),
    Case(
        name="overdue goes before part-paid, and the bucket follows the basis while days overdue do not",
        report="open_invoices",
        given={
            "invoices": """
                invoice_number | client_id | issue_date | due_date   | total_amount
                I1             | C1        | 2026-08-01 | 2026-09-29 | 100.00
                I2             | C1        | 2026-08-01 | 2026-10-01 | 100.00
            """,
            "payments": """
                payment_id | payment_date | amount | invoice_number
                M1         | 2026-09-01   | 20.00  | I1
                M1         | 2026-09-01   | 30.00  | I2
            """,
        },
        parameters={"basis": "issue"},
        expected="""
            invoice_number | days_overdue | bucket | open_amount | status
            I1             | 1            | d31_60 | 80.00       | overdue
            I2             | -1           | d31_60 | 70.00       | part_paid
        """,
    ),
    Case(
        name="what exceeds the total is the client's unapplied credit and never makes an invoice negative",
        report="aging",
        given={
            "invoices": ONE_INVOICE,
            "payments": """
                payment_id | payment_date | amount | invoice_number
                M1         | 2026-09-01   | 130.00 | I1
            """,
        },
        expected="""
            client_id | not_due | d1_30 | d31_60 | d61_90 | d91_plus | unapplied_credit | outstanding
            C1        | 0.00    | 0.00  | 0.00   | 0.00   | 0.00     | 30.00            | -30.00
        """,
    ),
    Case(
        name="unapplied: no invoice, or one that is a draft, not yet issued or void; a refund without an invoice reduces it",
        report="aging",
        given={
            "invoices": """
                invoice_number | client_id | issue_date | total_amount | kind        | preceding_invoice_number | status | void_date
                draft          | C1        | 2026-09-01 | 500.00       | -           | -                        | draft  | -
                later          | C1        | 2026-10-01 | 500.00       | -           | -                        | -      | -
                void           | C1        | 2026-09-01 | 500.00       | -           | -                        | void   | 2026-09-30
                never          | C1        | 2026-09-01 | 500.00       | -           | -                        | void   | -
                N1             | C1        | 2026-09-02 | 1.00         | credit_note | -                        | -      | -
                N2             | C1        | 2026-09-02 | 2.00         | credit_note | draft                    | -      | -
                N3             | C1        | 2026-09-02 | 4.00         | credit_note | void                     | -      | -
                N4             | C1        | 2026-09-02 | 900.00       | credit_note | -                        | draft  | -
                N5             | C1        | 2026-09-02 | 900.00       | credit_note | -                        | void   | -
            """,
            "payments": """
                payment_id | payment_date | amount | client_id | invoice_number
                M1         | 2026-09-30   | 8.00   | C1        | -
                M2         | 2026-09-03   | 16.00  | -         | draft
                M3         | 2026-09-03   | 32.00  | -         | later
                M4         | 2026-09-03   | 64.00  | -         | void
                M5         | 2026-09-03   | 128.00 | -         | never
                M6         | 2026-09-03   | -5.00  | C1        | -
                M7         | 2026-10-01   | 900.00 | C1        | -
            """,
            "write_offs": """
                invoice_number | write_off_date | amount
                draft          | 2026-09-04     | 7.00
                void           | 2026-09-04     | 7.00
                later          | 2026-09-04     | 7.00
            """,
        },
        expected="""
            client_id | not_due | d1_30 | unapplied_credit | outstanding
            C1        | 0.00    | 0.00  | 250.00           | -250.00
        """,
    ),
    Case(
        name="an invoice is live until the day before its void date",
        report="aging",
        as_of=date(2026, 9, 29),
        given={
            "invoices": """
                invoice_number | client_id | issue_date | due_date   | total_amount | status | void_date
                I1             | C1        | 2026-09-01 | 2026-09-28 | 100.00       | void   | 2026-09-30
                I2             | C2        | 2026-09-01 | 2026-09-28 | 100.00       | void   | 2026-09-29
            """
        },
        expected="""
            client_id | d1_30  | outstanding
            C1        | 100.00 | 100.00
        """,
    ),
    Case(
        name="a void credit note reduces until its void date only",
        report="aging",
        given={
            "invoices": """
                invoice_number | client_id | issue_date | due_date   | total_amount | kind        | preceding_invoice_number | status | void_date
                I1             | C1        | 2026-08-31 | 2026-09-30 | 100.00       | invoice     | -                        | issued | -
                N1             | C1        | 2026-09-01 | -          | 30.00        | credit_note | I1                       | void   | 2026-10-01
                N2             | C1        | 2026-09-01 | -          | 30.00        | credit_note | I1                       | void   | 2026-09-30
            """
        },
        expected="""
            client_id | not_due | unapplied_credit | outstanding
            C1        | 70.00   | 0.00             | 70.00
        """,
    ),
    Case(
        name="a reversal opens the invoice again",
        report="aging",
        given={
            "invoices": ONE_INVOICE,
            "payments": """
                payment_id | payment_date | amount  | invoice_number
                M1         | 2026-09-10   | 100.00  | I1
                M2         | 2026-09-12   | -100.00 | I1
            """,
        },
        expected="""
            client_id | d1_30  | unapplied_credit | outstanding
            C1        | 100.00 | 0.00             | 100.00
        """,
    ),
    Case(
        name="one payment settles several invoices and leaves a rest; debt and credit stand beside each other",
        report="aging",
        given={
            "invoices": """
                invoice_number | client_id | issue_date | due_date   | total_amount
                I1             | C1        | 2026-08-01 | 2026-08-31 | 100.00
                I2             | C1        | 2026-08-01 | 2026-08-31 | 50.00
            """,
            "payments": """
                payment_id | payment_date | amount | client_id | invoice_number
                M1         | 2026-09-01   | 100.00 | C1        | I1
                M1         | 2026-09-01   | 20.00  | C1        | I2
                M1         | 2026-09-01   | 30.00  | C1        | -
            """,
        },
        expected="""
            client_id | d1_30 | unapplied_credit | outstanding
            C1        | 30.00 | 30.00            | 0.00
        """,
    ),
    Case(
        name="more refunded than there was leaves negative credit, and a settled account has no row",
        report="aging",
        given={
            "invoices": ONE_INVOICE,
            "payments": """
                payment_id | payment_date | amount | client_id | invoice_number
                M1         | 2026-09-10   | 100.00 | C1        | I1
                M2         | 2026-09-12   | -40.00 | C2        | -
            """,
        },
        expected="""
            client_id | not_due | d1_30 | unapplied_credit | outstanding
            C2        | 0.00    | 0.00  | -40.00           | 40.00
        """,
    ),
    Case(
        name="amounts of different currencies are never added: a row for each, with its minor unit",
        report="aging",
        given={
            "clients": """
                client_id | currency
                C1        | JPY
                C2        | -
            """,
            "invoices": """
                invoice_number | client_id | issue_date | due_date   | total_amount | currency
                I1             | C1        | 2026-08-01 | 2026-09-29 | 1000         | -
                I2             | C1        | 2026-08-01 | 2026-09-29 | 1.234        | KWD
                I3             | C2        | 2026-08-01 | 2026-09-29 | 5.00         | -
            """,
            "payments": """
                payment_id | payment_date | amount | client_id | invoice_number
                M1         | 2026-09-01   | 0.234  | -         | I2
                M2         | 2026-09-01   | 7      | C1        | -
            """,
        },
        expected="""
            client_id | currency | d1_30 | unapplied_credit | outstanding
            C1        | JPY      | 1000  | 7                | 993
            C1        | KWD      | 1.000 | 0.000            | 1.000
            C2        | EUR      | 5.00  | 0.00             | 5.00
        """,
    ),
    Case(
        name="for one client and one currency",
        report="aging",
        parameters={"client": "C1", "currency": "EUR"},
        given={
            "invoices": """
                invoice_number | client_id | issue_date | due_date   | total_amount | currency
                I1             | C1        | 2026-08-01 | 2026-09-29 | 1.00         | EUR
                I2             | C1        | 2026-08-01 | 2026-09-29 | 2.00         | USD
                I3             | C2        | 2026-08-01 | 2026-09-29 | 4.00         | EUR
            """
        },
        expected="""
            client_id | currency | d1_30 | outstanding
            C1        | EUR      | 1.00  | 1.00
        """,
    ),
)
