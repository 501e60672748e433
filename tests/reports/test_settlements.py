"""What closes an invoice and is no money: bad debts and recoveries, discounts, tax withheld; what was taken back."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

INVOICE = "invoice_number  client_id  issue_date  due_date    total_amount\n"
CREDITED = INVOICE.strip() + "  kind         preceding_invoice_number  void_date  status\n"
PAID = "payment_id  payment_date  amount  invoice_number\n"
GIVEN_UP = "invoice_number  write_off_date  amount  kind\n"
YEAR_END = date(2026, 12, 31)


def loss(books: Any) -> Any:
    """Return what the losses say was lost, over all time."""
    found = books.report("expected_losses", as_of=YEAR_END, date_from=date(2025, 1, 1))
    return next((row["lost_amount"] for row in found if row["bucket"] == "not_due"), None)


def test_money_for_what_was_written_off_takes_the_place_of_the_write_off(books_of: Any) -> None:
    books = books_of(
        invoices=INVOICE + "B1  C1  2025-01-01  2025-01-31  100.00",
        payments=PAID + "P1  2026-03-15  70.00  B1",
        write_offs=GIVEN_UP + "B1  2025-12-31  100.00  -",
    )
    assert books.report("aging", as_of=date(2026, 1, 1)) == books.report("aging", as_of=YEAR_END) == []
    books.shows(
        "statement",
        """
        document_date  kind       number  amount   balance
        2025-01-01     invoice    B1      100.00   100.00
        2025-12-31     write_off  B1      -100.00  0.00
        2026-03-15     payment    P1      -70.00   -70.00
        2026-03-15     recovery   B1      70.00    0.00
        """,
        as_of=YEAR_END,
        date_from=date(2025, 1, 1),
    )
    assert loss(books) == Decimal("30.00")
    books.shows("payment_history", "avg_days_to_pay  paid_amount\n438  70.00", as_of=YEAR_END)
    assert all(found.holds for found in books.check(as_of=YEAR_END).values())


def test_a_write_off_counts_up_to_what_is_left_open(books_of: Any) -> None:
    books = books_of(
        invoices=INVOICE + "I1  C1  2026-01-01  2026-01-31  100.00",
        payments=PAID + "P1  2026-01-20  60.00  I1\nP1-back  2026-03-01  -10.00  I1",
        write_offs=GIVEN_UP + "I1  2026-02-05  100.00  bad_debt",
    )
    assert books.report("aging", as_of=date(2026, 2, 5)) == books.report("aging", as_of=YEAR_END) == []
    assert loss(books) == Decimal("50.00")
    assert books.check(as_of=YEAR_END)["stored_balances_match"].differences == []


@pytest.mark.parametrize(
    ("amount", "kind", "owed"),
    [
        ("20.00", "discount", None),
        ("20.00", "withholding", None),
        ("20.00", "rounding", None),
        ("-5.00", "laid_out", "25.00"),
        ("-5.00", "withholding", "25.00"),
    ],
)
def test_what_is_no_money_closes_and_is_neither_cash_nor_a_loss(
    amount: str, kind: str, owed: str | None, books_of: Any
) -> None:
    books = books_of(
        invoices=INVOICE + "I1  C1  2026-01-01  2026-01-31  100.00",
        payments=PAID + "P1  2026-01-20  80.00  I1",
        write_offs=GIVEN_UP + f"I1  2026-01-20  {amount}  {kind}",
    )
    assert [row["outstanding"] for row in books.report("aging", as_of=YEAR_END)] == ([Decimal(owed)] if owed else [])
    assert loss(books) == Decimal("0.00")
    history = books.report("payment_history", as_of=YEAR_END)[0]
    on_time = 0 if owed else 1
    assert (history["paid_amount"], history["avg_days_to_pay"], history["on_time_rate_count"]) == (80, 19, on_time)
    collected = [row["collected"] for row in books.report("cash_flow", as_of=YEAR_END) if row["collected"]]
    assert collected == [80]
    assert all(found.holds for found in books.check(as_of=YEAR_END).values())


def test_the_kind_follows_from_the_reason_where_none_is_said(books_of: Any) -> None:
    books = books_of(
        invoices=INVOICE + "I1  C1  2026-01-01  2026-01-31  100.00\nI2  C1  2026-01-01  2026-01-31  100.00",
        write_offs="""
            invoice_number  write_off_date  amount  reason
            I1              2026-01-20      2.00    Skonto
            I2              2026-03-01      9.00    bankrupt
        """,
    )
    assert loss(books) == Decimal("9.00")


def test_tax_withheld_and_paid_all_the_same_is_the_clients_credit(books_of: Any) -> None:
    books = books_of(
        invoices=INVOICE + "I1  C1  2026-01-01  2026-01-31  121.00",
        payments=PAID + "P1  2026-01-20  121.00  I1",
        write_offs=GIVEN_UP + "I1  2026-01-01  15.00  withholding",
    )
    books.shows("aging", "unapplied_credit  outstanding\n15.00  -15.00", as_of=YEAR_END)


def test_what_bounced_counts_nowhere(books_of: Any) -> None:
    books = books_of(
        invoices=INVOICE + "B1  C1  2026-01-01  2026-01-31  100.00",
        payments=PAID + "P1  2026-01-10  100.00  B1\nR1  2026-01-15  -100.00  B1\nP2  2026-03-15  100.00  B1",
    )
    books.shows(
        "payment_history", "avg_days_to_pay  avg_days_late  last_payment_date\n73  43  2026-03-15", as_of=YEAR_END
    )
    books.shows("payment_timing", "payment_id  allocated_amount  days_late\nP2  100.00  43", as_of=YEAR_END)
    late = books_of(
        invoices=INVOICE + "I1  C1  2026-01-01  2026-01-31  100.00",
        payments=PAID + "P1  2026-01-20  100.00  I1\nR1  2026-02-10  -100.00  I1",
    )
    late.shows(
        "payment_history",
        "avg_days_to_pay  avg_days_late  on_time_rate_count  last_payment_date\n-  -  0  -",
        as_of=YEAR_END,
    )


def test_an_invoice_that_was_credited_in_full_is_neither_on_time_nor_late(books_of: Any) -> None:
    books = books_of(
        invoices=CREDITED
        + """
            I1   C1  2026-01-01  2026-01-31  100.00  -            -   -  -
            CN1  C1  2026-01-20  -           100.00  credit_note  I1  -  -
            I2   C1  2026-01-01  2026-01-31  100.00  -            -   -  -
            I3   C2  2026-01-01  2026-01-31  100.00  -            -   -  -
            CN3  C2  2026-02-05  -           100.00  credit_note  I3  -  -
        """
    )
    books.shows(
        "payment_history",
        "client_id  on_time_rate_count  on_time_rate_amount\nC1  0  0\nC2  -  -",
        as_of=YEAR_END,
    )


@pytest.mark.parametrize(
    "taken_back",
    [
        "I1  C1  2026-01-10  2026-02-09  100.00  -  -  2026-03-05  void",
        "CN  C1  2026-03-05  -  100.00  credit_note  I1  -  -",
    ],
)
@pytest.mark.parametrize("paid_before", ["", "P1  2026-02-01  100.00  I1"])
def test_what_was_taken_back_was_neither_collected_nor_to_be(taken_back: str, paid_before: str, books_of: Any) -> None:
    whole = "" if taken_back.startswith("I1") else "I1  C1  2026-01-10  2026-02-09  100.00  -  -  -  -\n"
    paid = {"payments": PAID + paid_before} if paid_before else {}
    books = books_of(
        invoices=CREDITED + whole + taken_back + "\nI2  C1  2026-01-10  2026-02-09  100.00  -  -  -  -", **paid
    )
    for first_day in (date(2026, 1, 1), date(2026, 3, 1)):
        asked = {"as_of": date(2026, 3, 31), "date_from": first_day}
        (row,) = books.report("receivables_kpis", **asked)
        assert row["cei"] == 0


def test_sales_below_nothing_give_no_days_of_sales(books_of: Any) -> None:
    books = books_of(
        invoices=CREDITED
        + """
            I1  C1  2026-01-10  2026-02-09  1000.00  -            -   -  -
            I2  C2  2026-01-10  2026-02-09  300.00   -            -   -  -
            I3  C1  2026-03-10  2026-04-09  100.00   -            -   -  -
            CN  C2  2026-03-05  -           300.00   credit_note  I2  -  -
        """
    )
    books.shows(
        "receivables_kpis",
        "dso_simple  dso_best_possible  add\n-  -  -",
        as_of=date(2026, 3, 31),
        date_from=date(2026, 3, 1),
    )


def test_amounts_in_base_speak_of_unapplied_credit_too(books_of: Any) -> None:
    books = books_of(
        clients="client_id  name  currency\nC1  C1  USD",
        invoices=INVOICE + "I1  C1  2026-01-01  2026-01-31  1000.00",
        payments="payment_id  payment_date  amount  client_id\nP1  2026-02-10  1000.00  C1",
        fx_rates="currency  rate_date  rate\nUSD  2026-01-01  0.90\nUSD  2026-02-01  0.80",
    )
    books.shows(
        "aging",
        "outstanding  base_amount  revalued_amount  exchange_difference\n0.00  100.00  0.00  -100.00",
        as_of=YEAR_END,
    )
