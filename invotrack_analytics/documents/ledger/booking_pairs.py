"""Booking pairs: an entry as rows of one debit and one credit account, as some programs want them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from invotrack_analytics.documents.ledger.journal import Line

_NOTHING = Decimal(0)


@dataclass(frozen=True)
class Pair:
    """An amount from one account to another."""

    debit: Line
    credit: Line
    amount: Decimal


def pairs_of(lines: Sequence[Line], automatic: Collection[tuple[str, Decimal]] = ()) -> list[Pair]:
    """The entry's lines in pairs that move the same amounts.

    `automatic` are accounts that reckon their own tax, with its rate: their net is booked with its tax, and the line
    of that tax falls away. Several such lines of one rate share its tax by their nets, so that all of it is booked.
    """
    gross = _with_tax(lines, automatic)
    debited = [(line, line.amount) for line in gross if line.amount > 0]
    credited = [(line, -line.amount) for line in gross if line.amount < 0]
    pairs = []
    while debited and credited:
        (debit, owed), (credit, given) = debited[0], credited[0]
        amount = min(owed, given)
        pairs.append(Pair(debit, credit, amount))
        debited[:1] = [(debit, owed - amount)] if owed > amount else []
        credited[:1] = [(credit, given - amount)] if given > amount else []
    return pairs


def _with_tax(lines: Sequence[Line], automatic: Collection[tuple[str, Decimal]]) -> list[Line]:
    reckoned = [line for line in lines if _reckons(line, automatic)]
    kept: list[Line] = []
    for line in lines:
        if line in reckoned:
            continue
        if line.role == "output_tax" and any(other.tax_rate == line.tax_rate for other in reckoned):
            continue
        kept.append(line)
    for rate in dict.fromkeys(line.tax_rate for line in reckoned):
        same = [line for line in reckoned if line.tax_rate == rate]
        tax = sum((line.amount for line in lines if line.role == "output_tax" and line.tax_rate == rate), _NOTHING)
        kept += [
            _plus(line, share) for line, share in zip(same, shares(tax, [line.amount for line in same]), strict=True)
        ]
    return kept


def _reckons(line: Line, automatic: Collection[tuple[str, Decimal]]) -> bool:
    return line.role == "sales" and line.tax_rate is not None and (line.account, line.tax_rate) in automatic


def _plus(line: Line, tax: Decimal) -> Line:
    amount = line.amount + tax
    return replace(line, debit=max(amount, _NOTHING), credit=max(-amount, _NOTHING))


def shares(whole: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """A whole shared out by weights, to its own places; the shares add up to it exactly."""
    total = sum(weights, _NOTHING)
    if not total:
        return [whole if place == 0 else _NOTHING for place in range(len(weights))]
    unit = Decimal(1).scaleb(int(whole.as_tuple().exponent))
    parts, so_far, given = [], _NOTHING, _NOTHING
    for weight in weights:
        so_far += weight
        through = (whole * so_far / total).quantize(unit)
        parts.append(through - given)
        given = through
    return parts
