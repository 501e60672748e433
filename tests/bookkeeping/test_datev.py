"""DATEV: by the rules of its format, since its own checker is a Windows program."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import Any

import pytest

from invotrack_analytics.errors import BookkeepingError
from tests.bookkeeping.conftest import BOOKS, Firm

LEDGER = """
preset = "skr03"
[datev]
consultant = 1001
client = 456
"""
BATCH = "EXTF_Buchungsstapel_2026.csv"
YEAR: dict[str, Any] = {"date_from": "2026-01-01", "date_to": "2026-12-31"}


def lines(content: bytes) -> list[list[str]]:
    text = content.decode("cp1252")
    assert text.endswith("\r\n")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def test_the_header_and_the_rows_are_as_the_format_has_them(firm: Firm) -> None:
    firm.settle(LEDGER)
    content = firm.files("datev", **YEAR)[BATCH]
    assert content.startswith(b'"EXTF";700;21;"Buchungsstapel";13;')
    header, names, *rows = lines(content)
    assert len(header) == 31
    assert header[10:16] == ["1001", "456", "20260101", "4", "20260310", "20260630"]
    assert {len(row) for row in (names, *rows)} == {125}
    # Amount, S/H, account, contra account, day and month, number.
    assert sorted((row[10], row[0], row[1], row[6], row[7], row[9]) for row in rows) == [
        ("A/1", "1000,00", "S", "10000", "8200", "1003"),
        ("A/1", "210,00", "S", "10000", "1770", "1003"),
        ("A/1", "8,06", "S", "10000", "1770", "1003"),
        ("A/1", "80,55", "S", "10000", "8200", "1003"),
        ("A/2", "20,00", "H", "10001", "2400", "3006"),
        ("A/2", "500,00", "S", "10001", "8200", "3103"),
        ("N/1", "100,00", "H", "10000", "8200", "1504"),
        ("N/1", "21,00", "H", "10000", "1770", "1504"),
        ("P1", "1000,00", "H", "10000", "1200", "0405"),
        ("P2", "50,00", "H", "10001", "1200", "0505"),
    ]


def test_debits_less_credits_of_a_debtor_are_its_statement(firm: Firm) -> None:
    firm.settle(LEDGER)
    sums: dict[str, Decimal] = {}
    for row in lines(firm.files("datev", **YEAR)[BATCH])[2:]:
        amount = Decimal(row[0].replace(",", "."))
        sums[row[6]] = sums.get(row[6], Decimal(0)) + (amount if row[1] == "S" else -amount)
    assert sums == {"10000": Decimal("177.61"), "10001": Decimal("430.00")}


def test_an_automatic_account_takes_its_tax_within_and_bears_no_key(firm: Firm) -> None:
    firm.given(
        {
            "invoices.csv": """
                invoice_number,client_id,issue_date,net_amount,tax_amount,total_amount
                D1,C1,2026-02-01,1100.00,201.00,1301.00
            """,
            "invoice_lines.csv": """
                invoice_number,line_number,net_amount,tax_rate,category
                D1,1,1000.00,19,Work
                D1,2,50.00,19,Travel
                D1,3,50.00,3,Books
            """,
        }
    )
    firm.settle(LEDGER)
    rows = [row for row in lines(firm.files("datev", **YEAR)[BATCH]) if len(row) > 10 and row[10] == "D1"]
    assert sorted((row[0], row[7], row[8]) for row in rows) == [
        ("1,50", "1770", ""),
        ("1190,00", "8400", ""),
        ("50,00", "8200", ""),
        ("59,50", "8400", ""),
    ]


def test_a_debtor_keeps_its_number(firm: Firm) -> None:
    firm.settle(LEDGER)
    firm.book.ledger("datev", date_to="2026-12-31", new=True)
    firm.given({"clients.csv": "client_id,name\nA0,First in order", "i.csv": _invoice("A0")})
    rows = lines(dict(firm.book.ledger("datev", date_to="2026-12-31", new=True).rendered.files)[BATCH])[2:]
    assert {row[6] for row in rows} == {"10002"}


def _invoice(client: str) -> str:
    return f"invoice_number,client_id,issue_date,total_amount\nZ1,{client},2026-05-01,10.00"


def test_signs_that_the_encoding_lacks_are_told_and_not_lost(firm: Firm) -> None:
    firm.settle(LEDGER)
    export = firm.book.ledger("datev", **YEAR)
    debtors = lines(export.rendered.files["EXTF_Debitoren.csv"])
    assert [row[:2] for row in debtors[2:]] == [["10000", "Acorn & Söhne"], ["10001", "Lódz, Ltd"]]
    assert ("A/2", "text_fitted", "Invoice A/2, Lódz, Ltd") in {
        (told.document, told.reason, told.text) for told in export.rendered.told
    }


def test_a_number_is_made_fit_and_told(firm: Firm) -> None:
    firm.given({"i.csv": "invoice_number,client_id,issue_date,total_amount\nÄ 7,C1,2026-05-01,10.00"})
    firm.settle(LEDGER)
    told = firm.book.ledger("datev", **YEAR).rendered.told
    assert ("Ä 7", "number_fitted", "-7") in {(item.document, item.reason, item.text) for item in told}


def test_each_fiscal_year_is_a_file_of_its_own(firm: Firm) -> None:
    firm.settle(LEDGER + 'fiscal_year_start = "05-01"\n')
    files = firm.files("datev", **YEAR)
    assert sorted(files) == ["EXTF_Buchungsstapel_2025.csv", BATCH, "EXTF_Debitoren.csv"]
    assert lines(files[BATCH])[0][12] == "20260501"


@pytest.mark.parametrize(
    ("ledger", "named"),
    [
        ('preset = "skr03"\n', "datev.consultant, datev.client"),
        ('preset = "pgc"\n[datev]\nconsultant = 1\nclient = 2\n', "bank = '572'"),
        (LEDGER.replace("[datev]", '[roles]\nbank = ""\nsales = ""\n[datev]'), "bank, "),
    ],
)
def test_what_is_missing_is_named_and_nothing_recorded(firm: Firm, ledger: str, named: str) -> None:
    firm.settle(ledger)
    with pytest.raises(BookkeepingError, match=named.replace(".", r"\.")):
        firm.book.ledger("datev", **YEAR)
    with pytest.raises(BookkeepingError):
        firm.book.ledger("datev", date_to="2026-12-31", new=True)
    assert firm.book.ledger_exports() == []


def test_payments_of_many_invoices_are_rows_of_their_debtor(firm: Firm) -> None:
    firm.given({"payments.csv": BOOKS["payments.csv"] + "\nP3,2026-06-01,1.00,,A/1,\nP3,2026-06-01,2.00,C1,,EUR"})
    firm.settle(LEDGER)
    rows = [row for row in lines(firm.files("datev", **YEAR)[BATCH]) if len(row) > 10 and row[10] == "P3"]
    assert [(row[0], row[1], row[6], row[7]) for row in rows] == [
        ("1,00", "H", "10000", "1200"),
        ("2,00", "H", "10000", "1200"),
    ]
