"""Invoice taxes: the tax of each document by name, category and rate (EN 16931, BG-23), decided when it is issued."""

from invotrack_analytics.model.dataset import Column, Dataset, Reference
from invotrack_analytics.model.tax_categories import TAX_CATEGORIES

INVOICE_TAXES = Dataset(
    name="invoice_taxes",
    title="Taxes of invoices",
    description="What each document is taxed with; amounts of credit notes are positive, as their document's.",
    key=("invoice_number", "tax_name", "tax_category", "tax_rate"),
    columns=(
        Column("invoice_number", "text", "The document.", required=True),
        Column("tax_name", "text", "What the tax is called in the seller's country, such as IVA.", required=True),
        Column("tax_category", "text", "By UNCL 5305.", required=True, allowed=TAX_CATEGORIES),
        Column("tax_rate", "percent", "In percent; 0 where no tax is charged.", required=True, minimum=0),
        Column("taxable_amount", "money", "What is taxed."),
        Column("tax_amount", "money", "The tax: half-up of the taxable amount x the rate (BR-CO-17)."),
        Column("exemption_code", "text", "Why no tax is charged, by the code list VATEX (BT-121)."),
        Column("exemption_reason", "text", "The words for it (BT-120)."),
    ),
    references=(Reference("invoice_number", "invoices", "unknown_invoice"),),
)
