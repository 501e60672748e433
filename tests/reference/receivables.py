"""The chapter "Receivables" of the semantics: what reduces an invoice, what is open, what is unapplied."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tests.reference.amounts import total_of
from tests.reference.books import Books
from tests.reference.rows import Document, Payment

# On one day, in this order: what was credited, what came in, what went back, and last what was given up of the rest.
CREDIT_NOTE, PAYMENT, REVERSAL, WRITE_OFF = range(4)


@dataclass(frozen=True)
class Reduction:
    """What a document takes off an invoice. `day`: "the date is the later of the two documents' dates"."""

    day: date
    document_date: date
    kind: int
    number: str
    amount: Decimal
    payment: Payment | None = None


@dataclass(frozen=True)
class Allocation:
    """Money of a payment that an invoice took in."""

    payment: Payment
    amount: Decimal
    days_to_pay: int
    days_late: int


def is_void(document: Document, as_of: date) -> bool:
    """Tell a void document: from its void date on ("void_date (none = void from the start)")."""
    return document.status == "void" and (document.void_date is None or document.void_date <= as_of)


def is_live(document: Document, as_of: date) -> bool:
    """Tell a document that counts: "issued ≤ as_of, not void at as_of and not a draft"."""
    return document.issue_date <= as_of and not is_void(document, as_of) and document.status != "draft"


def live_invoices(books: Books, as_of: date, client_id: str, currency: str) -> list[Document]:
    """List what an account was invoiced."""
    return [invoice for invoice in books.invoices if is_live(invoice, as_of) and on(invoice, client_id, currency)]


def on(row: Document | Payment, client_id: str, currency: str) -> bool:
    """Tell whether a document or a payment belongs to the account of this client in this currency."""
    return row.client_id == client_id and row.currency == currency


def accounts(books: Books) -> list[tuple[str, str]]:
    """List every client and currency that has a document or a payment of whatever date and state."""
    rows: list[Document | Payment] = [*books.documents, *books.payments]
    return sorted({(row.client_id, row.currency) for row in rows})


def reductions(books: Books, invoice: Document, as_of: date) -> list[Reduction]:
    """List, first to last, what reduces a live invoice.

    "Reductions of an invoice at as_of: its payments (reversals negative), credit notes and write-offs dated ≤ as_of."
    """
    payments = [
        Reduction(
            day=max(payment.payment_date, invoice.issue_date),
            document_date=payment.payment_date,
            kind=PAYMENT if payment.amount > 0 else REVERSAL,
            number=payment.payment_id,
            amount=payment.amount,
            payment=payment,
        )
        for payment in books.payments
        if payment.invoice_number == invoice.number and payment.payment_date <= as_of
    ]
    credit_notes = [
        Reduction(max(note.issue_date, invoice.issue_date), note.issue_date, CREDIT_NOTE, note.number, note.total)
        for note in books.credit_notes
        if note.preceding == invoice.number and is_live(note, as_of)
    ]
    write_offs = [
        Reduction(max(one.write_off_date, invoice.issue_date), one.write_off_date, WRITE_OFF, "", one.amount)
        for one in books.write_offs
        if one.invoice_number == invoice.number and one.write_off_date <= as_of
    ]
    listed = [*payments, *credit_notes, *write_offs]
    return sorted(listed, key=lambda one: (one.day, one.document_date, one.kind, one.number))


def reduced_by(books: Books, invoice: Document, as_of: date, *kinds: int) -> Decimal:
    """Add up the reductions of the kinds."""
    return total_of([one.amount for one in reductions(books, invoice, as_of) if one.kind in kinds])


def balance(books: Books, invoice: Document, as_of: date) -> Decimal:
    """Return total - Σ reductions; below zero the client has a credit."""
    return invoice.total - total_of([one.amount for one in reductions(books, invoice, as_of)])


def open_amount(books: Books, invoice: Document, as_of: date) -> Decimal:
    """Return "open amount = max(0, total - Σ reductions)"."""
    return max(Decimal(0), balance(books, invoice, as_of))


def allocations(books: Books, invoice: Document, as_of: date) -> list[Allocation]:
    """List the money that a live invoice took in, first to last.

    "A payment larger than the balance leaves the rest as unapplied credit": a payment is allocated as far as the
    invoice was open just before it. One without a date takes its part and is not listed. "Credit notes, write-offs and
    reversals do not [count]"; "a prepayment counts from the invoice's issue, as 0 days".
    """
    found = []
    open_before = invoice.total
    for one in reductions(books, invoice, as_of):
        taken = min(one.amount, max(Decimal(0), open_before))
        open_before -= one.amount
        if one.payment is not None and one.kind == PAYMENT and taken > 0 and not one.payment.undated:
            days_to_pay, days_late = (one.day - invoice.issue_date).days, (one.day - invoice.due_date).days
            found.append(Allocation(one.payment, taken, days_to_pay, days_late))
    return found


def has_undated(books: Books, invoice: Document) -> bool:
    """Tell an invoice of which nobody knows when it, or some of it, was paid; it says nothing of how a client pays."""
    return any(one.undated for one in books.payments if one.invoice_number == invoice.number)


def unapplied_credit(books: Books, as_of: date, client_id: str, currency: str) -> Decimal:
    """Return the client's credit that reduces no invoice; negative when more was refunded than there was."""
    live = live_invoices(books, as_of, client_id, currency)
    numbers = {invoice.number for invoice in live}
    # The page says: "What exceeds the total is the client's unapplied credit."
    credit = [max(Decimal(0), -balance(books, invoice, as_of)) for invoice in live]
    # The page says: "So are payments and credit notes with no invoice, and those whose invoice is a draft, not yet
    # issued, or void at as_of; a refund without an invoice reduces it."
    credit += [
        payment.amount
        for payment in books.payments
        if on(payment, client_id, currency) and payment.payment_date <= as_of and payment.invoice_number not in numbers
    ]
    credit += [
        note.total
        for note in books.credit_notes
        if on(note, client_id, currency) and is_live(note, as_of) and note.preceding not in numbers
    ]
    return total_of(credit)


def outstanding(books: Books, as_of: date, client_id: str, currency: str) -> Decimal:
    """Return "Σ invoices - Σ credit notes - Σ payments + Σ refunds - Σ write-offs", allocating nothing."""
    live = live_invoices(books, as_of, client_id, currency)
    numbers = {invoice.number for invoice in live}
    invoiced = [invoice.total for invoice in live]
    credited = [note.total for note in books.credit_notes if is_live(note, as_of) and on(note, client_id, currency)]
    # A refund is a negative payment, so both are one sum.
    paid = [
        payment.amount
        for payment in books.payments
        if payment.payment_date <= as_of and on(payment, client_id, currency)
    ]
    # The page says: "A write-off of an invoice that is not live counts nowhere."
    written_off = [
        write_off.amount
        for write_off in books.write_offs
        if write_off.write_off_date <= as_of and write_off.invoice_number in numbers
    ]
    return total_of(invoiced) - total_of(credited) - total_of(paid) - total_of(written_off)
