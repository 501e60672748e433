"""Expenses: what the company spent, for a project or for itself."""

from invotrack_analytics.model.dataset import Column, Dataset, Reference
from invotrack_analytics.model.tax_categories import TAX_CATEGORIES

EXPENSES = Dataset(
    name="expenses",
    title="Expenses",
    description="What the company spent, for a project or for itself; negative is money back.",
    key=("expense_id",),
    columns=(
        Column("expense_id", "text", "The expense's code.", required=True),
        Column("expense_date", "date", "When it was paid.", required=True),
        Column("amount", "money", "How much.", required=True),
        Column("currency", "currency", "In which currency; the company's where blank."),
        Column("project_id", "text", "For which project."),
        Column("employee_id", "text", "By whom."),
        Column("category", "text", "What kind of expense."),
        Column("billable", "boolean", "Whether the client pays for it; yes where blank.", default="true"),
        Column("description", "text", "What for."),
        Column("tax_rate", "percent", "Its own tax, in percent.", minimum=0, late=True),
        Column("tax_category", "text", "Its own category of tax, by UNCL 5305.", allowed=TAX_CATEGORIES, late=True),
    ),
    references=(
        Reference("project_id", "projects", "unknown_project"),
        Reference("employee_id", "employees", "unknown_employee"),
    ),
)
