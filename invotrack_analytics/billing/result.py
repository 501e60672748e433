"""Results: what a billing run has made, and what it could not bill."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path


@dataclass(frozen=True)
class ShownLine:
    """One line of an invoice: amounts in its currency, before tax."""

    description: str
    quantity: Decimal
    unit_price: Decimal
    discount_amount: Decimal
    net_amount: Decimal
    category: str


@dataclass(frozen=True)
class IssuedInvoice:
    """One invoice, draft or credit note: amounts in its currency, positive, with the minor unit's places."""

    invoice_number: str
    """Of a draft the code by which it is called."""
    client_id: str
    currency: str
    net_amount: Decimal
    tax_amount: Decimal
    total_amount: Decimal
    hours: Decimal
    """Hours billed, after rounding; of a credit note, those set free."""
    entry_ids: tuple[str, ...]
    """The timesheet entries behind these hours, in the order of its lines."""
    files: tuple[Path, ...] = ()
    """The documents published; none in a dry run."""
    lines: tuple[ShownLine, ...] = ()
    status: str = "issued"
    problems: tuple[str, ...] = ()
    """Of one credited or issued by itself: documents that could not be made; the invoice stands."""
    notes: tuple[str, ...] = ()
    """The same: why there is no e-invoice, and which characters no font has."""


@dataclass(frozen=True)
class Unbillable:
    """A billable entry, on no issued invoice, that cannot be billed by the hour now."""

    entry_id: str
    reason: str
    """`billing_method_…`, `on_draft`, `worked_after_issue_date`, `no_rate`, `over_cap` or `zero_amount`."""


@dataclass(frozen=True)
class UnbillableItem:
    """An expense, milestone or fee, on no issued invoice, that cannot be billed now."""

    kind: str
    item_id: str
    project_id: str
    reason: str
    """`not_achieved`, `on_draft`, `after_issue_date`, `other_currency`, `waits_for_hours` and others."""


@dataclass(frozen=True)
class Overrun:
    """A project billed by the hour that has gone beyond its budget, this run included."""

    project_id: str
    measure: str
    """`budget_amount` (before tax, in its currency) or `budget_hours`."""
    budget: Decimal
    reached: Decimal


@dataclass(frozen=True)
class BillingResult:
    """The outcome of a billing run, or of its rehearsal."""

    invoices: tuple[IssuedInvoice, ...]
    unbillable: tuple[Unbillable, ...]
    unbillable_items: tuple[UnbillableItem, ...] = ()
    overruns: tuple[Overrun, ...] = ()
    problems: tuple[str, ...] = ()
    """Documents that could not be made, each in one line; their invoices stand."""
    notes: tuple[str, ...] = ()
    """Why documents have no e-invoice, and which of their characters no font has."""
