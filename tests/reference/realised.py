"""Report `realised_differences`: what money in other currencies brought, against what its invoice was booked at.

One row per payment, or reversal, and live invoice in another currency than the company's whose open amount it changed;
of the period by the later of the two documents' dates. Both amounts are rounded to the base's minor unit.
"""

from datetime import date
from decimal import Decimal

from tests.reference.amounts import rounded
from tests.reference.books import Books
from tests.reference.fields import Row
from tests.reference.period import period_of
from tests.reference.receivables import is_live, reductions
from tests.reference.revaluation import rate, shown


def report(books: Books, as_of: date, *, date_from: date | None = None, date_to: date | None = None) -> list[Row]:
    """Return what each payment realised."""
    period = period_of(as_of, date_from, date_to)
    rows: list[Row] = []
    for invoice in books.invoices:
        if invoice.currency == books.company_currency or not is_live(invoice, as_of):
            continue
        booked_at = rate(books, invoice.currency, invoice.issue_date)
        left = invoice.total
        for one in reductions(books, invoice, as_of):
            settled = max(left, Decimal(0)) - max(left - one.amount, Decimal(0))
            left -= one.amount
            if one.payment is None or one.payment.undated or settled == 0 or one.day not in period:
                continue
            paid_at = rate(books, invoice.currency, one.document_date)
            booked = None if booked_at is None else rounded(settled * booked_at, books.company_currency)
            received = None if paid_at is None else rounded(settled * paid_at, books.company_currency)
            rows.append(
                {
                    "client_id": invoice.client_id,
                    "client_name": books.client(invoice.client_id).name,
                    "currency": invoice.currency,
                    "payment_id": one.number,
                    "payment_date": one.document_date,
                    "invoice_number": invoice.number,
                    "issue_date": invoice.issue_date,
                    "settled_amount": rounded(settled, invoice.currency),
                    "base_currency": books.company_currency,
                    "invoice_rate": shown(booked_at),
                    "base_amount": booked,
                    "payment_rate": shown(paid_at),
                    "received_amount": received,
                    "exchange_difference": None if booked is None or received is None else received - booked,
                }
            )
    return rows
