"""Projects: what the work is for, and how it is billed."""

from invotrack_analytics.model.dataset import Column, Dataset, Reference
from invotrack_analytics.model.tax_categories import TAX_CATEGORIES

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
        Column(
            "budget_amount",
            "money",
            "Amount agreed: of an hourly project a budget, of a fixed one the fee, of a retainer the fee of a month.",
            minimum=0,
        ),
        Column(
            "cap_amount",
            "money",
            "Of an hourly project: no more than this is billed, before tax.",
            minimum=0,
            late=True,
        ),
        Column("start_date", "date", "Of a retainer: billed for each month from this day's on."),
        Column("completed_date", "date", "When it was finished: then a fixed fee is billed, and a retainer ends."),
        Column(
            "rounding_minutes",
            "integer",
            "Hours are rounded to so many minutes; the client's where blank.",
            minimum=0,
            late=True,
        ),
        Column(
            "rounding", "text", "Which way; the client's where blank.", allowed=("up", "nearest", "down"), late=True
        ),
        Column(
            "rounding_scope",
            "text",
            "Each entry by itself, or the sum of an invoice line; the client's where blank.",
            allowed=("entry", "line"),
            late=True,
        ),
        Column("tax_rate", "percent", "Tax on its work, in percent; the client's where blank.", minimum=0, late=True),
        Column("tax_category", "text", "Its category by UNCL 5305.", allowed=TAX_CATEGORIES, late=True),
        Column("tax_exemption_code", "text", "Why it bears no tax, by the code list VATEX."),
        Column("tax_exemption_reason", "text", "The words for it on invoices."),
        Column("purchase_order", "text", "The client's order number on its invoices (BT-13)."),
        Column("contract_reference", "text", "The contract's number on its invoices (BT-12)."),
        Column(
            "prices_include_tax", "boolean", "Whether its rates and fees include the tax; as of the client where blank."
        ),
    ),
    references=(Reference("client_id", "clients", "unknown_client"),),
)
