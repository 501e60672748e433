"""SWIFT statements (MT940, MT942): money received, as each kind of bank words it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from invotrack_analytics.sources.identify import files_in
from tests.matching.conftest import Office, begun, office
from tests.sources.desk import Desk

__all__ = ["begun", "office"]

DeskOf = Callable[..., Desk]


def statement(
    *entries: str, reference: str = "STARTUMSE", account: str = "DE89370400440532013000", end: str = ""
) -> str:
    return (
        f":20:{reference}\n:25:{account}\n:28C:00001/001\n:60F:C260301EUR1000,00\n"
        + "\n".join(entries)
        + f"\n:62F:C260304EUR1100,00\n:86:closing words\n-{end}\n"
    )


GERMAN = """\
:61:2603040304CR119,00NTRFNONREF//BANK1
:86:166?00GUTSCHRIFT?109310?20EREF+A-77?21SVWZ+Rechnung Nr INV-2026-0
?22012 vom 3.?23Maerz danke?30COBADEFFXXX?31DE0212030000000020205
1?32Acme Consulting Gesellschaf?33t mbH"""
DUTCH = """\
:61:2603040304C119,00NTRFEREF//B2
:86:/TRTP/SEPA OVERBOEKING/IBAN/NL02ABNA0457180536/BIC/ABNANL2A/NAME/ACME
CONSULTING/REMI/INV-2026-0012/EREF/A-77"""
COUNTERPARTY = """\
:61:2603040304C119,00NTRFEREF//B2
:86:/EREF/A-77//CNTP/NL02ABNA0457180536/ABNANL2A/Acme Consulting/Utrecht//REMI/USTD//INV-2026-0012/"""
REFERENCE = """\
:61:2603040304C119,00NTRFNOTPROVIDED//B2
:86:/ORDP//NAME/Acme Consulting/REMI/STRD/CUR/RF86INV20260002/"""
WORDS = """\
:61:2603040304C119,00NTRFA-77
:86:EREF+A-77 SVWZ+INV-2026-0012 IBAN+DE02120300000000202051 BIC+COBADEFFXXX"""
PLAIN = """\
:61:260304C119,00NMSCNONREF
:86:Transfer from Acme
for INV-2026-0012"""
POLISH = """\
:61:2603040304C119,00NTRFNONREF
:86:020~00PRZELEW~20INV-2026-0012~300000~3112345678901234567890123456~32Acme~33Consulting~38PL61109010140000071219812874"""

COLUMNS = ("amount", "payer_name", "payer_iban", "structured_reference", "remittance", "end_to_end_id")


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        pytest.param(
            GERMAN,
            (
                "119.00",
                "Acme Consulting Gesellschaft mbH",
                "DE02120300000000202051",
                "-",
                "Rechnung Nr INV-2026-0012 vom 3. Maerz danke",
                "A-77",
            ),
            id="coded parts",
        ),
        pytest.param(
            DUTCH, ("119.00", "ACME CONSULTING", "NL02ABNA0457180536", "-", "INV-2026-0012", "A-77"), id="slashed words"
        ),
        pytest.param(
            COUNTERPARTY,
            ("119.00", "Acme Consulting", "NL02ABNA0457180536", "-", "INV-2026-0012", "A-77"),
            id="a counterparty in one",
        ),
        pytest.param(
            REFERENCE,
            ("119.00", "Acme Consulting", "-", "RF86INV20260002", "RF86INV20260002", "-"),
            id="a creditor reference",
        ),
        pytest.param(WORDS, ("119.00", "-", "DE02120300000000202051", "-", "INV-2026-0012", "A-77"), id="words alone"),
        pytest.param(PLAIN, ("119.00", "-", "-", "-", "Transfer from Acme for INV-2026-0012", "-"), id="text"),
        pytest.param(
            ":61:2603040304C119,00NONREF\n:86:/OCMT/USD131,12/\nPAYMENT OF INV-2026-0012\n/OGB/SOME BANK /VA/1234",
            ("119.00", "-", "-", "-", "/OCMT/USD131,12/ PAYMENT OF INV-2026-0012/OGB/SOME BANK /VA/1234", "-"),
            id="a bank's own words between slashes, and no kind of entry",
        ),
        pytest.param(
            POLISH,
            ("119.00", "Acme Consulting", "PL61109010140000071219812874", "-", "INV-2026-0012", "-"),
            id="Poland",
        ),
    ],
)
def test_who_paid_and_what_for(desk: DeskOf, entry: str, expected: tuple[str, ...]) -> None:
    books = desk()
    (file,) = books.imports(books.write("statement.sta", statement(entry))).files
    assert (file.error, file.profile, books.rejects()) == (None, "mt940", [])
    assert books.rows("bank_lines", *COLUMNS) == [expected]
    assert books.rows("bank_lines", "booking_date", "currency", "account") == [
        ("2026-03-04", "EUR", "DE89370400440532013000")
    ]


@pytest.mark.parametrize(
    ("entry", "amounts"),
    [
        pytest.param(":61:2603040304C10,00NTRFX", ["10.00"], id="credit"),
        pytest.param(":61:2603040304RC10,00NTRFX", ["-10.00"], id="credit taken back"),
        pytest.param(":61:2603040304D10,00NTRFX", [], id="paid out"),
        pytest.param(":61:2603040304RD10,00NTRFX", [], id="payment of ours that came back"),
        pytest.param(":61:2603040304EC10,00NTRFX", [], id="expected only"),
        pytest.param(":61:2603040304CR10,NTRFX", ["10.00"], id="currency's letter and no cents"),
        pytest.param(":61:2603040304RCR1234567,89NTRFX", ["-1234567.89"], id="both"),
    ],
)
def test_only_money_received_counts(desk: DeskOf, entry: str, amounts: list[str]) -> None:
    books = desk()
    (file,) = books.imports(books.write("statement.txt", statement(entry, ":86:of another"))).files
    assert file.error is None
    assert [amount for (amount,) in books.rows("bank_lines", "amount")] == amounts


def test_several_statements_each_with_its_account_and_currency(desk: DeskOf) -> None:
    books = desk()
    swedish = statement(PLAIN, account="123-456", reference="B").replace("EUR", "SEK")
    enveloped = "{1:F01BANK}{2:O940}{4:" + statement(PLAIN, account="NL69INGB0123456789EUR", end="}{5:}")
    both = books.write("statement.txt", enveloped + swedish.replace("\n", "\r\n"))
    (file,) = books.imports(both).files
    assert file.error is None
    assert sorted(books.rows("bank_lines", "account", "currency", "amount")) == [
        ("123-456", "SEK", "119.00"),
        ("NL69INGB0123456789", "EUR", "119.00"),
    ]


def test_a_report_within_the_day_and_the_statement_are_the_same_lines(desk: DeskOf) -> None:
    books = desk()
    report = (
        ":20:R\n:25:DE89370400440532013000\n:28C:1\n:34F:EURC0,00\n:13D:2603041200+0100\n"
        f"{GERMAN}\n:90C:1EUR119,00\n-\n"
    )
    books.imports(books.write("day.942", report))
    (file,) = books.imports(books.write("statement.sta", statement(GERMAN, GERMAN))).files
    assert (file.datasets["bank_lines"].unchanged, file.datasets["bank_lines"].added) == (1, 1)


def test_a_folder_takes_statements_by_their_usual_endings(desk: DeskOf) -> None:
    folder = desk().write("inbox/a.STA", "x").parent
    assert [path.name for path in files_in([folder])] == ["a.STA"]


@pytest.mark.parametrize(
    ("entry", "payer", "iban", "remittance"),
    [
        # Rabobank writes the other account below the entry, Knab account and name behind the text.
        (
            ":61:260304C000000000025,00N102EREF \nNL70ABNA0987654321\n:86:/EREF/1/ORDP//NAME/JAN/REMI/Factuur 7",
            "JAN",
            "NL70ABNA0987654321",
            "Factuur 7",
        ),
        (
            ":61:2603040304C7260,NTRFNONREF//B4G2\n:86:FACTUUR 7, 8\nREK: NL65INGB0123456789/NAAM: PICQER B.V.",
            "PICQER B.V.",
            "NL65INGB0123456789",
            "FACTUUR 7, 8",
        ),
    ],
)
def test_dutch_banks_name_the_other_account_in_ways_of_their_own(
    entry: str, payer: str, iban: str, remittance: str, desk: DeskOf
) -> None:
    books = desk()
    books.imports(books.write("statement.sta", statement(entry)))
    assert books.rows("bank_lines", "payer_name", "payer_iban", "remittance") == [(payer, iban, remittance)]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param(statement(":61:rubbish"), "line 5 cannot be read as field :61:", id="no entry"),
        pytest.param(statement(":61:2613990304C1,00NTRFX"), "line 5 cannot be read as field :61:", id="no date"),
        pytest.param(statement(":61:260304C1,2,3NTRFX"), "line 5 cannot be read as field :61:", id="no amount"),
        pytest.param(statement(":86:x\n" + "y" * 200 + ("\n" + "z" * 200) * 60), "is too long", id="endless"),
        pytest.param(statement(PLAIN).replace("C260301EUR1000,00", "C26EUR"), "field :60F:", id="no balance"),
    ],
)
def test_what_is_no_statement_ends_in_one_line(desk: DeskOf, text: str, says: str) -> None:
    books = desk()
    (file,) = books.imports(books.write("statement.sta", text)).files
    assert says in str(file.error)
    assert "\n" not in str(file.error)
    assert books.rows("bank_lines") == []


@pytest.mark.parametrize(
    ("entry", "amounts"),
    [
        (":61:2603040304D38,90NRTINONREF\n:86:109?00RUECKLASTSCHRIFT?20EREF+A-7?32Acme", [("-38.90", "Acme")]),
        (
            ":61:2603040304D41,90NRTINONREF\n:86:109?00RUECKLASTSCHRIFT?20EREF+A-7?21OAMT+38,90?22COAM+3,00?32Acme",
            [("-38.90", "Acme")],
        ),
        (
            ":61:2603040304D1241,90NRTINONREF\n:86:109?00RUECKLASTSCHRIFT?20EREF+A-7?21OAMT+EUR 1.238,90?32Acme",
            [("-1238.90", "Acme")],
        ),
        (
            ":61:2603040304D41,90NRTINONREF\n:86:109?00RUECKLASTSCHRIFT?20OAMT+USD 38,90?32Acme",
            [("-41.90", "Acme")],
        ),
        (
            ":61:2603040304RC41,90NRTINONREF\n:86:/EREF/A-7//OCMT/EUR38,90//CHGS/EUR3,00//NAME/Acme/",
            [("-38.90", "Acme")],
        ),
        # Of money received the original amount is what was sent, and what came is what counts.
        (
            ":61:2603040304C41,90NTRFNONREF\n:86:166?00GUTSCHRIFT?20OAMT+38,90?32Acme",
            [("41.90", "Acme")],
        ),
        (":61:2603040304D38,90NDDTNONREF\n:86:105?00LASTSCHRIFT?32Strom AG", []),
        (":61:2603040304D38,90NTRFNONREF", []),
    ],
)
def test_a_german_direct_debit_that_came_back_is_taken_back(
    entry: str, amounts: list[tuple[str, str]], desk: DeskOf
) -> None:
    books = desk()
    books.imports(books.write("statement.sta", statement(entry)))
    assert books.rows("bank_lines", "amount", "payer_name") == amounts


def test_a_line_without_currency_waits(desk: DeskOf) -> None:
    books = desk()
    books.imports(books.write("statement.sta", f":20:A\n:25:1\n:28C:1\n{PLAIN}\n-\n"))
    assert [row.reason for row in books.rejects()] == ["missing_currency"]


def test_matching_pays_the_invoices_that_the_lines_name(office: Callable[..., Office]) -> None:
    books = office()
    path = books.folder / "statement.sta"
    named = PLAIN.replace("119,00", "100,00").replace("INV-2026-0012", "INV-2026-0001")
    coded = GERMAN.replace("119,00", "250,00").replace("?22012", "?22002")
    path.write_text(statement(named, coded), "utf-8")
    books.book.import_files(path)
    books.book.match(apply=True)
    assert books.rows("select invoice_number, payment_date::varchar, amount from payments order by 1") == [
        ("INV-2026-0001", "2026-03-04", "100.00"),
        ("INV-2026-0002", "2026-03-04", "250.00"),
    ]
