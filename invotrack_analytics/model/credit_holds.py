"""Credit holds: for which clients no new work is billed for a time."""

from invotrack_analytics.model.dataset import Column, Dataset, Reference

CREDIT_HOLDS = Dataset(
    name="credit_holds",
    title="Credit holds",
    description="Clients that billing leaves out for a time; reminders go on (see `pauses`).",
    key=("client_id", "from"),
    columns=(
        Column("client_id", "text", "The client.", required=True),
        Column("from", "date", "The first day.", required=True),
        Column("until", "date", "The last day, included; blank while it lasts."),
        Column("reason", "text", "Why."),
        Column("by", "text", "Who holds."),
    ),
    references=(Reference("client_id", "clients", "unknown_client"),),
)
