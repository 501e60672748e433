"""Small random books that are valid to import, and a folder of canonical CSV files to import them from."""

import csv
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from hypothesis import strategies as st

from tests.reference.amounts import rounded, total_of
from tests.reference.books import Books
from tests.reference.fields import Row
from tests.reference.random_instalments import add_disputes, add_instalments, name_instalments
from tests.reference.random_values import CURRENCIES, TAX_RATES, amounts_in, days_near, keys_of, maybe, tax_on
from tests.reference.random_work import add_billing, add_work
from tests.reference.rows import Document

COMPANY_TERMS_DAYS = 30
STATES = st.sampled_from((None, *["issued"] * 7, "void", "void", "draft"))
EXCHANGE_RATES = (Decimal("0.95"), Decimal("1.234567891"), Decimal("0.0061"), Decimal("160.5"))
CATEGORIES = ("advice", "books")
GIVEN_UP = (None, "bad_debt", "discount")
WRITE_OFF_KINDS = (*GIVEN_UP, "withholding", "rounding", "laid_out")


@st.composite
def random_books(draw: st.DrawFn) -> Books:
    """Draw books of 1 to 4 clients in up to 3 currencies, with every kind of document and of rate."""
    books = Books(draw(st.sampled_from(CURRENCIES)), COMPANY_TERMS_DAYS, {})
    # Each step reads the books as the steps before left them; a copy forgets what the last one has cached.
    steps = (
        *(add_clients, add_invoices, add_instalments, add_work, add_billing, add_credit_notes, add_payments),
        *(name_instalments, add_the_rest, add_disputes),
    )
    for add in steps:
        books = Books(books.company_currency, books.company_terms_days, books.tables)
        add(draw, books)
    tables = {dataset: rows for dataset, rows in books.tables.items() if rows}
    return Books(books.company_currency, books.company_terms_days, tables)


def write_books(books: Books, folder: Path) -> None:
    """Write a canonical CSV file for each dataset that has rows."""
    for dataset, rows in books.tables.items():
        columns = list(dict.fromkeys(column for row in rows for column in row))
        with (folder / f"{dataset}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(columns)
            writer.writerows([_cell(row.get(column)) for column in columns] for row in rows)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def add_clients(draw: st.DrawFn, books: Books) -> None:
    """Add 1 to 4 clients."""
    books.tables["clients"] = [
        {
            "client_id": f"C{number}",
            "name": f"Client {number}",
            "currency": draw(maybe(*CURRENCIES)),
            "payment_terms_days": draw(maybe(Decimal(0), Decimal(14), Decimal(60))),
            "hourly_rate": draw(maybe(Decimal(90), Decimal("12.345"))),
        }
        # Mostly few, so that one has several documents.
        for number in range(1, draw(st.sampled_from((1, 1, 2, 2, 3, 4))) + 1)
    ]


def add_invoices(draw: st.DrawFn, books: Books) -> None:
    """Add 3 to 9 invoices, with and without lines, taxes, due dates; some drafts, some void."""
    books.tables.update(invoices=[], invoice_lines=[])
    for number in range(1, draw(st.integers(3, 9)) + 1):
        key = f"I{number}"
        client = draw(st.sampled_from(books.clients))
        currency = draw(st.sampled_from((*[None] * 6, client.currency, *CURRENCIES)))
        issue_date = draw(days_near())
        invoice: Row = {"invoice_number": key, "client_id": client.client_id, "issue_date": issue_date}
        invoice |= {"due_date": draw(_due_dates(issue_date)), "currency": currency}
        invoice |= _amounts(draw, books, key, currency or client.currency) | _state(draw, issue_date)
        books.tables["invoices"].append(invoice)


def _due_dates(issue_date: date) -> st.SearchStrategy[date | None]:
    """Return due dates: from terms, close to a boundary, or, with a warning, before the issue."""
    later = days_near().map(lambda day: max(day, issue_date))
    return st.one_of(st.none(), later, later, st.just(issue_date - timedelta(days=1)))


def _amounts(draw: st.DrawFn, books: Books, key: str, currency: str) -> Row:
    """Draw the amounts of a document: from lines with categories and several tax rates, or alone, or only a total."""
    lines: list[Row] = [
        {
            "invoice_number": key,
            "line_number": Decimal(number),
            "net_amount": draw(amounts_in(currency)),
            "tax_rate": draw(st.sampled_from(TAX_RATES)),
            "category": draw(maybe(*CATEGORIES)),
        }
        for number in range(1, draw(st.sampled_from((0, 0, 0, 1, 2, 3))) + 1)
    ]
    if not lines and draw(st.booleans()):
        return {"net_amount": None, "tax_amount": None, "total_amount": draw(amounts_in(currency))}
    books.tables["invoice_lines"] += lines
    taxed = lines or [{"net_amount": draw(amounts_in(currency)), "tax_rate": draw(st.sampled_from(TAX_RATES))}]
    nets = {rate: total_of([_net(line) for line in taxed if line["tax_rate"] == rate]) for rate in TAX_RATES}
    tax = total_of([tax_on(net, rate, currency) for rate, net in nets.items()])
    net = total_of(list(nets.values()))
    return {"net_amount": net, "tax_amount": tax, "total_amount": net + tax}


def _net(line: Row) -> Decimal:
    net = line["net_amount"]
    assert isinstance(net, Decimal)
    return net


def _state(draw: st.DrawFn, issue_date: date) -> Row:
    status = draw(STATES)
    if status != "void":
        return {"status": status}
    void_date = draw(st.one_of(st.none(), days_near().map(lambda day: max(day, issue_date))))
    return {"status": status, "void_date": void_date}


def add_credit_notes(draw: st.DrawFn, books: Books) -> None:
    """Add up to 2 credit notes: of an invoice in part, whole or beyond, or of none."""
    for number in range(1, draw(st.integers(0, 2)) + 1):
        key = f"N{number}"
        issue_date = draw(days_near())
        note: Row = {"invoice_number": key, "issue_date": issue_date, "kind": "credit_note", **_state(draw, issue_date)}
        if draw(st.booleans()):
            invoice = draw(st.sampled_from(books.invoices))
            note |= {"preceding_invoice_number": invoice.number, "client_id": invoice.client_id}
            note |= {"currency": invoice.currency, "total_amount": draw(_parts_of(invoice))}
        else:
            client = draw(st.sampled_from(books.clients))
            note |= {"client_id": client.client_id, **_amounts(draw, books, key, client.currency)}
        books.tables["invoices"].append(note)


def _parts_of(invoice: Document) -> st.SearchStrategy[Decimal]:
    """Return amounts paid or credited of an invoice: all of it, half, a unit more or less, or anything."""
    unit = rounded(Decimal(1), invoice.currency) if invoice.currency == "JPY" else Decimal("0.01")
    half = rounded(invoice.total / 2, invoice.currency)
    likely = [invoice.total, invoice.total, half, invoice.total - unit, invoice.total + unit]
    return st.one_of(st.sampled_from([part for part in likely if part > 0]), amounts_in(invoice.currency))


def _days_of(invoice: Document) -> st.SearchStrategy[date]:
    """Return days close to an invoice's own dates, or to the day of the report."""
    day = timedelta(days=1)
    own = (invoice.issue_date - day, invoice.issue_date, invoice.due_date, invoice.due_date + day)
    soon = st.integers(1, 90).map(lambda days: invoice.issue_date + days * day)
    return st.one_of(st.sampled_from(own), soon, soon, days_near())


def add_payments(draw: st.DrawFn, books: Books) -> None:
    """Add payments in part, whole, over, early, late and for several invoices, unapplied money, and money back."""
    payments: list[Row] = []
    # In some books everyone pays: a client gets a trend from three settled invoices on, which chance seldom leaves.
    habit = draw(st.sampled_from((("whole",), ("whole",), ("whole", "part", "parts", "nothing"), ("part", "nothing"))))
    for invoice in books.invoices:
        how: str = draw(st.sampled_from(habit))
        parts: list[Decimal] = [invoice.total] if how == "whole" else []
        parts += [draw(_parts_of(invoice)) for _ in range({"part": 1, "parts": 2}.get(how, 0))]
        for number, part in enumerate(parts, start=1):
            payments.append(_payment(f"W{invoice.number}-{number}", draw(_days_of(invoice)), part, invoice))
    for number in range(1, draw(st.integers(0, 3)) + 1):
        payments += _some_payment(draw, books, f"M{number}")
    for number, payment in enumerate([row for row in payments if row["invoice_number"]], start=1):
        if draw(st.sampled_from((*[False] * 9, True))):
            amount, paid_on = payment["amount"], payment["payment_date"]
            assert isinstance(amount, Decimal)
            assert isinstance(paid_on, date)
            back_on = paid_on + timedelta(days=draw(st.integers(0, 60)))
            payments.append(payment | {"payment_id": f"R{number}", "amount": -amount, "payment_date": back_on})
    for row in payments:
        # What a tool says was paid in all, without a date, gives way to dated payments: so it is all that was paid.
        only = row["invoice_number"] and [one["invoice_number"] for one in payments].count(row["invoice_number"]) == 1
        undated: bool = draw(st.sampled_from((False, False, False, True))) if only else False
        row["method"] = "undated" if undated else None
    books.tables["payments"] = payments


def _payment(key: str, paid_on: date, amount: Decimal, invoice: Document) -> Row:
    row: Row = {"payment_id": key, "payment_date": paid_on, "amount": amount}
    return row | {"client_id": None, "invoice_number": invoice.number, "currency": None}


def _some_payment(draw: st.DrawFn, books: Books, key: str) -> list[Row]:
    """Draw a payment of an invoice, of two at once with a rest, or of none; or a refund."""
    if draw(st.booleans()):
        first = draw(st.sampled_from(books.invoices))
        paid_on = draw(_days_of(first))
        rows = [_payment(key, paid_on, draw(_parts_of(first)), first)]
        named: Row = {"client_id": first.client_id, "currency": first.currency}
        for other in books.invoices:
            same_account = (other.client_id, other.currency) == (first.client_id, first.currency)
            wanted: bool = draw(st.booleans())
            if other.number != first.number and same_account and wanted:
                rows.append(_payment(key, paid_on, draw(_parts_of(other)), other) | named)
        if draw(st.sampled_from((False, False, True))):
            rest: Row = {"payment_id": key, "payment_date": paid_on, "amount": draw(amounts_in(first.currency))}
            rows.append(rest | named | {"invoice_number": None})
        return rows
    client = draw(st.sampled_from(books.clients))
    currency = draw(st.one_of(st.none(), st.sampled_from(CURRENCIES)))
    amount = draw(amounts_in(currency or client.currency)) * draw(st.sampled_from((1, 1, -1)))
    row: Row = {"payment_id": key, "payment_date": draw(days_near()), "amount": amount}
    return [row | {"client_id": client.client_id, "invoice_number": None, "currency": currency}]


def add_the_rest(draw: st.DrawFn, books: Books) -> None:
    """Add up to 2 write-offs and 3 expenses, and exchange rates of some currencies on some days."""
    write_offs: dict[tuple[str, date, str], Row] = {}
    for _ in range(draw(st.integers(0, 3))):
        invoice = draw(st.sampled_from(books.invoices))
        day, kind = draw(_days_of(invoice)), draw(st.sampled_from(WRITE_OFF_KINDS))
        # What is withheld, rounded or laid out may be taken back, or raise what is owed.
        sign = 1 if kind in GIVEN_UP else draw(st.sampled_from((1, -1)))
        row: Row = {"invoice_number": invoice.number, "write_off_date": day, "kind": kind}
        write_offs[invoice.number, day, kind or "bad_debt"] = row | {"amount": sign * draw(_parts_of(invoice))}
    books.tables["write_offs"] = list(write_offs.values())
    dated = st.lists(st.tuples(st.sampled_from(CURRENCIES), days_near()), max_size=4, unique=True)
    books.tables["fx_rates"] = [
        {"currency": currency, "rate_date": day, "rate": draw(st.sampled_from(EXCHANGE_RATES))}
        for currency, day in draw(dated)
    ]
    books.tables["expenses"] = [
        {
            "expense_id": f"X{number}",
            "expense_date": draw(days_near()),
            # Whole units are valid in every currency, given or not.
            "amount": Decimal(draw(st.integers(1, 500))),
            "currency": draw(maybe(*CURRENCIES)),
            "project_id": draw(maybe(*keys_of(books.rows("projects"), "project_id"))),
            "billable": draw(st.sampled_from((None, True, False))),
        }
        for number in range(1, draw(st.integers(0, 3)) + 1)
    ]
    # What another has billed before falls first, or stays; the report does not mind which client's invoice it is.
    books.tables["billed_items"] = [
        {
            "kind": "expense",
            "item_id": expense["expense_id"],
            "project_id": expense["project_id"],
            "invoice_number": draw(st.sampled_from(books.invoices)).number,
            "line_number": Decimal(1),
        }
        for expense in books.rows("expenses")
        if expense["project_id"] and draw(st.booleans())
    ]
