"""Replacements: corrected invoices, and the earlier documents whose place they take."""

from invotrack_analytics.model.dataset import Column, Dataset, Reference

REPLACEMENTS = Dataset(
    name="replacements",
    title="Replacements",
    description=(
        "Which document states an earlier one anew as a whole: from its issue date on the earlier one is void, "
        "whichever of the two comes first into the books."
    ),
    key=("invoice_number", "replaced_invoice_number"),
    columns=(
        Column("invoice_number", "text", "The document that counts.", required=True),
        Column(
            "replaced_invoice_number", "text", "The document whose place it takes; it need not be known.", required=True
        ),
    ),
    references=(Reference("invoice_number", "invoices", "unknown_invoice"),),
)
