"""Reminders to come: the next step of each open invoice, and what it waits for.

What is due by the day is planned, or waits with a reason; `remind plan` shows the runs of the days after it.
"""

from __future__ import annotations

from invotrack_analytics.reports.columns import CLIENT, INVOICE_NUMBER, money
from invotrack_analytics.reports.report import Column, Parameters, Report


def _columns(parameters: Parameters) -> tuple[Column, ...]:
    del parameters
    return (
        Column("planned_on", "date", "Planned", "The day of the run that says it; the day itself where it is due."),
        *CLIENT,
        INVOICE_NUMBER,
        Column("instalment_number", "integer", "Part", "Which part of the invoice; 0 is the whole."),
        Column("step", "integer", "Step", "The step of its policy."),
        Column("tone", "text", "Tone", "How it asks: courtesy, friendly, firm or final."),
        Column("channel", "text", "Channel", "How it is brought: email, letter, call or sms."),
        Column("state", "text", "State", "planned, or waiting."),
        money("asked_amount", "Asks", "What is open and not disputed."),
        Column("reason", "text", "Waits for", "Why it waits."),
        Column("until", "date", "Until", "The last day of waiting, where it is known."),
    )


REMINDER_PLAN = Report(
    name="reminder_plan",
    title="Reminders to come",
    question="Who is to be reminded next, and what waits?",
    parameters=("client", "currency"),
    columns=_columns,
    grain="One row per open invoice, or part of one, with a reminder still to be said.",
    key=("invoice_number", "instalment_number"),
    order_by=("planned_on", "client_name", "client_id", "invoice_number", "instalment_number"),
)
