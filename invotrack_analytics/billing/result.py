"""Results: what a billing run has made, and what it could not bill."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from invotrack_analytics.billing.fiscal import FiscalState
from invotrack_analytics.billing.invoice import TaxRow, Withheld
from invotrack_analytics.billing.taxing import Note
from invotrack_analytics.config import Settings
from invotrack_analytics.documents.receivers.claims import Claim
from invotrack_analytics.documents.receivers.gap import Gap
from invotrack_analytics.documents.tax_names import tax_name


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
class ShownTax:
    """The tax of a document of one name, in one category and at one rate in percent."""

    name: str
    category: str
    rate: Decimal
    taxable_amount: Decimal
    tax_amount: Decimal


def taxes_told(rows: Sequence[TaxRow], settings: Settings) -> tuple[ShownTax, ...]:
    """Tax rows as results tell them, by their names in the seller's country."""
    return tuple(
        ShownTax(
            tax_name(settings.company.country, row.category), row.category, row.rate, row.taxable_amount, row.tax_amount
        )
        for row in rows
    )


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
    taxes: tuple[ShownTax, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    told: tuple[Note, ...] = ()
    """What is to be said of how it was made, such as why it bears no tax."""
    claim: Claim | None = None
    """The e-invoice that it may be, and what keeps it from being another."""
    fiscal: FiscalState | None = None
    """Its record for the Spanish tax office."""
    status: str = "issued"
    problems: tuple[str, ...] = ()
    """Of one credited or issued by itself: documents that could not be made; the invoice stands."""
    notes: tuple[str, ...] = ()
    """The same: why there is no e-invoice, and which characters no font has."""

    @property
    def payable_amount(self) -> Decimal:
        """What the buyer is to pay: the total less what it withholds."""
        return self.total_amount - sum((one.amount for one in self.withheld), Decimal(0))


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
class KeptBack:
    """An invoice that is not issued for what is wanting in it, each gap with what to fill in."""

    client_id: str
    reason: str
    gaps: tuple[Gap, ...]


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
    kept_back: tuple[KeptBack, ...] = ()
    problems: tuple[str, ...] = ()
    """Documents that could not be made, each in one line; their invoices stand."""
    notes: tuple[str, ...] = ()
    """Why documents have no e-invoice, and which of their characters no font has."""
