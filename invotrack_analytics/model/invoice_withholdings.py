"""Invoice withholdings: tax that the buyer keeps and pays to the tax office for the seller."""

from invotrack_analytics.model.dataset import Column, Dataset, Reference

INVOICE_WITHHOLDINGS = Dataset(
    name="invoice_withholdings",
    title="Withholdings of invoices",
    description="What the buyer withholds of each document, such as IRPF; of credit notes positive too.",
    key=("invoice_number", "kind"),
    columns=(
        Column("invoice_number", "text", "The document.", required=True),
        Column("kind", "text", "Which tax is withheld, such as IRPF.", required=True),
        Column(
            "base",
            "text",
            "What it is counted on: the amount before tax, or the tax.",
            required=True,
            allowed=("net", "tax"),
        ),
        Column("base_amount", "money", "That amount.", required=True),
        Column("rate", "percent", "In percent of it.", required=True, minimum=0),
        Column("amount", "money", "What is withheld.", required=True),
    ),
    references=(Reference("invoice_number", "invoices", "unknown_invoice"),),
)
