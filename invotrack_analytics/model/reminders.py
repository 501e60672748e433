"""Reminders: which step was said of which invoice, once and for all."""

from invotrack_analytics.model.dataset import Column, Dataset, Reference

REMINDERS = Dataset(
    name="reminders",
    title="Reminders",
    description="Each step that was said of an invoice, or of a part of it, by which mail; a step is never said twice.",
    key=("invoice_number", "instalment_number", "step"),
    columns=(
        Column("invoice_number", "text", "The invoice.", required=True),
        Column("instalment_number", "integer", "Which part of it; 0 is the whole.", required=True, minimum=0),
        Column("step", "integer", "The step of its policy.", required=True, minimum=1),
        Column("policy", "text", "The policy."),
        Column("tone", "text", "How it asked."),
        Column("planned_on", "date", "The day from which it was to be said."),
        Column("sent_on", "date", "The day on which it was said, in the company's time zone."),
        Column(
            "state",
            "text",
            "What became of it.",
            required=True,
            allowed=("sent", "unknown", "failed", "cancelled", "expired", "superseded", "before_start"),
        ),
        Column("delivery_id", "text", "The mail, letter or message that said it."),
        Column("asked_amount", "money", "What it asked for."),
        Column("currency", "currency", "The invoice's currency."),
        Column("reason", "text", "Why, where it was not said."),
    ),
    references=(Reference("invoice_number", "invoices", "unknown_invoice"),),
)
