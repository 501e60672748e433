"""The chapter "Time and billing" of the semantics: the standard rate of an entry, and whether it is billed."""

from datetime import date
from decimal import Decimal

from tests.reference.amounts import total_of
from tests.reference.books import Books
from tests.reference.receivables import is_live
from tests.reference.rows import BilledEntry, Card, Document, Entry


class EqualCardsError(Exception):
    """Two rate cards fit an entry equally well: "a full tie is an error naming the rows"."""


def standard_rate(books: Books, entry: Entry) -> tuple[Decimal | None, str | None]:
    """Return the rate and which rule gave it: `entry`, `rate_card`, `project`, `client` or `employee`.

    "A rate has a currency: a client's is in the client's, a project's in the project's, a rate card's in its own
    (blank: the company's), an employee's in the company's"; in a bill of another it is none (none is converted here).
    """
    # The page says: "most specific first: the entry's own rate"
    if entry.hourly_rate is not None:
        return entry.hourly_rate, "entry"
    company = books.company_currency

    def rank(card: Card) -> tuple[int, bool, bool, bool, bool, bool]:
        return specificity(card, own_currency=(card.currency or company) == entry.currency)

    # The page says: "else the rate card whose (employee, project, client, task) matches on most fields"
    fitting = sorted((card for card in books.cards if fits(card, entry)), key=rank)
    if fitting:
        if len([card for card in fitting if rank(card) == rank(fitting[-1])]) > 1:
            raise EqualCardsError(fitting[-2:])
        card = fitting[-1]
        return card.hourly_rate if (card.currency or company) == entry.currency else None, "rate_card"
    # The page says: "else the project's; the client's; the employee's"
    client = books.client(entry.client_id)
    for rate, source, currency in (
        (books.project(entry.project_id).hourly_rate, "project", entry.currency),
        (client.hourly_rate, "client", client.currency),
        (books.employee(entry.employee_id).hourly_rate, "employee", company),
    ):
        if rate is not None:
            return rate if currency == entry.currency else None, source
    # The page says: "None found: the entry is unbillable [...] and shows a null rate in reports, never zero."
    return None, None


def fits(card: Card, entry: Entry) -> bool:
    """Tell whether a card fits.

    A blank field fits everything; "effective on the work date, `valid_from` and `valid_to`
    included".
    """
    return (
        card.employee_id in (None, entry.employee_id)
        and card.project_id in (None, entry.project_id)
        and card.client_id in (None, entry.client_id)
        and card.task in (None, entry.task)
        and (card.valid_from is None or card.valid_from <= entry.work_date)
        and (card.valid_to is None or entry.work_date <= card.valid_to)
    )


def specificity(card: Card, *, own_currency: bool) -> tuple[int, bool, bool, bool, bool, bool]:
    """Rank a card: most fields; "ties: task before project before client before employee"; then the bill's currency."""
    named = (card.task is not None, card.project_id is not None, card.client_id is not None)
    named_employee = card.employee_id is not None
    return (sum(named) + named_employee, *named, named_employee, own_currency)


def value(books: Books, entry: Entry) -> Decimal | None:
    """Return hours x standard rate, exact; null without a rate."""
    rate, _ = standard_rate(books, entry)
    return None if rate is None else entry.hours * rate


def value_of(books: Books, entries: list[Entry]) -> Decimal | None:
    """Add up what the entries are worth.

    Those without a rate add nothing; where none of them has a rate the value is not known (null, "never zero").
    """
    values = [value(books, entry) for entry in entries]
    known = [one for one in values if one is not None]
    return None if values and not known else total_of(known)


def is_fully_credited(books: Books, invoice: Document, as_of: date) -> bool:
    """Tell an invoice that live credit notes naming it take back whole."""
    notes = [note for note in books.credit_notes if note.preceding == invoice.number and is_live(note, as_of)]
    return bool(notes) and total_of([note.total for note in notes]) >= invoice.total


def billed(books: Books, as_of: date) -> dict[str, BilledEntry]:
    """Return, by entry, where it is billed: on an invoice that is live and not fully credited at `as_of`.

    "Voiding or fully crediting an invoice sets its hours free again"; "an entry is on at most one live invoice, ever".
    """
    billing = {
        invoice.number
        for invoice in books.invoices
        if is_live(invoice, as_of) and not is_fully_credited(books, invoice, as_of)
    }
    found: dict[str, BilledEntry] = {}
    for one in books.billed_entries:
        if one.invoice_number in billing:
            assert one.entry_id not in found, f"{one.entry_id} is on two live invoices"
            found[one.entry_id] = one
    return found


def unbilled(books: Books, as_of: date) -> list[Entry]:
    """Return "unbilled billable hours": work done by `as_of`, with or without a rate."""
    on_invoice = billed(books, as_of)
    return [
        entry
        for entry in books.entries
        if entry.billable and entry.work_date <= as_of and entry.entry_id not in on_invoice
    ]
