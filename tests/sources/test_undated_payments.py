"""What a tool says was paid without saying when: the balance is right, and nothing is counted twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from tests.sources.desk import Desk
from tests.sources.exports import text

DeskOf = Callable[..., Desk]
PAYMENTS = ("invoice_number", "payment_date", "amount", "method")

XERO = """
ContactName,InvoiceNumber,InvoiceDate,DueDate,Total,TaxTotal,InvoiceAmountPaid,InvoiceAmountDue,Quantity,UnitAmount,LineAmount,Currency,Type,Status
Big,I-1,2026-01-10,2026-02-09,300.00,0,120.00,180.00,1,100,100,EUR,Sales invoice,Awaiting Payment
Big,I-1,2026-01-10,2026-02-09,300.00,0,120.00,180.00,2,100,200,EUR,Sales invoice,Awaiting Payment
Big,I-2,2026-01-11,2026-02-10,50.00,0,50.00,0.00,1,50,50,EUR,Sales invoice,Paid
Big,I-3,2026-01-12,2026-02-11,70.00,0,0.00,70.00,1,70,70,EUR,Sales invoice,Awaiting Payment
Big,I-4,2026-01-12,2026-02-11,70.00,0,0.00,0.00,1,70,70,EUR,Sales invoice,Voided
Big,C-1,2026-01-13,2026-01-13,-40.00,0,0.00,-15.00,1,40,40,EUR,Sales credit note,Awaiting Payment
"""
INVOICE_NINJA = """
Client,Invoice Number,Amount,Paid,Status,Invoice Date,Due Date,Item Product
Big,0001,$400.00,$150.00,Partial,2026-01-10,2026-02-09,Work
Big,0002,$80.00,$80.00,Paid,2026-01-11,2026-02-10,Work
"""
PAID = """
Client,Invoice Number,Amount,Date
Big,0001,$100.00,2026-01-20
Big,0001,$50.00,2026-02-01
"""
QUICKBOOKS = """
,Date,Transaction type,Num,Customer full name,Due date,Amount,Open balance
,2026-01-10,Invoice,1001,Big,2026-02-09,"1,000.00",400.00
,2026-01-11,Invoice,1002,Big,2026-02-10,50.00,50.00
,2026-01-12,Credit Memo,C-1,Big,2026-01-12,-100.00,-60.00
,2026-01-13,Payment,77,Big,2026-01-13,-500.00,-20.00
"""


def owed(books: Desk) -> tuple[str, ...]:
    """What is open, as one account: each invoice with its balance, then the credit that no invoice takes."""
    cursor = books.cursor("invoice_balances")
    open_items = cursor.execute(
        "select invoice_number, balance from invoice_balances where status = 'issued' order by 1"
    ).fetchall()
    (credit,) = cursor.execute(
        """
        select (select coalesce(sum(total_amount), 0) from invoices where kind = 'credit_note')
            + (select coalesce(sum(amount), 0) from payments where invoice_number is null)
        """
    ).fetchone() or (0,)
    return (*(f"{number} {balance:.2f}" for number, balance in open_items), f"credit {credit:.2f}")


@pytest.mark.parametrize(
    ("export", "told", "balances"),
    [
        pytest.param(XERO, 3, ("I-1 180.00", "I-2 0.00", "I-3 70.00", "credit 15.00"), id="xero"),
        pytest.param(INVOICE_NINJA, 2, ("0001 250.00", "0002 0.00", "credit 0.00"), id="invoice ninja"),
        pytest.param(QUICKBOOKS, 2, ("1001 400.00", "1002 50.00", "credit 80.00"), id="quickbooks aging"),
        pytest.param(
            """
            Date,Due,Details,Client,Status,Total
            2026-01-05,2026-02-04,Invoice #17,Big,Paid,"1,200.00"
            2026-01-05,2026-02-04,Invoice #18,Big,Sent,"1,300.00"
            """,
            1,
            ("17 0.00", "18 1300.00", "credit 0.00"),
            id="invoicely",
        ),
        pytest.param(
            """
            Client Name,Invoice #,Date Issued,Invoice Status,Date Paid,Line Total,Currency
            Big,F-1,2026-01-05,paid,,200,EUR
            Big,F-1,2026-01-05,paid,,50,EUR
            """,
            1,
            ("F-1 0.00", "credit 0.00"),
            id="freshbooks",
        ),
        pytest.param(
            """
            Invoice Date,Invoice Number,Invoice Status,Customer Name,Due Date,Currency Code,Total,Balance
            2026-01-05,Z-1,Closed,Big,2026-02-05,EUR,100,0
            2026-01-05,Z-2,Overdue,Big,2026-02-05,EUR,100,30
            2026-01-05,Z-3,Void,Big,2026-02-05,EUR,100,0
            """,
            2,
            ("Z-1 0.00", "Z-2 30.00", "credit 0.00"),
            id="zoho",
        ),
    ],
)
def test_what_the_tool_says_is_open_is_open(desk: DeskOf, export: str, told: int, balances: tuple[str, ...]) -> None:
    books = desk()
    (file,) = books.imports(books.write("export.csv", text(export))).files
    dollars = {"currency_from_sign": 2} if "$" in export else {}
    assert (file.error, books.rejects(), file.warnings) == (None, [], {"paid_without_date": told} | dollars)
    assert owed(books) == balances
    assert books.differences() == []
    (again,) = books.imports(books.folder / "export.csv").files
    assert sum(counts.added + counts.updated for counts in again.datasets.values()) == 0
    assert owed(books) == balances


def test_such_a_payment_is_dated_at_the_issue_and_marked(desk: DeskOf) -> None:
    books = desk()
    books.imports(books.write("export.csv", text(XERO)))
    assert books.rows("payments", *PAYMENTS) == [
        ("-", "2026-01-13", "-25.00", "undated"),
        ("I-1", "2026-01-10", "120.00", "undated"),
        ("I-2", "2026-01-11", "50.00", "undated"),
    ]


@pytest.mark.parametrize(("choice", "dates"), [("due_date", ["2026-02-09", "2026-02-10"]), ("ignore", [])])
def test_a_profile_chooses_otherwise(desk: DeskOf, choice: str, dates: list[str]) -> None:
    books = desk()
    books.write("profiles/own.toml", f'name = "own"\nextends = "xero-export"\nundated_payments = "{choice}"\n')
    export = "\n".join(text(XERO).splitlines()[:-1]) + "\n"
    (file,) = books.imports(books.write("export.csv", export), profile="own").files
    assert (file.error, file.warnings) == (None, {"paid_without_date": 2 if dates else 3})
    assert [date for (date,) in books.rows("payments", "payment_date")] == dates


@pytest.mark.parametrize("order", [("invoices", "paid"), ("paid", "invoices"), ("both",)])
def test_payments_with_a_date_take_the_place_of_the_same_money(desk: DeskOf, order: tuple[str, ...]) -> None:
    books = desk()
    files = {
        "invoices": [books.write("invoices.csv", text(INVOICE_NINJA))],
        "paid": [books.write("paid.csv", text(PAID))],
    }
    files["both"] = [*files["invoices"], *files["paid"]]
    for step in (*order, *order):
        assert not books.imports(*files[step]).failed
    assert owed(books) == ("0001 250.00", "0002 0.00", "credit 0.00")
    assert sorted(books.rows("payments", *PAYMENTS)) == [
        ("0001", "2026-01-20", "100.00", "-"),
        ("0001", "2026-02-01", "50.00", "-"),
        ("0002", "2026-01-11", "80.00", "undated"),
    ]
    assert books.differences() == []


def test_money_that_comes_after_the_export_is_new_money(desk: DeskOf) -> None:
    books = desk()
    books.imports(books.write("invoices.csv", text(INVOICE_NINJA)))
    later = (datetime(2026, 10, 1) + timedelta(days=3)).date()  # noqa: DTZ001  the desk records at 2026-10-01
    books.imports(books.write("paid.csv", f"Client,Invoice Number,Amount,Date\nBig,0001,$100.00,{later}\n"))
    assert owed(books) == ("0001 150.00", "0002 0.00", "credit 0.00")
    # An export made then states both; what has its date is not counted twice.
    books.imports(books.write("next.csv", text(INVOICE_NINJA).replace("$150.00", "$250.00")))
    assert owed(books) == ("0001 150.00", "0002 0.00", "credit 0.00")


LOOSE = """
Client,Amount,Applied,Refunded,Date,Currency
Big,100.00,100.00,0,2026-01-20,EUR
Big,70.00,70.00,0,2026-10-02,EUR
Big,10.00,10.00,0,2026-01-20,USD
Other,50.00,50.00,0,2026-01-20,EUR
"""


@pytest.mark.parametrize(("order", "told"), [(("invoices", "paid"), (0, 1)), (("paid", "invoices"), (0, 2))])
def test_money_for_no_invoice_that_may_be_the_same_is_told(
    order: tuple[str, str], told: tuple[int, int], desk: DeskOf
) -> None:
    """Of Big's payments in euro up to the day of the import nobody can tell whether they are what its invoices had."""
    books = desk()
    exports = {"invoices": XERO, "paid": LOOSE}
    files = [books.imports(books.write(f"{name}.csv", text(exports[name]))).files[0] for name in order]
    assert [(file.error, file.rejected) for file in files] == [(None, 0), (None, 0)]
    assert tuple(file.warnings.get("perhaps_counted_twice", 0) for file in files) == told
    again = books.imports(books.folder / "paid.csv").files[0]
    assert "perhaps_counted_twice" not in again.warnings


def test_a_wrong_choice_is_told(desk: DeskOf) -> None:
    books = desk()
    books.write("profiles/own.toml", 'name = "own"\nextends = "xero-export"\nundated_payments = "today"\n')
    with pytest.raises(Exception, match="undated_payments = 'today': must be one of issue_date, due_date, ignore"):
        books.imports(books.write("export.csv", text(XERO)))


PREPAID = """<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2">
<ID>U-1</ID><IssueDate>2026-02-01</IssueDate><DueDate>2026-03-03</DueDate>
<DocumentCurrencyCode>EUR</DocumentCurrencyCode>
<AccountingCustomerParty><Party><PartyName><Name>Big</Name></PartyName></Party></AccountingCustomerParty>
<TaxTotal><TaxAmount currencyID="EUR">0</TaxAmount></TaxTotal>
<LegalMonetaryTotal><TaxExclusiveAmount>500</TaxExclusiveAmount><TaxInclusiveAmount>500</TaxInclusiveAmount>
<PrepaidAmount>200</PrepaidAmount><PayableAmount>300</PayableAmount></LegalMonetaryTotal></Invoice>"""


@pytest.mark.parametrize(
    ("day", "amount", "left"),
    [
        ("2026-01-20", "200.00", ("U-1 300.00", "credit 0.00")),  # it is what was prepaid
        ("2026-01-20", "150.00", ("U-1 300.00", "credit 0.00")),
        ("2026-02-10", "200.00", ("U-1 100.00", "credit 0.00")),  # it came after the invoice
    ],
)
def test_what_was_prepaid_gives_way_to_payments_up_to_the_issue(
    day: str, amount: str, left: tuple[str, ...], desk: DeskOf
) -> None:
    books = desk()
    invoice = books.write("u.xml", PREPAID)
    books.imports(invoice)
    books.imports(books.write("p.csv", f"payment_id,payment_date,amount,invoice_number\nP1,{day},{amount},U-1\n"))
    assert owed(books) == left
    books.imports(books.write("again.xml", PREPAID + "\n"))
    assert owed(books) == left
    assert books.differences() == []
