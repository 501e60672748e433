"""What the command line says of reminders to come, promises, holds and assignments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.text import Text

from invotrack_analytics.telling import money, plain_table, say, show
from invotrack_analytics.telling.mails import WHY

if TYPE_CHECKING:
    from invotrack_analytics.collecting.plan import PlannedStep


def plan_document(found: Sequence[PlannedStep]) -> dict[str, Any]:
    """What `remind plan --json` prints."""
    return {
        "plan": [{**vars(step), "asked_amount": money(step.asked_amount, step.currency)} for step in found],
    }


def plan_table(found: Sequence[PlannedStep]) -> None:
    """What `remind plan` says."""
    if not found:
        say("Nobody is to be reminded in these days.")
        return
    table = plain_table("Day", "Client", "Invoice", "Step", "Tone", "Amount", "State")
    for step in found:
        invoice = step.invoice_number + (f" ({step.instalment_number})" if step.instalment_number else "")
        until = f", until {step.until}" if step.until else ""
        state = f"waits: {WHY.get(step.reason, step.reason)}{until}" if step.reason else step.state
        amount = f"{money(step.asked_amount, step.currency)} {step.currency}"
        cells = (f"{step.planned_on}", step.client_id, invoice, str(step.step), step.tone, amount, state)
        table.add_row(*map(Text, cells))
    show(table)
