"""Exchange rates: units of the base currency per unit of a currency, by day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invotrack_analytics.model.dataset import Column, Dataset, Rule

if TYPE_CHECKING:
    import polars as pl


def _rate_is_positive() -> pl.Expr:
    import polars as pl

    return pl.col("rate") > 0


FX_RATES = Dataset(
    name="fx_rates",
    title="Exchange rates",
    description="Units of the base currency per unit of a currency, by day.",
    key=("currency", "rate_date"),
    columns=(
        Column("currency", "currency", "The foreign currency.", required=True),
        Column("rate_date", "date", "The day from which the rate holds.", required=True),
        Column("rate", "rate", "Units of base currency per unit of this currency.", required=True),
    ),
    rules=(Rule("rate_not_positive", "A rate is more than zero.", _rate_is_positive, ("rate",)),),
)
