"""Pauses: whom, or of what, nobody reminds for a time."""

from invotrack_analytics.model.dataset import Column, Dataset, Reference

PAUSES = Dataset(
    name="pauses",
    title="Pauses",
    description="Reminders of a client, or of an invoice, that wait; work goes on (see `credit_holds`).",
    key=("pause_id",),
    columns=(
        Column("pause_id", "text", "Its code.", required=True),
        Column("client_id", "text", "The client; or an invoice."),
        Column("invoice_number", "text", "The invoice; or a client."),
        Column("from", "date", "The first day.", required=True),
        Column("until", "date", "The last day, included; blank while it lasts."),
        Column("reason", "text", "Why."),
        Column("by", "text", "Who paused."),
    ),
    references=(
        Reference("client_id", "clients", "unknown_client"),
        Reference("invoice_number", "invoices", "unknown_invoice"),
    ),
)
