"""Editing: what may be changed on a draft before it is issued, without a database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from invotrack_analytics.billing.invoice import Invoice, Line, discount_lines
from invotrack_analytics.billing.rounding import RoundingRule, billed_hours
from invotrack_analytics.billing.wording import Wording
from invotrack_analytics.errors import BillingError
from invotrack_analytics.money import round_to_minor_unit

_NOTHING = Decimal(0)
_WHOLE = Decimal(100)


@dataclass(frozen=True)
class LineEdit:
    """A change of one line, by its number as it stands; None leaves a part as it is."""

    line: int
    description: str | None = None
    discount: str | None = None
    """`10%` of the line, an amount such as `25.00`, or empty for none."""
    discount_reason: str | None = None


@dataclass(frozen=True)
class DraftEdit:
    """A change of a draft; None leaves a part as it is, an empty text clears it."""

    lines: tuple[LineEdit, ...] = ()
    order: tuple[int, ...] | None = None
    """The lines that stay, in their new order; what the others bill is free again."""
    exclude: frozenset[str] = frozenset()
    """Timesheet entries, expenses or milestones to take off, by their codes; they are free again."""
    discount: str | None = None
    """On the whole document, before tax: `10%`, an amount, or empty for none."""
    discount_reason: str | None = None
    notes: str | None = None
    purchase_order: str | None = None


def edited(
    invoice: Invoice, edit: DraftEdit, rules: Mapping[str, RoundingRule], wording: Wording, name: str
) -> Invoice:
    """The invoice with these changes; `rules` tell by entry how its hours are rounded, `name` is how messages call it.

    Raises BillingError for a line or entry that is not on it, for a discount that is none, and where nothing is left.
    """
    numbered = dict(enumerate(invoice.sold, 1))
    _refuse_unknown(invoice, edit, numbered, name)
    changes = {change.line: change for change in edit.lines}
    order = edit.order if edit.order is not None else tuple(numbered)
    lines = [
        _changed(line, changes.get(number), wording)
        for number in order
        if (line := _without(numbered[number], edit.exclude, rules)) is not None
    ]
    if not lines:
        message = f"nothing would be left on {name}; discard it instead"
        raise BillingError(message)
    discount, reason = _discount_of(invoice)
    if edit.discount is not None:
        discount = amount_of(edit.discount, sum((line.net_amount for line in lines), _NOTHING), invoice.currency)
        reason = edit.discount_reason or reason
    elif edit.discount_reason is not None:
        reason = edit.discount_reason
    found = replace(
        invoice,
        lines=(*lines, *discount_lines(lines, discount, reason or wording.discount)),
        notes=invoice.notes if edit.notes is None else edit.notes or None,
        purchase_order=invoice.purchase_order if edit.purchase_order is None else edit.purchase_order or None,
    )
    if found.total_amount <= 0:
        message = f"{name} would come to {found.total_amount} {found.currency}; it is to come to more than nothing"
        raise BillingError(message)
    return found


def amount_of(discount: str, whole: Decimal, currency: str) -> Decimal:
    """A discount as an amount: a share of the whole (`10%`) or itself. Raises BillingError."""
    text = discount.strip()
    if not text:
        return _NOTHING
    try:
        number = Decimal(text.removesuffix("%").strip())
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or number < 0:
        message = f"{discount!r} is no discount; write a share such as 10% or an amount such as 25.00"
        raise BillingError(message)
    amount = round_to_minor_unit(whole * number / _WHOLE if text.endswith("%") else number, currency)
    if amount > whole:
        message = f"a discount of {amount} {currency} is more than the {whole} that it is taken from"
        raise BillingError(message)
    return amount


def _refuse_unknown(invoice: Invoice, edit: DraftEdit, numbered: Mapping[int, Line], name: str) -> None:
    asked = [*(change.line for change in edit.lines), *(edit.order or ())]
    unknown = [number for number in asked if number not in numbered]
    if unknown:
        message = f"{name} has no line {unknown[0]}; its lines are 1 to {len(numbered)}"
        raise BillingError(message)
    if edit.order is not None and len(set(edit.order)) != len(edit.order):
        message = f"the new order of {name} has a line twice"
        raise BillingError(message)
    claimed = {*invoice.entry_ids, *(item.item_id for item in invoice.items)}
    missing = sorted(edit.exclude - claimed)
    if missing:
        message = f"{name} does not bill {missing[0]}, so it cannot be taken off"
        raise BillingError(message)


def _without(line: Line, exclude: frozenset[str], rules: Mapping[str, RoundingRule]) -> Line | None:
    """The line less what is excluded; None where nothing of it is left."""
    if any(item.item_id in exclude for item in line.items):
        return None
    kept = [entry for entry in line.entries if entry.entry_id not in exclude]
    if len(kept) == len(line.entries):
        return line
    if line.category != "services":
        return replace(line, entries=tuple(kept))
    if not kept:
        return None
    hours = billed_hours([entry.worked for entry in kept], rules[kept[0].entry_id])
    quantity = sum(hours, _NOTHING)
    gross = round_to_minor_unit(quantity * line.unit_price, line.currency)
    return replace(
        line,
        quantity=quantity,
        entries=tuple(replace(entry, hours=billed) for entry, billed in zip(kept, hours, strict=True)),
        discount_amount=min(line.discount_amount, gross),
    )


def _changed(line: Line, change: LineEdit | None, wording: Wording) -> Line:
    if change is None:
        return line
    if change.description is not None:
        line = replace(line, description=change.description)
    if change.discount is not None:
        amount = amount_of(change.discount, max(line.gross_amount, _NOTHING), line.currency)
        line = line.discounted(amount, change.discount_reason or line.discount_reason or wording.discount)
    elif change.discount_reason is not None and line.discount_amount:
        line = line.discounted(line.discount_amount, change.discount_reason or wording.discount)
    return line


def _discount_of(invoice: Invoice) -> tuple[Decimal, str | None]:
    lines = [line for line in invoice.lines if line.category == "discount"]
    return -sum((line.net_amount for line in lines), _NOTHING), lines[0].description if lines else None
