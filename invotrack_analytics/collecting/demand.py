"""Demands: what one mail to a client asks for, in the tone of its highest step; per currency, credit taken off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import duckdb

from invotrack_analytics.collecting.due import DueStep
from invotrack_analytics.model.reminder_rules import TONES


@dataclass(frozen=True)
class OtherItem:
    """What else is open of a client, for its information."""

    invoice_number: str
    due_date: date
    open_amount: Decimal
    currency: str


@dataclass(frozen=True)
class Demand:
    """What a client is asked for at once, by one channel."""

    client_id: str
    channel: str
    steps: tuple[DueStep, ...]

    @property
    def highest(self) -> DueStep:
        """The step in whose tone it speaks."""
        return max(self.steps, key=lambda step: (TONES.index(step.tone), step.step))

    @property
    def is_formal(self) -> bool:
        """Whether any of its steps is a formal demand."""
        return any(step.formal for step in self.steps)

    @property
    def credit(self) -> dict[str, Decimal]:
        """The client's unapplied credit that is taken off, by currency."""
        return {step.currency: step.credit_amount for step in self.steps if step.credit_amount > 0}

    @property
    def totals(self) -> dict[str, Decimal]:
        """What is to be paid, by currency; never added."""
        sums: dict[str, Decimal] = {}
        for step in self.steps:
            sums[step.currency] = sums.get(step.currency, Decimal(0)) + step.asked_amount
        return {currency: amount - self.credit.get(currency, Decimal(0)) for currency, amount in sums.items()}

    @property
    def invoices(self) -> tuple[str, ...]:
        """The invoices that it is about, each once."""
        return tuple(dict.fromkeys(step.invoice_number for step in self.steps))


def demands(steps: Sequence[DueStep]) -> list[Demand]:
    """The demands of what is due and does not wait: formal ones first, then by amount."""
    grouped: dict[tuple[str, str], list[DueStep]] = {}
    for step in steps:
        if step.reason is None:
            grouped.setdefault((step.client_id, step.channel), []).append(step)
    found = [Demand(client, channel, tuple(group)) for (client, channel), group in grouped.items()]
    return sorted(found, key=lambda one: (not one.is_formal, -max(one.totals.values()), one.client_id))


def other_items(
    connection: duckdb.DuckDBPyConnection, day: str, clients: Sequence[str]
) -> dict[str, list[tuple[str, int, OtherItem]]]:
    """Everything open of these clients, by client; with the part's number, so that what is asked can be left out."""
    rows = connection.execute(
        f"""
        select client_id, invoice_number, instalment_number, due_date, open_amount, in_currency
        from asked_items(date '{day}')
        where list_contains($clients, client_id)
        order by due_date, invoice_number, instalment_number
        """,
        {"clients": list(clients)},
    ).fetchall()
    found: dict[str, list[tuple[str, int, OtherItem]]] = {}
    for client, number, part, due, amount, currency in rows:
        found.setdefault(client, []).append((number, part, OtherItem(number, due, amount, currency)))
    return found
