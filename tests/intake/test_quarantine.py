"""A bad row waits with its reasons; it is never lost, and leaves when it is corrected or its reference comes."""

from __future__ import annotations

from pathlib import Path

import pytest

from invotrack_analytics.intake import landing
from invotrack_analytics.publish.rejects import write_rejects
from invotrack_analytics.telling.imports import reject_tables
from tests.intake.conftest import Desk

HEADER = "invoice_number,client_id,issue_date,due_date,currency,net_amount,tax_amount,total_amount,kind,status"
GOOD = "A0,C1,2026-01-10,2026-02-09,EUR,100,21,121,invoice,issued"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",C1,2026-01-10,2026-02-09,EUR,100,21,121,,", "missing_invoice_number"),
        ("A1,,2026-01-10,2026-02-09,EUR,100,21,121,,", "missing_client_id"),
        ("A1,C1,,2026-02-09,EUR,100,21,121,,", "missing_issue_date"),
        ("A1,C1,2026-02-30,2026-03-09,EUR,100,21,121,,", "not_a_date"),
        ("A1,C1,2026-01-10,2026-02-09,EUR,100,21,1x1,,", "not_a_number"),
        ("A1,C1,2026-01-10,2026-02-09,EUR,,,121.0001,,", "too_many_decimals"),
        ("A1,C1,2026-01-10,2026-02-09,EURO,100,21,121,,", "not_a_currency"),
        ("A1,C1,2026-01-10,2026-02-09,EUR,-100,221,121,,", "negative_net_amount"),
        ("A1,C1,2026-01-10,2026-02-09,EUR,,,-121,,", "negative_total_amount"),
        ("A1,C1,2026-01-10,2026-02-09,EUR,100,21,121.03,,", "total_mismatch"),
        ("A1,C1,2026-01-10,2026-02-09,EUR,100,21,121,receipt,", "not_a_kind"),
        ("A1,C1,2026-01-10,2026-02-09,EUR,100,21,121,,paid", "not_a_status"),
        ("A1,C8,2026-01-10,2026-02-09,EUR,100,21,121,,", "unknown_client"),
        ("A0,C1,2026-01-10,2026-02-09,EUR,100,21,121.01,,", "duplicate_key"),
        ("A1,C1,2026-01-10", "wrong_column_count"),
    ],
)
def test_each_rule_has_its_reason(desk: Desk, row: str, reason: str) -> None:
    file = desk.load("invoices.csv", f"{HEADER}\n{GOOD}\n{row}\n")
    counts = file.datasets["invoices"]
    assert (counts.read, counts.added, counts.rejected) == (2, 1, 1)
    assert desk.reasons() == [(3, reason)]
    assert desk.rows("select invoice_number from invoices") == [("A0",)]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("P1,2026-02-01,10,C2,A0,", "client_differs_from_invoice"),
        ("P1,2026-02-01,10,C1,A0,USD", "currency_differs_from_invoice"),
        ("P1,2026-02-01,10,,,", "missing_client_id"),
        ("P1,2026-02-01,10,,A7,", "unknown_invoice"),
    ],
)
def test_a_payment_must_agree_with_its_invoice(desk: Desk, row: str, reason: str) -> None:
    desk.load("invoices.csv", f"{HEADER}\n{GOOD}\n")
    desk.load("payments.csv", f"payment_id,payment_date,amount,client_id,invoice_number,currency\n{row}\n")
    assert desk.reasons() == [(2, reason)]


def test_a_broken_rule_tells_the_figures_it_looked_at(desk: Desk) -> None:
    desk.load("invoices.csv", f"{HEADER}\n{GOOD}\nA1,C1,2026-01-10,2026-02-09,EUR,100,21,121.03,,\n")
    (problem,) = (found for row in desk.book.rejects() for found in row.problems)
    assert problem.value == "net_amount 100.000, tax_amount 21.000, total_amount 121.030"


def test_tolerated_rounding_and_due_before_issue_are_accepted(desk: Desk) -> None:
    file = desk.load("invoices.csv", f"{HEADER}\nA1,C1,2026-01-10,2026-01-01,EUR,100,21,121.02,,\n{GOOD}\n")
    assert file.datasets["invoices"].added == 2
    assert file.warnings == {"due_before_issue": 1}


def test_equal_rows_of_one_key_are_one_row(desk: Desk) -> None:
    counts = desk.load("invoices.csv", f"{HEADER}\n{GOOD}\n{GOOD}\n").datasets["invoices"]
    assert (counts.added, counts.unchanged, counts.rejected) == (1, 1, 0)


def test_the_same_bad_row_again_keeps_its_place(desk: Desk) -> None:
    bad = f"{HEADER}\nA1,C1,someday,,EUR,,,5,,\n{GOOD}\n"
    desk.load("invoices.csv", bad)
    (first,) = desk.book.rejects()
    again = desk.load("invoices.csv", bad)
    assert again.datasets["invoices"].rejected == 1
    assert [row.reject_id for row in desk.book.rejects()] == [first.reject_id]


def test_a_late_reference_resolves_by_itself(desk: Desk) -> None:
    desk.load(
        "payments.csv", "payment_id,payment_date,amount,invoice_number\nP1,2026-02-01,21,A0\nP2,2026-02-01,1,A9\n"
    )
    assert [reason for _line, reason in desk.reasons()] == ["unknown_invoice", "unknown_invoice"]
    result = desk.load_all(desk.file("invoices.csv", f"{HEADER}\n{GOOD}\n"))
    assert result.resolved == 1
    assert desk.reasons() == [(3, "unknown_invoice")]
    assert desk.rows(
        "select payment_id, payments.source_line, balance from payments join books.invoices using (invoice_number)"
    ) == [("P1", 2, 100)]


def test_a_late_row_that_then_breaks_another_rule_stays_with_that_reason(desk: Desk) -> None:
    desk.load("payments.csv", "payment_id,payment_date,amount,client_id,invoice_number\nP1,2026-02-01,21,C2,A0\n")
    desk.load("invoices.csv", f"{HEADER}\n{GOOD}\n")
    assert desk.reasons() == [(2, "client_differs_from_invoice")]


def write_csv(desk: Desk, name: str) -> Path:
    (target,) = write_rejects(reject_tables(desk.book.rejects()), "csv", desk.folder / name)
    return target


def test_corrected_rows_replace_the_quarantined_ones_even_where_the_key_changed(desk: Desk) -> None:
    desk.load("invoices.csv", f"{HEADER}\n{GOOD}\nA0,C1,2026-01-11,,EUR,,,7,,\nA2,C1,someday,,EUR,,,8,,\n")
    target = write_csv(desk, "fix.csv")
    assert target.read_text().splitlines()[0] == f"{HEADER},reject_reason,reject_id"
    fixed = target.read_text().replace("A0,", "A1,").replace("someday", "2026-01-12")
    file = desk.load("fixed.csv", fixed)
    assert (file.datasets["invoices"].added, file.datasets["invoices"].rejected) == (2, 0)
    assert desk.reasons() == []
    # What was corrected is dealt with, also when the first file comes again.
    again = desk.load("invoices.csv", (desk.folder / "invoices.csv").read_bytes()).datasets["invoices"]
    assert (again.unchanged, again.rejected) == (3, 0)
    assert desk.rows("select invoice_number, total_amount from invoices order by all") == [
        ("A0", 121),
        ("A1", 7),
        ("A2", 8),
    ]


def test_a_correction_that_is_still_wrong_keeps_its_id(desk: Desk) -> None:
    desk.load("invoices.csv", f"{HEADER}\n{GOOD}\nA2,C1,someday,,EUR,,,8,,\n")
    (before,) = desk.book.rejects()
    desk.load(
        "fixed.csv", write_csv(desk, "fix.csv").read_text().replace("someday", "2026-01-12").replace(",8,", ",eight,")
    )
    (after,) = desk.book.rejects()
    assert (after.reject_id, after.reason) == (before.reject_id, "not_a_number")


def test_text_that_a_spreadsheet_would_run_makes_the_round_trip(desk: Desk) -> None:
    desk.load("clients.csv", "client_id,name,phone\n,=1+1,+34 900\n")
    target = write_csv(desk, "fix.csv")
    assert "'=1+1" in target.read_text()
    desk.load("fixed.csv", target.read_text().replace(",'=1+1", "C7,'=1+1"))
    assert desk.rows("select name, phone from clients where client_id = 'C7'") == [("=1+1", "+34 900")]


def test_a_line_that_feeds_two_data_sets_stands_or_falls_as_a_whole(desk: Desk) -> None:
    profile = """
        name = "settled"
        [match]
        headers = ["No", "Who", "Billed", "Amount", "Settled"]
        [[table]]
        dataset = "invoices"
        create_clients = true
        [table.columns]
        invoice_number = "No"
        client_id = "Who"
        issue_date = "Billed"
        total_amount = "Amount"
        [[table]]
        dataset = "payments"
        skip_if_empty = ["Settled"]
        [table.columns]
        payment_id = "No"
        invoice_number = "No"
        payment_date = "Settled"
        amount = "Amount"
    """
    desk.file("../office/profiles/settled.toml", profile)
    file = desk.load(
        "ledger.csv",
        """
        No,Who,Billed,Amount,Settled
        1,Ann,2026-01-10,10,2026-01-20
        2,Ben,2026-01-10,20,
        3,Cem,2026-01-10,30,soon
        """,
    )
    counts = {name: (count.read, count.added, count.rejected) for name, count in file.datasets.items()}
    assert counts == {"clients": (2, 2, 0), "invoices": (3, 2, 1), "payments": (2, 1, 1)}
    assert desk.reasons() == [(4, "not_a_date")]
    assert desk.rows("select invoice_number from invoices order by all") == [("1",), ("2",)]


def test_both_instalments_of_a_line_wait_with_it(desk: Desk) -> None:
    profile = """
        name = "deposits"
        [match]
        headers = ["No", "Who", "Billed", "Amount", "Deposit"]
        [[table]]
        dataset = "invoices"
        [table.columns]
        invoice_number = "No"
        client_id = "Who"
        issue_date = "Billed"
        total_amount = "Amount"
        [[table]]
        dataset = "instalments"
        [table.columns]
        invoice_number = "No"
        due_date = "Billed"
        amount = "Deposit"
        [table.constants]
        instalment_number = "1"
        [[table]]
        dataset = "instalments"
        [table.columns]
        invoice_number = "No"
        due_date = "Due"
        amount = { header = "Amount", minus = ["Deposit"] }
        [table.constants]
        instalment_number = "2"
    """
    desk.file("../office/profiles/deposits.toml", profile)
    desk.load("ledger.csv", "No,Who,Billed,Amount,Deposit,Due\n1,Z9,2026-01-10,100,30,2026-02-10\n")
    assert desk.reasons() == [(2, "unknown_client")]
    desk.load("clients.csv", "client_id,name\nZ9,Late\n")
    assert desk.reasons() == []
    assert desk.rows("select instalment_number, amount::varchar from instalments order by all") == [
        (1, "30.000"),
        (2, "70.000"),
    ]


@pytest.mark.parametrize("large", [1, 1_000_000])
def test_what_is_rejected_late_is_given_back_as_it_stood(
    large: int, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The text of a large file is not kept until its rows are loaded.
    monkeypatch.setattr(landing, "LARGE", large)
    desk.load("clients.csv", "client_id,name\nC1,Big\n")
    rows = [
        "A1,C1,2026-01-02,5.00",
        'A2,"C 9",2026-01-02,"1,005.00"',
        "A3,C1,2026-01-02",
        "A4,C1,x,5",
        "A5,C8,2026-01-02,7",
    ]
    text = "invoice_number,client_id,issue_date,total_amount\n" + "".join(f"{row}\n" for row in rows)
    assert desk.load("i.csv", text).rejected == 4
    assert sorted((row.line, *row.original) for row in desk.book.rejects()) == [
        (3, "A2", "C 9", "2026-01-02", "1,005.00"),
        (4, "A3,C1,2026-01-02"),
        (5, "A4", "C1", "x", "5"),
        (6, "A5", "C8", "2026-01-02", "7"),
    ]
