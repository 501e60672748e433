"""Taxes: which tax work bears, by rules for any mix of client, project, task and category of expense, over a period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invotrack_analytics.model.dataset import Column, Dataset, Reference, Rule
from invotrack_analytics.model.tax_categories import TAX_CATEGORIES, UNTAXED

if TYPE_CHECKING:
    import polars as pl


def _period_is_forward() -> pl.Expr:
    import polars as pl

    return pl.col("valid_from") <= pl.col("valid_to")


def _rate_fits_category() -> pl.Expr:
    import polars as pl

    return ~pl.col("tax_category").is_in(sorted(UNTAXED)) | (pl.col("tax_rate") == 0)


def _no_surcharge() -> pl.Expr:
    import polars as pl

    return pl.col("surcharge_rate").is_null()


TAXES = Dataset(
    name="taxes",
    title="Tax rules",
    description="Which tax work, expenses and fees bear, for a mix of client, project, task and category.",
    key=("client_id", "project_id", "task", "expense_category", "valid_from", "valid_to"),
    columns=(
        Column("tax_rate", "percent", "Tax in percent.", required=True, minimum=0),
        Column(
            "tax_category",
            "text",
            "Category by UNCL 5305; S where blank and the rate is above 0.",
            allowed=TAX_CATEGORIES,
        ),
        Column("tax_exemption_code", "text", "Why it bears no tax, by the code list VATEX."),
        Column("tax_exemption_reason", "text", "The words for it on invoices."),
        Column("client_id", "text", "For this client; any where blank."),
        Column("project_id", "text", "For this project; any where blank."),
        Column("task", "text", "For this task; any where blank."),
        Column("expense_category", "text", "For expenses of this category; any where blank."),
        Column("valid_from", "date", "First day it holds; from the start where blank."),
        Column("valid_to", "date", "Last day it holds; without end where blank."),
        Column(
            "surcharge_rate",
            "percent",
            "Recargo de equivalencia; borne by goods, which are not billed here.",
            minimum=0,
        ),
    ),
    references=(
        Reference("client_id", "clients", "unknown_client"),
        Reference("project_id", "projects", "unknown_project"),
    ),
    rules=(
        Rule(
            "valid_to_before_valid_from",
            "A period ends on or after the day it begins.",
            _period_is_forward,
            ("valid_from", "valid_to"),
        ),
        Rule(
            "tax_rate_contradicts_category",
            "`tax_rate` is 0 in the categories AE, E, G, O and Z.",
            _rate_fits_category,
            ("tax_rate", "tax_category"),
        ),
        Rule(
            "surcharge_not_supported",
            "No `surcharge_rate`: the recargo de equivalencia is borne by goods, and what is billed here is work.",
            _no_surcharge,
            ("surcharge_rate",),
        ),
    ),
)
