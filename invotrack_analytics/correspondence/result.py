"""Results: what a round of mail has sent, what waits and why, what failed, and what nobody knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class SaidStep:
    """One step of a reminder that a mail says."""

    invoice_number: str
    instalment_number: int
    step: int
    asked_amount: Decimal
    currency: str


@dataclass(frozen=True)
class Sent:
    """One mail that left; in a dry run, that would."""

    delivery_id: str | None
    client_id: str | None
    to: str
    invoices: tuple[str, ...]
    amounts: Mapping[str, Decimal]
    message_id: str | None
    step: int | None = None
    tone: str | None = None
    steps: tuple[SaidStep, ...] = ()


@dataclass(frozen=True)
class Waiting:
    """Something that is due and does not leave yet; `until` is the last day of waiting, where it is known."""

    client_id: str | None
    invoice_number: str
    instalment_number: int
    step: int | None
    reason: str
    until: date | None = None


@dataclass(frozen=True)
class Failed:
    """A mail that cannot leave as it is."""

    client_id: str | None
    delivery_id: str | None
    reason: str


@dataclass(frozen=True)
class Unknown:
    """A mail of which nobody knows whether the server took it: a person is to find out."""

    delivery_id: str
    client_id: str | None
    to: str
    message_id: str
    steps: tuple[SaidStep, ...] = ()


@dataclass(frozen=True)
class Round:
    """The outcome of one round of mail."""

    sent: tuple[Sent, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    failed: tuple[Failed, ...] = ()
    unknown: tuple[Unknown, ...] = field(default=())

    @property
    def is_well(self) -> bool:
        """Whether all is done, or waits with its reason."""
        return not self.failed and not self.unknown
