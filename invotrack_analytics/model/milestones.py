"""Milestones: parts of a project that are paid for when they are achieved."""

from invotrack_analytics.model.dataset import Column, Dataset, Reference
from invotrack_analytics.model.tax_categories import TAX_CATEGORIES

MILESTONES = Dataset(
    name="milestones",
    title="Milestones",
    description="Parts of a fixed or milestone project that are billed when they are achieved.",
    key=("milestone_id",),
    columns=(
        Column("milestone_id", "text", "The milestone's code.", required=True),
        Column("project_id", "text", "The project it is a part of.", required=True),
        Column("name", "text", "What is achieved, as it stands on the invoice.", required=True),
        Column(
            "amount", "money", "What is paid for it, before tax, in the project's currency.", required=True, minimum=0
        ),
        Column("due_date", "date", "When it is planned."),
        Column("achieved_date", "date", "When it was achieved; from then on it is billed."),
        Column("tax_rate", "percent", "Its own tax, in percent.", minimum=0, late=True),
        Column("tax_category", "text", "Its own category of tax, by UNCL 5305.", allowed=TAX_CATEGORIES, late=True),
    ),
    references=(Reference("project_id", "projects", "unknown_project"),),
)
