# ruff: noqa: E501  exports stand as their tools write them
"""A tool's export as another office has it: another version, another locale, other units, as a workbook."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.sources.desk import Desk
from tests.sources.exports import EXPORTS, cells, text

DeskOf = Callable[..., Desk]

# preset: export, data set, columns, rows
VARIATIONS: dict[str, tuple[str, str, str, str, str]] = {
    "Toggl Track, clock of twelve hours, dollars": (
        "toggl",
        """
        Description,Billable,Duration,Email,Member,Project,Client,Start date,Start time,Stop date,Stop time,Tags,Amount (USD)
        Pages,Yes,1:30:00,a@x.test,Ada,Website,Big,03/14/2024,9:00:00 AM,03/14/2024,10:30:00 AM,,150.00
        """,
        "timesheets",
        "work_date start_time end_time hours hourly_rate",
        "2024-03-14  09:00:00  10:30:00  1.50  100.00",
    ),
    "Clockify with decimal hours only, German": (
        "clockify",
        """
        Projekt;Project;Client;Description;Task;User;Email;Billable;Start Date;Start Time;End Date;End Time;Duration (decimal);Billable Rate (EUR)
        x;Website;Big;Pages;;Ada;a@x.test;Yes;14.03.2024;09:00;14.03.2024;10:30;1,50;80,00
        x;Website;Big;Pages;;Ada;a@x.test;No;15.03.2024;09:00;15.03.2024;10:15;1,25;0,00
        """,
        "timesheets",
        "work_date hours billable hourly_rate",
        """
        2024-03-15  1.25  False  -
        2024-03-14  1.50  True   80.00
        """,
    ),
    "Harvest with rounded hours and employee ids": (
        "harvest-time",
        """
        Date,Client,Project,Project Code,Task,Notes,Hours,Hours Rounded,Billable?,Invoiced?,Approved?,First Name,Last Name,Employee Id,Roles,Employee?,Billable Rate,Billable Amount,Cost Rate,Cost Amount,Currency,External Reference URL
        2024-03-14,Big,Website,,Build,Pages,1.21,1.25,Yes,No,No,Ada,Byron,7,,Yes,100.0,121.0,40.0,48.4,US Dollar - USD,
        """,
        "timesheets",
        "work_date hours hourly_rate",
        "2024-03-14  1.21  100.00",
    ),
    "Kimai in English, hours as words": (
        "kimai",
        """
        Date,From,To,Duration,Currency,Price,Internal price,Hourly price,Fixed price,Name,User,E-mail,Staff number,Customer,Project,Activity,Description,Billable,Tags,Type,category,Account,Project number,VAT-ID,Order number
        2024-03-14,09:00,10:30,1:30,EUR,150,0,100,0,Ada Byron,ada,a@x.test,,Big,Website,Build,Pages,yes,,timesheet,work,,,DE1,
        2024-03-14,11:00,11:45,0:45 h,EUR,75,0,100,0,Ada Byron,ada,a@x.test,,Big,Website,Build,Pages,no,,timesheet,work,,,DE1,
        """,
        "timesheets",
        "start_time hours billable",
        """
        09:00:00  1.50  True
        11:00:00  0.75  False
        """,
    ),
    "FreshBooks with two taxes and codes in amounts": (
        "freshbooks",
        """
        Client Name,Invoice #,Date Issued,Invoice Status,Date Paid,Item Name,Item Description,Rate,Quantity,Discount Percentage,Line Subtotal,Tax 1 Type,Tax 1 Amount,Tax 2 Type,Tax 2 Amount,Line Total,Currency
        Big,F-1,2024-03-14,sent,,Design,Pages,100.00 CAD,2,0,200.00 CAD,GST,10.00 CAD,QST,19.95 CAD,229.95 CAD,CAD
        """,
        "invoices",
        "net_amount tax_amount total_amount currency",
        "200.00  29.95  229.95  CAD",
    ),
    "Invoice Ninja in euros, German": (
        "invoice-ninja-invoices",
        """
        Client;Email;Invoice Number;Amount;Paid;PO Number;Status;Invoice Date;Due Date;Discount;Partial/Deposit;Partial Due Date;Public Notes;Private Notes;Item Product;Item Notes;Item Cost;Item Quantity
        Big;b@x.test;0001;1.234,50 €;0,00 €;;Sent;14.03.2024;13.04.2024;;;;;;Work;Pages;1.234,50 €;1
        Big;b@x.test;0002;-50,00 €;0,00 €;;Sent;14.03.2024;13.04.2024;;;;;;Work;Pages;-50,00 €;1
        """,
        "invoices",
        "invoice_number kind total_amount",
        """
        0001  invoice      1234.50
        0002  credit_note  50.00
        """,
    ),
    "Zoho, French": (
        "zoho-books",
        """
        Invoice Date;Invoice ID;Invoice Number;Invoice Status;Customer Name;Due Date;Currency Code;Item Name;Quantity;Item Price;Item Total;SubTotal;Total;Balance;Last Payment Date;Item Tax %
        14/03/2024;1;Z-1;Overdue;Big;13/04/2024;EUR;Work;2;100,00;200,00;300,00;360,00;360,00;;20 %
        14/03/2024;1;Z-1;Overdue;Big;13/04/2024;EUR;More;1;100,00;100,00;300,00;360,00;360,00;;20 %
        """,
        "invoice_lines",
        "line_number net_amount tax_rate",
        """
        1  200.00  20.00
        2  100.00  20.00
        """,
    ),
    "Xero with codes before amounts, and a discount in percent": (
        "xero-template",
        """
        *ContactName,EmailAddress,*InvoiceNumber,*InvoiceDate,*DueDate,*Description,*Quantity,*UnitAmount,Discount,*AccountCode,*TaxType,Currency
        Big,b@x.test,I-1,14 Mar 2026,20 Apr 2026,Pages,2,"USD 1,000.00",10%,200,Tax on Sales (8%),USD
        """,
        "invoices",
        "issue_date total_amount currency",
        "2026-03-14  1944.00  USD",
    ),
    "Wave with signs in the other order": (
        "wave",
        """
        Transaction ID,Transaction Date,Account Name,Debit Amount (Two Column Approach),Credit Amount (Two Column Approach),Customer,Invoice Number,Account Type,Notes / Memo
        1,2026-01-05,Accounts Receivable,"$1,120.00",,Big,7,Receivable,
        2,2026-01-06,Cash on Hand,,10.00,Big,7,Cash,
        """,
        "invoices",
        "invoice_number total_amount",
        "7  1120.00",
    ),
    "LEDES with several invoices": (
        "ledes-1998b",
        """
        LEDES1998B[]
        INVOICE_DATE|INVOICE_NUMBER|CLIENT_ID|LAW_FIRM_MATTER_ID|INVOICE_TOTAL|BILLING_START_DATE|BILLING_END_DATE|INVOICE_DESCRIPTION|LINE_ITEM_NUMBER|EXP/FEE/INV_ADJ_TYPE|LINE_ITEM_NUMBER_OF_UNITS|LINE_ITEM_ADJUSTMENT_AMOUNT|LINE_ITEM_TOTAL|LINE_ITEM_DATE|LINE_ITEM_TASK_CODE|LINE_ITEM_EXPENSE_CODE|LINE_ITEM_ACTIVITY_CODE|TIMEKEEPER_ID|LINE_ITEM_DESCRIPTION|LAW_FIRM_ID|LINE_ITEM_UNIT_COST|TIMEKEEPER_NAME|TIMEKEEPER_CLASSIFICATION|CLIENT_MATTER_ID[]
        19990225|1|00711|0528|670|||Services|1|F|2|0|670|19990115|||||Work|24|335|A|PT|9[]
        19990226|2|00711|0528|40|||Services|1|E|1|0|40|19990116|||||Meals|24|40|A|PT|9[]
        19990227|3|00712|0529|10|||Services|1|E|1|0|10|19990116|||||Meals|24|10|A|PT|9[]
        """,
        "invoices",
        "invoice_number client_id total_amount",
        """
        1  00711  670.00
        2  00711  40.00
        3  00712  10.00
        """,
    ),
    "QuickBooks import layout with names in another case": (
        "quickbooks-invoices",
        """
        *invoiceno , *CUSTOMER,*InvoiceDate,*DueDate,ItemAmount,Item Tax Amount,Currency
        1001,Big,31/01/2026,28/02/2026,"1,100.00","221.00",EUR
        1001,,,,"(100.00)",(21.00),
        """,
        "invoices",
        "invoice_number kind total_amount",
        "1001  invoice  1200.00",
    ),
    "LEDES 98BI, with currency and tax": (
        "ledes-1998b",
        """
        LEDES98BI V2[]
        INVOICE_DATE|INVOICE_NUMBER|CLIENT_ID|LAW_FIRM_MATTER_ID|INVOICE_TOTAL|INVOICE_DESCRIPTION|LINE_ITEM_NUMBER|EXP/FEE/INV_ADJ_TYPE|LINE_ITEM_NUMBER_OF_UNITS|LINE_ITEM_TOTAL|LINE_ITEM_DESCRIPTION|LINE_ITEM_UNIT_COST|INVOICE_TAX_TOTAL|INVOICE_NET_TOTAL|INVOICE_CURRENCY|CLIENT_NAME[]
        20240514|9001|ACME|M1|120.00|Advice|1|F|1|100.00|Call|100.00|20.00|100.00|GBP|Acme Ltd[]
        """,
        "invoices",
        "currency net_amount tax_amount total_amount",
        "GBP  100.00  20.00  120.00",
    ),
    "Harvest, an estimate among the invoices": (
        "harvest-invoices",
        """
        Issue Date,Last Payment Date,ID,Client,Invoice Amount,Paid Amount,Currency,Document Type
        2024-05-01,,101,Big,500.00,0.00,Euro - EUR,Invoice
        2024-05-02,,102,Big,900.00,0.00,Euro - EUR,Estimate
        """,
        "invoices",
        "invoice_number total_amount",
        "101  500.00",
    ),
    "Kimai in Italian": (
        "kimai",
        """
        Data;Da;A;Durata;Valuta;Prezzo orario;Nome;Utente;Cliente;Progetto;Attività;Descrizione;Fatturabile
        14/05/2024;09:00;10:30;1:30;EUR;100,00;Ada Rossi;ada;Big;Sito;Design;Schizzo;Sì
        """,
        "timesheets",
        "work_date hours hourly_rate task billable",
        "2024-05-14  1.50  100.00  Design  True",
    ),
    "Invoice Ninja, a deposit that falls due by itself": (
        "invoice-ninja-invoices",
        """
        Client,Invoice Number,Amount,Paid,Status,Invoice Date,Due Date,Partial/Deposit,Partial Due Date,Item Product,Item Cost,Item Quantity
        Big,0001,$400.00,$0.00,Sent,2024-05-01,2024-05-31,$100.00,2024-05-10,Work,$100.00,3
        Big,0001,$400.00,$0.00,Sent,2024-05-01,2024-05-31,$100.00,2024-05-10,More,$100.00,1
        Big,0002,$50.00,$0.00,Sent,2024-05-01,2024-05-31,$0.00,,Work,$50.00,1
        """,
        "instalments",
        "invoice_number instalment_number due_date amount",
        """
        0001  1  2024-05-10  100.00
        0001  2  2024-05-31  300.00
        """,
    ),
    "Invoice Ninja 5": (
        "invoice-ninja-v5-invoices",
        """
        Client Name,Invoice Invoice Number,Invoice Amount,Invoice Balance,Invoice Paid to Date,Invoice Status,Invoice Date,Invoice Due Date,Invoice Currency
        Big,0001,400,250,150,Partial,2024-05-01,2024-05-31,USD
        Big,0002,90,0,0,Draft,2024-05-01,2024-05-31,USD
        """,
        "invoices",
        "invoice_number status currency total_amount",
        """
        0001  issued  USD  400.00
        0002  draft   USD  90.00
        """,
    ),
    "Invoice Ninja 5, payments": (
        "invoice-ninja-v5-payments",
        """
        Payment Date,Payment Amount,Client Name,Payment Transaction Reference,Payment Type
        2024-05-20,150.00,Big,T-1,Bank Transfer
        """,
        "payments",
        "payment_date amount method reference",
        "2024-05-20  150.00  Bank Transfer  T-1",
    ),
}

SUMMARIES = {
    "Project,Client,Title,Duration\nWeb,Big,Design,03:10:00\n": "which has no work dates; export the detailed report",
    "Project,Client,Time (h),Time (decimal),Amount (USD)\nWeb,Big,01:30:00,1.50,90.00\n": "export the detailed report",
    "The office\nA/R Aging Summary\n\n,Current,1 - 30,31 - 60,91 and over,Total\nBig,239.00,,,,239.00\n": "names no invoices",
    "Open Invoices\n\n,Date,Transaction type,Num,Terms,Due date,Open balance\nBig,,,,,,\n,05/14/2024,Invoice,7,,06/13/2024,9.00\n": (
        "names each customer in a row above"
    ),
}


@pytest.mark.parametrize("export", SUMMARIES)
def test_a_report_that_cannot_be_read_says_which_one_can(export: str, desk: DeskOf) -> None:
    books = desk()
    (file,) = books.imports(books.write("export.csv", export)).files
    assert SUMMARIES[export] in str(file.error)


@pytest.mark.parametrize("name", VARIATIONS)
def test_an_export_of_another_office(name: str, desk: DeskOf) -> None:
    preset, export, dataset, columns, table = VARIATIONS[name]
    books = desk()
    (file,) = books.imports(books.write("export.csv", text(export))).files
    assert (file.error, file.profile, books.rejects()) == (None, preset, [])
    assert books.rows(dataset, *columns.split()) == cells(table)


@pytest.mark.parametrize(
    ("amount", "meant"),
    [
        ("EUR 1,234.50", "1234.50"), ("1,234.50 EUR", "1234.50"), ("US$1,234.50", "1234.50"), ("CHF 1'234.50", "1234.50"),
        ("R$ 1,234.50", "1234.50"), ("CA$1,234.50", "1234.50"), ("₹1,234.50", "1234.50"), ("USD1,234.50", "1234.50"),
        ("1.50 zł", "1.50"),
    ],
)  # fmt: skip
def test_currencies_in_amounts(amount: str, meant: str, desk: DeskOf) -> None:
    books = desk()
    books.imports(books.write("clients.csv", "client_id,name\nC1,Big\n"))
    books.imports(
        books.write("i.csv", f'invoice_number,client_id,issue_date,total_amount\nA,C1,2026-01-01,"{amount}"\n')
    )
    assert books.rows("invoices", "total_amount") == [(meant,)]


@pytest.mark.parametrize("amount", ["12 apples", "1.5 Mio", "EUR", "12k", "1.5 EURO", "12 EUR 50"])
def test_what_is_no_amount_waits(amount: str, desk: DeskOf) -> None:
    books = desk()
    books.imports(books.write("clients.csv", "client_id,name\nC1,Big\n"))
    books.imports(books.write("i.csv", f"invoice_number,client_id,issue_date,total_amount\nA,C1,2026-01-01,{amount}\n"))
    assert [row.reason for row in books.rejects()] == ["not_a_number"]


@pytest.mark.parametrize(
    ("hours", "meant"),
    [
        ("1:30", "1.50"), ("01:30:00", "1.50"), ("1h 30m", "1.50"), ("1 h 30 min", "1.50"), ("90m", "1.50"),
        ("2 hours", "2.00"), ("45 min", "0.75"), ("1.5", "1.50"), ("1:30 h", "1.50"),
    ],
)  # fmt: skip
def test_durations(hours: str, meant: str, desk: DeskOf) -> None:
    books = desk()
    books.imports(
        books.write(
            "t.csv",
            f"User,Client,Project,Start date,Start time,Duration\nAda,Big,Web,2026-01-05,09:00,{hours}\n",
        )
    )
    assert (books.rows("timesheets", "hours"), books.rejects()) == ([(meant,)], [])


@pytest.mark.parametrize("preset", [name for name in EXPORTS if name != "ledes-1998b"])
def test_an_export_as_a_workbook(preset: str, desk: DeskOf) -> None:
    books = desk()
    (file,) = books.imports(workbook(EXPORTS[preset].text, books.folder / "export.xlsx")).files
    assert (file.error, file.profile, books.rejects()) == (None, preset, [])
    for dataset, (columns, rows) in EXPORTS[preset].rows.items():
        assert books.rows(dataset, *columns) == rows, dataset


def workbook(export: str, path: Path) -> Path:
    """The export with its dates and numbers as Excel has them."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    comma = bool(re.search(r'"[0-9 .]+,[0-9]{1,2}"', export)) and not re.search(r"[0-9][.][0-9]{2}\b", export)
    month_first = "03/14/2024" in export or "11/11/2025" in export or "08/19/2026" in export
    for row in csv.reader(io.StringIO(export)):
        sheet.append([excel_cell(value, comma=comma, month_first=month_first) for value in row])
    book.save(path)
    return path


def excel_cell(value: str, *, comma: bool, month_first: bool) -> object:
    """A cell as its owner would type it."""
    if found := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", value):
        return date(*(int(part) for part in found.groups()))
    if found := re.fullmatch(r"(\d{2})/(\d{2})/(\d{4})", value):
        one, two, year = (int(part) for part in found.groups())
        return date(year, one, two) if month_first else date(year, two, one)
    plain = value.replace(" ", "").replace(".", "").replace(",", ".") if comma else value.replace(",", "")
    if re.fullmatch(r"-?[0-9]+([.][0-9]+)?", plain) and not re.fullmatch(r"0[0-9]+", plain):
        return float(plain)
    return value or None
