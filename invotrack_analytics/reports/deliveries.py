"""Deliveries: every mail that left, and what became of it."""

from __future__ import annotations

from invotrack_analytics.reports.columns import CLIENT_ID, CLIENT_NAME
from invotrack_analytics.reports.report import Column, Parameters, Report


def _columns(parameters: Parameters) -> tuple[Column, ...]:
    del parameters
    return (
        Column("delivery_id", "text", "Mail", "Its code."),
        Column("kind", "text", "Kind", "invoice, reminder, statement, fee, receipt or schedule."),
        CLIENT_ID,
        CLIENT_NAME,
        Column("to", "text", "To", "The address."),
        Column("language", "text", "Language", "Its language."),
        Column("message_id", "text", "Message-ID", "By which bounces name it."),
        Column("state", "text", "State", "sent, unknown, failed, cancelled, bounced or complained of."),
        Column("attempts", "integer", "Attempts", "How often it was tried."),
        Column("next_try", "text", "Next try", "When it is tried again, in UTC."),
        Column("queued_at", "text", "Entered", "When it was entered, in UTC."),
        Column("sent_at", "text", "Sent", "When the server took it, in UTC."),
        Column("smtp_reply", "text", "Server", "What the server said last."),
        Column("about", "text", "Document", "The document that it brought."),
    )


DELIVERIES = Report(
    name="deliveries",
    title="Deliveries",
    question="What was sent to whom, and did it arrive?",
    parameters=("client",),
    columns=_columns,
    grain="One row per mail.",
    key=("delivery_id",),
    order_by=("queued_at", "delivery_id"),
)
