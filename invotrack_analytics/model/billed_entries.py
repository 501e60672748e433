"""Billed entries: which timesheet entry stands on which invoice line, at which rate."""

from invotrack_analytics.model.dataset import Column, Dataset, Reference

BILLED_ENTRIES = Dataset(
    name="billed_entries",
    title="Billed entries",
    description="Which timesheet entry stands on which invoice line; without it a dump would forget what is billed.",
    key=("entry_id", "invoice_number"),
    columns=(
        Column("entry_id", "text", "The timesheet entry.", required=True),
        Column("invoice_number", "text", "The invoice it is billed on.", required=True),
        Column("line_number", "integer", "The line of that invoice.", required=True),
        Column("hours", "hours", "Hours billed, after rounding.", required=True, minimum=0),
        Column("rate", "price", "Rate per hour.", required=True, minimum=0),
        Column("rate_source", "text", "Which rule gave the rate."),
        Column("amount", "money", "The entry's share of the line's net amount.", required=True),
    ),
    references=(
        Reference("entry_id", "timesheets", "unknown_entry"),
        Reference("invoice_number", "invoices", "unknown_invoice"),
    ),
)
