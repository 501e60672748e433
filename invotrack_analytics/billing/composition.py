"""Composition: from entries and items to invoices with lines, tax and totals; decimals only, no database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Literal

from invotrack_analytics.billing.candidates import Candidate
from invotrack_analytics.billing.charging import Charges, Hourly, charged_hours
from invotrack_analytics.billing.invoice import (
    BilledEntry,
    BilledItem,
    Category,
    Invoice,
    Line,
    discount_lines,
    share,
)
from invotrack_analytics.billing.items import Item
from invotrack_analytics.billing.rounding import RoundingRule, billed_hours, line_quantity
from invotrack_analytics.billing.taxing import Subject, Tax
from invotrack_analytics.billing.terms import ClientTerms, Terms
from invotrack_analytics.billing.withholding import with_withholding
from invotrack_analytics.billing.wording import Wording
from invotrack_analytics.errors import BillingError
from invotrack_analytics.money import round_to_minor_unit

Per = Literal["client", "project"]
GroupBy = Literal["project", "task", "employee", "day", "entry"]

_ONE = Decimal(1)
_NOTHING = Decimal(0)

# What a line stands for: the order among lines, what entries of one line have in common, and the words on it.
_Key = tuple[str, ...]
_GROUPINGS: Mapping[GroupBy, Callable[[Candidate, Wording], tuple[_Key, str]]] = {
    "project": lambda entry, _: ((entry.project_name, entry.project_id), entry.project_name),
    # What names no task comes last.
    "task": lambda entry, words: (("", entry.task) if entry.task else ("rest",), entry.task or words.other_work),
    "employee": lambda entry, _: ((entry.employee_name, entry.employee_id), entry.employee_name),
    "day": lambda entry, _: ((entry.work_date.isoformat(),), entry.work_date.isoformat()),
    "entry": lambda entry, words: ((entry.work_date.isoformat(), entry.entry_id), _entry_words(entry, words)),
}
# What stands on one invoice: client, project (where each has its own) and currency.
_Document = tuple[str, str, str]


@dataclass(frozen=True)
class _Plan:
    """What goes on one invoice."""

    client: ClientTerms
    terms: Terms
    charges: Charges
    currency: str
    group_by: GroupBy

    def tax_of(self, entry: Candidate) -> Tax:
        """The tax that an entry bears."""
        return self.terms.taxing.tax_of(subject_of(entry))

    def tax_of_item(self, item: Item) -> Tax:
        """The tax that an expense, milestone or fee bears."""
        return self.terms.taxing.tax_of(subject_of_item(item))


def compose(  # noqa: PLR0913  what an invoice is made of, and how
    charges: Charges, due: Sequence[Item], terms: Terms, *, issue_date: date, per: Per, group_by: GroupBy
) -> list[Invoice]:
    """The invoices that bill these hours and items: one per client (or project) and currency, in the order of these.

    Hours first: a line holds what the grouping puts together at one rate. Then fees, then expenses, each a line; then
    the client's discount on the whole. An invoice of zero is made too: whether it is issued is the caller's matter.
    """

    def document(client_id: str, project_id: str, currency: str) -> _Document:
        return (client_id, project_id if per == "project" else "", currency)

    hours: dict[_Document, list[Hourly]] = {}
    for hourly in charges.hourly:
        entry = hourly.entry
        hours.setdefault(document(entry.client_id, entry.project_id, entry.currency), []).append(hourly)
    items: dict[_Document, list[Item]] = {}
    for item in due:
        items.setdefault(document(item.client_id, item.project_id, item.currency), []).append(item)
    drawn: dict[_Document, list[str]] = {}
    for code, entries in charges.drawn.items():
        entry = entries[0]
        drawn.setdefault(document(entry.client_id, entry.project_id, entry.currency), []).append(code)

    found: list[Invoice] = []
    for key in sorted({*hours, *items, *drawn}):
        client_id, _, currency = key
        plan = _Plan(terms.clients[client_id], terms, charges, currency, group_by)
        lines = [
            *_hourly_lines(hours.get(key, []), plan),
            *(_fee_line(item, plan) for item in items.get(key, []) if item.kind != "expense"),
            *(_drawn_line(code, plan) for code in drawn.get(key, [])),
            *(_expense_line(item, plan) for item in items.get(key, []) if item.kind == "expense"),
        ]
        discount = share(lines, plan.client.discount_percent, currency)
        lines.extend(discount_lines(lines, max(discount, _NOTHING), plan.client.wording.discount))
        due_date = _due_date(client_id, plan.client, issue_date)
        theirs = [terms.projects[project_id] for project_id in _projects_of(hours.get(key, []), items.get(key, []))]
        found.append(
            with_withholding(
                Invoice(
                    client_id,
                    currency,
                    issue_date,
                    due_date,
                    tuple(lines),
                    purchase_order=_common([one.purchase_order for one in theirs]) or plan.client.purchase_order,
                    contract_reference=_common([one.contract_reference for one in theirs])
                    or plan.client.contract_reference,
                    told=terms.taxing.notes_on(client_id, [line.tax for line in lines]),
                ),
                terms.taxing,
            )
        )
    return found


def subject_of(entry: Candidate) -> Subject:
    """An entry as it is taxed: by the day it was worked."""
    return Subject(
        entry.client_id,
        entry.project_id,
        entry.task,
        day=entry.work_date,
        own_rate=entry.own_tax_rate,
        own_category=entry.own_tax_category,
    )


def subject_of_item(item: Item) -> Subject:
    """An item as it is taxed: by the day it was spent or achieved, or the month's first."""
    return Subject(
        item.client_id,
        item.project_id,
        expense_category=item.category if item.kind == "expense" else None,
        day=item.due_date,
        own_rate=item.own_tax_rate,
        own_category=item.own_tax_category,
    )


def _projects_of(hours: Sequence[Hourly], items: Sequence[Item]) -> list[str]:
    found = [*(hourly.entry.project_id for hourly in hours), *(item.project_id for item in items)]
    return list(dict.fromkeys(found))


def _common(values: Sequence[str | None]) -> str | None:
    """What all say alike."""
    return values[0] if values and len(set(values)) == 1 else None


def _hourly_lines(hours: Sequence[Hourly], plan: _Plan) -> Iterator[Line]:
    grouping, words = _GROUPINGS[plan.group_by], plan.client.wording

    def together(hourly: Hourly) -> tuple[_Key, Decimal, str, RoundingRule, tuple[Decimal, str, str, str]]:
        entry = hourly.entry
        tax = plan.tax_of(entry)
        kind = (tax.rate, tax.category or "", tax.code or "", tax.reason or "")
        return (
            grouping(entry, words)[0],
            _rate(entry),
            hourly.part,
            plan.terms.projects[entry.project_id].rounding,
            kind,
        )

    lines: list[tuple[str, Line]] = []
    for (_, rate, part, rule, _), members in groupby(sorted(hours, key=together), key=together):
        entries = [hourly.entry for hourly in members]
        worked = [entry.exact_hours for entry in entries]
        billed = billed_hours(worked, rule)
        line = Line(
            description=_with_currency(grouping(entries[0], words)[1], entries),
            quantity=line_quantity(worked, rule),
            unit_price=rate,
            currency=plan.currency,
            tax=plan.tax_of(entries[0]),
            category="services",
            entries=_billed(entries, billed),
        )
        lines.append((part, line))
    parts = {part for part, _ in lines}
    for part in parts:
        _take_off(lines, part, plan)
    return (line for _, line in lines)


def _with_currency(description: str, entries: Sequence[Candidate]) -> str:
    """What a line says, and from which currency its rate was converted; a code needs no translation."""
    currencies = sorted({entry.converted_from for entry in entries if entry.converted_from})
    return f"{description} ({', '.join(currencies)} → {entries[0].currency})" if currencies else description


def _take_off(lines: list[tuple[str, Line]], part: str, plan: _Plan) -> None:
    """Cut the lines of a part to the rest of its cap, or by the rest of its retainer; the last first."""
    charges, words = plan.charges, plan.client.wording
    of_it = [place for place, (its_part, _) in enumerate(lines) if its_part == part]
    if part in charges.most:
        excess = sum((lines[place][1].net_amount for place in of_it), _NOTHING) - charges.most[part]
        reason = words.capped
    else:
        excess, reason = charges.less.get(part, _NOTHING), words.drawn_down
    for place in reversed(of_it):
        line = lines[place][1]
        cut = min(max(excess, _NOTHING), line.net_amount)
        if cut:
            lines[place] = (part, line.discounted(cut, reason))
            excess -= cut


def _fee_line(item: Item, plan: _Plan) -> Line:
    categories: Mapping[str, Category] = {
        "milestone": "milestone", "fixed_fee": "fixed_fee", "retainer": "retainer"
    }  # fmt: skip
    words = plan.client.wording
    project = plan.terms.projects[item.project_id].name
    texts = {
        "milestone": words.milestone.format(project=project, milestone=item.name),
        "fixed_fee": words.fixed_fee.format(project=project),
        "retainer": words.retainer.format(project=project, month=item.name),
    }
    return Line(
        description=texts[item.kind],
        quantity=_ONE,
        unit_price=item.amount,
        currency=plan.currency,
        tax=plan.tax_of_item(item),
        category=categories[item.kind],
        entries=_covered(plan.charges.covered.get(item.item_id, []), plan),
        items=(BilledItem(item.kind, item.item_id, item.project_id),),
    )


def _drawn_line(code: str, plan: _Plan) -> Line:
    """A line of nothing, for hours that a retainer covers which is on an earlier invoice."""
    entries = plan.charges.drawn[code]
    project = plan.terms.projects[entries[0].project_id].name
    words = plan.client.wording
    return Line(
        description=words.separator.join(
            (words.retainer.format(project=project, month=f"{entries[0].work_date:%Y-%m}"), words.drawn_down)
        ),
        quantity=_ONE,
        unit_price=_NOTHING,
        currency=plan.currency,
        tax=plan.tax_of(entries[0]),
        category="retainer",
        entries=_covered(entries, plan),
    )


def _expense_line(item: Item, plan: _Plan) -> Line:
    words = plan.client.wording
    texts = [text for text in (item.category, item.name) if text] or [words.expense]
    day = [item.due_date.isoformat()] if item.due_date else []
    if item.spent:
        amount, currency = item.spent
        texts.append(f"{round_to_minor_unit(amount, currency)} {currency}")
    return Line(
        description=words.separator.join((*day, *texts)),
        # A price is never negative; money back is a negative quantity.
        quantity=_ONE.copy_sign(item.amount),
        unit_price=abs(item.amount),
        currency=plan.currency,
        tax=plan.tax_of_item(item),
        category="expenses",
        items=(BilledItem(item.kind, item.item_id, item.project_id),),
    )


def _covered(entries: Sequence[Candidate], plan: _Plan) -> tuple[BilledEntry, ...]:
    return _billed(entries, [charged_hours(entry, plan.terms.projects[entry.project_id]) for entry in entries])


def _billed(entries: Iterable[Candidate], hours: Iterable[Decimal]) -> tuple[BilledEntry, ...]:
    return tuple(
        BilledEntry(entry.entry_id, entry.hours, billed, entry.rate or _NOTHING, entry.rate_source or "")
        for entry, billed in zip(entries, hours, strict=True)
    )


def _rate(entry: Candidate) -> Decimal:
    if entry.rate is None:
        message = f"entry {entry.entry_id} has no rate"
        raise ValueError(message)
    return entry.rate


def _due_date(client_id: str, client: ClientTerms, issue_date: date) -> date:
    days = client.payment_terms_days
    try:
        return issue_date + timedelta(days=days)
    except OverflowError as error:
        message = f"client {client_id} has payment terms of {days} days; correct its payment_terms_days"
        raise BillingError(message) from error


def _entry_words(entry: Candidate, words: Wording) -> str:
    return words.separator.join(
        word for word in (entry.work_date.isoformat(), entry.employee_name, entry.task, entry.description) if word
    )
