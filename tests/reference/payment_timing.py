"""Report `payment_timing`: one row per payment of the period and invoice, or part of one, that took in any of it."""

from datetime import date

from tests.reference.amounts import rounded
from tests.reference.books import Books
from tests.reference.fields import Row
from tests.reference.instalments import allocations_to_parts
from tests.reference.period import period_of
from tests.reference.receivables import is_live


def report(books: Books, as_of: date, *, date_from: date | None = None, date_to: date | None = None) -> list[Row]:
    """Return how late each piece of money came."""
    period = period_of(as_of, date_from, date_to)
    return [
        {
            "client_id": invoice.client_id,
            "client_name": books.client(invoice.client_id).name,
            "currency": invoice.currency,
            "payment_id": one.payment.payment_id,
            "payment_date": one.payment.payment_date,
            "invoice_number": invoice.number,
            "instalment_number": number,
            "due_date": due_date,
            "allocated_amount": rounded(one.amount, invoice.currency),
            "days_to_pay": one.days_to_pay,
            "days_late": one.days_late,
        }
        for invoice in books.invoices
        if is_live(invoice, as_of)
        for number, due_date, one in allocations_to_parts(books, invoice, as_of)
        if one.payment.payment_date in period
    ]
