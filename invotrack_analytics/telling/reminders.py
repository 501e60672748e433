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


def promises_document(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """What `promise list --json` prints."""
    return [
        {
            **row,
            "amount": money(row["amount"], row["currency"]),
            "paid_amount": money(row["paid_amount"], row["currency"]),
        }
        for row in rows
    ]


def promises_table(rows: Sequence[dict[str, Any]]) -> None:
    """What `promise list` says."""
    if not rows:
        say("Nobody has promised anything.")
        return
    table = plain_table("Promise", "Client", "Invoice", "Amount", "By", "State")
    for row in rows:
        amount = f"{money(row['amount'], row['currency'])} {row['currency']}"
        cells = (row["promise_id"], row["client_id"], row["invoice_number"] or "all", amount, str(row["due_on"]))
        table.add_row(*map(Text, (*cells, row["state"])))
    show(table)


def holds_document(found: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """What `hold list --json` prints."""
    return list(found)


def holds_table(found: Sequence[dict[str, Any]]) -> None:
    """What `hold list` says."""
    if not found:
        say("No client is on hold.")
        return
    table = plain_table("Client", "From", "Until", "Reason", "By")
    for row in found:
        table.add_row(*(Text(str(row[name] or "-")) for name in ("client_id", "from", "until", "reason", "by")))
    show(table)
