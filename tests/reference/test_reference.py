"""The reference itself: each rule by a table worked out by hand, and what must hold of any books."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given

from tests.reference import REFERENCES, reference_rows
from tests.reference.books import Books
from tests.reference.case import AS_OF, Case
from tests.reference.cases import CASES
from tests.reference.comparison import differences, same
from tests.reference.examples import settings_for
from tests.reference.fields import Row
from tests.reference.random_books import random_books
from tests.reference.random_values import report_days
from tests.reference.work import EqualCardsError

Property = Callable[[Books, date], None]


def of_any_books(held: Property) -> Property:
    """Hold a sentence against random books on random days."""
    return settings_for()(given(books=random_books(), as_of=report_days())(held))


def added(rows: list[Row], *columns: str) -> dict[object, Decimal]:
    """Add up columns by currency; currencies with nothing are left out."""
    sums: dict[object, Decimal] = {}
    for row in rows:
        for column in columns:
            amount = row[column]
            assert isinstance(amount, Decimal)
            sums[row["currency"]] = sums.get(row["currency"], Decimal(0)) + amount
    return {currency: amount for currency, amount in sums.items() if amount}


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_the_rule_gives_the_rows_of_the_table(case: Case) -> None:
    found = reference_rows(case.report, case.books(), case.as_of, **case.parameters)
    assert differences(case.rows(), found, REFERENCES[case.report].key) == []


def test_every_report_has_a_case() -> None:
    assert {case.report for case in CASES} == set(REFERENCES)


def test_two_cards_that_fit_equally_well_are_an_error_that_names_them() -> None:
    case = Case(
        name="full tie",
        report="unbilled_hours",
        given={
            "timesheets": "entry_id|employee_id|project_id|work_date|hours\nT1|E1|P1|2026-09-01|2",
            "rates": "hourly_rate|project_id|valid_from\n51.25|P1|-\n52.75|P1|2026-01-01",
        },
        expected="entry_id",
    )
    with pytest.raises(EqualCardsError, match=r"51\.25.*52\.75"):
        reference_rows("unbilled_hours", case.books(), AS_OF)


@of_any_books
def test_buckets_less_unapplied_credit_are_outstanding(books: Books, as_of: date) -> None:
    for row in reference_rows("aging", books, as_of):
        in_base = ("base_amount", "revalued_amount", "exchange_difference")
        amounts = {name: amount for name, amount in row.items() if isinstance(amount, Decimal) and name not in in_base}
        outstanding, unapplied = amounts.pop("outstanding"), amounts.pop("unapplied_credit")
        # What is disputed is part of the buckets.
        assert amounts.pop("disputed_amount") <= sum(amounts.values(), Decimal(0))
        assert sum(amounts.values(), Decimal(0)) - unapplied == outstanding


@of_any_books
def test_the_buckets_are_the_open_invoices(books: Books, as_of: date) -> None:
    buckets = ("not_due", "d1_30", "d31_60", "d61_90", "d91_plus")
    open_now = added(reference_rows("open_invoices", books, as_of), "open_amount")
    assert added(reference_rows("aging", books, as_of), *buckets) == open_now
    assert added(reference_rows("open_instalments", books, as_of), "open_amount") == open_now
    assert added(reference_rows("payment_history", books, as_of), "open_amount") == open_now


@of_any_books
def test_a_statement_ends_with_what_is_outstanding_whenever_it_begins(books: Books, as_of: date) -> None:
    for date_from in (date.min, None):
        last = {}
        for row in reference_rows("statement", books, as_of, date_from=date_from):
            last[row["client_id"], row["currency"]] = row["balance"]
        outstanding = {
            (row["client_id"], row["currency"]): row["outstanding"] for row in reference_rows("aging", books, as_of)
        }
        assert {account: balance for account, balance in last.items() if balance} == {
            account: amount for account, amount in outstanding.items() if amount
        }


@of_any_books
def test_a_statement_tells_what_was_outstanding_on_every_day_before(books: Books, as_of: date) -> None:
    lines = reference_rows("statement", books, as_of, date_from=date.min)
    closing = {(row["client_id"], row["currency"], row["document_date"]): row["balance"] for row in lines}
    for (client_id, currency, day), balance in closing.items():
        assert isinstance(day, date)
        found = reference_rows("aging", books, day, client=str(client_id), currency=str(currency))
        assert balance == (found[0]["outstanding"] if found else 0)


@of_any_books
def test_cash_flow_invoices_what_sales_sell(books: Books, as_of: date) -> None:
    sold = added(reference_rows("sales", books, as_of), "total_amount")
    assert added(reference_rows("cash_flow", books, as_of), "invoiced") == sold


@of_any_books
def test_indicators_and_aging_agree_on_what_is_outstanding(books: Books, as_of: date) -> None:
    outstanding = added(reference_rows("aging", books, as_of), "outstanding")
    assert added(reference_rows("receivables_kpis", books, as_of), "outstanding") == outstanding


@of_any_books
def test_a_billable_entry_is_either_billed_or_not(books: Books, as_of: date) -> None:
    billed = [row["entry_id"] for row in reference_rows("billed_hours", books, as_of)]
    unbilled = [row["entry_id"] for row in reference_rows("unbilled_hours", books, as_of)]
    worked = [entry.entry_id for entry in books.entries if entry.billable and entry.work_date <= as_of]
    assert set(billed).isdisjoint(unbilled)
    assert set(worked) <= {*billed, *unbilled}


@of_any_books
def test_the_report_of_a_client_is_its_rows_of_the_whole_report(books: Books, as_of: date) -> None:
    for name, reference in REFERENCES.items():
        if {"client_id", "currency"} <= set(reference.key):
            everyone = reference_rows(name, books, as_of)
            mine = [row for row in everyone if (row["client_id"], row["currency"]) == ("C1", "EUR")]
            assert reference_rows(name, books, as_of, client="C1", currency="EUR") == mine


def test_a_double_may_be_a_quotient_but_never_money() -> None:
    case = Case("", "payment_history", {}, "a | b\n1/3 | 0.10")
    third, tenth = case.rows()[0].values()
    assert same(third, 1 / 3)
    assert not same(third, 0.3334)
    assert not same(tenth, 0.1)
    assert not same(tenth, None)
    assert same(tenth, Decimal("0.100"))
