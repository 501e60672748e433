"""Report `expected_payments`: one row per open invoice or part, with the days around which it should be paid in full.

Choices where the semantics are silent:

- Of an invoice in instalments, each part is an invoice of its own, as in the on-time rates: in the record, and to come.
- The hazard of a client t days late is (d + k D/N) / (n + k): of its own n invoices that waited so long d were paid
  then, of all clients' N invoices D; k = 2. The chance of being still open, given open now, is the product of
  1 - hazard over the later days.
- Expected, earliest and latest: the first day on which that chance is at most 1/2, 9/10, 1/10.
- `basis`: the client where at least k of its own invoices waited longer than this one has, else all clients; null with
  no observations where nobody ever paid so late.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from tests.reference.amounts import rounded
from tests.reference.books import Books
from tests.reference.fields import Row
from tests.reference.instalments import Part, as_invoices, open_parts
from tests.reference.receivables import accounts, has_undated, live_invoices
from tests.reference.survival import Spell, spell_of

MADE_UP = 2


@dataclass(frozen=True)
class Chances:
    """Of one open invoice or part: the chance that it is still open after each day, and what that was judged by."""

    part: Part
    open: Decimal
    still_open: list[tuple[date, Fraction]]
    own: int
    everyone: int

    def first_day(self, share: Fraction) -> date | None:
        """Return the first day after which it is still open with at most this chance."""
        return next((day for day, chance in self.still_open if chance <= share), None)


def all_chances(books: Books, as_of: date) -> list[Chances]:
    """Judge everything open by all live invoices."""
    invoices = [invoice for account in accounts(books) for invoice in live_invoices(books, as_of, *account)]
    spells = [
        spell_of(one, found, as_of, undated=has_undated(books, invoice))
        for invoice in invoices
        for one, found in as_invoices(books, invoice, as_of)
    ]
    still = [one for invoice in invoices for one in open_parts(books, invoice, as_of)]
    return [chances(spells, part, amount, as_of) for part, amount in still]


def chances(spells: list[Spell], part: Part, amount: Decimal, as_of: date) -> Chances:
    """Judge one open invoice or part."""
    own = [one for one in spells if one.invoice.client_id == part.invoice.client_id]
    now = (as_of - part.due_date).days
    still_open, chance = [], Fraction(1)
    for days_late in sorted({one.days_late for one in spells if one.paid and one.days_late > now}):
        paid, at_risk = _counts(own, days_late)
        all_paid, all_at_risk = _counts(spells, days_late)
        chance *= 1 - (paid + MADE_UP * Fraction(all_paid, all_at_risk)) / (at_risk + MADE_UP)
        still_open.append((part.due_date + timedelta(days=days_late), chance))
    longer = [len([one for one in them if one.days_late > now]) for them in (own, spells)]
    return Chances(part, amount, still_open, *longer)


def _counts(spells: list[Spell], days_late: int) -> tuple[int, int]:
    """Count who was paid so late, of whom waited so long."""
    waited = [one for one in spells if one.days_late >= days_late]
    return len([one for one in waited if one.days_late == days_late and one.paid]), len(waited)


def report(books: Books, as_of: date, *, client: str | None = None, currency: str | None = None) -> list[Row]:
    """Return when what is open should be paid; what is asked for chooses rows, but everybody's record counts."""
    rows: list[Row] = []
    for one in all_chances(books, as_of):
        invoice = one.part.invoice
        if client not in (None, invoice.client_id) or currency not in (None, invoice.currency):
            continue
        basis, observations = ("client", one.own) if one.own >= MADE_UP else ("all_clients", one.everyone)
        rows.append(
            {
                "client_id": invoice.client_id,
                "client_name": books.client(invoice.client_id).name,
                "currency": invoice.currency,
                "invoice_number": invoice.number,
                "instalment_number": one.part.number,
                "due_date": one.part.due_date,
                "open_amount": rounded(one.open, invoice.currency),
                "expected_date": one.first_day(Fraction(1, 2)),
                "earliest_date": one.first_day(Fraction(9, 10)),
                "latest_date": one.first_day(Fraction(1, 10)),
                "basis": basis if one.still_open else None,
                "observations": observations if one.still_open else None,
            }
        )
    return rows
