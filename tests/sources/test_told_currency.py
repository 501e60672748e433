"""A sign beside an amount tells its currency where nothing else does, and is never booked as another in silence."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.sources.desk import Desk

DeskOf = Callable[..., Desk]
HEADER = "invoice_number,client_id,issue_date,total_amount"


def company(currency: str) -> str:
    return f'[company]\ncurrency = "{currency}"\n'


def imported(books: Desk, amount: str, *, client: str = "", profile: str = "") -> dict[str, int]:
    books.imports(books.write("clients.csv", f"client_id,name,currency\nC1,Big,{client}\n"))
    if profile:
        books.write("profiles/ours.toml", profile)
    (file,) = books.imports(books.write("i.csv", f'{HEADER}\nA,C1,2026-01-01,"{amount}"\n')).files
    assert (file.error, books.rejects()) == (None, [])
    return file.warnings


@pytest.mark.parametrize(
    ("own", "amount", "currency", "warned"),
    [
        ("EUR", "€1,200.00", "EUR", False),
        ("USD", "€1,200.00", "EUR", True),
        ("USD", "1.200,00 €", "EUR", True),
        ("USD", "$1,200.00", "USD", False),
        ("CAD", "$1,200.00", "CAD", False),
        ("MXN", "$1,200.00", "MXN", False),
        ("EUR", "$1,200.00", "USD", True),
        ("USD", "CA$1,200.00", "CAD", True),
        ("CAD", "US$1,200.00", "USD", True),
        ("USD", "A$1,200.00", "AUD", True),
        ("USD", "R$ 1.200,00", "BRL", True),
        ("EUR", "£1,200.00", "GBP", True),
        ("EGP", "£1,200.00", "EGP", False),
        ("CNY", "¥1,200.00", "CNY", False),
        ("EUR", "¥1,200.00", "JPY", True),
        ("SEK", "1 200,00 kr", "SEK", False),
        ("EUR", "CHF 1'200.00", "CHF", True),
        ("EUR", "1,200.00 USD", "USD", True),
        ("EUR", "1,200.00", "EUR", False),
        ("USD", "1200", "USD", False),
    ],
)
def test_what_a_sign_means(own: str, amount: str, currency: str, warned: bool, desk: DeskOf) -> None:  # noqa: FBT001
    books = desk(company(own))
    assert imported(books, amount) == ({"currency_from_sign": 1} if warned else {})
    assert books.rows("invoices", "currency", "total_amount") == [(currency, "1200.00")]


@pytest.mark.parametrize(
    ("own", "client", "currency"),
    [("USD", "CAD", "CAD"), ("USD", "EUR", "USD"), ("EUR", "CAD", "USD")],
)
def test_a_shared_sign_means_the_clients_currency_if_it_may(own: str, client: str, currency: str, desk: DeskOf) -> None:
    books = desk(company(own))
    imported(books, "$1,200.00", client=client)
    assert books.rows("invoices", "currency") == [(currency,)]


def test_a_profile_says_which_dollar_it_is(desk: DeskOf) -> None:
    books = desk(company("EUR"))
    profile = f"""
        name = "ours"
        [match]
        headers = {HEADER.split(",")}
        [format]
        currency = "CAD"
        [[table]]
        dataset = "invoices"
        [table.columns]
        invoice_number = "invoice_number"
        client_id = "client_id"
        issue_date = "issue_date"
        total_amount = "total_amount"
    """
    imported(books, "$1,200.00", profile=profile)
    assert books.rows("invoices", "currency") == [("CAD",)]


def test_crowns_that_could_be_anyones_are_refused_with_the_choice(desk: DeskOf) -> None:
    books = desk(company("EUR"))
    books.imports(books.write("clients.csv", "client_id,name\nC1,Big\n"))
    (file,) = books.imports(books.write("i.csv", f"{HEADER}\nA,C1,2026-01-01,1 200.00 kr\n")).files
    assert str(file.error).endswith(
        "i.csv: amounts such as 1 200.00 kr may be in SEK, NOK, DKK or ISK; give the file a column currency, or say "
        'which in a profile: format.currency = "SEK"'
    )


def test_a_named_currency_counts_and_what_speaks_against_it_is_told(desk: DeskOf) -> None:
    books = desk(company("EUR"))
    books.imports(books.write("clients.csv", "client_id,name\nC1,Big\n"))
    rows = "A,C1,2026-01-01,$5.00,CAD\nB,C1,2026-01-01,$5.00,EUR\nC,C1,2026-01-01,5.00,€\n"
    (file,) = books.imports(books.write("i.csv", f"{HEADER},currency\n{rows}")).files
    assert (file.error, file.warnings, books.rejects()) == (None, {"sign_differs_from_currency": 1}, [])
    assert books.rows("invoices", "invoice_number", "currency") == [("A", "CAD"), ("B", "EUR"), ("C", "EUR")]


def test_lines_of_one_document_tell_its_currency_together(desk: DeskOf) -> None:
    books = desk(company("GBP"))
    export = (
        "Client,Invoice Number,Amount,Paid,Status,Invoice Date,Due Date,Item Product,Item Cost,Item Quantity\n"
        "Big,0001,€400.00,€0.00,Sent,2024-03-14,2024-04-13,Work,€100.00,3\n"
        "Big,0001,€400.00,0,Sent,2024-03-14,2024-04-13,More,€100.00,1\n"
        "Big,0002,$40.00,$10.00,Partial,2024-03-14,2024-04-13,More,$40.00,1\n"
    )
    (file,) = books.imports(books.write("i.csv", export)).files
    assert (file.error, books.rejects()) == (None, [])
    assert books.rows("invoices", "invoice_number", "currency") == [("0001", "EUR"), ("0002", "USD")]
    assert books.rows("payments", "invoice_number", "currency", "amount") == [("0002", "USD", "10.00")]


def test_a_payment_in_another_sign_than_its_invoice_waits(desk: DeskOf) -> None:
    books = desk(company("USD"))
    imported(books, "1200", client="EUR")
    (file,) = books.imports(
        books.write("p.csv", "payment_id,payment_date,amount,invoice_number\nP,2026-02-01,$5.00,A\n")
    ).files
    assert [(row.reason, file.rejected) for row in books.rejects()] == [("currency_differs_from_invoice", 1)]
