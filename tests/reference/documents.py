"""Report `documents`: one row per stored row of a document dated ≤ `as_of`, "void and draft ones included".

Choices where the contract is silent: there is no period; `amount` is the stored one (positive but for refunds and
reversals; the kind says which way it moves the account); a payment of several invoices is as many rows; a write-off has
its invoice's number and its own date. `status` is the state at `as_of` of an invoice or a credit note; payments and
write-offs have none (null). `batch_id`, `source_file` and `source_line` are the product's own and not held here.
"""

from datetime import date
from decimal import Decimal

from tests.reference.amounts import rounded
from tests.reference.books import Books
from tests.reference.fields import Row
from tests.reference.states import state


def report(books: Books, as_of: date) -> list[Row]:
    """Return every document that moves, moved or would move an account."""
    client_of = {document.number: (document.client_id, document.currency) for document in books.documents}
    listed: list[tuple[str, str, str, str, date, Decimal, str | None]] = []
    for document in books.documents:
        if document.issue_date <= as_of:
            status = state(books, document, as_of)
            account = (document.client_id, document.currency)
            listed.append((*account, document.kind, document.number, document.issue_date, document.total, status))
    for payment in books.payments:
        account = (payment.client_id, payment.currency)
        listed.append((*account, "payment", payment.payment_id, payment.payment_date, payment.amount, None))
    for write_off in books.write_offs:
        number = write_off.invoice_number
        listed.append((*client_of[number], "write_off", number, write_off.write_off_date, write_off.amount, None))
    return [
        {
            "client_id": client_id,
            "client_name": books.client(client_id).name,
            "currency": currency,
            "kind": kind,
            "number": number,
            "document_date": document_date,
            "amount": rounded(amount, currency),
            "status": status,
        }
        for client_id, currency, kind, number, document_date, amount, status in listed
        if document_date <= as_of
    ]
