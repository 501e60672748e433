"""Projects: what the work is for, and how it is billed."""

from invotrack_analytics.model.dataset import Column, Dataset, Reference

PROJECTS = Dataset(
    name="projects",
    title="Projects",
    description="What the work is for, and how it is billed.",
    key=("project_id",),
    columns=(
        Column("project_id", "text", "The project's code.", required=True),
        Column("client_id", "text", "The client it is done for.", required=True),
        Column("name", "text", "The project's name.", required=True),
        Column(
            "billing_method",
            "text",
            "How it is billed; hourly where blank.",
            allowed=("hourly", "fixed", "milestone", "retainer", "non_billable"),
            default="hourly",
        ),
        Column("hourly_rate", "price", "Rate per hour of this project.", minimum=0),
        Column("currency", "currency", "Currency of its invoices; the client's where blank."),
        Column("budget_hours", "hours", "Hours agreed.", minimum=0),
        Column("budget_amount", "money", "Amount agreed.", minimum=0),
    ),
    references=(Reference("client_id", "clients", "unknown_client"),),
)
