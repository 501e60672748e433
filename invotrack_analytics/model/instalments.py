"""Instalments: the parts in which an invoice falls due."""

from invotrack_analytics.model.dataset import Column, Dataset, Reference

INSTALMENTS = Dataset(
    name="instalments",
    title="Instalments",
    description="The parts in which an invoice falls due; those of one invoice come together and make its total.",
    key=("invoice_number", "instalment_number"),
    columns=(
        Column("invoice_number", "text", "The invoice.", required=True),
        Column("instalment_number", "integer", "Which part of it: 1, 2, 3 …", required=True, minimum=0),
        Column("due_date", "date", "When the part is to be paid.", required=True),
        Column("amount", "money", "How much of the total; 0 takes the part away.", required=True, minimum=0),
    ),
    references=(Reference("invoice_number", "invoices", "unknown_invoice"),),
)
