"""Reminders: what was said of which invoice, when, and by which mail."""

from __future__ import annotations

from invotrack_analytics.reports.columns import CLIENT, INVOICE_NUMBER, money
from invotrack_analytics.reports.report import Column, Parameters, Report


def _columns(parameters: Parameters) -> tuple[Column, ...]:
    del parameters
    return (
        *CLIENT,
        INVOICE_NUMBER,
        Column("instalment_number", "integer", "Part", "Which part of the invoice; 0 is the whole."),
        Column("step", "integer", "Step", "The step of its policy."),
        Column("policy", "text", "Policy", "The policy."),
        Column("tone", "text", "Tone", "How it asked: courtesy, friendly, firm or final."),
        Column("planned_on", "date", "Planned", "The day from which it was to be said."),
        Column("sent_on", "date", "Sent", "The day on which it was said."),
        Column("state", "text", "State", "What became of it: sent, unknown, failed or cancelled."),
        Column("delivery_id", "text", "Mail", "The mail that said it."),
        Column("sent_to", "text", "To", "The address."),
        money("asked_amount", "Asked", "What it asked for."),
        Column("reason", "text", "Reason", "Why, where it was not said."),
    )


REMINDERS = Report(
    name="reminders",
    title="Reminders",
    question="Who was reminded of what?",
    parameters=("client", "currency"),
    columns=_columns,
    grain="One row per step that was said of an invoice, or of a part of it.",
    key=("invoice_number", "instalment_number", "step"),
    order_by=("sent_on", "client_name", "invoice_number", "instalment_number", "step"),
)
