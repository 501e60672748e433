"""Write-offs: what will not be collected any more."""

from invotrack_analytics.model.dataset import Column, Dataset, Reference

ROUNDING = "rounding"
"""The reason where an electronic invoice rounds its amount to pay down."""

WRITE_OFFS = Dataset(
    name="write_offs",
    title="Write-offs",
    description="What will not be collected any more.",
    key=("invoice_number", "write_off_date"),
    columns=(
        Column("invoice_number", "text", "The invoice.", required=True),
        Column("write_off_date", "date", "When it was given up.", required=True),
        Column("amount", "money", "How much.", required=True, minimum=0),
        Column("reason", "text", "Why."),
    ),
    references=(Reference("invoice_number", "invoices", "unknown_invoice"),),
)
