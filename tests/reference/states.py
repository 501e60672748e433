"""The state of a document, which "follows from facts, never typed in"."""

from datetime import date

from tests.reference.amounts import total_of
from tests.reference.books import Books
from tests.reference.instalments import disputed_amount, open_parts
from tests.reference.receivables import is_void, open_amount, reductions
from tests.reference.rows import Document


def state(books: Books, document: Document, as_of: date) -> str:
    """Return the state of a document dated ≤ as_of.

    An invoice that is settled is `written_off` when some of it is lost, else `paid`, by whatever means. A credit
    note is `draft`, `void` or `issued`.
    """
    if document.status == "draft":
        return "draft"
    if is_void(document, as_of):
        return "void"
    if document.kind == "credit_note":
        return "issued"
    if open_amount(books, document, as_of) > 0:
        return open_state(books, document, as_of)
    lost = total_of([one.amount for one in reductions(books, document, as_of) if one.is_lost])
    return "written_off" if lost > 0 else "paid"


def open_state(books: Books, invoice: Document, as_of: date) -> str:
    """Return the state of an open invoice: `disputed` goes before `overdue`, and "overdue goes before part-paid"."""
    if disputed_amount(books, invoice, as_of) > 0:
        return "disputed"
    oldest, _ = open_parts(books, invoice, as_of)[0]
    if oldest.due_date < as_of:
        return "overdue"
    return "part_paid" if open_amount(books, invoice, as_of) < invoice.total else "issued"
