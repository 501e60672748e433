"""What the command line says of recurring invoices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from invotrack_analytics.telling import say

if TYPE_CHECKING:
    from invotrack_analytics.billing.recurring.agreement import Cancellation, NewPrice
    from invotrack_analytics.billing.recurring.running import RecurringResult

_REASONS = {
    "no_price": "has no line with a price on its first day",
    "no_mandate": "is to be charged, and there is no mandate; the client pays by the invoice",
    "zero_amount": "comes to nothing",
}


def run_document(result: RecurringResult) -> dict[str, Any]:
    """What `recurring bill --json` prints."""
    return {
        "invoices": [
            {
                "schedule_id": one.schedule_id,
                "period_start": one.period_start,
                "period_end": one.period_end,
                "invoice_number": one.invoice_number,
                "draft": one.draft,
                "issue_date": one.issue_date,
                "net_amount": one.net_amount,
                "tax_amount": one.tax_amount,
                "total_amount": one.total_amount,
                "late": one.late,
            }
            for one in result.invoices
        ],
        "waiting": [
            {"schedule_id": one.schedule_id, "period_start": one.period_start, "reason": one.reason}
            for one in result.waiting
        ],
    }


def run_summary(result: RecurringResult, *, dry_run: bool) -> None:
    """What `recurring bill` says."""
    if not result.invoices and not result.waiting:
        say("Nothing is due.")
    for one in result.invoices:
        number = one.invoice_number or one.draft
        late = ", late" if one.late else ""
        say(f"{number}  {one.schedule_id}  {one.period_start} to {one.period_end}  {one.total_amount}{late}")
    for waiting in result.waiting:
        say(f"{waiting.schedule_id} from {waiting.period_start}: {_REASONS.get(waiting.reason, waiting.reason)}")
    if dry_run:
        say("Nothing was changed.")


def cancellation_document(ended: Cancellation) -> dict[str, Any]:
    """What `recurring cancel --json` prints."""
    return {
        "schedule_id": ended.schedule_id,
        "ends_on": ended.ends_on,
        "credit_note": ended.credit_note,
        "net_amount": ended.net_amount,
    }


def cancellation_summary(ended: Cancellation) -> None:
    """What `recurring cancel` says."""
    say(f"{ended.schedule_id} ends on {ended.ends_on}.")
    if ended.credit_note:
        say(f"Its unused days are credited: {ended.credit_note}, {ended.net_amount} before tax.")


def prices_document(prices: Sequence[NewPrice]) -> list[dict[str, Any]]:
    """What `recurring price --json` prints."""
    return [
        {
            "schedule_id": one.schedule_id,
            "line_number": one.line_number,
            "valid_from": one.valid_from,
            "unit_price": one.unit_price,
            "new_price": one.new_price,
        }
        for one in prices
    ]


def prices_summary(prices: Sequence[NewPrice], *, dry_run: bool) -> None:
    """What `recurring price` says."""
    for one in prices:
        say(f"{one.schedule_id} line {one.line_number}: {one.unit_price:f} to {one.new_price:f} from {one.valid_from}")
    if not prices:
        say("No price is in force then that is not of that day already.")
    if dry_run:
        say("Nothing was changed.")
