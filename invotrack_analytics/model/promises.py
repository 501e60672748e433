"""Promises: what a client said that it will pay, and by when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invotrack_analytics.model.dataset import Column, Dataset, Reference, Rule

if TYPE_CHECKING:
    import polars as pl


def _due_later() -> pl.Expr:
    import polars as pl

    return pl.col("due_on") >= pl.col("promised_on")


PROMISES = Dataset(
    name="promises",
    title="Promises",
    description="What clients said that they will pay; whether they did follows from their payments.",
    key=("promise_id",),
    columns=(
        Column("promise_id", "text", "Its code.", required=True),
        Column("client_id", "text", "The client.", required=True),
        Column("invoice_number", "text", "The invoice that it is about; all of the client's where blank."),
        Column("amount", "money", "How much.", required=True, minimum=0),
        Column("currency", "currency", "In which currency.", required=True),
        Column("promised_on", "date", "When it was said.", required=True),
        Column("due_on", "date", "The last day of the promise.", required=True),
        Column("by", "text", "Who noted it."),
        Column("channel", "text", "How it was said."),
    ),
    references=(
        Reference("client_id", "clients", "unknown_client"),
        Reference("invoice_number", "invoices", "unknown_invoice"),
    ),
    rules=(
        Rule(
            "due_before_promised",
            "A promise is due on or after its day.",
            _due_later,
            ("promised_on", "due_on"),
        ),
    ),
)
