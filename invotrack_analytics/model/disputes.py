"""Disputes: what a client refuses to pay until something is settled between the two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invotrack_analytics.model.dataset import Column, Dataset, Reference, Rule

if TYPE_CHECKING:
    import polars as pl


def _resolved_later() -> pl.Expr:
    import polars as pl

    return pl.col("resolved_on") >= pl.col("disputed_on")


DISPUTES = Dataset(
    name="disputes",
    title="Disputes",
    description="What a client refuses to pay for the time being; it stays part of what is outstanding.",
    key=("invoice_number", "disputed_on"),
    columns=(
        Column("invoice_number", "text", "The invoice.", required=True),
        Column("disputed_on", "date", "When it was raised.", required=True),
        Column("amount", "money", "How much of what is open; all of it where blank.", minimum=0),
        Column("resolved_on", "date", "The day from which it is settled; blank while it lasts."),
        Column("reason", "text", "Why."),
    ),
    references=(Reference("invoice_number", "invoices", "unknown_invoice"),),
    rules=(
        Rule(
            "resolved_before_disputed",
            "A dispute is resolved on or after its day.",
            _resolved_later,
            ("disputed_on", "resolved_on"),
        ),
    ),
)
