# ruff: noqa: E501  exports stand as their banks write them
"""A draft of a bank's CSV takes its receipts as bank lines, one of invoices or hours in other words reads them, unedited."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from invotrack_analytics.errors import SettingsError
from invotrack_analytics.sources.suggestion import suggest_profile
from tests.sources.desk import Desk
from tests.sources.exports import cells, text

DeskOf = Callable[..., Desk]
LINE = "booking_date amount currency payer_name payer_iban"

# name: file, rows
BANKS: dict[str, tuple[str, str]] = {
    "German savings bank": (
        """
        "Auftragskonto";"Buchungstag";"Valutadatum";"Buchungstext";"Verwendungszweck";"Kundenreferenz (End-to-End)";"Beguenstigter/Zahlungspflichtiger";"Kontonummer/IBAN";"BIC (SWIFT-Code)";"Betrag";"Waehrung";"Info"
        "DE89";"14.03.26";"14.03.26";"GUTSCHR.";"Rechnung 2026-00001";"";"Müller";"DE02120300000000202051";"BYL";"1.190,00";"EUR";""
        "DE89";"15.03.26";"15.03.26";"LASTSCHRIFT";"Strom";"";"Stadtwerke";"DE02120300000000202052";"BYL";"-90,00";"EUR";""
        """,
        "2026-03-14  1190.00  EUR  Müller  DE02120300000000202051",
    ),
    "German direct bank, preamble, sign in the header": (
        """
        "Girokonto";"DE89370400440532013000"
        "Kontostand vom 31.03.2026:";"5.000,00 €"
        ""
        "Buchungsdatum";"Wertstellung";"Status";"Zahlungspflichtige*r";"Zahlungsempfänger*in";"Verwendungszweck";"IBAN";"Betrag (€)";"Kundenreferenz"
        "14.03.26";"14.03.26";"Gebucht";"Müller";"Acme";"RE 2026-00001";"DE02120300000000202051";"1.190,00 €";""
        "15.03.26";"15.03.26";"Gebucht";"Acme";"Stadtwerke";"Strom";"DE02120300000000202052";"-90,00 €";""
        """,
        "2026-03-14  1190.00  EUR  Müller  DE02120300000000202051",
    ),
    "Dutch bank, what came in told by a word": (
        """
        "Datum";"Naam / Omschrijving";"Rekening";"Tegenrekening";"Code";"Af Bij";"Bedrag (EUR)";"Mutatiesoort";"Mededelingen";"Saldo na mutatie"
        "20260314";"Jansen";"NL20INGB0001234567";"NL12RABO0123456789";"OV";"Bij";"1210,00";"Overschrijving";"Factuur 2026-00001";"5000,00"
        "20260315";"Winkel";"NL20INGB0001234567";"";"BA";"Af";"21,00";"Betaalautomaat";"boodschappen";"4979,00"
        """,
        "2026-03-14  1210.00  EUR  Jansen  NL12RABO0123456789",
    ),
    "Spanish bank, the currency beside the amount": (
        """
        Fecha Operación;Fecha Valor;Concepto;Importe;Saldo
        14/03/2026;14/03/2026;Transferencia De Cliente Sa;1.210,00 EUR;5.000,00 EUR
        16/03/2026;16/03/2026;Recibo Luz;-90,00 EUR;4.910,00 EUR
        """,
        "2026-03-14  1210.00  EUR  -  -",
    ),
    "American bank": (
        """
        Details,Posting Date,Description,Amount,Type,Balance,Check or Slip #
        CREDIT,03/14/2026,"ACME PAYMENT INV 1001",1200.00,ACH_CREDIT,5000.00,
        DEBIT,03/16/2026,"OFFICE DEPOT",-45.10,DEBIT_CARD,4954.90,
        """,
        "2026-03-14  1200.00  EUR  -  -",
    ),
    "a column for what came in": (
        """
        Date,Description,Debit,Credit (GBP),Balance
        03/14/2026,ACME PAYMENT,,"1,200.00","5,000.00"
        03/16/2026,OFFICE DEPOT,45.10,,"4,954.90"
        """,
        "2026-03-14  1200.00  GBP  -  -",
    ),
    "without a header": (
        """
        14.03.2026;Zahlung Rechnung 2026-00001;14.03.2026;1190,00;EUR
        16.03.2026;POS HOFER;16.03.2026;-33,87;EUR
        """,
        "2026-03-14  1190.00  EUR  -  -",
    ),
    "without a header, a column for what came in and a balance, the newest row first": (
        """
        04 Mar 2026,Card,Shop,£100.00,,£380.23
        03 Mar 2026,Card,Market,£19.77,,£480.23
        02 Mar 2026,Bank credit,Invoice 7,,£500.00,£500.00
        """,
        "2026-03-02  500.00  GBP  -  -",
    ),
    "without a header, nothing filled by zeros, what came in first": (
        """
        2026-03-02,Invoice 7,500.00,0,500.00
        2026-03-03,Check,0,100.00,400.00
        2026-03-04,Check,0,50.00,350.00
        """,
        "2026-03-02  500.00  EUR  -  -",
    ),
    "without a header, a word for what came in": (
        """
        "3/12/2026","Invoice 7 and what else it is for","943.34","credit","Income"
        "3/13/2026","Condominium","331.63","debit","Fees"
        """,
        "2026-03-12  943.34  EUR  -  -",
    ),
    "without a header, a balance before and after, and prices that few rows have": (
        """
        123456789\tEUR\t20260312\t15,00\t25,00\t20260312\t10,00\t3,20\tInvoice 7
        123456789\tEUR\t20260313\t25,00\t20,00\t20260313\t-5,00\t\tSomething else
        123456789\tEUR\t20260314\t20,00\t18,00\t20260314\t-2,00\t\tSomething else
        """,
        "2026-03-12  10.00  EUR  -  -",
    ),
    "French bank": (
        """
        Date de l'opération;Libellé;Détail de l'écriture;Montant de l'opération;Devise
        19/02/2026;VIR RECU 508160;VIR RECU DE: Client;50,00;EUR
        18/02/2026;COTISATION;COTISATION;-8,10;EUR
        """,
        "2026-02-19  50.00  EUR  -  -",
    ),
    "Japanese bank in English": (
        """
        Date,Summary,Withdrawal,Deposit,Ending balance,Remarks
        2026/07/02,Expense,200,,999,
        2026/07/08,Transfer,,200,1199,
        """,
        "2026-07-08  200.00  EUR  -  -",
    ),
}


def drafted(books: Desk, path: Path, scratch: Path) -> str:
    draft = suggest_profile(path, scratch, "EUR")
    books.write("profiles/own.toml", draft)
    (file,) = books.imports(path, profile=tomllib.loads(draft)["name"]).files
    assert (file.error, books.rejects()) == (None, [])
    return draft


@pytest.mark.parametrize("bank", BANKS)
def test_a_draft_takes_a_banks_receipts(bank: str, desk: DeskOf, tmp_path: Path) -> None:
    export, lines = BANKS[bank]
    books = desk()
    path = books.write("konto.csv", text(export))
    (refused,) = books.imports(path).files
    told = "names no columns" if "without" in bank else "looks like a bank statement"
    assert told in str(refused.error)
    drafted(books, path, tmp_path)
    assert books.rows("bank_lines", *LINE.split()) == cells(lines)
    assert books.rows("bank_lines", "remittance") != [("-",)]
    again = books.imports(path, profile="konto").files[0].datasets["bank_lines"]
    assert (again.added, again.unchanged) == (0, 1)


def test_a_draft_of_invoices_in_german_reads_them(desk: DeskOf, tmp_path: Path) -> None:
    books = desk()
    export = """
        Rechnungsnr.;Kunde;Rechnungsdatum;Fällig am;Netto;USt;Brutto;Status
        R-1;Müller;14.03.2026;13.04.2026;1.000,00;190,00;1.190,00;offen
        """
    draft = drafted(books, books.write("re.csv", text(export)), tmp_path)
    assert books.rows("invoices", "invoice_number", "due_date", "tax_amount", "total_amount") == [
        ("R-1", "2026-04-13", "190.00", "1190.00")
    ]
    assert books.rows("clients", "name") == [("Müller",)]
    assert '# "Status": "offen"' in draft


def test_a_draft_of_hours_in_dutch_reads_them(desk: DeskOf, tmp_path: Path) -> None:
    books = desk()
    export = "Datum;Medewerker;Klant;Project;Taak;Uren\n14-03-2026;Ada;Jansen;Website;Bouw;1,5\n"
    drafted(books, books.write("uren.csv", export), tmp_path)
    assert books.rows("timesheets", "work_date", "hours", "task") == [("2026-03-14", "1.50", "Bouw")]
    assert books.rows("projects", "name", "client_id") == [("Website", books.rows("clients", "client_id")[0][0])]


@pytest.mark.parametrize(
    "header", ["Date,Amount,Currency,Project,Category", "Datum,Kurs,Währung", "Date,Client,Amount,Description,Balance"]
)
def test_what_is_no_bank_statement_is_not_called_one(header: str, desk: DeskOf) -> None:
    books = desk()
    (file,) = books.imports(books.write("x.csv", f"{header}\n1,2,3,4,5\n")).files
    assert "bank statement" not in str(file.error)


def test_two_columns_of_amounts_that_nothing_tells_apart_are_left_to_choose(desk: DeskOf, tmp_path: Path) -> None:
    books = desk()
    path = books.write(
        "konto.csv", "18.09.2026\tShop\t33,87\t\n20.09.2026\tInvoice\t\t24,00\n21.09.2026\tMarket\t9,00\t\n"
    )
    draft = suggest_profile(path, tmp_path, "EUR")
    assert re.findall('# amount = "(.*?)"', draft) == ["column 3", "column 4"]
    books.write("profiles/own.toml", draft)
    with pytest.raises(SettingsError, match="amount is required"):
        books.imports(path, profile="konto")


def test_a_header_that_feeds_no_table_is_not_taken_for_the_one(desk: DeskOf) -> None:
    books = desk()
    books.write(
        "profiles/bank.toml",
        'name = "bank"\n[match]\nheaders = ["Date"]\n[[table]]\ndataset = "bank_lines"\nskip_if_empty = ["In"]\n'
        '[table.columns]\nbooking_date = "Date"\namount = "In"\n[table.constants]\ncurrency = "EUR"\n',
    )
    (file,) = books.imports(
        books.write("a.csv", "Account,1\nDate,Text,Out,In\n2026-03-02,x,,5.00\n"), profile="bank"
    ).files
    assert file.datasets["bank_lines"].added == 1
    (file,) = books.imports(books.write("b.csv", "Date,Text,Out\n2026-03-02,x,5.00\n")).files
    assert "does not fit the profile bank, which needs In" in str(file.error)
