"""Subjects: what is said once and never again, as the outbox names it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from invotrack_analytics.correspondence.result import SaidStep, Unknown
from invotrack_analytics.mail.outbox import Outbox, Subject

REMINDER, INVOICE = "reminder", "invoice"
_BETWEEN = "\x1f"


def reminder_subject(invoice_number: str, instalment_number: int, step: int) -> str:
    """A step of an invoice, or of a part of it."""
    return _BETWEEN.join((REMINDER, invoice_number, str(instalment_number), str(step)))


def invoice_subject(number: str) -> str:
    """An invoice or credit note itself."""
    return _BETWEEN.join((INVOICE, number))


def said_step(subject: Subject) -> SaidStep:
    """The step that a reminder's subject names."""
    _, invoice_number, instalment_number, step = subject.subject.split(_BETWEEN)
    details: Mapping[str, Any] = subject.details
    return SaidStep(
        invoice_number, int(instalment_number), int(step), Decimal(details["asked_amount"]), details["currency"]
    )


def unknown_of(outbox: Outbox) -> tuple[Unknown, ...]:
    """Every mail of which nobody knows, whichever round it is of."""
    return tuple(
        Unknown(
            mail.id,
            mail.client_id,
            mail.to,
            mail.message_id,
            tuple(said_step(subject) for subject in outbox.subjects_of(mail) if mail.kind == REMINDER),
        )
        for mail in outbox.mails("unknown")
    )
