"""Timesheet entries: who worked on what, when and for how long."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from invotrack_analytics.model.dataset import Column, Dataset, Reference, Rule
from invotrack_analytics.model.tax_categories import TAX_CATEGORIES

if TYPE_CHECKING:
    import polars as pl

LONGEST_DAY = Decimal(24)


def _hours_are_possible() -> pl.Expr:
    import polars as pl

    return (pl.col("hours") > 0) & (pl.col("hours") <= LONGEST_DAY)


TIMESHEETS = Dataset(
    name="timesheets",
    title="Timesheet entries",
    description="Who worked on what, when and for how long.",
    key=("entry_id",),
    columns=(
        Column("entry_id", "text", "The entry's code.", required=True),
        Column("employee_id", "text", "Who worked.", required=True),
        Column("project_id", "text", "On what.", required=True),
        Column("work_date", "date", "When.", required=True),
        Column("hours", "hours", "For how long; from start and end time where blank.", required=True),
        Column("start_time", "time", "When the work began."),
        Column("end_time", "time", "When it ended; before the start means the next day."),
        Column("task", "text", "Kind of work."),
        Column("description", "text", "What was done."),
        Column("billable", "boolean", "Whether the client pays for it; yes where blank.", default="true"),
        Column("hourly_rate", "price", "The entry's own rate.", minimum=0),
        Column("tax_rate", "percent", "Its own tax, in percent.", minimum=0, late=True),
        Column("tax_category", "text", "Its own category of tax, by UNCL 5305.", allowed=TAX_CATEGORIES, late=True),
    ),
    references=(
        Reference("employee_id", "employees", "unknown_employee"),
        Reference("project_id", "projects", "unknown_project"),
    ),
    rules=(
        Rule("hours_out_of_range", "An entry has more than 0 and at most 24 hours.", _hours_are_possible, ("hours",)),
    ),
)
