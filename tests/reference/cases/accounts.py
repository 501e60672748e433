# ruff: noqa: E501 - a table is as wide as its columns
"""Documents, statements, sales and cash. The default period is 2025-10-01 to 2026-09-30."""

from datetime import date

from tests.reference.case import Case

ALL_KINDS = {
    "invoices": """
        invoice_number | client_id | issue_date | due_date   | total_amount | kind        | preceding_invoice_number | status | void_date
        paid           | C1        | 2026-08-01 | 2026-08-31 | 100.00       | -           | -                        | -      | -
        credited       | C1        | 2026-08-01 | 2026-08-31 | 100.00       | -           | -                        | -      | -
        given-up       | C1        | 2026-08-01 | 2026-08-31 | 100.00       | -           | -                        | -      | -
        late           | C1        | 2026-08-01 | 2026-09-29 | 100.00       | -           | -                        | -      | -
        in-part        | C1        | 2026-08-01 | 2026-10-31 | 100.00       | -           | -                        | -      | -
        new            | C1        | 2026-08-01 | 2026-10-31 | 100.00       | -           | -                        | -      | -
        draft          | C1        | 2026-08-01 | 2026-08-31 | 100.00       | -           | -                        | draft  | -
        void           | C1        | 2026-08-01 | 2026-08-31 | 100.00       | -           | -                        | void   | -
        void-later     | C1        | 2026-08-01 | 2026-10-31 | 100.00       | -           | -                        | void   | 2026-10-01
        tomorrow       | C1        | 2026-10-01 | 2026-10-31 | 100.00       | -           | -                        | -      | -
        N1             | C1        | 2026-08-10 | -          | 100.00       | credit_note | credited                 | -      | -
        N2             | C1        | 2026-08-10 | -          | 5.00         | credit_note | -                        | draft  | -
        N3             | C1        | 2026-09-30 | -          | 5.00         | credit_note | -                        | void   | -
    """,
    "payments": """
        payment_id | payment_date | amount | client_id | invoice_number
        M1         | 2026-08-20   | 100.00 | C1        | paid
        M1         | 2026-08-20   | 60.00  | C1        | given-up
        M1         | 2026-08-20   | 1.00   | C1        | in-part
        M2         | 2026-09-30   | -2.00  | C1        | -
        M3         | 2026-10-01   | 9.00   | C1        | -
    """,
    "write_offs": """
        invoice_number | write_off_date | amount
        given-up       | 2026-09-01     | 40.00
        draft          | 2026-09-01     | 40.00
    """,
}

TAXED_BY_CATEGORY = {
    "invoices": """
        invoice_number | client_id | issue_date | net_amount | tax_amount | total_amount
        I1             | C1        | 2026-09-01 | 30.00      | 4.10       | 34.10
    """,
    "invoice_lines": """
        invoice_number | line_number | quantity | unit_price | net_amount | tax_rate | category
        I1             | 1           | -        | -          | 10.00      | 21       | advice
        I1             | 2           | 2        | 5.00       | -          | 10       | books
        I1             | 3           | -        | -          | 10.00      | 10       | books
    """,
}

CASES = (
    Case(
        name="every stored document with its state, void and draft ones included, none of a later day",
        report="documents",
        given=ALL_KINDS,
        expected="""
            client_id | client_name | currency | kind        | number     | document_date | amount | status
            C1        | Name of C1  | EUR      | invoice     | paid       | 2026-08-01    | 100.00 | paid
            C1        | Name of C1  | EUR      | invoice     | credited   | 2026-08-01    | 100.00 | paid
            C1        | Name of C1  | EUR      | invoice     | given-up   | 2026-08-01    | 100.00 | written_off
            C1        | Name of C1  | EUR      | invoice     | late       | 2026-08-01    | 100.00 | overdue
            C1        | Name of C1  | EUR      | invoice     | in-part    | 2026-08-01    | 100.00 | part_paid
            C1        | Name of C1  | EUR      | invoice     | new        | 2026-08-01    | 100.00 | issued
            C1        | Name of C1  | EUR      | invoice     | draft      | 2026-08-01    | 100.00 | draft
            C1        | Name of C1  | EUR      | invoice     | void       | 2026-08-01    | 100.00 | void
            C1        | Name of C1  | EUR      | invoice     | void-later | 2026-08-01    | 100.00 | issued
            C1        | Name of C1  | EUR      | credit_note | N1         | 2026-08-10    | 100.00 | issued
            C1        | Name of C1  | EUR      | credit_note | N2         | 2026-08-10    | 5.00   | draft
            C1        | Name of C1  | EUR      | credit_note | N3         | 2026-09-30    | 5.00   | void
            C1        | Name of C1  | EUR      | payment     | M1         | 2026-08-20    | 100.00 | -
            C1        | Name of C1  | EUR      | payment     | M1         | 2026-08-20    | 60.00  | -
            C1        | Name of C1  | EUR      | payment     | M1         | 2026-08-20    | 1.00   | -
            C1        | Name of C1  | EUR      | payment     | M2         | 2026-09-30    | -2.00  | -
            C1        | Name of C1  | EUR      | write_off   | given-up   | 2026-09-01    | 40.00  | -
            C1        | Name of C1  | EUR      | write_off   | draft      | 2026-09-01    | 40.00  | -
        """,
    ),
    Case(
        name="a statement begins with what was owed before and ends with what is outstanding",
        report="statement",
        parameters={"date_from": date(2026, 8, 10)},
        given=ALL_KINDS,
        expected="""
            client_id | client_name | currency | document_date | kind            | number   | amount  | balance
            C1        | Name of C1  | EUR      | 2026-08-10    | opening_balance | -        | 700.00  | 700.00
            C1        | Name of C1  | EUR      | 2026-08-10    | credit_note     | N1       | -100.00 | 600.00
            C1        | Name of C1  | EUR      | 2026-08-20    | payment         | M1       | -161.00 | 439.00
            C1        | Name of C1  | EUR      | 2026-09-01    | write_off       | given-up | -40.00  | 399.00
            C1        | Name of C1  | EUR      | 2026-09-30    | payment         | M2       | 2.00    | 401.00
        """,
    ),
    Case(
        name="an invoice made void stands in the account until its void date takes it back with its write-off",
        report="statement",
        as_of=date(2026, 9, 20),
        given={
            "invoices": """
                invoice_number | client_id | issue_date | total_amount | status | void_date
                I1             | C1        | 2026-09-01 | 100.00       | void   | 2026-09-20
                I2             | C1        | 2026-09-20 | 70.00        | -      | -
                I3             | C1        | 2026-09-05 | 500.00       | void   | 2026-09-05
            """,
            "payments": """
                payment_id | payment_date | amount | invoice_number
                M1         | 2026-09-20   | 20.00  | I1
            """,
            "write_offs": """
                invoice_number | write_off_date | amount
                I1             | 2026-08-15     | 5.00
                I1             | 2026-09-20     | 7.00
            """,
        },
        expected="""
            document_date | kind      | number | amount | balance | client_id | currency
            2026-09-01    | invoice   | I1     | 100.00 | 100.00  | C1        | EUR
            2026-09-01    | write_off | I1     | -5.00  | 95.00   | C1        | EUR
            2026-09-20    | invoice   | I2     | 70.00  | 165.00  | C1        | EUR
            2026-09-20    | payment   | M1     | -20.00 | 145.00  | C1        | EUR
            2026-09-20    | void      | I1     | -95.00 | 50.00   | C1        | EUR
        """,
    ),
    Case(
        name="the statement of one client: a balance for each currency, up to the end of the period",
        report="statement",
        parameters={"client": "C1", "date_to": date(2026, 9, 2)},
        given={
            "invoices": """
                invoice_number | client_id | issue_date | total_amount | currency
                I1             | C1        | 2026-09-01 | 100.00       | EUR
                I2             | C1        | 2026-09-02 | 1000         | JPY
                I3             | C1        | 2026-09-03 | 100.00       | EUR
                I4             | C2        | 2026-09-01 | 100.00       | EUR
            """
        },
        expected="""
            client_id | currency | document_date | number | amount | balance
            C1        | EUR      | 2026-09-01    | I1     | 100.00 | 100.00
            C1        | JPY      | 2026-09-02    | I2     | 1000   | 1000
        """,
    ),
    Case(
        name="sales by client, month and category, net of credit notes; drafts and void documents are no sales",
        report="sales",
        given={
            "invoices": """
                invoice_number | client_id | issue_date | net_amount | tax_amount | total_amount | kind        | status | void_date
                I1             | C1        | 2026-08-31 | 100.00     | 21.00      | 121.00       | invoice     | -      | -
                I2             | C1        | 2026-09-01 | 100.00     | 21.00      | 121.00       | invoice     | -      | -
                I3             | C1        | 2026-09-30 | 50.00      | 10.50      | 60.50        | invoice     | -      | -
                N1             | C1        | 2026-09-15 | 10.00      | 2.10       | 12.10        | credit_note | -      | -
                I4             | C1        | 2026-09-15 | 900.00     | 0.00       | 900.00       | invoice     | draft  | -
                I5             | C1        | 2026-09-15 | 900.00     | 0.00       | 900.00       | invoice     | void   | 2026-09-30
                I6             | C1        | 2025-09-30 | 900.00     | 0.00       | 900.00       | invoice     | -      | -
                I7             | C2        | 2025-10-01 | -          | -          | 7.00         | invoice     | -      | -
                I8             | C2        | 2025-10-01 | -          | 2.00       | 12.00        | invoice     | -      | -
                I9             | C2        | 2025-10-01 | 20.00      | -          | 24.00        | invoice     | -      | -
            """
        },
        expected="""
            client_id | client_name | currency | month      | category | net_amount | tax_amount | total_amount
            C1        | Name of C1  | EUR      | 2026-08-01 | -        | 100.00     | 21.00      | 121.00
            C1        | Name of C1  | EUR      | 2026-09-01 | -        | 140.00     | 29.40      | 169.40
            C2        | Name of C2  | EUR      | 2025-10-01 | -        | 37.00      | 6.00       | 43.00
        """,
    ),
    Case(
        name="a document's tax goes to its categories by their lines' rates",
        report="sales",
        given=TAXED_BY_CATEGORY,
        expected="""
            client_id | month      | category | net_amount | tax_amount | total_amount | currency
            C1        | 2026-09-01 | advice   | 10.00      | 2.10       | 12.10        | EUR
            C1        | 2026-09-01 | books    | 20.00      | 2.00       | 22.00        | EUR
        """,
    ),
    Case(
        name="without line rates by net, rounded on the running sum, to the last minor unit",
        report="sales",
        given={
            "invoices": """
                invoice_number | client_id | issue_date | net_amount | tax_amount | total_amount
                I1             | C1        | 2026-09-01 | 30.00      | 0.05       | 30.05
            """,
            "invoice_lines": """
                invoice_number | line_number | net_amount | category
                I1             | 1           | 10.00      | c
                I1             | 2           | 10.00      | a
                I1             | 3           | 10.00      | -
            """,
        },
        # running 0.0167, 0.0333, 0.05
        expected="""
            client_id | month      | category | net_amount | tax_amount | total_amount | currency
            C1        | 2026-09-01 | a        | 10.00      | 0.02       | 10.02        | EUR
            C1        | 2026-09-01 | c        | 10.00      | 0.01       | 10.01        | EUR
            C1        | 2026-09-01 | -        | 10.00      | 0.02       | 10.02        | EUR
        """,
    ),
    Case(
        name="what the document has beyond its lines has no category; where a line has no rate, tax goes by net",
        report="sales",
        given={
            "invoices": """
                invoice_number | client_id | issue_date | net_amount | tax_amount | total_amount
                I1             | C1        | 2026-09-01 | 30.00      | 3.00       | 33.00
            """,
            "invoice_lines": """
                invoice_number | line_number | net_amount | tax_rate | category
                I1             | 1           | 10.00      | 21       | a
                I1             | 2           | 10.00      | -        | b
            """,
        },
        expected="""
            client_id | month      | category | net_amount | tax_amount | total_amount | currency
            C1        | 2026-09-01 | a        | 10.00      | 1.00       | 11.00        | EUR
            C1        | 2026-09-01 | b        | 10.00      | 1.00       | 11.00        | EUR
            C1        | 2026-09-01 | -        | 10.00      | 1.00       | 11.00        | EUR
        """,
    ),
    Case(
        name="cash by month: collected net of refunds and reversals, also for invoices that are not live",
        report="cash_flow",
        as_of=date(2026, 9, 15),
        parameters={"date_from": date(2026, 7, 31)},
        given={
            "invoices": """
                invoice_number | client_id | issue_date | total_amount | kind        | status
                I1             | C1        | 2026-07-30 | 900.00       | -           | -
                I2             | C1        | 2026-07-31 | 100.00       | -           | -
                I3             | C1        | 2026-08-15 | 100.00       | -           | void
                N1             | C1        | 2026-08-15 | 30.00        | credit_note | -
                I4             | C1        | 2026-09-16 | 900.00       | -           | -
            """,
            "payments": """
                payment_id | payment_date | amount  | client_id | invoice_number | currency
                M1         | 2026-07-31   | 100.00  | -         | I2             | -
                M2         | 2026-08-15   | 50.00   | -         | I3             | -
                M3         | 2026-09-01   | -100.00 | -         | I2             | -
                M4         | 2026-09-15   | 30.00   | C1        | -              | -
                M5         | 2026-09-15   | 5       | C1        | -              | JPY
                M6         | 2026-07-30   | 5.000   | C1        | -              | KWD
            """,
            "expenses": """
                expense_id | expense_date | amount | currency
                X1         | 2026-08-31   | 12.00  | -
                X2         | 2026-09-15   | 3      | JPY
                X3         | 2026-07-30   | 3.000  | KWD
            """,
        },
        expected="""
            currency | month      | invoiced | collected | expenses | net
            EUR      | 2026-07-01 | 100.00   | 100.00    | 0.00     | 100.00
            EUR      | 2026-08-01 | -30.00   | 50.00     | 12.00    | 38.00
            EUR      | 2026-09-01 | 0.00     | -70.00    | 0.00     | -70.00
            JPY      | 2026-07-01 | 0        | 0         | 0        | 0
            JPY      | 2026-08-01 | 0        | 0         | 0        | 0
            JPY      | 2026-09-01 | 0        | 5         | 3        | 2
        """,
    ),
)
