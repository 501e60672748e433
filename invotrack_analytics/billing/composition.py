"""Composition: from entries to invoices with lines, tax and totals; decimals only, no database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Literal

from invotrack_analytics.billing.apportionment import apportion
from invotrack_analytics.billing.candidates import Candidate
from invotrack_analytics.billing.rounding import billed_hours
from invotrack_analytics.billing.wording import WORDING
from invotrack_analytics.config import Settings
from invotrack_analytics.errors import BillingError
from invotrack_analytics.money import minor_unit, round_to_minor_unit

Per = Literal["client", "project"]
GroupBy = Literal["project", "task", "employee", "day", "entry"]


@dataclass(frozen=True)
class BilledEntry:
    """One timesheet entry on a line: its hours after rounding and its share of the line's net amount."""

    entry_id: str
    hours: Decimal
    rate_source: str
    amount: Decimal


@dataclass(frozen=True)
class Line:
    """One line: quantity in hours; quantity x unit price, rounded to the minor unit, is the net amount."""

    description: str
    quantity: Decimal
    unit_price: Decimal
    net_amount: Decimal
    tax_rate: Decimal
    """In percent."""
    entries: tuple[BilledEntry, ...]


@dataclass(frozen=True)
class Invoice:
    """An invoice that has everything but its number."""

    client_id: str
    currency: str
    issue_date: date
    due_date: date
    net_amount: Decimal
    tax_amount: Decimal
    total_amount: Decimal
    lines: tuple[Line, ...]

    @property
    def hours(self) -> Decimal:
        """Hours billed, after rounding."""
        return sum((line.quantity for line in self.lines), Decimal(0))

    @property
    def entry_ids(self) -> tuple[str, ...]:
        """The entries billed, line by line."""
        return tuple(entry.entry_id for line in self.lines for entry in line.entries)


# What a line stands for: the order among lines, what entries of one line have in common, and the words on it.
_Key = tuple[str, ...]
_GROUPINGS: dict[GroupBy, Callable[[Candidate], tuple[_Key, str]]] = {
    "project": lambda entry: ((entry.project_name, entry.project_id), entry.project_name),
    # What names no task comes last.
    "task": lambda entry: (("", entry.task) if entry.task else ("rest",), entry.task or WORDING.other_work),
    "employee": lambda entry: ((entry.employee_name, entry.employee_id), entry.employee_name),
    "day": lambda entry: ((entry.work_date.isoformat(),), entry.work_date.isoformat()),
    "entry": lambda entry: ((entry.work_date.isoformat(), entry.entry_id), _entry_words(entry)),
}


def compose(
    candidates: Iterable[Candidate], settings: Settings, *, issue_date: date, per: Per, group_by: GroupBy
) -> list[Invoice]:
    """The invoices that bill these entries: one per client (or project) and currency, in the order of these.

    Every candidate has a rate. A line holds what the grouping puts together at one rate. Tax is computed on the sum of
    the rounded lines (EN 16931, BR-CO-17), at the client's rate, else the company's. An invoice of zero is made too:
    whether it is issued is the caller's matter.
    """

    def document(entry: Candidate) -> tuple[str, str, str]:
        return (entry.client_id, entry.project_id if per == "project" else "", entry.currency)

    ordered = sorted(candidates, key=document)
    return [_invoice(list(entries), settings, issue_date, group_by) for _, entries in groupby(ordered, key=document)]


def tax_on(net_amount: Decimal, percent: Decimal, currency: str) -> Decimal:
    """Tax on a net amount at a rate in percent, rounded half-up to the currency's minor unit."""
    return round_to_minor_unit(net_amount * percent / 100, currency)


def _invoice(entries: Sequence[Candidate], settings: Settings, issue_date: date, group_by: GroupBy) -> Invoice:
    first = entries[0]
    tax_rate = settings.billing.tax_rate if first.tax_rate is None else first.tax_rate
    lines = tuple(_lines(entries, settings, tax_rate, group_by))
    net = sum((line.net_amount for line in lines), Decimal(0))
    # A client has one tax rate, so the document has one tax category.
    tax = tax_on(net, tax_rate, first.currency)
    return Invoice(
        client_id=first.client_id,
        currency=first.currency,
        issue_date=issue_date,
        due_date=_due_date(first, settings, issue_date),
        net_amount=net,
        tax_amount=tax,
        total_amount=net + tax,
        lines=lines,
    )


def _lines(entries: Sequence[Candidate], settings: Settings, tax_rate: Decimal, group_by: GroupBy) -> Iterable[Line]:
    grouping = _GROUPINGS[group_by]

    def together(entry: Candidate) -> tuple[_Key, Decimal]:
        return grouping(entry)[0], _rate(entry)

    for (_, rate), members in groupby(sorted(entries, key=together), key=together):
        yield _line(list(members), rate, settings, tax_rate, grouping)


def _line(
    entries: Sequence[Candidate],
    rate: Decimal,
    settings: Settings,
    tax_rate: Decimal,
    grouping: Callable[[Candidate], tuple[_Key, str]],
) -> Line:
    billing = settings.billing
    currency = entries[0].currency
    hours = billed_hours(
        [entry.hours for entry in entries], billing.rounding_minutes, billing.rounding, billing.rounding_scope
    )
    quantity = sum(hours, Decimal(0))
    net = round_to_minor_unit(quantity * rate, currency)
    amounts = apportion(net, hours, minor_unit(currency))
    return Line(
        description=grouping(entries[0])[1],
        quantity=quantity,
        unit_price=rate,
        net_amount=net,
        tax_rate=tax_rate,
        entries=tuple(
            BilledEntry(entry.entry_id, billed, entry.rate_source or "", amount)
            for entry, billed, amount in zip(entries, hours, amounts, strict=True)
        ),
    )


def _rate(entry: Candidate) -> Decimal:
    if entry.rate is None:
        message = f"entry {entry.entry_id} has no rate"
        raise ValueError(message)
    return entry.rate


def _due_date(entry: Candidate, settings: Settings, issue_date: date) -> date:
    days = settings.receivables.payment_terms_days if entry.payment_terms_days is None else entry.payment_terms_days
    try:
        return issue_date + timedelta(days=days)
    except OverflowError as error:
        message = f"client {entry.client_id} has payment terms of {days} days; correct its payment_terms_days"
        raise BillingError(message) from error


def _entry_words(entry: Candidate) -> str:
    return WORDING.separator.join(
        word for word in (entry.work_date.isoformat(), entry.employee_name, entry.task, entry.description) if word
    )
