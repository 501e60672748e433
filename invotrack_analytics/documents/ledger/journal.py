"""Journal: dated entries of debits and credits, ready to be written for a ledger program."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

Role = Literal[
    "receivable",
    "unapplied",
    "sales",
    "output_tax",
    "bank",
    "write_off",
    "late_fees",
    "gateway",
    "gateway_fees",
    "exchange",
    "opening",
]
"""What an account is for; a chart of accounts gives each role its account."""

PER_CLIENT: frozenset[Role] = frozenset({"receivable", "unapplied"})
"""Roles whose balance is kept for each client."""
BALANCE_SHEET: frozenset[Role] = frozenset({"receivable", "unapplied", "output_tax", "bank", "gateway"})
"""Roles whose balance is carried into an opening entry; the others start each period at nothing."""


@dataclass(frozen=True)
class Line:
    """One line of an entry: an account debited or credited (the other amount is 0) in the entry's currency."""

    role: Role
    account: str
    debit: Decimal
    credit: Decimal
    client_id: str | None = None
    category: str | None = None
    tax_rate: Decimal | None = None
    """Percent; null where a document does not say it."""

    @property
    def amount(self) -> Decimal:
        """Debit is positive, credit negative."""
        return self.debit - self.credit


@dataclass(frozen=True)
class Entry:
    """One entry of the journal, whose debits are its credits."""

    entry_id: str
    day: date
    kind: str
    """invoice, credit_note, late_fee, payment, write_off, void, opening; of a reversal, that of what it reverses."""
    document: str
    text: str
    currency: str
    lines: tuple[Line, ...]
    reverses: str | None = None
    due_date: date | None = None
    document_date: date | None = None
    """The document's own date, where a closed month moved the entry to a later day."""


@dataclass(frozen=True)
class Balance:
    """What an account stands at in one currency, debit positive."""

    account: str
    role: Role
    currency: str
    amount: Decimal


@dataclass(frozen=True)
class Client:
    """A client as a ledger program knows it."""

    client_id: str
    name: str


@dataclass(frozen=True)
class Journal:
    """What one file holds, and what must hold after it."""

    company: str
    base_currency: str
    entries: tuple[Entry, ...]
    first_day: date
    last_day: date
    made_at: str
    """When it was made, as YYYYMMDDHHMMSS; the same whenever the file is written again."""
    clients: tuple[Client, ...] = ()
    balances: tuple[Balance, ...] = ()
    """What is asserted at the end of `asserted_on`; each account in each of its currencies."""
    asserted_on: date | None = None
    known_accounts: frozenset[str] = field(default_factory=frozenset)
    """Accounts and clients that an earlier file of the same series declared."""

    def accounts(self) -> list[tuple[str, Line]]:
        """Every account of the entries, each with the first line that uses it, in order of their names."""
        first: dict[str, Line] = {}
        for entry in self.entries:
            for line in entry.lines:
                first.setdefault(line.account, line)
        return sorted(first.items())

    def currencies(self) -> list[str]:
        """The currencies of its entries."""
        return sorted({entry.currency for entry in self.entries})


def balances_of(entries: Iterable[Entry]) -> tuple[Balance, ...]:
    """What the entries add up to, for each account and currency."""
    sums: dict[tuple[str, str], tuple[Role, Decimal]] = {}
    for entry in entries:
        for line in entry.lines:
            key = line.account, entry.currency
            sums[key] = line.role, sums.get(key, (line.role, Decimal(0)))[1] + line.amount
    return tuple(
        Balance(account, role, currency, amount) for (account, currency), (role, amount) in sorted(sums.items())
    )
