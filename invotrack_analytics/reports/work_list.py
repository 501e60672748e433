"""Work list: which client needs a person today, why, and who looks after it."""

from __future__ import annotations

from invotrack_analytics.reports.columns import CLIENT, money
from invotrack_analytics.reports.report import Column, Parameters, Report


def _columns(parameters: Parameters) -> tuple[Column, ...]:
    del parameters
    return (
        *CLIENT,
        Column("owner", "text", "Owner", "Who looks after the client."),
        Column(
            "reason",
            "text",
            "Reason",
            "Why: unknown_mail, bounced, promise_broken, no_address, call_step or dispute_old, the most pressing.",
        ),
        Column("next_action", "text", "Next", "What to do: call, find_address, confirm_mail or settle_dispute."),
        Column("due_on", "date", "Since", "From which day on it waits to be done."),
        money("overdue_amount", "Overdue", "What of the client's invoices is past its due date."),
        Column("oldest_days", "integer", "Oldest", "Days since the oldest of them fell due.", unit="days"),
        Column("last_contact_on", "date", "Last mail", "When the client was last written to."),
        Column("promised_by", "date", "Promised by", "The last day of an open promise."),
        Column("phone", "text", "Phone", "The client's telephone number."),
        Column("place", "integer", "Place", "By amount and age, the first first."),
    )


WORK_LIST = Report(
    name="work_list",
    title="Work list",
    question="Who is to be called today, and why?",
    parameters=("client", "currency"),
    columns=_columns,
    grain="One row per client that needs a person, and currency in which it owes.",
    key=("client_id", "currency"),
    order_by=("place",),
)
