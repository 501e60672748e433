"""Invoices and credit notes."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from invotrack_analytics.model.dataset import Column, Dataset, Reference, Rule

if TYPE_CHECKING:
    import polars as pl

TOLERANCE = Decimal("0.02")
"""How far net + tax may lie from the total: tools round tax by line or by document."""


def _adds_up() -> pl.Expr:
    import polars as pl

    total = pl.col("net_amount").cast(pl.Decimal(20, 3)) + pl.col("tax_amount").cast(pl.Decimal(20, 3))
    return (total - pl.col("total_amount")).abs() <= TOLERANCE


def _due_after_issue() -> pl.Expr:
    import polars as pl

    return pl.col("due_date") >= pl.col("issue_date")


INVOICES = Dataset(
    name="invoices",
    title="Invoices and credit notes",
    description="What the company has billed, and what it has taken back.",
    key=("invoice_number",),
    columns=(
        Column("invoice_number", "text", "The document's number, as printed on it.", required=True),
        Column("client_id", "text", "The client billed.", required=True),
        Column("issue_date", "date", "The date on the document.", required=True),
        Column("due_date", "date", "When it is to be paid; issue date + payment terms where blank."),
        Column("currency", "currency", "The document's currency; the client's where blank."),
        Column("net_amount", "money", "Amount before tax.", minimum=0),
        Column("tax_amount", "money", "Tax, less what the buyer withholds of it; so it may be negative."),
        Column(
            "total_amount",
            "money",
            "Amount to pay, tax included; positive for credit notes too.",
            required=True,
            minimum=0,
        ),
        Column(
            "kind",
            "text",
            "invoice or credit_note; invoice where blank.",
            allowed=("invoice", "credit_note"),
            default="invoice",
        ),
        Column(
            "preceding_invoice_number", "text", "Of a credit note: the invoice it reduces; none = unapplied credit."
        ),
        Column(
            "status",
            "text",
            "issued, draft or void; issued where blank.",
            allowed=("issued", "draft", "void"),
            default="issued",
        ),
        Column("void_date", "date", "Of a void document: the day from which it is void; none = from the start."),
        Column("purchase_order", "text", "The client's order number."),
        Column("notes", "text", "Text on the document."),
        Column("sent_date", "date", "When it was sent to the client; from then on it is credited, not voided."),
        Column("made_by", "text", "Who made it, as a draft or at once."),
        Column("approved_by", "text", "Who approved its draft."),
        Column(
            "tax_currency", "currency", "The currency of the seller's country, where tax is charged in another (BT-6)."
        ),
        Column("tax_fx_rate", "rate", "Units of it per unit of the document's currency, on the issue date."),
        Column("tax_amount_in_tax_currency", "money", "The tax in it (BT-111)."),
        Column("date_note", "text", "That an earlier number has a later date, as it was told at issue."),
        Column("contract_reference", "text", "The number of the client's contract (BT-12)."),
        Column("reason_code", "text", "Of a Spanish credit note: R1 to R4."),
    ),
    references=(
        Reference("client_id", "clients", "unknown_client"),
        Reference("preceding_invoice_number", "invoices", "unknown_invoice"),
    ),
    rules=(
        Rule(
            "total_mismatch",
            "Net + tax is the total, within 0.02.",
            _adds_up,
            ("net_amount", "tax_amount", "total_amount"),
        ),
        Rule(
            "due_before_issue",
            "An invoice falls due on or after its issue date.",
            _due_after_issue,
            ("issue_date", "due_date"),
            warning=True,
        ),
    ),
)
