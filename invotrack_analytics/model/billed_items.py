"""Billed items: which expense, milestone or fee stands on which invoice line."""

from invotrack_analytics.model.dataset import Column, Dataset, Reference

BILLED_ITEMS = Dataset(
    name="billed_items",
    title="Billed items",
    description="Which expense, milestone or fee stands on which invoice line, so that none is billed twice.",
    key=("kind", "item_id", "invoice_number"),
    columns=(
        Column(
            "kind",
            "text",
            "What it is.",
            required=True,
            allowed=("expense", "milestone", "fixed_fee", "retainer", "recurring", "estimate_stage", "order"),
        ),
        Column(
            "item_id",
            "text",
            "Its code; of a fixed fee the project's, of a retainer project/month, of a recurring invoice "
            "schedule/period.",
            required=True,
        ),
        Column("project_id", "text", "Its project; none where it belongs to no project."),
        Column("invoice_number", "text", "The invoice it is billed on.", required=True),
        Column("line_number", "integer", "The line of that invoice.", required=True),
    ),
    references=(
        Reference("project_id", "projects", "unknown_project"),
        Reference("invoice_number", "invoices", "unknown_invoice"),
    ),
)
