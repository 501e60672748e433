"""Payments: money received, one row per payment and invoice."""

from invotrack_analytics.model.dataset import Column, Dataset, Reference

UNDATED = "undated"
"""The method of a payment of which it is only known that it was made."""
PREPAID = "prepaid"
"""The method of what an electronic invoice says was paid before its issue; its payment_id is NUMBER-prepaid."""
ADVANCES_BETWEEN = "; "
"""What stands between the advance invoices that the reference of a prepaid amount names."""

PAYMENTS = Dataset(
    name="payments",
    title="Payments",
    description="Money received, one row per payment and invoice; negative is money given back.",
    key=("payment_id", "invoice_number"),
    columns=(
        Column("payment_id", "text", "The payment's code.", required=True),
        Column("payment_date", "date", "When the money came.", required=True),
        Column(
            "amount",
            "money",
            "How much of it; negative = refund, or a reversal where an invoice is named.",
            required=True,
        ),
        Column("client_id", "text", "Who paid; the invoice's client where blank."),
        Column("invoice_number", "text", "The invoice it settles; blank = unapplied."),
        Column("currency", "currency", "The invoice's, else the client's where blank."),
        Column("method", "text", "How it was paid."),
        Column("reference", "text", "The bank's or the payer's reference."),
        Column("instalment_number", "integer", "The part of the invoice it pays; the oldest open one where blank."),
        Column("receipt", "text", "The stamp (UUID) of the payment receipt that reports it."),
        Column("invoice_stamp", "text", "The stamp of the invoice, by which a receipt names it whatever its number."),
    ),
    references=(
        Reference("client_id", "clients", "unknown_client"),
        Reference("invoice_number", "invoices", "unknown_invoice"),
    ),
)
