"""Reports `invoice_revaluation`, `currency_revaluation`, `sales_in_base`: amounts in the company's currency.

A rate is "units of base per unit of currency"; the one in force is the latest dated by the day, the base's own is 1.
Each invoice is rounded to the base's minor unit, then summed; where one has no rate there is no sum, never a zero.
"""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from tests.reference.amounts import rounded, total_of
from tests.reference.books import Books
from tests.reference.fields import Row, amount
from tests.reference.period import month_of, period_of
from tests.reference.receivables import is_live, open_amount, unapplied
from tests.reference.rows import Document
from tests.reference.sales import documents_of

WORTH = ("base_amount", "revalued_amount", "exchange_difference")
SIX_PLACES = Decimal("0.000001")


def by_invoice(books: Books, as_of: date) -> list[Row]:
    """Return one row per open invoice."""
    rows: list[Row] = []
    for invoice in books.invoices:
        if not is_live(invoice, as_of) or open_amount(books, invoice, as_of) == 0:
            continue
        owed = open_amount(books, invoice, as_of)
        then, now = rate(books, invoice.currency, invoice.issue_date), rate(books, invoice.currency, as_of)
        booked = None if then is None else rounded(owed * then, books.company_currency)
        revalued = None if now is None else rounded(owed * now, books.company_currency)
        rows.append(
            {
                "client_id": invoice.client_id,
                "currency": invoice.currency,
                "invoice_number": invoice.number,
                "issue_date": invoice.issue_date,
                "open_amount": rounded(owed, invoice.currency),
                "base_currency": books.company_currency,
                "invoice_rate": shown(then),
                "base_amount": booked,
                "closing_rate": shown(now),
                "revalued_amount": revalued,
                "exchange_difference": None if booked is None or revalued is None else revalued - booked,
            }
        )
    return rows


def credits_in_base(books: Books, as_of: date, client_id: str, currency: str) -> list[Row]:
    """Return one row per unapplied credit of an account: "at the rate of its own document's date, and revalued"."""
    rows: list[Row] = []
    for day, credit in unapplied(books, as_of, client_id, currency):
        then, now = rate(books, currency, day), rate(books, currency, as_of)
        booked = None if then is None else -rounded(credit * then, books.company_currency)
        revalued = None if now is None else -rounded(credit * now, books.company_currency)
        difference = None if booked is None or revalued is None else revalued - booked
        rows.append(dict(zip(WORTH, (booked, revalued, difference), strict=True)))
    return rows


def by_currency(books: Books, as_of: date) -> list[Row]:
    """Return one row per client and currency with an open invoice."""
    invoices = by_invoice(books, as_of)
    rows: list[Row] = []
    for client_id, currency in sorted({(str(row["client_id"]), str(row["currency"])) for row in invoices}):
        theirs = [row for row in invoices if (row["client_id"], row["currency"]) == (client_id, currency)]
        rows.append(
            {
                "client_id": client_id,
                "currency": currency,
                "invoices_open": len(theirs),
                "base_currency": books.company_currency,
                "closing_rate": theirs[0]["closing_rate"],
                **{name: whole(theirs, name) for name in ("open_amount", *WORTH)},
            }
        )
    return rows


def worth(books: Books, invoices: list[Row]) -> Row:
    """Return what rows of invoices are worth in the company's currency; nothing in books without exchange rates."""
    if not books.exchange_rates:
        return dict.fromkeys(("base_currency", *WORTH))
    return {"base_currency": books.company_currency, **{name: whole(invoices, name) for name in WORTH}}


def sales(books: Books, as_of: date, *, date_from: date | None = None, date_to: date | None = None) -> list[Row]:
    """Return report `sales_in_base`: one row per client and month, each document at its own date's rate."""
    sold: dict[tuple[str, date], list[Document]] = {}
    for document in documents_of(books, period_of(as_of, date_from, date_to), as_of):
        sold.setdefault((document.client_id, month_of(document.issue_date)), []).append(document)
    rows: list[Row] = []
    for (client_id, month), documents in sold.items():
        amounts: Row = {"net_amount": Decimal(0), "tax_amount": Decimal(0), "total_amount": Decimal(0)}
        rates = [rate(books, one.currency, one.issue_date) for one in documents]
        for document, value in zip(documents, rates, strict=True):
            sign = 1 if document.kind == "invoice" else -1
            if None in rates or value is None:
                amounts = dict.fromkeys(amounts)
                break
            net, tax = (sign * rounded(one * value, books.company_currency) for one in (document.net, document.tax))
            for name, part in (("net_amount", net), ("tax_amount", tax), ("total_amount", net + tax)):
                amounts[name] = amount(amounts, name) + part
        key: Row = {"client_id": client_id, "currency": books.company_currency, "month": month}
        rows.append(key | {"documents": len(documents), "without_rate": rates.count(None), **amounts})
    return rows


def rate(books: Books, currency: str, day: date) -> Decimal | None:
    """Return the rate in force on a day."""
    if currency == books.company_currency:
        return Decimal(1)
    dated = [one for one in books.exchange_rates if one.currency == currency and one.rate_date <= day]
    return max(dated, key=lambda one: one.rate_date).rate if dated else None


def shown(value: Decimal | None) -> Decimal | None:
    """Return a rate as the report shows it, to six places."""
    return None if value is None else value.quantize(SIX_PLACES, rounding=ROUND_HALF_UP)


def whole(rows: list[Row], name: str) -> Decimal | None:
    """Add up a column; no sum where a row has no figure."""
    figures = [row[name] for row in rows]
    known = [one for one in figures if isinstance(one, Decimal)]
    return total_of(known) if len(known) == len(figures) else None
