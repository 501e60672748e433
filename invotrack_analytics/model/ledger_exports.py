"""Ledger exports: which entry of the journal was handed to the accountant's ledger, line by line."""

from invotrack_analytics.model.dataset import Column, Dataset

LEDGER_EXPORTS = Dataset(
    name="ledger_exports",
    title="Ledger exports",
    description=(
        "What was handed over to a ledger program, so that each entry goes once; a later correction is a reversal of "
        "what was handed over and an entry of its own."
    ),
    key=("export_id", "entry_id", "line_number"),
    columns=(
        Column("export_id", "text", "The export.", required=True),
        Column("entry_id", "text", "The entry; each is handed over once in a format.", required=True),
        Column("line_number", "integer", "The line's number within it.", required=True),
        Column("format", "text", "The format that it was written in.", required=True),
        Column("made_at", "text", "When the export was made, as YYYYMMDDHHMMSS.", required=True),
        Column("exported_through", "date", "The last day that the export was asked for.", required=True),
        Column("closed_through", "date", "The last day of the closed months at that time."),
        Column("place", "integer", "The entry's place in the file.", required=True),
        Column("subject", "text", "What the entry is of; its later versions have the same.", required=True),
        Column("entry_date", "date", "The day it is booked on.", required=True),
        Column("document_date", "date", "The document's own day.", required=True),
        Column("kind", "text", "invoice, credit_note, late_fee, payment, write_off or void.", required=True),
        Column("document", "text", "The document's number.", required=True),
        Column("due_date", "date", "When the document is to be paid."),
        Column("text", "text", "The words of the booking."),
        Column("reverses", "text", "The entry that it takes back."),
        Column("currency", "currency", "The entry's currency.", required=True),
        Column("role", "text", "What the account is for.", required=True),
        Column("account", "text", "The account.", required=True),
        Column("client_id", "text", "The client, on an account of what clients owe."),
        Column("qualifier", "text", "The category of a sale, the kind of a write-off."),
        Column("tax_rate", "percent", "Tax in percent.", minimum=0),
        Column("amount", "money", "Debited, or if negative credited.", required=True),
    ),
)
