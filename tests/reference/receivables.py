"""The chapter "Receivables" of the semantics: what reduces an invoice, what is open, what is unapplied."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tests.reference.amounts import total_of
from tests.reference.books import Books
from tests.reference.rows import Document, Payment

# On one day, in this order: what is given up no more, what was credited or settled as the document says, what came in,
# what went back, and last what was given up of the rest.
RECOVERY, CREDIT_NOTE, SETTLED, PAYMENT, REVERSAL, WRITE_OFF, DISCOUNT = range(7)
MONEY = (PAYMENT, REVERSAL)
GIVEN_UP = ("discount", "bad_debt")


@dataclass(frozen=True)
class Reduction:
    """What a document takes off an invoice. `day`: "the date is the later of the two documents' dates"."""

    day: date
    document_date: date
    kind: int
    number: str
    amount: Decimal
    payment: Payment | None = None
    is_lost: bool = False
    """Whether a bad debt is given up, or recovered."""


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
    settled = [
        Reduction(max(one.write_off_date, invoice.issue_date), one.write_off_date, SETTLED, invoice.number, one.amount)
        for one in books.write_offs
        if one.invoice_number == invoice.number and one.write_off_date <= as_of and one.kind not in GIVEN_UP
    ]
    # A credit note that is void was never there at `as_of`, but on the days before it was.
    listed = [*payments, *credit_notes, *settled, *given_up(books, invoice, as_of)]
    return sorted(listed, key=lambda one: (one.day, one.document_date, one.kind, one.number))


def given_up(books: Books, invoice: Document, as_of: date) -> list[Reduction]:
    """List by how much what is given up changed, day by day.

    "It counts only up to what all other reductions dated by then leave open"; money that comes later takes its place.
    """
    ours = [one for one in books.write_offs if one.invoice_number == invoice.number and one.write_off_date <= as_of]
    notes = [one for one in books.credit_notes if one.preceding == invoice.number]
    paid = [one for one in books.payments if one.invoice_number == invoice.number]
    days = {one.write_off_date for one in ours} | {one.payment_date for one in paid}
    days |= {one.issue_date for one in notes} | {one.void_date for one in notes if one.void_date}
    found, before = [], dict.fromkeys(GIVEN_UP, Decimal(0))
    for day in sorted(one for one in days if one <= as_of):
        left = invoice.total - total_of(
            [one.amount for one in paid if one.payment_date <= day]
            + [one.total for one in notes if is_live(one, day)]
            + [one.amount for one in ours if one.write_off_date <= day and one.kind not in GIVEN_UP]
        )
        for kind in GIVEN_UP:
            offered = total_of([one.amount for one in ours if one.write_off_date <= day and one.kind == kind])
            counts = min(offered, max(left, Decimal(0)))
            left -= counts
            change, before[kind] = counts - before[kind], counts
            if change:
                rank = RECOVERY if change < 0 else WRITE_OFF if kind == "bad_debt" else DISCOUNT
                is_lost = kind == "bad_debt"
                found.append(
                    Reduction(max(day, invoice.issue_date), day, rank, invoice.number, change, is_lost=is_lost)
                )
    return found


def standing(found: list[Reduction]) -> list[Decimal]:
    """Return what of each reduction stands: "a reversal undoes the latest payments", a recovery the latest write-offs.

    Of what took back more than there was: how much more, negative.
    """
    stands = [Decimal(0)] * len(found)
    piles: dict[object, list[int]] = {}
    for place, one in enumerate(found):
        pile = piles.setdefault("money" if one.kind in MONEY else "lost" if one.is_lost else one.kind, [])
        if one.amount > 0:
            stands[place] = one.amount
            pile.append(place)
            continue
        back = -one.amount
        while back > 0 and pile:
            undone = min(stands[pile[-1]], back)
            stands[pile[-1]] -= undone
            back -= undone
            if stands[pile[-1]] == 0:
                pile.pop()
        stands[place] = -back
    return stands


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
    invoice was open just before it, and as far as no reversal undid it. One without a date takes its part and is not
    listed. "Credit notes, write-offs and
    reversals do not [count]"; "a prepayment counts from the invoice's issue, as 0 days".
    """
    found = []
    open_before = invoice.total
    reduced = reductions(books, invoice, as_of)
    for one, stands in zip(reduced, standing(reduced), strict=True):
        taken = min(stands, max(Decimal(0), open_before))
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
    return total_of([amount for _, amount in unapplied(books, as_of, client_id, currency)])


def unapplied(books: Books, as_of: date, client_id: str, currency: str) -> list[tuple[date, Decimal]]:
    """List each credit that reduces no invoice, with its document's day; of what was paid too much, the invoice's."""
    live = live_invoices(books, as_of, client_id, currency)
    numbers = {invoice.number for invoice in live}
    # The page says: "What exceeds the total is the client's unapplied credit."
    credit = [(invoice.issue_date, max(Decimal(0), -balance(books, invoice, as_of))) for invoice in live]
    # The page says: "So are payments and credit notes with no invoice, and those whose invoice is a draft, not yet
    # issued, or void at as_of; a refund without an invoice reduces it."
    credit += [
        (payment.payment_date, payment.amount)
        for payment in books.payments
        if on(payment, client_id, currency) and payment.payment_date <= as_of and payment.invoice_number not in numbers
    ]
    credit += [
        (note.issue_date, note.total)
        for note in books.credit_notes
        if on(note, client_id, currency) and is_live(note, as_of) and note.preceding not in numbers
    ]
    return credit


def outstanding(books: Books, as_of: date, client_id: str, currency: str) -> Decimal:
    """Return "Σ invoices - Σ credit notes - Σ payments + Σ refunds - Σ write-offs", allocating nothing."""
    live = live_invoices(books, as_of, client_id, currency)
    invoiced = [invoice.total for invoice in live]
    credited = [note.total for note in books.credit_notes if is_live(note, as_of) and on(note, client_id, currency)]
    # A refund is a negative payment, so both are one sum.
    paid = [
        payment.amount
        for payment in books.payments
        if payment.payment_date <= as_of and on(payment, client_id, currency)
    ]
    # The page says: "A write-off of an invoice that is not live counts nowhere."
    written_off = [reduced_by(books, invoice, as_of, RECOVERY, SETTLED, WRITE_OFF, DISCOUNT) for invoice in live]
    return total_of(invoiced) - total_of(credited) - total_of(paid) - total_of(written_off)
