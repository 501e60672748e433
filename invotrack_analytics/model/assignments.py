"""Assignments: which colleague looks after which client."""

from invotrack_analytics.model.dataset import Column, Dataset, Reference

ASSIGNMENTS = Dataset(
    name="assignments",
    title="Assignments",
    description="Which colleague looks after which client; of two at once the later one counts, as of a stand-in.",
    key=("client_id", "from"),
    columns=(
        Column("client_id", "text", "The client.", required=True),
        Column("user", "text", "The colleague, by the name that signs in.", required=True),
        Column("from", "date", "The first day.", required=True),
        Column("until", "date", "The last day, included; blank while it lasts."),
        Column("by", "text", "Who assigned."),
    ),
    references=(Reference("client_id", "clients", "unknown_client"),),
)
