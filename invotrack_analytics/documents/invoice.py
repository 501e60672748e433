"""What an invoice or a credit note says, complete: whatever makes a file of it needs nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Party:
    """Who sells or who buys. `country` is an ISO 3166 code, or a name that is printed as it stands.

    `endpoint_id` is the electronic address that takes e-invoices, `endpoint_scheme` its kind (an EAS code such as
    0088 or 9920); without one the VAT number or the e-mail address stands for it. `legal_id` is the number
    in a register of companies, `legal_scheme` which register (an ICD code such as 0106).
    """

    name: str
    tax_id: str | None
    address: str | None
    postal_code: str | None
    city: str | None
    country: str | None
    email: str | None = None
    endpoint_id: str | None = None
    endpoint_scheme: str | None = None
    legal_id: str | None = None
    legal_scheme: str | None = None
    contact: str | None = None
    phone: str | None = None
    tax_number: str | None = None
    """A tax number that is no VAT number (BT-32)."""


@dataclass(frozen=True)
class Line:
    """One line: `quantity` in `unit` at `unit_price` in the document's currency; `tax_rate` in percent (21 = 21 %).

    `tax_category` is one of UNCL 5305's S, Z, E, AE, O, G; without one it follows from the rate and the parties.
    """

    number: int
    description: str
    quantity: Decimal
    unit: str
    unit_price: Decimal
    net_amount: Decimal
    tax_rate: Decimal
    tax_category: str | None = None
    discount_amount: Decimal = Decimal(0)
    """What was taken off quantity x unit price to make the net amount."""
    discount_reason: str | None = None
    category: str | None = None
    """What kind of sale it is, such as `services` or `expenses`."""


@dataclass(frozen=True)
class Allowance:
    """A discount on the whole document: a positive amount before tax, off what bears this tax rate (percent)."""

    amount: Decimal
    reason: str
    tax_rate: Decimal
    tax_category: str | None = None


@dataclass(frozen=True)
class TaxSubtotal:
    """What is taxed at one rate (percent) in one category (see `Line`) and the tax on it, in the document's currency.

    `exemption_reason` says why nothing is charged where the category alone does not.
    """

    tax_rate: Decimal
    taxable_amount: Decimal
    tax_amount: Decimal
    tax_category: str | None = None
    exemption_reason: str | None = None
    exemption_code: str | None = None
    """By the code list VATEX (BT-121)."""
    tax_name: str | None = None
    """What the seller's country calls it."""


@dataclass(frozen=True)
class Withholding:
    """What the buyer keeps of the document for the tax office, such as IRPF; `rate` in percent of the base."""

    kind: str
    base_amount: Decimal
    rate: Decimal
    amount: Decimal


@dataclass(frozen=True)
class Entry:
    """One timesheet entry behind the lines: the evidence that the annex shows.

    Ids and `employee_role` are for formats that a client's system reads; no page shows them.
    """

    entry_id: str
    work_date: date
    employee_name: str
    project_name: str
    task: str | None
    description: str | None
    hours: Decimal
    rate: Decimal
    amount: Decimal
    employee_id: str | None = None
    employee_role: str | None = None
    project_id: str | None = None
    line_number: int | None = None


@dataclass(frozen=True)
class InvoiceDocument:
    """An invoice or a credit note as issued. Amounts are positive, in `currency`, rounded to its minor unit.

    `kind` is `invoice` or `credit_note`, `locale` a CLDR name such as `es_ES`, `bank_details` an IBAN, or any text.
    `buyer_reference` is what the buyer asked to read (such as a Leitweg-ID).
    """

    kind: str
    number: str
    issue_date: date
    due_date: date | None
    currency: str
    seller: Party
    buyer: Party
    lines: tuple[Line, ...]
    taxes: tuple[TaxSubtotal, ...]
    net_amount: Decimal
    tax_amount: Decimal
    total_amount: Decimal
    locale: str
    notes: str | None = None
    purchase_order: str | None = None
    preceding_invoice_number: str | None = None
    payment_terms_days: int | None = None
    entries: tuple[Entry, ...] = ()
    period_start: date | None = None
    period_end: date | None = None
    bank_details: str | None = None
    buyer_reference: str | None = None
    preceding_issue_date: date | None = None
    client_id: str | None = None
    allowances: tuple[Allowance, ...] = ()
    withholdings: tuple[Withholding, ...] = ()
    contract_reference: str | None = None
    einvoice: str = "auto"
    """The profile of e-invoice that it is asked for."""
    late_penalty: str | None = None
    early_discount: str | None = None
    reason_code: str | None = None
    """Of a Spanish credit note: R1 to R4."""
    fiscal_url: str | None = None
    """The address of its QR code, where it was told to the Spanish tax office."""

    @property
    def withheld_amount(self) -> Decimal:
        """All that the buyer withholds."""
        return sum((one.amount for one in self.withholdings), Decimal(0))

    @property
    def payable_amount(self) -> Decimal:
        """What the buyer is to pay: the total less what it withholds."""
        return self.total_amount - self.withheld_amount

    @property
    def lines_amount(self) -> Decimal:
        """What the lines come to, before the allowances: the net amount where there are none."""
        return self.net_amount + self.allowance_amount

    @property
    def allowance_amount(self) -> Decimal:
        """All that is taken off the whole document."""
        return sum((allowance.amount for allowance in self.allowances), Decimal(0))
