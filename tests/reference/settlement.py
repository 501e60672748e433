"""What became of the net amount billed for an entry: credited, settled otherwise, collected, written off, or open."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from tests.reference.amounts import decimals_of, total_of
from tests.reference.books import Books
from tests.reference.receivables import CREDIT_NOTE, MONEY, is_live, reductions
from tests.reference.rows import BilledEntry, Document
from tests.reference.work import billed


@dataclass(frozen=True)
class Settlement:
    """The parts of an entry's amount; together they are the amount."""

    credited: Decimal
    other: Decimal
    collected: Decimal
    written_off: Decimal
    open: Decimal


def settlements(books: Books, as_of: date) -> dict[str, Settlement]:
    """Return, by entry, what became of its amount on the invoice that bills it at `as_of`.

    An invoice's net goes the way of its total: what credit notes took, then what was settled otherwise, then what money
    took, then what was given up,
    each only as far as something was left of the total. Shares are rounded half-up on running sums, twice: over the
    entries in the order of line and code, and over the ways in the order above.
    """
    on_invoices = billed(books, as_of).values()
    found: dict[str, Settlement] = {}
    for invoice in books.invoices:
        entries = [one for one in on_invoices if one.invoice_number == invoice.number]
        ways = ways_of(books, invoice, as_of)
        so_far = Decimal(0)
        for entry in sorted(entries, key=place):
            # The share of each way and those before it in all entries up to here, less that up to the one before.
            steps = [
                running(so_far + entry.amount, way, invoice.currency) - running(so_far, way, invoice.currency)
                for way in ways
            ]
            credited, other, collected, written_off = (
                step - before for step, before in zip(steps, [Decimal(0), *steps[:-1]], strict=True)
            )
            found[entry.entry_id] = Settlement(credited, other, collected, written_off, entry.amount - steps[-1])
            so_far += entry.amount
    return found


def place(entry: BilledEntry) -> tuple[int, str]:
    """Return where an entry stands on its invoice."""
    return entry.line_number, entry.entry_id


def ways_of(books: Books, invoice: Document, as_of: date) -> list[Fraction]:
    """Return the parts of the total that are credited; that or settled otherwise; that or collected; or written off."""
    credited = total_of(
        [note.total for note in books.credit_notes if note.preceding == invoice.number and is_live(note, as_of)]
    )
    paid = total_of(
        [one.amount for one in books.payments if one.invoice_number == invoice.number and one.payment_date <= as_of]
    )
    reduced = reductions(books, invoice, as_of)
    lost = total_of([one.amount for one in reduced if one.is_lost])
    other = total_of([one.amount for one in reduced if one.kind not in (CREDIT_NOTE, *MONEY) and not one.is_lost])
    if invoice.total == 0:
        return [Fraction(0)] * 4
    # What is settled is what is not open; money that went back beyond what came in opens what was credited.
    settled = min(max(credited + other + paid + lost, Decimal(0)), invoice.total)
    first = min(credited, settled)
    second = min(max(credited + other, credited), settled)
    third = min(max(credited + other + paid, credited + other, credited), settled)
    return [Fraction(one) / Fraction(invoice.total) for one in (first, second, third, settled)]


def running(amount: Decimal, part: Fraction, currency: str) -> Decimal:
    """Return the part of an amount, rounded half-up to the minor unit."""
    places = decimals_of(currency)
    units = Fraction(amount) * part * 10**places
    return Decimal((2 * units.numerator + units.denominator) // (2 * units.denominator)).scaleb(-places)
