"""Undo: a batch is taken back as if it had never come, or refused with what rests on it."""

from __future__ import annotations

from invotrack_analytics.intake.importing import ImportedFile
from tests.intake.conftest import Desk

INVOICES = "invoice_number,client_id,issue_date,due_date,currency,total_amount\nI1,C1,2026-01-01,2026-01-31,EUR,100\n"
PAYMENTS = "payment_id,payment_date,amount,invoice_number\nP1,2026-01-20,40,I1\n"
STATE = """
    select invoice_number, total_amount::varchar from invoices
    union all select payment_id, amount::varchar from payments order by 1
"""


def batch(file: ImportedFile) -> int:
    """The batch that an import of one file made."""
    assert file.batch_id is not None
    return file.batch_id


def holds(desk: Desk) -> bool:
    """Whether the books tie out."""
    return all(found.holds for found in desk.book.check(None))


def test_what_was_added_leaves_and_comes_in_anew(desk: Desk) -> None:
    first = batch(desk.load("i.csv", INVOICES))
    tried = desk.book.undo(first, dry_run=True)
    assert (tried.undone_by, tried.datasets) == (None, {"invoices": {"removed": 1, "restored": 0}})
    assert len(desk.rows(STATE)) == 1
    undone = desk.book.undo(first)
    assert undone.undone_by is not None
    assert desk.rows(STATE) == []
    assert desk.load("i.csv", INVOICES).datasets["invoices"].added == 1
    assert holds(desk)


def test_what_was_changed_stands_as_before_and_an_undo_is_undone(desk: Desk) -> None:
    desk.load("i.csv", INVOICES)
    second = batch(desk.load("i2.csv", INVOICES.replace(",100", ",150")))
    undone = desk.book.undo(second)
    assert undone.datasets == {"invoices": {"removed": 0, "restored": 1}}
    assert desk.rows(STATE) == [("I1", "100.000")]
    assert holds(desk)
    desk.book.undo(undone.undone_by or 0)
    assert desk.rows(STATE) == [("I1", "150.000")]
    desk.book.undo(second)
    assert desk.rows(STATE) == [("I1", "100.000")]
    assert holds(desk)


def test_what_rests_on_it_is_named(desk: Desk) -> None:
    first = batch(desk.load("i.csv", INVOICES))
    desk.load("p.csv", PAYMENTS)
    assert desk.book.undo(first).blocked_by == [{"kind": "payment", "number": "P1"}]
    assert len(desk.rows(STATE)) == 2


def test_a_later_change_of_the_row_is_named(desk: Desk) -> None:
    first = batch(desk.load("i.csv", INVOICES))
    desk.load("i2.csv", INVOICES.replace(",100", ",150"))
    assert desk.book.undo(first).blocked_by == [{"kind": "invoice", "number": "I1"}]


def test_what_it_set_free_waits_again(desk: Desk) -> None:
    desk.load("p.csv", PAYMENTS)
    first = batch(desk.load("i.csv", INVOICES))
    assert len(desk.rows(STATE)) == 2
    assert desk.book.undo(first).waiting_again == 1
    assert desk.rows(STATE) == []
    assert desk.reasons() == [(2, "unknown_invoice")]
    desk.load("i.csv", INVOICES)
    assert desk.reasons() == []
    assert len(desk.rows(STATE)) == 2
    assert holds(desk)
