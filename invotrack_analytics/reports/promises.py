"""Promises: what clients said that they would pay, and whether they did.

Kept is a promise for which as much came from its day up to two days after its last: for the invoice that it names, else
from the client. Until then it is open; less is `partly`, nothing `broken`. Rates count what is not open any more.
"""

from __future__ import annotations

from invotrack_analytics.reports.columns import CLIENT, money
from invotrack_analytics.reports.report import Column, Parameters, Report


def _columns(parameters: Parameters) -> tuple[Column, ...]:
    del parameters
    return (
        *CLIENT,
        Column("promise_id", "text", "Promise", "Its code."),
        Column(
            "invoice_number",
            "text",
            "Invoice",
            "The invoice that it names, if any.",
        ),
        Column("promised_on", "date", "Promised", "When it was said."),
        Column("due_on", "date", "By", "Its last day."),
        money("amount", "Amount", "How much was promised."),
        money("paid_amount", "Paid", "What came for it."),
        Column("state", "text", "State", "open, kept, partly or broken."),
        Column("by", "text", "Noted by", "Who noted it."),
        Column("channel", "text", "Channel", "How it was said."),
        Column("kept_rate_count", "ratio", "Kept, by number", "The client's kept promises of all that are not open."),
        Column("kept_rate_amount", "ratio", "Kept, by amount", "What came of what it promised."),
    )


PROMISES = Report(
    name="promises",
    title="Promises",
    question="Who keeps a promise?",
    parameters=("client", "currency"),
    columns=_columns,
    grain="One row per promise.",
    key=("promise_id",),
    order_by=("due_on", "client_name", "promise_id"),
)
