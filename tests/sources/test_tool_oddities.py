# ruff: noqa: E501  exports stand as their tools write them
"""What tools write beside plain invoices: estimates, overpayments, refunds, credits; no row of it is lost or misread."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.sources.desk import Desk
from tests.sources.exports import cells, text

DeskOf = Callable[..., Desk]
XERO = "ContactName,InvoiceNumber,InvoiceDate,DueDate,Total,TaxTotal,InvoiceAmountPaid,InvoiceAmountDue,Description,Quantity,UnitAmount,LineAmount,Currency,Type,Status"
NINJA = "Client,Invoice Number,Amount,Paid,Status,Invoice Date,Due Date,Item Product,Item Cost,Item Quantity"

# name: preset, export, warnings, {data set: (columns, rows)}
ODDITIES: dict[str, tuple[str, str, dict[str, int], dict[str, tuple[str, str]]]] = {
    "Invoicely has estimates among its invoices, and does not say how much was paid in part": (
        "invoicely",
        """
        Date,Due,Details,Client,Status,Total
        2026-01-05,2026-02-04,Invoice #17,Big,Sent,"1,200.00"
        2026-01-25,2026-02-24,Estimate #9,Big,Accepted,"1,300.00"
        2026-01-25,2026-02-24,Invoice #19,Big,Partially Paid,"1,000.00"
        """,
        {"part_paid": 1},
        {"invoices": ("invoice_number total_amount", "17  1200.00\n19  1000.00"), "payments": ("amount", "")},
    ),
    "FreshBooks, paid in part": (
        "freshbooks",
        """
        Client Name,Invoice #,Date Issued,Date Due,Invoice Status,Date Paid,Item Name,Rate,Quantity,Line Total,Currency
        Big,1,01/15/2026,02/14/2026,partial,,Work,100,1,100.00,USD
        Big,1,01/15/2026,02/14/2026,partial,,More,50,1,50.00,USD
        """,
        {"part_paid": 1},
        {"invoices": ("invoice_number total_amount", "1  150.00"), "payments": ("amount", "")},
    ),
    "Xero's template, tax that is stated, named or neither": (
        "xero-template",
        """
        *ContactName,*InvoiceNumber,*InvoiceDate,*DueDate,*Description,*Quantity,*UnitAmount,*AccountCode,*TaxType,TaxAmount,Currency
        Big,I-1,18/01/2026,17/02/2026,Stated,1,100,200,20% (VAT on Income),19.99,GBP
        Big,I-2,18/01/2026,17/02/2026,Named,1,99.99,200,20% (VAT on Income),,GBP
        Big,I-2,18/01/2026,17/02/2026,Named,3,0.11,200,Tax on Sales (8.25%),,GBP
        Big,I-2,18/01/2026,17/02/2026,Stated as nothing,1,10,200,20% (VAT on Income),0,GBP
        Big,I-3,18/01/2026,17/02/2026,Comma,2,50,200,"IVA 5,5 %",,GBP
        Big,I-4,18/01/2026,17/02/2026,None,1,70,200,Zero Rated Income,,GBP
        Big,I-4,18/01/2026,17/02/2026,None,1,30,200,Tax Exempt,,GBP
        Big,I-5,18/01/2026,17/02/2026,Two rates,1,100,200,5% GST + 7% PST,,GBP
        Big,I-6,18/01/2026,17/02/2026,No rate,1,100,200,Tax on Sales,,GBP
        Big,I-6,18/01/2026,17/02/2026,Nothing,1,50,200,,,GBP
        Big,I-7,18/01/2026,17/02/2026,In yen,1,333,200,10%,,JPY
        Big,I-8,18/01/2026,17/02/2026,Given back,1,-100,200,20% (VAT on Income),,GBP
        """,
        {"tax_not_stated": 3},
        {
            "invoices": (
                "invoice_number kind net_amount tax_amount total_amount",
                ("I-1  invoice  100.00  19.99  119.99\nI-2  invoice  110.32  20.03  130.35\nI-3  invoice  100.00  5.50  105.50\n"
                "I-4  invoice  100.00  0.00  100.00\nI-5  invoice  100.00  -  100.00\nI-6  invoice  150.00  -  150.00\n"
                "I-7  invoice  333.00  33.00  366.00\nI-8  credit_note  100.00  20.00  120.00"),
            ),
            "invoice_lines": (
                "invoice_number tax_rate",
                "I-1  20.00\nI-2  20.00\nI-2  8.25\nI-2  20.00\nI-3  5.50\nI-4  -\nI-4  -\nI-5  -\nI-6  -\nI-6  -\nI-7  10.00\nI-8  20.00",
            ),
        },
    ),
    "Xero, money received beyond any invoice, and a credit note": (
        "xero-export",
        f"""
        {XERO}
        Big,INV-1,18/01/2026,17/02/2026,120.00,20.00,0.00,120.00,Work,1,100,100.00,GBP,Sales invoice,Awaiting Payment
        Big,CN-1,18/01/2026,17/02/2026,-60.00,-10.00,0.00,-60.00,Work,-1,50,-50.00,GBP,Sales credit note,Awaiting Payment
        Big,OP-1,19/01/2026,,80.00,0.00,50.00,30.00,Too much,1,80,80.00,GBP,Sales overpayment,Paid
        """,
        {},
        {
            "invoices": ("invoice_number kind total_amount", "CN-1  credit_note  60.00\nINV-1  invoice  120.00"),
            "invoice_lines": ("invoice_number quantity net_amount", "CN-1  1.00  50.00\nINV-1  1.00  100.00"),
            "payments": ("payment_id invoice_number amount", "OP-1  -  30.00"),
        },
    ),
    "Invoice Ninja, a credit whose line has a negative price": (
        "invoice-ninja-invoices",
        f"""
        {NINJA}
        Big,0002,($400.00),$0.00,Sent,2026-03-14,2026-04-13,Credit,($200.00),2
        """,
        {"currency_from_sign": 1},
        {
            "invoices": ("kind currency total_amount", "credit_note  USD  400.00"),
            "invoice_lines": ("quantity unit_price net_amount", "2.00  200.00  400.00"),
        },
    ),
    "Invoice Ninja 5 in its first years": (
        "invoice-ninja-v5-plain-invoices",
        """
        Amount,Balance,Client,Custom Value 1,Date,Discount,Due Date,Exchange Rate,Footer,Number,Paid to Date,Partial/Deposit,Partial Due Date,PO Number,Private Notes,Public Notes,Status,Tax Name 1,Tax Rate 1,Terms,Total Taxes,Currency
        400,250,Big,,2026-05-01,0,2026-05-31,1,,0001,150,0,,,,,Partial,,0,,0,USD
        100,100,Acme,,2026-05-02,0,2026-06-01,1,,0003,0,30,2026-05-10,,,,Sent,VAT,20,,16.67,EUR
        """,
        {"paid_without_date": 1},
        {
            "invoices": ("invoice_number due_date currency tax_amount total_amount", "0001  2026-05-31  USD  0.00  400.00\n0003  2026-06-01  EUR  16.67  100.00"),
            "instalments": ("invoice_number due_date amount", "0003  2026-05-10  30.00\n0003  2026-06-01  70.00"),
            "payments": ("invoice_number amount method", "0001  150.00  undated"),
        },
    ),
    "Invoice Ninja 5, money given back": (
        "invoice-ninja-v5-payments",
        """
        Payment Amount,Payment Refunded,Payment Date,Payment Currency,Payment Status,Payment Transaction Reference,Client Name
        120.00,20.00,2026-06-20,GBP,Partially Refunded,T2,Big
        75.00,75.00,2026-06-21,GBP,Refunded,T3,Big
        50.00,0,2026-06-22,GBP,Completed,T4,Big
        """,
        {},
        {"clients": ("name", "Big")},
    ),
    "QuickBooks, a journal entry that charges and one that relieves": (
        "quickbooks-aging",
        """
        A/R Aging Detail Report,,,,,,,
        ,Date,Transaction type,Num,Customer full name,Due date,Amount,Open balance
        Current,,,,,,,
        ,09/20/2026,Journal Entry,J1,Big,09/20/2026,25.00,25.00
        ,09/21/2026,Journal Entry,J2,Big,09/21/2026,-10.00,-10.00
        Total for Current,,,,,,$15.00,$15.00
        """,
        {"totals_row": 1},
        {
            "invoices": ("invoice_number due_date total_amount", "J1  2026-09-20  25.00"),
            "payments": ("reference amount invoice_number", "J2  10.00  -"),
        },
    ),
    "FreshBooks, a negative invoice, one that was given back, and a discount": (
        "freshbooks",
        """
        Client Name,Invoice #,Date Issued,Invoice Status,Date Paid,Item Name,Rate,Quantity,Tax 1 Amount,Line Total,Currency
        Big,1,01/15/2026,sent,,Work,-100,1,-21.00,-121.00,USD
        Big,1,01/15/2026,sent,,More,20,1,0,20.00,USD
        Big,2,01/16/2026,paid,02/20/2026,Work,-50,1,0,-50.00,USD
        Big,3,01/17/2026,sent,,Work,100,1,0,100.00,USD
        Big,3,01/17/2026,sent,,Discount,-10,1,0,-10.00,USD
        """,
        {},
        {
            "invoices": (
                "invoice_number kind net_amount tax_amount total_amount",
                "1  credit_note  80.00  21.00  101.00\n2  credit_note  50.00  0.00  50.00\n3  invoice  90.00  0.00  90.00",
            ),
            "invoice_lines": (
                "invoice_number quantity unit_price net_amount",
                ("1  1.00  100.00  100.00\n1  -1.00  20.00  -20.00\n2  1.00  50.00  50.00\n"
                "3  1.00  100.00  100.00\n3  1.00  -10.00  -10.00"),
            ),
            "payments": ("payment_id invoice_number payment_date amount", "2  -  2026-02-20  -50.00"),
        },
    ),
    "QuickBooks, a negative invoice": (
        "quickbooks-invoices",
        """
        *InvoiceNo,*Customer,*InvoiceDate,*DueDate,*ItemAmount,Item Tax Amount
        1001,Big,01/31/2026,02/28/2026,-100.00,-20.00
        1001,,,,30.00,6.00
        1002,Acme,02/13/2026,03/15/2026,50.00,0
        """,
        {},
        {
            "invoices": (
                "invoice_number kind net_amount tax_amount total_amount",
                "1001  credit_note  70.00  14.00  84.00\n1002  invoice  50.00  0.00  50.00",
            ),
            "invoice_lines": ("invoice_number net_amount", "1001  100.00\n1001  -30.00\n1002  50.00"),
        },
    ),
    "Zoho says the tax of each line": (
        "zoho-books",
        """
        Invoice Date,Invoice Number,Invoice Status,Customer Name,Due Date,Currency Code,Item Total,Item Tax Amount,Total,Balance
        2026-01-05,Z-1,Overdue,Big,2026-02-05,GBP,1000,200,1805,1805
        2026-01-05,Z-1,Overdue,Big,2026-02-05,GBP,500,100,1805,1805
        """,
        {},
        {"invoices": ("tax_amount total_amount", "300.00  1805.00")},
    ),
    "QuickBooks, one amount with a sign among plain ones": (
        "quickbooks-invoices",
        """
        *InvoiceNo,*Customer,*InvoiceDate,*DueDate,*ItemAmount
        1001,Big,01/31/2026,02/28/2026,"$1,100.00"
        1001,,,,-100.00
        1002,Acme,02/13/2026,,50.00
        """,
        {"currency_from_sign": 2},
        {"invoices": ("invoice_number currency total_amount", "1001  USD  1000.00\n1002  USD  50.00")},
    ),
    "Harvest, an invoice that was written off": (
        "harvest-invoices",
        """
        Issue Date,Last Payment Date,ID,PO Number,Client,Subject,Invoice Amount,Paid Amount,Balance,Subtotal,Discount,Tax,Tax2,Currency,Currency Symbol,Document Type
        2026-01-10,2026-02-01,101,"",Big,Paid in full,"20 160,0","20 160,0","0,0","16 128,0","0,0","4 032,0","0,0",Swedish Krona - SEK,kr,Standard Invoice
        2026-01-11,"",102,"",Big,Written off,"1 000,0","0,0",0,"1 000,0","0,0","0,0","0,0",Swedish Krona - SEK,kr,Standard Invoice
        2026-01-12,2026-02-02,103,"",Big,The rest written off,"500,0","400,0","0,0","500,0","0,0","0,0","0,0",Euro - EUR,€,Standard Invoice
        2026-01-13,"",104,"",Big,Still owed,"500,0","0,0","500,0","500,0","0,0","0,0","0,0",Euro - EUR,€,Standard Invoice
        """,
        {"written_off_without_date": 2},
        {
            "payments": ("invoice_number amount", "101  20160.00\n103  400.00"),
            "write_offs": ("invoice_number write_off_date amount", "102  2026-01-11  1000.00\n103  2026-02-02  100.00"),
        },
    ),
    "Toggl Track of today writes a dash for what is blank": (
        "toggl",
        """
        "Description","Billable","Duration","Member","Email","Project","Tags","Start date","Start time","Stop date","Stop time","Client","Task","Amount (USD)"
        "Design","Yes","1:30:00","Ada","a@x.test","Web","","2026-03-14","09:00:00","2026-03-14","10:30:00","Big","-","150.00"
        "-","No","0:45:00","Ada","a@x.test","-","-","2026-03-15","09:00:00","2026-03-15","09:45:00","-","-","-"
        """,
        {},
        {
            "clients": ("name", "Big\nNo client"),
            "projects": ("name billing_method", "No project  non_billable\nWeb  hourly"),
            "timesheets": ("work_date hours hourly_rate task description", "2026-03-15  0.75  -  -  -\n2026-03-14  1.50  100.00  -  Design"),
        },
    ),
    "Wave, receivables in another currency": (
        "wave",
        """
        Transaction ID,Transaction Date,Account Name,Debit Amount (Two Column Approach),Credit Amount (Two Column Approach),Customer,Invoice Number,Account Type
        1,2026-01-05,Accounts Receivable (USD),500.00,,Big,13,System Receivable Invoice
        2,2026-01-15,Accounts Receivable (USD),,200.00,Big,13,System Receivable Invoice
        """,
        {},
        {"invoices": ("currency total_amount", "USD  500.00"), "payments": ("currency amount", "USD  200.00")},
    ),
    "Zoho, lakhs": (
        "zoho-books",
        """
        Invoice Date,Invoice Number,Invoice Status,Customer Name,Due Date,Currency Code,Total,Balance
        05-01-2026,Z-1,Overdue,Big,14-02-2026,INR,"1,18,000.00","1,18,000.00"
        """,
        {},
        {"invoices": ("issue_date total_amount", "2026-01-05  118000.00")},
    ),
    "Harvest, a totals row at the end": (
        "harvest-invoices",
        """
        Issue Date,Last Payment Date,ID,Client,Invoice Amount,Paid Amount,Balance,Currency
        2026-01-12,,102,Big,500.00,0.00,500.00,Euro - EUR
        Total,,,,500.00,0.00,500.00,
        """,
        {"totals_row": 1},
        {"invoices": ("invoice_number total_amount", "102  500.00")},
    ),
    "Kimai's workbook has sums below its columns": (
        "kimai",
        """
        Date,From,To,Duration,Currency,Price,Hourly price,Name,User,Customer,Project,Activity,Description,Billable
        2026-03-14,09:00,10:30,1:30,EUR,150,100,Ada Byron,ada,Big,Web,Build,x,1
        ,,,1:30,,"1,150.00",,,,,,,,
        """,
        {"totals_row": 1},
        {"timesheets": ("hours hourly_rate", "1.50  100.00")},
    ),
    "Kimai in Spanish": (
        "kimai",
        """
        Fecha;De;Para;Duración;Moneda;Tarifa;Tarifa interna;Tarifa por hora;Nombre;Usuario;Correo electrónico;Cliente;Proyecto;Actividad;Descripción;Facturable;Tipo
        2026-03-14;09:00;10:30;1,50;EUR;150,00;0;100,00;Ada;ada;a@x.test;Big;Web;Dev;x;1;timesheet
        """,
        {},
        {"timesheets": ("hours hourly_rate billable", "1.50  100.00  True")},
    ),
    "Kimai in Brazilian Portuguese": (
        "kimai",
        """
        Data,De,Para,Duração,Moeda,Taxa,Taxa interna,Taxa horária,Nome,Usuário,E-mail,Cliente,Projeto,Atividade,Descrição,Faturável,Tipo
        2026-03-14,09:00,10:30,1.50,BRL,150.00,0,100.00,Ada,ada,a@x.test,Big,Web,Dev,x,0,timesheet
        """,
        {},
        {"timesheets": ("hours hourly_rate billable", "1.50  100.00  False")},
    ),
    "Clockify in a workspace without clients, whose tasks are called activities": (
        "clockify",
        """
        "Project","Description","Activity","User","Group","Email","Tags","Start Date","Start Time","End Date","End Time","Duration (h)","Duration (decimal)","Billable Rate (USD)"
        "Web","Design","Pages","Ada","","a@x.test","","14/03/2026","10:30 AM","14/03/2026","11:45:00 AM","01:15:00","1.25","80.00"
        """,
        {},
        {
            "clients": ("name", "No client"),
            "projects": ("name currency billing_method", "Web  USD  non_billable"),
            "timesheets": ("work_date hours task hourly_rate billable", "2026-03-14  1.25  Pages  80.00  True"),
        },
    ),
    "Clockify without durations": (
        "clockify",
        """
        "Project","Client","Task","User","Group","Start Date","Start Time","End Date","End Time"
        "Web","Big","","Ada","","14/03/2026","10:30 AM","14/03/2026","11:45 AM"
        """,
        {},
        {"timesheets": ("start_time end_time hours", "10:30:00  11:45:00  1.25")},
    ),
    "Clockify, hours that were invoiced there": (
        "clockify",
        """
        "Project","Client","User","Type","Billable","Invoiced","Invoice ID","Start Date","Start Time","End Date","End Time","Duration (h)","Billable Rate (EUR)"
        "Web","Big","Ada","Regular","Yes","Yes","INV100","14/03/2026","10:00:00 AM","14/03/2026","10:30:00 AM","00:30:00","100.00"
        "Web","Big","Ada","Regular","Yes","No","","15/03/2026","10:00:00 AM","15/03/2026","11:00:00 AM","01:00:00","100.00"
        """,
        {"already_invoiced": 1},
        {"timesheets": ("work_date hours", "2026-03-15  1.00\n2026-03-14  0.50")},
    ),
    "Clockify, projects of a plan without rates": (
        "clockify-projects",
        """
        "Project","Client","Status","Visibility","Tasks","Tracked (h)","Estimated (h)","Progress(%)","Note"
        "Web","Big","Active","Public","Pages, Texts","1.38","20.00","",""
        """,
        {},
        {"projects": ("name budget_hours hourly_rate", "Web  20.00  -"), "clients": ("name", "Big")},
    ),
    "Harvest, clients": (
        "harvest-clients",
        """
        Client Name,Address
        Big,1 Long Street
        Small,""
        """,
        {},
        {"clients": ("name address", "Big  1 Long Street\nSmall  -")},
    ),
    "Harvest, expenses": (
        "harvest-expenses",
        """
        Date,Client,Project,Category,Notes,Cost,Currency,Billable?,Invoiced?,First Name,Last Name,Email
        2026-02-02,Big,Web,Travel,Train,45.50,Canadian Dollar - CAD,Yes,Yes,Ada,Byron,a@x.test
        2026-02-03,,,Office,Paper,5.00,Euro - EUR,No,No,Ada,Byron,a@x.test
        """,
        {"already_invoiced": 1},
        {
            "expenses": ("expense_date amount currency category billable", "2026-02-03  5.00  EUR  Office  False\n2026-02-02  45.50  CAD  Travel  True"),
            "projects": ("name", "Web"),
            "employees": ("name email", "Ada Byron  a@x.test"),
        },
    ),
    "LEDES 98BI has its tax in the total of a line": (
        "ledes-1998b",
        """
        LEDES98BI V2[]
        INVOICE_DATE|INVOICE_NUMBER|CLIENT_ID|LAW_FIRM_MATTER_ID|INVOICE_TOTAL|LINE_ITEM_NUMBER|EXP/FEE/INV_ADJ_TYPE|LINE_ITEM_NUMBER_OF_UNITS|LINE_ITEM_TOTAL|LINE_ITEM_UNIT_COST|INVOICE_TAX_TOTAL|INVOICE_NET_TOTAL|INVOICE_CURRENCY|LINE_ITEM_TAX_TOTAL[]
        20260514|9001|ACME|M1|145.00|1|F|1|120.00|100.00|20.00|125.00|GBP|20.00[]
        20260514|9001|ACME|M1|145.00|2|E|1|25.00|25.00|20.00|125.00|GBP|0[]
        """,
        {},
        {
            "invoices": ("net_amount tax_amount total_amount", "125.00  20.00  145.00"),
            "invoice_lines": ("line_number net_amount", "1  100.00\n2  25.00"),
        },
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ODDITIES)
def test_what_tools_write_beside_plain_invoices(name: str, desk: DeskOf) -> None:
    preset, export, warnings, expected = ODDITIES[name]
    books = desk()
    (file,) = books.imports(books.write("export.csv", text(export))).files
    assert (file.error, file.profile, file.warnings, books.rejects()) == (None, preset, warnings, [])
    for dataset, (columns, table) in expected.items():
        assert books.rows(dataset, *columns.split()) == cells(table), dataset
    assert books.differences() == []


def test_refunds_are_taken_off_what_was_paid(desk: DeskOf) -> None:
    books = desk()
    books.imports(books.write("p.csv", text(ODDITIES["Invoice Ninja 5, money given back"][1])))
    assert sorted(books.rows("payments", "amount", "reference")) == [("100.00", "T2"), ("50.00", "T4")]


@pytest.mark.parametrize(
    ("export", "reason"),
    [
        pytest.param(
            "Date,Due,Details,Client,Status,Total\n2026-01-05,2026-02-04,Invoice #17,,Sent,9.00\n",
            "missing_client_id",
            id="invoicely",
        ),
        pytest.param(f"{NINJA}\nBig,,9.00,0,Sent,2026-03-14,2026-04-13,Work,9.00,1\n", "missing_invoice_number", id="ninja"),
        pytest.param(
            f"{NINJA}\n,0007,9.00,0,,,,,9.00,1\n", "missing_client_id; missing_issue_date", id="numbers, one of them its own"
        ),
        pytest.param("Client,Invoice Number,Amount,Date\n,,9.00,2026-03-14\n", "missing_client_id", id="ninja payments"),
    ],
)  # fmt: skip
def test_an_amount_without_its_owner_waits(export: str, reason: str, desk: DeskOf) -> None:
    books = desk()
    books.imports(books.write("export.csv", export))
    assert [row.reason for row in books.rejects()] == [reason]


SOLIDTIME = {
    "clients": "id,name,organization_id,archived_at\nc1,Big,o,\n",
    "members": "id,user_id,name,email,organization_id,billable_rate,role\nm1,u1,Ada,a@x.test,o,,admin\n",
    "projects": "id,name,color,billable_rate,client_id,organization_id,is_billable\np1,Web,#fff,10001,c1,o,true\np2,Office,#fff,,,o,false\n",
    "time_entries": "id,description,start,end,billable,type,member_id,user_id,organization_id,client_id,project_id,tags\n"
    "e1,Pages,2026-03-04T09:00:00Z,2026-03-04T10:30:00Z,true,work,m1,u1,o,c1,p1,[]\n"
    "e2,Lunch,2026-03-04T12:00:00Z,2026-03-04T12:30:00Z,false,break,m1,u1,o,,,[]\n",
}


def test_an_export_of_solidtime_keeps_its_ids(desk: DeskOf) -> None:
    books = desk()
    for name, text_ in SOLIDTIME.items():
        books.write(f"export/{name}.csv", text_)
    assert [file.error for file in books.imports(books.folder / "export").files] == [None] * 4
    assert books.rows("projects", "project_id", "client_id", "name", "billing_method") == [
        ("p1", "c1", "Web", "hourly")
    ]
    assert books.rows("timesheets", "entry_id", "employee_id", "project_id", "hours") == [("e1", "m1", "p1", "1.50")]
    assert books.rows("clients", "client_id", "name") == [("c1", "Big")]
    assert [row.reason for row in books.rejects()] == ["missing_client_id"]


def test_what_belongs_to_a_client_does_not_become_one(desk: DeskOf) -> None:
    books = desk()
    (file,) = books.imports(books.write("p.csv", "id,client_id,name\n1,C1,Website\n2,C2,Shop\n")).files
    assert "an id beside client_id" in str(file.error)
    (file,) = books.imports(books.write("c.csv", "client_id,name\nC1,Big\n")).files
    assert file.datasets["clients"].added == 1


def test_a_column_that_is_not_there_is_as_blank_as_one_that_is(desk: DeskOf) -> None:
    entry = "Web,{}Ada,,14/03/2026,10:30,14/03/2026,11:45\n"
    header = "Project,{}User,Group,Start Date,Start Time,End Date,End Time\n"
    books = desk()
    books.imports(books.write("with.csv", header.format("Client,") + entry.format(",")))
    (again,) = books.imports(books.write("without.csv", header.format("") + entry.format(""))).files
    assert (again.datasets["timesheets"].unchanged, len(books.rows("projects"))) == (1, 1)


def test_a_column_that_many_tables_have_does_not_tell_what_a_file_is(desk: DeskOf) -> None:
    books = desk()
    (file,) = books.imports(books.write("x.csv", "Topic,Status,Notes\na,b,c\n")).files
    assert "its layout is not known" in str(file.error)
    (file,) = books.imports(books.write("y.csv", "invoice_number,client_id,issue_date,Gross\nA,C,2026-01-01,5\n")).files
    assert "looks like invoices but has no column total_amount" in str(file.error)
