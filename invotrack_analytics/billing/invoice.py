"""Invoice: what billing makes, with everything but its number; decimals only, no database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal

from invotrack_analytics.billing.apportionment import apportion
from invotrack_analytics.billing.taxing import Note, Tax
from invotrack_analytics.money import minor_unit, round_to_minor_unit

Category = Literal["services", "fixed_fee", "milestone", "retainer", "recurring", "expenses", "discount"]
"""What a line sells. Only lines of `services` count hours; one of `discount` is negative and takes off the whole."""

_NOTHING = Decimal(0)


@dataclass(frozen=True)
class BilledEntry:
    """One timesheet entry on a line: the hours worked, those billed after rounding, and its share of the net amount."""

    entry_id: str
    worked: Decimal
    hours: Decimal
    rate: Decimal
    rate_source: str
    amount: Decimal = _NOTHING


@dataclass(frozen=True)
class BilledItem:
    """What is billed once and is no hour: an expense, a milestone, a fee, or a period of a recurring invoice."""

    kind: str
    item_id: str
    project_id: str | None


@dataclass(frozen=True)
class Line:
    """One line. Quantity x unit price, rounded to the minor unit, less the discount, is the net amount."""

    description: str
    quantity: Decimal
    unit_price: Decimal
    currency: str
    tax: Tax
    category: Category
    discount_amount: Decimal = _NOTHING
    discount_reason: str | None = None
    entries: tuple[BilledEntry, ...] = ()
    items: tuple[BilledItem, ...] = ()
    gross_amount: Decimal = field(init=False)
    """Before the discount."""
    net_amount: Decimal = field(init=False)

    def __post_init__(self) -> None:
        gross = round_to_minor_unit(self.quantity * self.unit_price, self.currency)
        discount = round_to_minor_unit(self.discount_amount, self.currency)
        net = gross - discount
        weights = [entry.hours * entry.rate for entry in self.entries]
        # What has no rate is covered all the same, and then the hours count.
        weights = weights if all(weights) else [entry.hours for entry in self.entries]
        amounts = apportion(net, weights, minor_unit(self.currency)) if weights else ()
        entries = tuple(replace(entry, amount=amount) for entry, amount in zip(self.entries, amounts, strict=True))
        for name, value in (
            ("discount_amount", discount),
            ("gross_amount", gross),
            ("net_amount", net),
            ("entries", entries),
        ):
            object.__setattr__(self, name, value)

    @property
    def tax_rate(self) -> Decimal:
        """In percent."""
        return self.tax.rate

    def discounted(self, amount: Decimal, reason: str) -> Line:
        """The line with this discount, in place of one that it has."""
        return replace(self, discount_amount=amount, discount_reason=reason if amount else None)


@dataclass(frozen=True)
class TaxRow:
    """The tax of a document in one category and at one rate in percent (EN 16931, BG-23)."""

    category: str
    rate: Decimal
    taxable_amount: Decimal
    tax_amount: Decimal
    exemption_code: str | None = None
    exemption_reason: str | None = None


@dataclass(frozen=True)
class Withheld:
    """What the buyer withholds of a document: `rate` in percent of what its base, net or tax, comes to."""

    kind: str
    base: str
    base_amount: Decimal
    rate: Decimal
    amount: Decimal


@dataclass(frozen=True)
class Invoice:
    """An invoice that has everything but its number; its amounts follow from its lines."""

    client_id: str
    currency: str
    issue_date: date
    due_date: date
    lines: tuple[Line, ...]
    purchase_order: str | None = None
    notes: str | None = None
    contract_reference: str | None = None
    withheld: tuple[Withheld, ...] = ()
    told: tuple[Note, ...] = ()
    """What is to be said of how it was made, such as why it bears no tax."""

    @property
    def sold(self) -> tuple[Line, ...]:
        """The lines without the discounts on the whole, which always stand last."""
        return tuple(line for line in self.lines if line.category != "discount")

    @property
    def net_amount(self) -> Decimal:
        """The sum of the rounded lines."""
        return sum((line.net_amount for line in self.lines), _NOTHING)

    @cached_property
    def taxes(self) -> tuple[TaxRow, ...]:
        """The tax by category and rate, in the order of the lines; each row is rounded once (BR-CO-17)."""
        return tax_rows(((line.tax, line.net_amount) for line in self.lines), self.currency)

    @property
    def tax_amount(self) -> Decimal:
        """The sum of these (BR-CO-14)."""
        return sum((row.tax_amount for row in self.taxes), _NOTHING)

    @property
    def total_amount(self) -> Decimal:
        """Net and tax."""
        return self.net_amount + self.tax_amount

    @property
    def payable_amount(self) -> Decimal:
        """What the buyer is to pay: the total less what it withholds."""
        return self.total_amount - sum((one.amount for one in self.withheld), _NOTHING)

    @property
    def hours(self) -> Decimal:
        """Hours billed, after rounding."""
        return sum((entry.hours for line in self.lines for entry in line.entries), _NOTHING)

    @property
    def entry_ids(self) -> tuple[str, ...]:
        """The entries billed, line by line."""
        return tuple(entry.entry_id for line in self.lines for entry in line.entries)

    @property
    def items(self) -> tuple[BilledItem, ...]:
        """What is billed beside hours, line by line."""
        return tuple(item for line in self.lines for item in line.items)


def tax_on(net_amount: Decimal, percent: Decimal, currency: str) -> Decimal:
    """Tax on a net amount at a rate in percent, rounded half-up to the currency's minor unit."""
    return round_to_minor_unit(net_amount * percent / 100, currency)


def tax_rows(nets: Iterable[tuple[Tax, Decimal]], currency: str) -> tuple[TaxRow, ...]:
    """Taxes on net amounts, a row per category and rate; several reasons of one row are joined, without a code."""
    sums: dict[tuple[str, Decimal], Decimal] = {}
    why: defaultdict[tuple[str, Decimal], dict[tuple[str | None, str | None], None]] = defaultdict(dict)
    for tax, net in nets:
        key = (tax.category or "Z", tax.rate)
        sums[key] = sums.get(key, _NOTHING) + net
        if tax.code or tax.reason:
            why[key][tax.code, tax.reason] = None
    rows = []
    for (category, rate), net in sums.items():
        told = list(why[category, rate])
        code = told[0][0] if len(told) == 1 else None
        reason = "; ".join(dict.fromkeys(text for _, text in told if text)) or None
        rows.append(TaxRow(category, rate, net, tax_on(net, rate, currency), code, reason))
    return tuple(rows)


def share(lines: Iterable[Line], percent: Decimal, currency: str) -> Decimal:
    """So many percent of what the lines come to, rounded."""
    return round_to_minor_unit(sum((line.net_amount for line in lines), _NOTHING) * percent / 100, currency)


def discount_lines(lines: Sequence[Line], amount: Decimal, reason: str) -> tuple[Line, ...]:
    """A discount on the whole document: a negative line for each tax rate and category, in proportion to what bears it.

    That is how EN 16931 has it too (BG-20, an allowance of one VAT category).
    """
    if not amount:
        return ()
    nets: dict[Tax, Decimal] = {}
    for line in lines:
        nets[line.tax] = nets.get(line.tax, _NOTHING) + line.net_amount
    currency = lines[0].currency
    parts = apportion(amount, [max(net, _NOTHING) for net in nets.values()], minor_unit(currency))
    return tuple(
        Line(reason, Decimal(1), -part, currency, tax, "discount")
        for tax, part in zip(nets, parts, strict=True)
        if part
    )
