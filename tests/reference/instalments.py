"""Parts: "an invoice may fall due in parts; each part ages by itself; money fills named parts first, then the oldest".

An invoice without instalments is one part. Parts that do not make the invoice's total count for nothing. What comes is
laid into slots, the named money of each part first, then what the part still lacks, both by due date; so what is taken
back empties the slot that was filled last. More taken back than ever came is owed with the oldest part.

Each part has the reductions of an invoice of its own: what a reduction left less of it open, or, taken back, more.
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from tests.reference.amounts import total_of
from tests.reference.books import Books
from tests.reference.receivables import Allocation, Reduction, allocations, balance, open_amount, reductions
from tests.reference.rows import Document

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Part:
    """A part of an invoice, or the whole of one that has no instalments (number None)."""

    invoice: Document
    number: int | None
    due_date: date
    amount: Decimal


def parts_of(books: Books, invoice: Document) -> list[Part]:
    """List the parts of an invoice, the oldest first."""
    listed = [one for one in books.instalments if one.invoice_number == invoice.number]
    if not listed or total_of([one.amount for one in listed]) != invoice.total:
        return [Part(invoice, None, invoice.due_date, invoice.total)]
    listed.sort(key=lambda one: (one.due_date, one.instalment_number))
    return [Part(invoice, one.instalment_number, one.due_date, one.amount) for one in listed]


def open_of(parts: list[Part], found: list[Reduction]) -> list[Decimal]:
    """Return what the reductions leave open of each part."""
    money = total_of([one.amount for one in found])
    named = [
        min(part.amount, max(NOTHING, total_of([one.amount for one in found if _names(one, part)]))) for part in parts
    ]
    still = [part.amount for part in parts]
    left = money
    for slots in (named, [part.amount - one for part, one in zip(parts, named, strict=True)]):
        for place, slot in enumerate(slots):
            filled = max(NOTHING, min(left, slot))
            still[place] -= filled
            left -= filled
    if money < 0:
        still[0] -= money
    return still


def _names(reduction: Reduction, part: Part) -> bool:
    return (
        part.number is not None and reduction.payment is not None and reduction.payment.instalment_number == part.number
    )


def open_parts(books: Books, invoice: Document, as_of: date) -> list[tuple[Part, Decimal]]:
    """List the parts of a live invoice of which something is open, oldest first."""
    parts = parts_of(books, invoice)
    if len(parts) == 1:
        still = [open_amount(books, invoice, as_of)]
    else:
        still = open_of(parts, reductions(books, invoice, as_of))
        assert total_of(still) == max(NOTHING, balance(books, invoice, as_of))
    return [(part, amount) for part, amount in zip(parts, still, strict=True) if amount > 0]


def as_invoices(books: Books, invoice: Document, as_of: date) -> list[tuple[Document, list[Reduction]]]:
    """Return an invoice, or each part as an invoice of its own, with the reductions that fall on it by `as_of`."""
    found = reductions(books, invoice, as_of)
    parts = parts_of(books, invoice)
    if parts[0].number is None:
        return [(invoice, found)]
    split: list[tuple[Document, list[Reduction]]] = [
        (replace(invoice, due_date=part.due_date, total=part.amount), []) for part in parts
    ]
    for step, reduction in enumerate(found):
        before, after = open_of(parts, found[:step]), open_of(parts, found[: step + 1])
        for place, (_, on_it) in enumerate(split):
            if before[place] != after[place]:
                on_it.append(replace(reduction, amount=before[place] - after[place]))
    return split


def allocations_to_parts(books: Books, invoice: Document, as_of: date) -> list[tuple[int | None, date, Allocation]]:
    """List the money that the parts of a live invoice took in: the part, its due date, and how much and how late."""
    parts = parts_of(books, invoice)
    if parts[0].number is None:
        return [(None, invoice.due_date, one) for one in allocations(books, invoice, as_of)]
    return [
        (part.number, part.due_date, _allocated(one, part))
        for part, (_, found) in zip(parts, as_invoices(books, invoice, as_of), strict=True)
        for one in found
        if one.payment is not None and one.payment.amount > 0 and one.amount > 0 and not one.payment.undated
    ]


def _allocated(one: Reduction, part: Part) -> Allocation:
    assert one.payment is not None
    return Allocation(one.payment, one.amount, (one.day - part.invoice.issue_date).days, (one.day - part.due_date).days)


def disputed_amount(books: Books, invoice: Document, as_of: date) -> Decimal:
    """Return what is disputed of what is open; a dispute lasts until the day before it is resolved."""
    claims = [
        one.amount
        for one in books.disputes
        if one.invoice_number == invoice.number
        and one.disputed_on <= as_of
        and (one.resolved_on is None or one.resolved_on > as_of)
    ]
    still = open_amount(books, invoice, as_of)
    if None in claims:
        return still
    return min(still, total_of([claim for claim in claims if claim is not None]))
