# ruff: noqa: E501  exports stand as their tools write them
"""Each tool's export, in the layout it has, gives these rows; nobody says which tool it is."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

import pytest

from invotrack_analytics.sources.names import id_of_name
from tests.sources.desk import Desk

DeskOf = Callable[..., Desk]
BIG, ACME = id_of_name("Big Company"), id_of_name("Acme & Co")

XERO_ADDRESS = "EmailAddress,POAddressLine1,POCity,PORegion,POPostalCode,POCountry"

EXPORTS: dict[str, tuple[str, dict[str, tuple[str, str]]]] = {
    "toggl": (
        """
        User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags,Amount (EUR)
        Ada,ada@ex.test,Big Company,Website,Build,Pages,Yes,2024-03-14,10:00:00,2024-03-14,11:30:00,01:30:00,"a, b",150.00
        Ada,ada@ex.test,,,,,No,2024-03-15,09:00:00,2024-03-15,10:00:00,01:00:00,,
        """,
        {
            "timesheets": (
                "work_date hours billable hourly_rate task",
                """
                2024-03-14  1.50  True   100.00  Build
                2024-03-15  1.00  False  -       -
                """,
            ),
            "clients": ("name", "Big Company\nNo client"),
            "projects": ("name billing_method currency", "No project  non_billable  EUR\nWebsite  hourly  EUR"),
            "employees": ("name email", "Ada  ada@ex.test"),
        },
    ),
    "clockify": (
        """
        "Project","Client","Description","Task","User","Group","Email","Tags","Billable","Start Date","Start Time","End Date","End Time","Duration (h)","Duration (decimal)","Billable Rate (USD)","Billable Amount (USD)"
        "Website","Big Company","Pages","","Ada","","ada@ex.test","","Yes","03/14/2024","10:00:00 AM","03/14/2024","01:00:00 PM","03:00:00","3.00","0.00","0.00"
        "Website","Big  COMPANY","Pages","","Ada","","ada@ex.test","","Yes","03/15/2024","10:00 PM","03/16/2024","01:00 AM","03:00:00","3.00","80.00","240.00"
        """,
        {
            "timesheets": (
                "work_date start_time end_time hours hourly_rate",
                """
                2024-03-14  10:00:00  13:00:00  3.00  -
                2024-03-15  22:00:00  01:00:00  3.00  80.00
                """,
            ),
            "clients": ("client_id name", f"{BIG}  Big Company"),
            "projects": ("client_id currency", f"{BIG}  USD"),
        },
    ),
    "harvest-time": (
        """
        Date,Client,Project,Project Code,Task,Notes,Hours,Billable?,Invoiced?,First Name,Last Name,Roles,Employee?,Billable Rate,Billable Amount,Cost Rate,Cost Amount,Currency
        2024-03-04,Big Company,Website,,Build,Pages,"20,0",Yes,No,Ada,Byron,Lead,Yes,"100,0","2.000,0","0,0","0,0",Euro - EUR
        2024-03-04,Big Company,Website,,Build,Pages,"20,0",Yes,No,Ada,Byron,Lead,Yes,"100,0","2.000,0","0,0","0,0",Euro - EUR
        """,
        {
            "timesheets": ("employee_id hours hourly_rate", f"{id_of_name('ada byron')}  20.00  100.00\n" * 2),
            "projects": ("name currency", "Website  EUR"),
            "employees": ("name role", "Ada Byron  Lead"),
        },
    ),
    "harvest-invoices": (
        """
        Issue Date,Last Payment Date,ID,PO Number,Client,Subject,Invoice Amount,Paid Amount,Balance,Subtotal,Discount,Tax,Tax2,Currency,Currency Symbol,Document Type
        2026-01-10,2026-02-01,101,"",Big Company,Work,"20 160,0","20 160,0","0,0","16 128,0","0,0","4 032,0","0,0",Swedish Krona - SEK,kr,Standard Invoice
        2026-01-12,"",103,PO-9,Big Company,Work,"500,0","20,0","480,0","500,0","0,0","0,0","0,0",Euro - EUR,€,Standard Invoice
        """,
        {
            "invoices": (
                "invoice_number due_date currency net_amount tax_amount total_amount purchase_order",
                """
                101  2026-02-09  SEK  16128.00  4032.00  20160.00  -
                103  2026-02-11  EUR  500.00    0.00     500.00    PO-9
                """,
            ),
            "payments": (
                "invoice_number payment_date amount currency method",
                """
                101  2026-02-01  20160.00  SEK  -
                103  2026-01-12  20.00     EUR  undated
                """,
            ),
        },
    ),
    "kimai": (
        """
        Datum,Von,Bis,Dauer,Währung,Preis,Stundenpreis,Name,Benutzer,E-Mail,Kunde,Projekt,Tätigkeit,Beschreibung,Abrechenbar,Typ
        2024-03-04,10:00,11:30,5400,EUR,150.00,100.00,Ada Byron,ada,ada@ex.test,Big Company,Website,Build,Pages,Ja,timesheet
        2024-03-04,12:00,13:00,1:00,EUR,100.00,0,Ada Byron,ada,ada@ex.test,Big Company,Website,Build,Pages,Nein,timesheet
        """,
        {
            "timesheets": (
                "start_time hours billable hourly_rate task",
                """
                10:00:00  1.50  True   100.00  Build
                12:00:00  1.00  False  -       Build
                """,
            ),
            "employees": ("name email", "Ada Byron  ada@ex.test"),
        },
    ),
    "invoice-ninja-invoices": (
        """
        Invoices
        Acme,,,
        2024-01-01 - 2024-12-31

        Client,Email,Invoice Number,Amount,Paid,PO Number,Status,Invoice Date,Due Date,Discount,Partial/Deposit,Partial Due Date,Public Notes,Private Notes,Item Product,Item Notes,Item Cost,Item Quantity
        Big Company,b@ex.test,0001,$400.00,$0.00,,Sent,2024-03-14,2024-04-13,,,,,,Work,Pages,$100.00,3
        Big Company,b@ex.test,0001,$400.00,$0.00,,Sent,2024-03-14,2024-04-13,,,,,,Work,Forms,$100.00,1
        Acme & Co,a@ex.test,0002,($50.00),$0.00,,Draft,2024-03-14,2024-04-13,,,,,,Work,Pages,$50.00,-1
        """,
        {
            "invoices": (
                "invoice_number client_id kind status total_amount",
                f"""
                0001  {BIG}   invoice      issued  400.00
                0002  {ACME}  credit_note  draft   50.00
                """,
            ),
            "invoice_lines": (
                "invoice_number line_number description net_amount",
                """
                0001  1  Pages  300.00
                0001  2  Forms  100.00
                0002  1  Pages  50.00
                """,
            ),
        },
    ),
    "freshbooks": (
        """
        Client Name,Invoice #,Date Issued,Invoice Status,Date Paid,Item Name,Item Description,Rate,Quantity,Discount Percentage,Line Subtotal,Tax 1 Type,Tax 1 Amount,Tax 2 Type,Tax 2 Amount,Line Total,Currency
        Big Company,F-1,2024-03-14,paid,2024-03-20,Design,Pages,100,2,0,200,VAT,42,,,242,EUR
        Big Company,F-1,2024-03-14,paid,2024-03-20,Design,Forms,50,1,0,50,VAT,10.50,,,60.50,EUR
        Big Company,F-2,2024-03-15,sent,,Design,Forms,50,1,0,50,,,,,50,EUR
        """,
        {
            "invoices": (
                "invoice_number net_amount tax_amount total_amount status",
                """
                F-1  250.00  52.50  302.50  issued
                F-2  50.00   -      50.00   issued
                """,
            ),
            "invoice_lines": ("invoice_number line_number net_amount", "F-1  1  200.00\nF-1  2  50.00\nF-2  1  50.00"),
            "payments": ("invoice_number payment_date amount", "F-1  2024-03-20  302.50"),
        },
    ),
    "zoho-books": (
        """
        Invoice Date,Invoice ID,Invoice Number,Estimate Number,Invoice Status,Customer Name,Company Name,Customer ID,Due Date,PurchaseOrder,Currency Code,Exchange Rate,Item Name,Item Desc,Quantity,Item Price,Item Total,SubTotal,Total,Balance,Last Payment Date,WriteOff Date,WriteOff Amount
        2024-03-14,1,Z-1,,PartiallyPaid,Big Company,,9,2024-04-13,,EUR,1,Work,Pages,2,100,200,300,363,63,2024-03-20,,0
        2024-03-14,1,Z-1,,PartiallyPaid,Big Company,,9,2024-04-13,,EUR,1,Work,Forms,1,100,100,300,363,63,2024-03-20,,0
        2024-03-15,2,Z-2,,Void,Big Company,,9,2024-04-14,PO-1,EUR,1,Work,Forms,1,100,100,100,100,0,,,0
        2024-03-15,3,Z-3,,Closed,Big Company,,9,2024-04-14,,EUR,1,Work,Forms,1,100,100,100,100,0,,2024-05-01,100
        """,
        {
            "invoices": (
                "invoice_number total_amount status purchase_order",
                """
                Z-1  363.00  issued  -
                Z-2  100.00  void    PO-1
                Z-3  100.00  issued  -
                """,
            ),
            "payments": ("invoice_number payment_date amount", "Z-1  2024-03-20  300.00"),
            "write_offs": ("invoice_number write_off_date amount", "Z-3  2024-05-01  100.00"),
        },
    ),
    "wave": (
        """
        Transaction ID,Transaction Date,Account Name,Transaction Description,Transaction Line Description,Amount (One column), ,Debit Amount (Two Column Approach),Credit Amount (Two Column Approach),Other Accounts for this Transaction,Customer,Vendor,Invoice Number,Bill Number,Notes / Memo,Amount Before Sales Tax,Sales Tax Amount,Sales Tax Name,Transaction Date Added,Transaction Date Last Modified,Account Group,Account Type,Account ID
        1,2026-01-05,Accounts Receivable,Invoice,,120.00,,120.00,,Sales,Big Company,,7,,,,,,2026-01-05,2026-01-05,Asset,System Receivable Invoice,A
        1,2026-01-05,Sales,Invoice,,100.00,,,100.00,Accounts Receivable,Big Company,,7,,,,,,2026-01-05,2026-01-05,Income,Income,B
        2,2026-01-20,Accounts Receivable,Payment,,-50.00,,,50.00,Bank,Big Company,,7,,,,,,2026-01-20,2026-01-20,Asset,System Receivable Invoice,A
        2,2026-01-20,Bank,Payment,,50.00,,50.00,,Accounts Receivable,Big Company,,7,,,,,,2026-01-20,2026-01-20,Asset,Cash and Bank,C
        """,
        {
            "invoices": ("invoice_number issue_date total_amount", "7  2026-01-05  120.00"),
            "payments": ("payment_id invoice_number payment_date amount", "2  7  2026-01-20  50.00"),
        },
    ),
    "xero-export": (
        f"""
        ContactName,{XERO_ADDRESS},InvoiceNumber,Reference,InvoiceDate,DueDate,PlannedDate,Total,TaxTotal,InvoiceAmountPaid,InvoiceAmountDue,InventoryItemCode,Description,Quantity,UnitAmount,Discount,LineAmount,AccountCode,TaxType,TaxAmount,Currency,Type,Sent,Status
        Big Company,b@ex.test,Road 1,Town,,1,NZ,INV-1,ref,14/03/2026,20/04/2026,,230.0000,30.0000,0.0000,230.0000,,Pages,2.0000,50.0000,,100.0000,200,15% GST on Income,15.0000,NZD,Sales invoice,Sent,Awaiting Payment
        Big Company,b@ex.test,Road 1,Town,,1,NZ,INV-1,ref,14/03/2026,20/04/2026,,230.0000,30.0000,0.0000,230.0000,,Forms,1.0000,100.0000,,100.0000,200,15% GST on Income,15.0000,NZD,Sales invoice,Sent,Awaiting Payment
        Big Company,b@ex.test,Road 1,Town,,1,NZ,CN-1,ref,15/03/2026,,,-23.0000,-3.0000,0.0000,-23.0000,,Pages,1.0000,20.0000,,20.0000,200,15% GST on Income,3.0000,NZD,Sales credit note,Sent,Paid
        Supplier,,,,,,,B-1,ref,15/03/2026,20/04/2026,,23.0000,3.0000,0.0000,23.0000,,Paper,1.0000,20.0000,,20.0000,200,,3.0000,NZD,Bill,,Paid
        """,
        {
            "invoices": (
                "invoice_number kind net_amount tax_amount total_amount currency status",
                """
                CN-1   credit_note  20.00   3.00   23.00   NZD  issued
                INV-1  invoice      200.00  30.00  230.00  NZD  issued
                """,
            ),
            "invoice_lines": (
                "invoice_number line_number net_amount tax_rate",
                """
                CN-1   1  20.00   15.00
                INV-1  1  100.00  15.00
                INV-1  2  100.00  15.00
                """,
            ),
            "clients": ("name email", "Big Company  b@ex.test"),
        },
    ),
    "xero-template": (
        f"""
        *ContactName,{XERO_ADDRESS},*InvoiceNumber,Reference,*InvoiceDate,*DueDate,InventoryItemCode,*Description,*Quantity,*UnitAmount,Discount,*AccountCode,*TaxType,Currency,BrandingTheme
        Big Company,b@ex.test,Road 1,Town,,1,NZ,INV-1,ref,14/03/2026,20/04/2026,,Pages,2.5,33.33,10,200,20% (VAT on Income),GBP,
        Big Company,b@ex.test,Road 1,Town,,1,NZ,INV-1,ref,14/03/2026,20/04/2026,,Forms,1,100,,200,20% (VAT on Income),GBP,
        """,
        {
            "invoices": (
                "invoice_number net_amount tax_amount total_amount currency",
                "INV-1  174.99  35.00  209.99  GBP",
            ),
            "invoice_lines": ("line_number net_amount tax_rate", "1  74.99  20.00\n2  100.00  20.00"),
        },
    ),
    "quickbooks-invoices": (
        """
        *InvoiceNo,*Customer,*InvoiceDate,*DueDate,Terms,Location,Memo,Item(Product/Service),ItemDescription,ItemQuantity,ItemRate,*ItemAmount,Service Date
        1001,Big Company,08/19/2026,08/29/2026,Net 10,,thanks,Clean,Turn clean,1,390.00,390.00,08/03/2026
        1001,,,,,,,Trash,Pickup,1,50.00,50.00,08/03/2026
        """,
        {
            "invoices": (
                "invoice_number issue_date due_date total_amount notes",
                "1001  2026-08-19  2026-08-29  440.00  thanks",
            ),
            "invoice_lines": ("line_number description net_amount", "1  Turn clean  390.00\n2  Pickup  50.00"),
            "clients": ("name", "Big Company"),
        },
    ),
    "quickbooks-aging": (
        """
        "Our firm, Inc",,,,,,,
        A/R Aging Detail Report,,,,,,,
        "As of Jul 25, 2026",,,,,,,

        ,Date,Transaction type,Num,Customer full name,Due date,Amount,Open balance
        91 or more days past due,,,,,,,
        ,11/11/2025,Invoice,SI-1,Big Company,12/11/2025,"1,000.00","1,000.00"
        ,01/23/2023,Credit Memo,SC-1,Big Company,01/23/2023,-100.00,-100.00
        ,01/24/2023,Payment,77,Big Company,01/24/2023,-500.00,-20.00
        Total for 91 or more days past due,,,,,,,880.00
        TOTAL,,,,,,,"880.00"
        " Thursday, July 30, 2026 04:19 PM GMT-06:00",,,,,,,
        """,
        {
            "invoices": (
                "invoice_number kind issue_date total_amount",
                """
                SC-1  credit_note  2023-01-23  100.00
                SI-1  invoice      2025-11-11  1000.00
                """,
            ),
            "payments": ("client_id invoice_number payment_date amount", f"{BIG}  -  2023-01-24  20.00"),
        },
    ),
    "invoicely": (
        """
        Date,Due,Details,Client,Status,Total
        2026-01-05,2026-02-04,Invoice #17,Big Company,Unpaid,"1,200.00"
        """,
        {"invoices": ("invoice_number due_date total_amount", "17  2026-02-04  1200.00")},
    ),
    "ledes-1998b": (
        """
        LEDES1998B[]
        INVOICE_DATE|INVOICE_NUMBER|CLIENT_ID|LAW_FIRM_MATTER_ID|INVOICE_TOTAL|BILLING_START_DATE|BILLING_END_DATE|INVOICE_DESCRIPTION|LINE_ITEM_NUMBER|EXP/FEE/INV_ADJ_TYPE|LINE_ITEM_NUMBER_OF_UNITS|LINE_ITEM_ADJUSTMENT_AMOUNT|LINE_ITEM_TOTAL|LINE_ITEM_DATE|LINE_ITEM_TASK_CODE|LINE_ITEM_EXPENSE_CODE|LINE_ITEM_ACTIVITY_CODE|TIMEKEEPER_ID|LINE_ITEM_DESCRIPTION|LAW_FIRM_ID|LINE_ITEM_UNIT_COST|TIMEKEEPER_NAME|TIMEKEEPER_CLASSIFICATION|CLIENT_MATTER_ID[]
        19990225|96542|00711|0528|670|19990101|19990131|For services|1|F|2.00|-70|630|19990115|L510||A102|22547|Research "fees|24|350|Arnsley, Robert|PARTNR|423-987[]
        19990225|96542|00711|0528|670|19990101|19990131|For services|2|E|1|0|40|19990116||E111|||Meals|24|40|||423-987[]
        """,
        {
            "invoices": ("invoice_number client_id issue_date total_amount", "96542  00711  1999-02-25  670.00"),
            "invoice_lines": (
                "line_number description net_amount category",
                '1  Research "fees  630.00  fee\n2  Meals  40.00  expense',
            ),
        },
    ),
}


@pytest.mark.parametrize("preset", EXPORTS)
def test_an_export_gives_its_rows(preset: str, desk: DeskOf) -> None:
    export, expected = EXPORTS[preset]
    books = desk()
    (file,) = books.imports(books.write("export.csv", text(export))).files
    assert (file.error, file.profile, books.rejects()) == (None, preset, [])
    for dataset, (columns, table) in expected.items():
        assert books.rows(dataset, *columns.split()) == cells(table), dataset


@pytest.mark.parametrize("preset", EXPORTS)
def test_an_export_twice_adds_nothing(preset: str, desk: DeskOf) -> None:
    books = desk()
    path = books.write("export.csv", text(EXPORTS[preset][0]))
    (first,) = books.imports(path).files
    (again,) = books.imports(path).files
    assert any(counts.added for counts in first.datasets.values())
    assert not any(counts.added or counts.updated or counts.rejected for counts in again.datasets.values())
    for counts in first.datasets.values():
        assert counts.read == counts.added + counts.updated + counts.unchanged + counts.rejected


@pytest.mark.parametrize("preset", [name for name in EXPORTS if name not in {"ledes-1998b", "quickbooks-aging"}])
def test_columns_may_be_added_and_stand_in_another_order(preset: str, desk: DeskOf) -> None:
    import csv
    import io

    rows = [row for row in csv.reader(io.StringIO(text(EXPORTS[preset][0]))) if len(row) > 4]
    turned = io.StringIO()
    csv.writer(turned, delimiter=";").writerows([*reversed(row), "more"] for row in rows)
    books = desk()
    (file,) = books.imports(books.write("export.csv", turned.getvalue())).files
    assert (file.error, file.profile) == (None, preset)
    for dataset, (columns, table) in EXPORTS[preset][1].items():
        assert books.rows(dataset, *columns.split()) == cells(table), dataset


def test_a_payment_in_brackets_is_money_given_back(desk: DeskOf) -> None:
    books = desk()
    books.imports(books.write("invoices.csv", text(EXPORTS["invoice-ninja-invoices"][0])))
    (file,) = books.imports(
        books.write(
            "payments.csv",
            "Payments,,,\nAcme,,,\n,,,\nClient,Invoice Number,Amount,Date\n"
            "Big Company,0001,$400.00,2024-04-20\nBig Company,0001,($400.00),2024-04-21\n",
        )
    ).files
    assert (file.error, file.profile) == (None, "invoice-ninja-payments")
    assert sorted(books.rows("payments", "invoice_number", "payment_date", "amount")) == [
        ("0001", "2024-04-20", "400.00"),
        ("0001", "2024-04-21", "-400.00"),
    ]


def text(export: str) -> str:
    return textwrap.dedent(export).lstrip("\n")


def cells(table: str) -> list[tuple[str, ...]]:
    """Rows of a table in which two spaces or more stand between cells."""
    return [
        tuple(cell.strip() for cell in line.strip().split("  ") if cell.strip())
        for line in textwrap.dedent(table).strip().splitlines()
    ]
