"""Cash application: what a bank line certainly pays, what it may pay, and what becomes of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from invotrack_analytics.cli import main
from invotrack_analytics.errors import MatchingError
from tests.matching.conftest import Office

Offices = Callable[..., Office]

# amount  payer  account  remittance  structured reference
CERTAIN = {
    "number and amount": (
        "100.00  Somebody  -  Payment of INV-2026-0001  -",
        "INV-2026-0001:100.00",
        "number amount",
    ),
    "number written otherwise": ("100.00  -  -  inv 2026/0001 thanks  -", "INV-2026-0001:100.00", "number amount"),
    "part payment of a named invoice": (
        "40.00  -  -  INV-2026-0001 first half  -",
        "INV-2026-0001:40.00",
        "number part_payment",
    ),
    "several named invoices": (
        "350.00  -  -  INV-2026-0001, INV-2026-0002  -",
        "INV-2026-0001:100.00 INV-2026-0002:250.00",
        "number amount",
    ),
    "creditor reference": (
        "250.00  -  -  -  RF86INV20260002",
        "INV-2026-0002:250.00",
        "structured_reference amount",
    ),
    "national reference with zeros and check digits": (
        "250.00  -  -  -  +++002/0260/00297+++",
        "INV-2026-0002:250.00",
        "structured_reference amount",
    ),
    "creditor reference in the text": (
        "250.00  -  -  paid RF86 INV2 0260 002 thanks  -",
        "INV-2026-0002:250.00",
        "structured_reference amount",
    ),
    "Belgian reference in the text": (
        "250.00  -  -  factuur +++002/0260/00297+++  -",
        "INV-2026-0002:250.00",
        "structured_reference amount",
    ),
    "creditor reference before a word": (
        "250.00  -  -  REF RF86 INV2 0260 002 THNX  -",
        "INV-2026-0002:250.00",
        "structured_reference amount",
    ),
    "Swiss reference in the text": (
        "250.00  -  -  QRR 00 00000 00000 00000 02026 00029  -",
        "INV-2026-0002:250.00",
        "structured_reference amount",
    ),
    "client's name and the amount": (
        "250.00  ACME CONSULTING SL  -  services  -",
        "INV-2026-0002:250.00",
        "client_name amount",
    ),
    "client's name and all that it owes": (
        "350.00  Acme Consulting  -  all invoices  -",
        "INV-2026-0001:100.00 INV-2026-0002:250.00",
        "client_name all_open amount",
    ),
}
UNCERTAIN = {
    "amount alone": "250.00  Somebody  -  services  -",
    "two invoices of one amount, no name": "100.00  Somebody  -  services  -",
    "named, but more than is open": "120.00  Somebody  -  INV-2026-0001  -",
    "wrong check digits and nothing else": "250.00  -  -  -  RF18INV20260002",
    "a number within a word": "100.00  -  -  XINV-2026-00019  -",
    "invoices of two clients that do not add up": "150.00  -  -  INV-2026-0001 INV-2026-0003  -",
    "client's name and another amount": "33.00  Acme Consulting  -  -  -",
}


@pytest.mark.parametrize(("line", "pays", "evidence"), CERTAIN.values(), ids=CERTAIN)
def test_certain_is_what_two_things_agree_on(office: Offices, line: str, pays: str, evidence: str) -> None:
    given = office()
    given.bank(line)
    assert given.certain() == [("B1", pays, evidence)]


@pytest.mark.parametrize("line", UNCERTAIN.values(), ids=UNCERTAIN)
def test_nothing_is_guessed(office: Offices, line: str) -> None:
    given = office()
    given.bank(line)
    assert given.certain() == []
    assert given.book.match(apply=True).applied == []
    assert given.rows("select * from payments") == []


def test_suggestions_are_ranked_and_say_why(office: Offices) -> None:
    given = office()
    given.bank("100.00  Bolt and Nut  -  services  -")
    assert given.suggested() == [("B1", "INV-2026-0001:100.00", "amount"), ("B1", "INV-2026-0003:100.00", "amount")]


def test_two_lines_do_not_pay_one_invoice_twice(office: Offices) -> None:
    given = office()
    given.bank("100.00  Acme Consulting  -  -  -", "100.00  -  -  INV-2026-0001  -")
    assert given.certain() == [("B2", "INV-2026-0001:100.00", "number amount")]


def test_applied_matches_are_payments_with_a_batch_and_settle_the_invoice(office: Offices) -> None:
    given = office()
    given.bank("350.00  -  -  INV-2026-0001, INV-2026-0002  -")
    assert [line.bank_line_id for line in given.book.match(apply=True).applied] == ["B1"]
    assert given.rows("select payment_id, invoice_number, amount, client_id, method from payments order by 2") == [
        ("B1", "INV-2026-0001", "100.00", "ACME", "bank"),
        ("B1", "INV-2026-0002", "250.00", "ACME", "bank"),
    ]
    assert given.rows(
        "select kind from batches join payments on batches.batch_id = payments.batch_id group by kind"
    ) == [("match",)]
    assert given.rows("select sum(balance) from invoice_balances where client_id = 'ACME'") == [("0.00",)]
    assert given.book.match(apply=True).lines == []
    assert all(invariant.holds for invariant in given.book.check("2026-09-30"))


def test_a_confirmed_payer_is_remembered(office: Offices) -> None:
    given = office()
    given.bank("33.00  A. Smith  ES9121000418450200051332  thanks  -")
    given.book.match(confirm={"B1": ["INV-2026-0002"]})
    given.bank("33.00  A. Smith  ES9121000418450200051332  thanks  -", "217.00  Smith  ES9121000418450200051332  -  -")
    assert given.certain() == [("B2", "INV-2026-0002:217.00", "known_account amount")]
    assert given.rows("select payer, client_id from payers order by 1") == [
        ("ES9121000418450200051332", "ACME"),
        ("a. smith", "ACME"),
    ]


def test_what_a_confirmed_line_pays_too_much_is_on_account(office: Offices) -> None:
    given = office()
    given.bank("120.00  -  -  INV-2026-0001  -")
    (line,) = given.book.match(confirm={"B1": ["INV-2026-0001"]}).applied
    assert line.certain is not None
    assert given.rows("select invoice_number, amount from payments order by 1 nulls last") == [
        ("INV-2026-0001", "100.00"),
        (None, "20.00"),
    ]


@pytest.mark.parametrize(
    ("confirm", "says"),
    [
        ({"B9": ["INV-2026-0001"]}, "no bank line B9"),
        ({"B1": ["INV-9"]}, "no invoice INV-9"),
        ({"B1": ["INV-2026-0004"]}, "in EUR, invoice INV-2026-0004 in USD"),
        ({"B1": ["INV-2026-0001", "INV-2026-0003"]}, "ACME, BOLT"),
    ],
)
def test_a_wrong_confirmation_changes_nothing(office: Offices, confirm: dict[str, list[str]], says: str) -> None:
    given = office()
    given.bank("120.00  -  -  -  -")
    with pytest.raises(MatchingError, match=says):
        given.book.match(confirm=confirm)
    assert given.rows("select * from payments") == []


def test_money_taken_back_reverses_what_it_paid(office: Offices) -> None:
    given = office()
    given.bank("100.00  Acme  ES91  INV-2026-0001  -")
    given.book.match(apply=True)
    given.bank("100.00  Acme  ES91  INV-2026-0001  -", "-100.00  Acme  ES91  INV-2026-0001  -")
    assert given.certain() == [("B2", "INV-2026-0001:-100.00", "reversal")]
    given.book.match(apply=True)
    assert given.rows("select balance from invoice_balances where invoice_number = 'INV-2026-0001'") == [("100.00",)]


def test_money_taken_back_in_the_statement_that_has_it_is_matched_at_once(office: Offices) -> None:
    given = office()
    given.bank("100.00  Acme  ES91  INV-2026-0001  -", "-100.00  Acme  ES91  INV-2026-0001  -", "-7.00  -  -  -  -")
    result = given.book.match(apply=True)
    assert [line.bank_line_id for line in result.applied] == ["B1", "B2"]
    assert [line.bank_line_id for line in result.lines] == ["B3"]
    assert given.rows("select balance from invoice_balances where invoice_number = 'INV-2026-0001'") == [("100.00",)]


@pytest.mark.parametrize("at_once", [True, False])
def test_money_is_taken_back_once(office: Offices, *, at_once: bool) -> None:
    given = office()
    line, back = "100.00  Acme  ES91  INV-2026-0001  -", "-100.00  Acme  ES91  INV-2026-0001  -"
    if not at_once:
        given.bank(line, back)
        given.book.match(apply=True)
    given.bank(line, back, back)
    result = given.book.match(apply=True)
    assert [(line.bank_line_id, line.suggestions) for line in result.lines] == [("B3", [])]
    assert given.rows("select balance from invoice_balances where invoice_number = 'INV-2026-0001'") == [("100.00",)]


def test_bank_lines_and_payers_survive_a_dump(office: Offices, tmp_path: Path) -> None:
    given = office()
    given.bank("33.00  A. Smith  ES91  thanks  -")
    given.book.match(confirm={"B1": ["INV-2026-0002"]})
    given.book.dump([], "csv", tmp_path / "dump")
    again = Office(tmp_path / "again")
    assert again.book.import_files(tmp_path / "dump").rejected == 0
    for dataset in ("bank_lines", "payers", "payments"):
        columns = "* exclude (batch_id, source_line, recorded_in)"
        assert again.rows(f"select {columns} from {dataset}") == given.rows(f"select {columns} from {dataset}")


def test_the_command_prints_one_document(office: Offices, capsys: pytest.CaptureFixture[str]) -> None:
    given = office()
    given.bank("100.00  -  -  INV-2026-0001  -", "5.00  -  -  -  -")
    with pytest.raises(SystemExit) as leaving:
        main(["--workspace", str(given.folder), "match", "--json", "--apply"])
    assert not leaving.value.code
    document = json.loads(capsys.readouterr().out)
    assert [line["bank_line_id"] for line in document["applied"]] == ["B1"]
    assert document["applied"][0]["certain"]["allocations"][0]["amount"] == "100.00"
    assert [line["bank_line_id"] for line in document["waiting"]] == ["B2"]


def test_the_command_tells_what_the_payer_wrote_where_somebody_has_to_decide(
    office: Offices, capsys: pytest.CaptureFixture[str]
) -> None:
    given = office()
    given.bank("7.00  Somebody  -  for the good work  -", "100.00  -  -  INV-2026-0001  -")
    with pytest.raises(SystemExit):
        main(["--workspace", str(given.folder), "match"])
    said = capsys.readouterr().out.splitlines()
    assert said[0] == 'unknown   B1  2026-03-01  7.00 EUR from Somebody; text "for the good work"'
    assert said[1] == "certain   B2  2026-03-02  100.00 EUR: INV-2026-0001 100.00 (number, amount)"


NINJA = """Client,Invoice Number,Amount,Paid,Status,Invoice Date,Due Date,Item Product
Acme Consulting S.L.,INV-2026-0101,400.00,150.00,Partial,2026-01-10,2026-02-09,Work
Acme Consulting S.L.,INV-2026-0102,80.00,80.00,Paid,2026-01-11,2026-02-10,Work
"""


def test_a_bank_line_takes_the_place_of_what_was_paid_without_a_date(office: Offices) -> None:
    books = office()
    (books.folder / "ninja.csv").write_text(NINJA)
    books.book.import_files(books.folder / "ninja.csv")
    books.bank("150.00  Acme  -  INV-2026-0101  -", "80.00  Acme  -  INV-2026-0102  -")
    books.book.match(apply=True)
    assert books.rows(
        "select invoice_number, balance from invoice_balances where balance <> total_amount order by 1"
    ) == [
        ("INV-2026-0101", "250.00"),
        ("INV-2026-0102", "0.00"),
    ]
    assert books.rows(
        "select invoice_number, method, amount from payments where invoice_number like '%-01__' order by all"
    ) == [("INV-2026-0101", "bank", "150.00"), ("INV-2026-0102", "bank", "80.00")]
