"""Write-offs: what closes an invoice and is no money, each with its kind; only a bad debt is a loss."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invotrack_analytics.model.dataset import Column, Dataset, Reference, Rule

if TYPE_CHECKING:
    import polars as pl

BAD_DEBT = "bad_debt"
DISCOUNT = "discount"
"""Taken by the client for paying early."""
WITHHOLDING = "withholding"
"""Tax that the buyer pays to the tax office instead of the seller; a credit note takes it back with a negative one."""
ROUNDING = "rounding"
"""By how much an amount to pay is rounded down; negative where it is rounded up."""
LAID_OUT = "laid_out"
"""What was paid for the buyer and is asked back beyond the total: negative, since it raises what is owed."""
OF_DOCUMENT = "stated by the document"
"""The reason of what an electronic invoice says itself; its new version states it anew."""
KINDS = (BAD_DEBT, DISCOUNT, WITHHOLDING, ROUNDING, LAID_OUT)


def _given_up_is_positive() -> pl.Expr:
    import polars as pl

    return (pl.col("amount") >= 0) | pl.col("kind").fill_null(BAD_DEBT).is_in([WITHHOLDING, ROUNDING, LAID_OUT])


WRITE_OFFS = Dataset(
    name="write_offs",
    title="Write-offs",
    description="What changes what is open of an invoice and is no money: bad debts, discounts taken, tax withheld …",
    key=("invoice_number", "write_off_date", "kind"),
    columns=(
        Column("invoice_number", "text", "The invoice.", required=True),
        Column("write_off_date", "date", "When it was given up.", required=True),
        Column(
            "amount",
            "money",
            "How much; of a bad debt or a discount no more counts than is left open.",
            required=True,
        ),
        Column("reason", "text", "Why."),
        Column(
            "kind",
            "text",
            "bad_debt (the only loss), discount, withholding, rounding or laid_out; where blank what the reason names "
            "(Skonto, discount, rounding …), else bad_debt.",
            allowed=KINDS,
        ),
    ),
    references=(Reference("invoice_number", "invoices", "unknown_invoice"),),
    rules=(
        Rule(
            "negative_amount",
            "Nothing negative is given up: `amount` of a bad debt or a discount is 0 or more.",
            _given_up_is_positive,
            ("amount", "kind"),
        ),
    ),
)
