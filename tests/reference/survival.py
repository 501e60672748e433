"""How long invoices wait for their money, open ones not forgotten: Kaplan and Meier's estimate in exact fractions.

Choices where the semantics are silent:

- Every live invoice is an observation: from its issue until it is paid in full, else *censored* at `as_of`.
- One that is closed counts as paid where money (reversals off) settled at least half of what was neither credited nor
  settled otherwise: by the last payment that settled something. One that money without a date helped to close is
  censored at its issue. Else it is censored when the last credit note or write-off closed it.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tests.reference.amounts import total_of
from tests.reference.books import Books
from tests.reference.receivables import MONEY, PAYMENT, Reduction, has_undated, reductions, standing
from tests.reference.rows import Document

HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Spell:
    """An invoice's wait: until which day, and whether money ended it."""

    invoice: Document
    until: date
    paid: bool

    @property
    def days_to_pay(self) -> int:
        """Return the days from the issue."""
        return (self.until - self.invoice.issue_date).days

    @property
    def days_late(self) -> int:
        """Return the days from the due date."""
        return (self.until - self.invoice.due_date).days


def spell(books: Books, invoice: Document, as_of: date) -> Spell:
    """Follow a live invoice up to the end of a day."""
    return spell_of(invoice, reductions(books, invoice, as_of), as_of, undated=has_undated(books, invoice))


def spell_of(invoice: Document, found: list[Reduction], as_of: date, *, undated: bool) -> Spell:
    """Follow an invoice, or a part of one as an invoice of its own, with all that reduced it up to the end of a day."""
    left, settled_on = invoice.total, []
    for one, stands in zip(found, standing(found), strict=True):
        if one.kind == PAYMENT and min(stands, left) > 0:
            settled_on.append(one.day)
        left -= one.amount
    if left > 0:
        return Spell(invoice, as_of, paid=False)
    if undated:
        return Spell(invoice, invoice.issue_date, paid=False)
    money = total_of([one.amount for one in found if one.kind in MONEY])
    owed = invoice.total - total_of([one.amount for one in found if one.kind not in MONEY and not one.is_lost])
    if settled_on and money > 0 and money * 2 >= owed:
        return Spell(invoice, max(settled_on), paid=True)
    given_up = [one.day for one in found if one.kind not in MONEY and one.amount > 0]
    return Spell(invoice, max(given_up, default=invoice.issue_date), paid=False)


def product_limit(observed: list[tuple[int, bool]]) -> list[tuple[int, Fraction]]:
    """Return the share that still waits after each number of days, from (days waited, whether paid then)."""
    share, curve = Fraction(1), []
    for days in sorted({waited for waited, _ in observed}):
        at_risk = len([1 for waited, _ in observed if waited >= days])
        paid = len([1 for waited, is_paid in observed if waited == days and is_paid])
        share *= 1 - Fraction(paid, at_risk)
        curve.append((days, share))
    return curve


def survival_median(observed: list[tuple[int, bool]]) -> int | None:
    """Return the first day after which at most half still wait."""
    return next((days for days, share in product_limit(observed) if share <= HALF), None)
