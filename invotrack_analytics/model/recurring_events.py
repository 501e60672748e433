"""Events of recurring invoices: what became of a schedule, day by day."""

from invotrack_analytics.model.dataset import Column, Dataset, Reference

RECURRING_EVENTS = Dataset(
    name="recurring_events",
    title="Recurring events",
    description="Pauses, ends and single periods left out; the state of a schedule follows from them.",
    key=("schedule_id", "event", "date"),
    columns=(
        Column("schedule_id", "text", "The schedule.", required=True),
        Column(
            "event",
            "text",
            "What happened: paused, resumed, cancelled or skipped.",
            required=True,
            allowed=("paused", "resumed", "cancelled", "skipped"),
        ),
        Column(
            "date",
            "date",
            "The first day paused, the first covered again, the first not covered any more; of a skipped period the "
            "day of the decision.",
            required=True,
        ),
        Column("period_start", "date", "Of a skipped period: its first day."),
        Column("reason", "text", "Why."),
        Column("by", "text", "Who decided."),
    ),
    references=(Reference("schedule_id", "recurring", "unknown_schedule"),),
)
