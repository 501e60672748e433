"""Report `billed_hours`: one row per entry on an invoice that is live and not fully credited at `as_of`.

Hours, rate and amount are those on the invoice; client and currency the invoice's. There is no period.
"""

from datetime import date

from tests.reference.amounts import rounded
from tests.reference.books import Books
from tests.reference.fields import Row
from tests.reference.work import billed


def report(books: Books, as_of: date) -> list[Row]:
    """Return the billed entries with the invoice line that bills them."""
    invoices = {invoice.number: invoice for invoice in books.invoices}
    return [
        {
            "client_id": invoices[one.invoice_number].client_id,
            "client_name": books.client(invoices[one.invoice_number].client_id).name,
            "currency": invoices[one.invoice_number].currency,
            "entry_id": one.entry_id,
            "invoice_number": one.invoice_number,
            "line_number": one.line_number,
            "hours": one.hours,
            "rate": one.rate,
            "amount": rounded(one.amount, invoices[one.invoice_number].currency),
        }
        for one in billed(books, as_of).values()
    ]
