"""Each entry is handed over once; what changes afterwards goes as reversal and new entry."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.bookkeeping.conftest import BOOKS, Firm, summed


def test_an_entry_balances_and_says_what_each_account_is_for(firm: Firm) -> None:
    content = firm.files("journal-csv", date_from="2026-01-01", date_to="2026-12-31")["journal.csv"]
    rows = firm.rows(content)
    assert [
        (row["date"], row["entry_id"], row["role"], row["account"], row["debit"], row["credit"], row["tax_rate"])
        for row in rows
        if row["document"] == "A/1"
    ] == [
        ("2026-03-10", "invoice:A/1", "receivable", "430", "1298.61", "0.00", ""),
        ("2026-03-10", "invoice:A/1", "output_tax", "477", "0.00", "8.06", "10"),
        ("2026-03-10", "invoice:A/1", "output_tax", "477", "0.00", "210.00", "21"),
        ("2026-03-10", "invoice:A/1", "sales", "705", "0.00", "1000.00", "21"),
        ("2026-03-10", "invoice:A/1", "sales", "705", "0.00", "80.55", "10"),
    ]
    assert summed(rows, "entry_id") == {}


def test_receivables_are_those_of_the_statement_and_tax_is_that_of_sales(firm: Firm) -> None:
    asked = {"date_from": "2026-01-01", "date_to": "2026-12-31"}
    rows = firm.rows(firm.files("journal-csv", **asked)["journal.csv"])
    owed = summed([row for row in rows if row["role"] in {"receivable", "unapplied"}], "client_id")
    balances = {}
    for row in firm.book.report("statement", as_of="2026-12-31").rows():
        balances[row["client_id"], row["currency"]] = row["balance"]
    assert owed == balances == {("C1", "EUR"): Decimal("177.61"), ("C2", "USD"): Decimal("430.00")}
    sales = firm.book.report("sales", as_of="2026-12-31", date_from="2026-01-01").rows()
    taxed = sum(Decimal(row["credit"]) - Decimal(row["debit"]) for row in rows if row["role"] == "output_tax")
    assert taxed == sum(Decimal(str(row["tax_amount"])) for row in sales) == Decimal("197.06")


def test_what_is_new_goes_once(firm: Firm, asked: Any) -> None:
    first = asked(firm, "ledger", "export", "--format", "hledger", "--new", "--to", "2026-12-31")
    again = asked(firm, "ledger", "export", "--format", "hledger", "--new", "--to", "2026-12-31")
    assert (first["export_id"], first["entries"], len(first["files"])) == ("L00001", 6, 1)
    assert again == {"export_id": None, "format": "hledger", "files": [], "entries": 0, "told": []}
    assert [past["export_id"] for past in asked(firm, "ledger", "exports")] == ["L00001"]


def test_another_format_has_its_own_series(firm: Firm) -> None:
    assert firm.book.ledger("hledger", date_to="2026-12-31", new=True).entries == 6
    assert firm.book.ledger("beancount", date_to="2026-12-31", new=True).entries == 6


def test_a_corrected_payment_is_reversed_and_booked_anew_on_the_old_date(firm: Firm) -> None:
    firm.book.ledger("journal-csv", date_to="2026-12-31", new=True)
    firm.given({"payments.csv": BOOKS["payments.csv"].replace("P1,2026-05-04,1000.00", "P1,2026-05-04,900.00")})
    new = firm.book.ledger("journal-csv", date_to="2026-12-31", new=True)
    rows = firm.rows(new.rendered.files["journal.csv"])
    assert [
        (row["entry_id"], row["date"], row["role"], row["debit"], row["credit"], row["reverses"]) for row in rows
    ] == [
        ("payment:P1/reversal", "2026-05-04", "bank", "0.00", "1000.00", "payment:P1"),
        ("payment:P1/reversal", "2026-05-04", "receivable", "1000.00", "0.00", "payment:P1"),
        ("payment:P1/2", "2026-05-04", "bank", "900.00", "0.00", ""),
        ("payment:P1/2", "2026-05-04", "receivable", "0.00", "900.00", ""),
    ]
    assert firm.book.ledger("journal-csv", date_to="2026-12-31", new=True).entries == 0


def test_the_journal_of_all_exports_is_the_journal_of_the_books(firm: Firm) -> None:
    collected = []
    for change in ("1000.00", "900.00", "1000.00", "0.01"):
        firm.given({"payments.csv": BOOKS["payments.csv"].replace("P1,2026-05-04,1000.00", f"P1,2026-05-04,{change}")})
        new = firm.book.ledger("journal-csv", date_to="2026-12-31", new=True)
        collected += firm.rows(new.rendered.files["journal.csv"])
    whole = firm.rows(firm.files("journal-csv", date_from="2026-01-01", date_to="2026-12-31")["journal.csv"])
    assert summed(collected, "account") == summed(whole, "account")


def test_a_void_is_an_entry_on_its_own_day(firm: Firm) -> None:
    firm.book.ledger("journal-csv", date_to="2026-12-31", new=True)
    firm.given(
        {
            "void.csv": """
                invoice_number,client_id,issue_date,due_date,net_amount,tax_amount,total_amount,status,void_date
                A/2,C2,2026-03-31,2026-04-30,500.00,0.00,500.00,void,2026-07-31
            """
        }
    )
    new = firm.book.ledger("journal-csv", date_to="2026-12-31", new=True)
    rows = firm.rows(new.rendered.files["journal.csv"])
    assert {(row["entry_id"], row["date"]) for row in rows} == {("void:A/2", "2026-07-31")}
    assert summed(rows, "role") == {
        ("receivable", "USD"): Decimal("-480.00"),
        ("sales", "USD"): Decimal("500.00"),
        ("write_off", "USD"): Decimal("-20.00"),
    }


def test_an_export_again_is_the_same_to_the_byte(firm: Firm) -> None:
    first = firm.book.ledger("beancount", date_to="2026-12-31", new=True)
    firm.given({"payments.csv": BOOKS["payments.csv"].replace("1000.00", "900.00")})
    firm.book.ledger("beancount", date_to="2026-12-31", new=True)
    assert firm.book.ledger_again("L00001").rendered.files == first.rendered.files


def test_a_closed_month_takes_nothing_more(firm: Firm) -> None:
    firm.settle('preset = "plain"\nclosed_through = 2026-05-31\n')
    new = firm.book.ledger("journal-csv", date_to="2026-12-31", new=True)
    days = {row["date"] for row in firm.rows(new.rendered.files["journal.csv"])}
    assert days == {"2026-06-01", "2026-06-30"}


def test_a_dump_brings_what_was_handed_over(firm: Firm, tmp_path: Any) -> None:
    firm.book.ledger("hledger", date_to="2026-12-31", new=True)
    firm.book.dump([], "csv", tmp_path / "dump")
    other = Firm(tmp_path / "other")
    other.book.import_files(tmp_path / "dump")
    assert other.book.ledger("hledger", date_to="2026-12-31", new=True).entries == 0


def test_an_amount_of_ten_to_the_fifteenth_minor_units_is_booked_whole(tmp_path: Any) -> None:
    firm = Firm(tmp_path / "firm")
    largest = "9999999999999.99"
    firm.given(
        {
            "clients.csv": "client_id,name\nC1,Acorn",
            "invoices.csv": f"""
                invoice_number,client_id,issue_date,total_amount,net_amount,tax_amount
                A1,C1,2026-01-31,{largest},{largest},0
                A2,C1,2026-01-31,{largest},{largest},0
            """,
        }
    )
    rows = firm.rows(firm.files("journal-csv", date_from="2026-01-01", date_to="2026-12-31")["journal.csv"])
    assert summed(rows, "role")["receivable", "EUR"] == 2 * Decimal(largest)


def test_a_recovery_takes_the_write_off_back_on_its_day(firm: Firm) -> None:
    firm.given(
        {
            "write_offs.csv": """
                invoice_number,write_off_date,amount,kind
                A/2,2026-06-30,500.00,bad_debt
                A/1,2026-06-30,10.00,discount
            """,
            "late.csv": "payment_id,payment_date,amount,client_id,invoice_number\nP9,2026-09-01,500.00,,A/2",
        }
    )
    rows = firm.rows(firm.files("journal-csv", date_from="2026-01-01", date_to="2026-12-31")["journal.csv"])
    written_off = [
        (row["date"], row["account"], row["debit"], row["credit"]) for row in rows if row["role"] == "write_off"
    ]
    assert written_off == [
        ("2026-06-30", "706", "10.00", "0.00"),
        ("2026-06-30", "650", "500.00", "0.00"),
        ("2026-09-01", "650", "0.00", "500.00"),
    ]
    owed = summed([row for row in rows if row["role"] in {"receivable", "unapplied"}], "client_id")
    assert owed == {("C1", "EUR"): Decimal("167.61"), ("C2", "USD"): Decimal("-50.00")}
