"""Deliveries: what was sent to whom, and what became of it."""

from invotrack_analytics.model.dataset import Column, Dataset

DELIVERIES = Dataset(
    name="deliveries",
    title="Deliveries",
    description="Every mail, letter and message that left, or of which nobody knows whether it did.",
    key=("delivery_id",),
    columns=(
        Column("delivery_id", "text", "Its code.", required=True),
        Column("kind", "text", "What it is: invoice, reminder, statement, fee, receipt or schedule.", required=True),
        Column("client_id", "text", "The client that it went to; none for one to colleagues."),
        Column("to", "text", "The address, or where a letter lies.", required=True),
        Column("language", "text", "Its language."),
        Column("message_id", "text", "The Message-ID, by which bounces name it."),
        Column("state", "text", "What became of it.", required=True),
        Column("attempts", "integer", "How often it was tried.", minimum=0),
        Column("next_try", "text", "When it is tried again, in UTC."),
        Column("queued_at", "text", "When it was entered, in UTC."),
        Column("sent_at", "text", "When the server took it, in UTC."),
        Column("smtp_reply", "text", "What the server said last."),
        Column("about", "text", "The document that it brought."),
        Column("bounced_on", "date", "When it came back."),
    ),
)
