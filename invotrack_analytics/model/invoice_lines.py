"""Invoice lines: what each document bills."""

from invotrack_analytics.model.dataset import Column, Dataset, Reference

INVOICE_LINES = Dataset(
    name="invoice_lines",
    title="Invoice lines",
    description="What each document bills, line by line.",
    key=("invoice_number", "line_number"),
    columns=(
        Column("invoice_number", "text", "The document.", required=True),
        Column("line_number", "integer", "The line's number within it.", required=True),
        Column("description", "text", "What was done or delivered."),
        Column("quantity", "price", "How much, in units of the line."),
        Column("unit_price", "price", "Price of one unit, before tax."),
        Column("net_amount", "money", "Amount before tax and after discount; negative for a discount line."),
        Column("tax_rate", "percent", "Tax in percent.", minimum=0),
        Column("category", "text", "What kind of sale it is; `discount` takes off the whole document."),
        Column("discount_amount", "money", "What was taken off quantity x price on this line.", minimum=0, late=True),
        Column("discount_reason", "text", "Why."),
        Column(
            "tax_category", "text", "Category of the tax by UNCL 5305, such as S, AE or E; from the rate where blank."
        ),
        Column("tax_exemption_reason", "text", "The words for why it bears no tax."),
        Column("tax_exemption_code", "text", "Why it bears no tax, by the code list VATEX (BT-121)."),
    ),
    references=(Reference("invoice_number", "invoices", "unknown_invoice"),),
)
