"""Report `expected_payments`: one row per open invoice, with the days around which it should be paid in full.

Choices where the semantics are silent:

- The hazard of a client t days late is (d + k D/N) / (n + k): of its own n invoices that waited so long d were paid
  then, of all clients' N invoices D; k = 2. The chance of being still open, given open now, is the product of
  1 - hazard over the later days.
- Expected, earliest and latest: the first day on which that chance is at most 1/2, 9/10, 1/10.
- `basis`: the client where at least k of its own invoices waited longer than this one has, else all clients; null with
  no observations where nobody ever paid so late.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from tests.reference.amounts import rounded
from tests.reference.books import Books
from tests.reference.fields import Row
from tests.reference.receivables import accounts, live_invoices, open_amount
from tests.reference.rows import Document
from tests.reference.survival import Spell, spell

MADE_UP = 2


@dataclass(frozen=True)
class Chances:
    """Of one open invoice: the chance that it is still open after each day, and what that was judged by."""

    invoice: Document
    still_open: list[tuple[date, Fraction]]
    own: int
    everyone: int

    def first_day(self, share: Fraction) -> date | None:
        """Return the first day after which it is still open with at most this chance."""
        return next((day for day, chance in self.still_open if chance <= share), None)


def all_chances(books: Books, as_of: date) -> list[Chances]:
    """Judge every open invoice by all live invoices."""
    invoices = [invoice for account in accounts(books) for invoice in live_invoices(books, as_of, *account)]
    spells = [spell(books, invoice, as_of) for invoice in invoices]
    return [chances(spells, invoice, as_of) for invoice in invoices if open_amount(books, invoice, as_of) > 0]


def chances(spells: list[Spell], invoice: Document, as_of: date) -> Chances:
    """Judge one open invoice."""
    own = [one for one in spells if one.invoice.client_id == invoice.client_id]
    now = (as_of - invoice.due_date).days
    still_open, chance = [], Fraction(1)
    for days_late in sorted({one.days_late for one in spells if one.paid and one.days_late > now}):
        paid, at_risk = _counts(own, days_late)
        all_paid, all_at_risk = _counts(spells, days_late)
        chance *= 1 - (paid + MADE_UP * Fraction(all_paid, all_at_risk)) / (at_risk + MADE_UP)
        still_open.append((invoice.due_date + timedelta(days=days_late), chance))
    longer = [len([one for one in them if one.days_late > now]) for them in (own, spells)]
    return Chances(invoice, still_open, *longer)


def _counts(spells: list[Spell], days_late: int) -> tuple[int, int]:
    """Count who was paid so late, of whom waited so long."""
    waited = [one for one in spells if one.days_late >= days_late]
    return len([one for one in waited if one.days_late == days_late and one.paid]), len(waited)


def report(books: Books, as_of: date, *, client: str | None = None, currency: str | None = None) -> list[Row]:
    """Return when what is open should be paid; what is asked for chooses rows, but everybody's record counts."""
    rows: list[Row] = []
    for one in all_chances(books, as_of):
        invoice = one.invoice
        if client not in (None, invoice.client_id) or currency not in (None, invoice.currency):
            continue
        basis, observations = ("client", one.own) if one.own >= MADE_UP else ("all_clients", one.everyone)
        rows.append(
            {
                "client_id": invoice.client_id,
                "client_name": books.client(invoice.client_id).name,
                "currency": invoice.currency,
                "invoice_number": invoice.number,
                "due_date": invoice.due_date,
                "open_amount": rounded(open_amount(books, invoice, as_of), invoice.currency),
                "expected_date": one.first_day(Fraction(1, 2)),
                "earliest_date": one.first_day(Fraction(9, 10)),
                "latest_date": one.first_day(Fraction(1, 10)),
                "basis": basis if one.still_open else None,
                "observations": observations if one.still_open else None,
            }
        )
    return rows
