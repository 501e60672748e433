"""Rates: rate cards, each for any mix of employee, project, client and task, over a period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invotrack_analytics.model.dataset import Column, Dataset, Reference, Rule

if TYPE_CHECKING:
    import polars as pl


def _period_is_forward() -> pl.Expr:
    import polars as pl

    return pl.col("valid_from") <= pl.col("valid_to")


RATES = Dataset(
    name="rates",
    title="Rate cards",
    description="What an hour is worth for a mix of employee, project, client and task, over a period.",
    key=("employee_id", "project_id", "client_id", "task", "currency", "valid_from", "valid_to"),
    columns=(
        Column("hourly_rate", "price", "Rate per hour.", required=True, minimum=0),
        Column("employee_id", "text", "For this employee; any where blank."),
        Column("project_id", "text", "For this project; any where blank."),
        Column("client_id", "text", "For this client; any where blank."),
        Column("task", "text", "For this task; any where blank."),
        Column("currency", "currency", "Only for work billed in this currency; any where blank."),
        Column("valid_from", "date", "First day it holds; from the start where blank."),
        Column("valid_to", "date", "Last day it holds; without end where blank."),
    ),
    references=(
        Reference("employee_id", "employees", "unknown_employee"),
        Reference("project_id", "projects", "unknown_project"),
        Reference("client_id", "clients", "unknown_client"),
    ),
    rules=(
        Rule(
            "valid_to_before_valid_from",
            "A period ends on or after the day it begins.",
            _period_is_forward,
            ("valid_from", "valid_to"),
        ),
    ),
)
