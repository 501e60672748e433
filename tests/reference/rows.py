"""The rows of the books, one small dataclass for each dataset that figures come from."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Client:
    """Who owes."""

    client_id: str
    name: str
    currency: str
    payment_terms_days: int
    hourly_rate: Decimal | None


@dataclass(frozen=True)
class Document:
    """An invoice or a credit note: positive amounts either way."""

    number: str
    client_id: str
    issue_date: date
    due_date: date
    currency: str
    net: Decimal
    tax: Decimal
    total: Decimal
    kind: str
    preceding: str | None
    status: str
    void_date: date | None


@dataclass(frozen=True)
class Line:
    """A line of an invoice or a credit note."""

    invoice_number: str
    line_number: int
    net: Decimal | None
    quantity: Decimal | None
    unit_price: Decimal | None
    tax_rate: Decimal | None
    category: str | None


@dataclass(frozen=True)
class Payment:
    """Money of one payment for one invoice, or for none; negative when it goes back."""

    payment_id: str
    payment_date: date
    amount: Decimal
    client_id: str
    invoice_number: str | None
    currency: str
    instalment_number: int | None
    undated: bool
    """Somebody said that so much was paid, and not when; its date is made up."""


@dataclass(frozen=True)
class Instalment:
    """A part in which an invoice falls due."""

    invoice_number: str
    instalment_number: int
    due_date: date
    amount: Decimal


@dataclass(frozen=True)
class Dispute:
    """What a client refuses to pay of an invoice; no amount means all that is open."""

    invoice_number: str
    disputed_on: date
    amount: Decimal | None
    resolved_on: date | None


@dataclass(frozen=True)
class WriteOff:
    """What is given up of an invoice, or settled without money."""

    invoice_number: str
    write_off_date: date
    amount: Decimal
    kind: str


@dataclass(frozen=True)
class ExchangeRate:
    """What a currency is worth in the company's from a day on."""

    currency: str
    rate_date: date
    rate: Decimal


@dataclass(frozen=True)
class Expense:
    """Money spent."""

    expense_id: str
    expense_date: date
    amount: Decimal
    currency: str
    project_id: str | None
    billable: bool


@dataclass(frozen=True)
class Employee:
    """Who works."""

    employee_id: str
    hourly_rate: Decimal | None
    weekly_capacity_hours: Decimal | None


@dataclass(frozen=True)
class Project:
    """What is worked on, and in which currency."""

    project_id: str
    client_id: str
    billing_method: str | None
    hourly_rate: Decimal | None
    currency: str
    budget_hours: Decimal | None
    budget_amount: Decimal | None


@dataclass(frozen=True)
class Entry:
    """A timesheet entry with its project's client and currency."""

    entry_id: str
    employee_id: str
    project_id: str
    client_id: str
    currency: str
    work_date: date
    hours: Decimal
    task: str | None
    billable: bool
    hourly_rate: Decimal | None


@dataclass(frozen=True)
class Card:
    """A rate for whatever fields it names; a blank field names everything."""

    hourly_rate: Decimal
    employee_id: str | None
    project_id: str | None
    client_id: str | None
    task: str | None
    currency: str | None
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True)
class BilledEntry:
    """An entry on an invoice line, with what was billed for it."""

    entry_id: str
    invoice_number: str
    line_number: int
    hours: Decimal
    rate: Decimal
    amount: Decimal
