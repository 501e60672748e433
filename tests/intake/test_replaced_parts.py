"""A new version of a document brings all of its lines: those that it no longer has leave the books."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.intake.conftest import Desk

FRESHBOOKS = (
    "Client Name,Invoice #,Date Issued,Invoice Status,Date Paid,Item Name,Item Description,Rate,Quantity,"
    "Discount Percentage,Line Subtotal,Tax 1 Type,Tax 1 Amount,Tax 2 Type,Tax 2 Amount,Line Total,Currency"
)
LEDES = (
    "LEDES1998B[]\nINVOICE_DATE|INVOICE_NUMBER|CLIENT_ID|LAW_FIRM_MATTER_ID|INVOICE_TOTAL|BILLING_START_DATE|"
    "BILLING_END_DATE|INVOICE_DESCRIPTION|LINE_ITEM_NUMBER|EXP/FEE/INV_ADJ_TYPE|LINE_ITEM_NUMBER_OF_UNITS|"
    "LINE_ITEM_ADJUSTMENT_AMOUNT|LINE_ITEM_TOTAL|LINE_ITEM_DATE|LINE_ITEM_TASK_CODE|LINE_ITEM_EXPENSE_CODE|"
    "LINE_ITEM_ACTIVITY_CODE|TIMEKEEPER_ID|LINE_ITEM_DESCRIPTION|LAW_FIRM_ID|LINE_ITEM_UNIT_COST|TIMEKEEPER_NAME|"
    "TIMEKEEPER_CLASSIFICATION|CLIENT_MATTER_ID[]"
)
UBL = """<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2">
<cbc:ID>{number}</cbc:ID><cbc:IssueDate>2026-03-01</cbc:IssueDate><cbc:DueDate>2026-03-31</cbc:DueDate>
<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
<cac:AccountingCustomerParty><cac:Party><cac:PartyLegalEntity><cbc:RegistrationName>Acme</cbc:RegistrationName>
</cac:PartyLegalEntity></cac:Party></cac:AccountingCustomerParty>
<cac:LegalMonetaryTotal><cbc:TaxExclusiveAmount currencyID="EUR">{total}</cbc:TaxExclusiveAmount>
<cbc:TaxInclusiveAmount currencyID="EUR">{total}</cbc:TaxInclusiveAmount>
<cbc:PayableAmount currencyID="EUR">{total}</cbc:PayableAmount></cac:LegalMonetaryTotal>{lines}</Invoice>"""
UBL_LINE = """<cac:InvoiceLine><cbc:ID>{at}</cbc:ID><cbc:InvoicedQuantity unitCode="HUR">1</cbc:InvoicedQuantity>
<cbc:LineExtensionAmount currencyID="EUR">{amount}</cbc:LineExtensionAmount><cac:Item><cbc:Name>Work</cbc:Name>
</cac:Item></cac:InvoiceLine>"""


def ubl(number: str, *amounts: int) -> tuple[str, str]:
    lines = "".join(UBL_LINE.format(at=at, amount=amount) for at, amount in enumerate(amounts, start=1))
    return f"{number}.xml", UBL.format(number=number, total=sum(amounts), lines=lines)


def freshbooks(number: str, *amounts: int) -> tuple[str, str]:
    rows = [f"Acme,{number},2026-03-01,sent,,Work,Work,{amount},1,0,{amount},,0,,0,{amount},EUR" for amount in amounts]
    return f"{number}.csv", "\n".join([FRESHBOOKS, *rows]) + "\n"


def ledes(number: str, *amounts: int) -> tuple[str, str]:
    rows = [
        f"20260301|{number}|ACME|M1|{sum(amounts)}|20260201|20260228|For work|{at}|F|1|0|{amount}|20260210|||A1|T1|"
        f"Work|F1|{amount}|Doe|PT|CM1[]"
        for at, amount in enumerate(amounts, start=1)
    ]
    return f"{number}.txt", "\n".join([LEDES, *rows]) + "\n"


SOURCES = [pytest.param(ubl, id="UBL"), pytest.param(freshbooks, id="FreshBooks"), pytest.param(ledes, id="LEDES")]
Document = Callable[..., tuple[str, str]]


def lines(desk: Desk) -> list[tuple[str, int, str]]:
    return [
        (number, line, f"{amount:.0f}")
        for number, line, amount in desk.rows(
            "select invoice_number, line_number, net_amount from invoice_lines order by all"
        )
    ]


@pytest.mark.parametrize("document", SOURCES)
def test_lines_that_a_new_version_no_longer_has_leave_the_books(desk: Desk, document: Document) -> None:
    desk.load(*document("A1", 10, 20, 30))
    desk.load(*document("A2", 5, 6))
    again = desk.load(*document("A1", 10, 25))
    assert again.error is None
    assert lines(desk) == [("A1", 1, "10"), ("A1", 2, "25"), ("A2", 1, "5"), ("A2", 2, "6")]
    counts = again.datasets["invoice_lines"]
    assert (counts.read, counts.updated, counts.unchanged) == (2, 1, 1)
    assert again.warnings["replaced_line"] == 1
    assert desk.rows("select line_number, net_amount::int from books.invoice_lines_history order by all") == [
        (2, 20),
        (3, 30),
    ]


def test_lines_that_left_are_known_as_of_the_day_before(desk: Desk) -> None:
    desk.load(*ubl("A1", 10, 20))
    (then,) = desk.rows("select max(recorded_at) from batches")[0]
    desk.load(*ubl("A1", 10))
    sold = desk.book.report("sales", as_of="2026-12-31", known_on=then.isoformat() + "Z").rows()
    assert [str(row["total_amount"]) for row in sold] == ["30.000"]


def test_the_same_document_again_takes_nothing_out(desk: Desk) -> None:
    desk.load(*ubl("A1", 10, 20))
    again = desk.load(*ubl("A1", 10, 20))
    assert again.warnings == {}
    assert len(lines(desk)) == 2


def test_a_file_of_lines_alone_may_hold_a_part_of_them(desk: Desk) -> None:
    desk.load("invoices.csv", "invoice_number,client_id,issue_date,total_amount\nA1,C1,2026-01-10,30\n")
    desk.load("lines.csv", "invoice_number,line_number,net_amount\nA1,1,10\nA1,2,20\n")
    desk.load("more.csv", "invoice_number,line_number,net_amount\nA1,2,15\n")
    assert lines(desk) == [("A1", 1, "10"), ("A1", 2, "15")]


@pytest.mark.parametrize("document", SOURCES)
def test_a_document_of_which_a_line_is_refused_keeps_its_lines(desk: Desk, document: Document) -> None:
    desk.load(*document("A1", 10, 20, 30))
    name, text = document("A1", 10, 50)
    desk.load(name, text.replace(">50<", ">fifty<").replace(",50,", ",fifty,").replace("|50|", "|fifty|"))
    assert lines(desk) == [("A1", 1, "10"), ("A1", 2, "20"), ("A1", 3, "30")]
    assert desk.reasons()


def test_a_row_that_cannot_be_cut_may_be_a_line_of_any_document(desk: Desk) -> None:
    desk.load(*freshbooks("A1", 10, 20))
    name, text = freshbooks("A1", 10)
    desk.load(name, text + "Acme,A1,2026-03-01\n")
    assert lines(desk) == [("A1", 1, "10"), ("A1", 2, "20")]


def test_an_invoice_that_bills_hours_cannot_lose_a_line(desk: Desk) -> None:
    desk.load("employees.csv", "employee_id,name,hourly_rate\nE1,Eva,100\n")
    desk.load("projects.csv", "project_id,client_id,name\nP1,C1,Roof\n")
    desk.load(
        "timesheets.csv",
        "entry_id,employee_id,project_id,work_date,hours\nT1,E1,P1,2026-01-02,1\nT2,E1,P1,2026-01-03,1\n",
    )
    desk.load(*ubl("A1", 30, 0))
    desk.load("billed.csv", "entry_id,invoice_number,line_number,hours,rate,amount\nT1,A1,1,1,30,30\n")
    again = desk.load(*ubl("A1", 30))
    assert {reason for _, reason in desk.reasons()} == {"already_billed"}
    assert again.datasets["invoices"].rejected == again.datasets["invoice_lines"].rejected == 1
    assert lines(desk) == [("A1", 1, "30"), ("A1", 2, "0")]
