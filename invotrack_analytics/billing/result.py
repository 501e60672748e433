"""Results: what a billing run has made, and what it could not bill."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path


@dataclass(frozen=True)
class IssuedInvoice:
    """One invoice or credit note: amounts in its currency, positive, with the minor unit's places."""

    invoice_number: str
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


@dataclass(frozen=True)
class Unbillable:
    """A billable entry, on no issued invoice, that cannot be billed by the hour now."""

    entry_id: str
    reason: str
    """`billing_method_…`, `on_draft`, `worked_after_issue_date`, `no_rate` or `zero_amount`."""


@dataclass(frozen=True)
class BillingResult:
    """The outcome of a billing run, or of its rehearsal."""

    invoices: tuple[IssuedInvoice, ...]
    unbillable: tuple[Unbillable, ...]
