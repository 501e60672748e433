"""Recurring invoices: what is agreed to be billed again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invotrack_analytics.model.dataset import Column, Dataset, Reference, Rule

if TYPE_CHECKING:
    import polars as pl

EVERY = r"^[1-9][0-9]{0,2} (week|month|year)s?$"
"""How often: a number of weeks, months or years."""


def _is_an_interval() -> pl.Expr:
    import polars as pl

    return pl.col("every").str.contains(EVERY)


def _ends_after_start() -> pl.Expr:
    import polars as pl

    return pl.col("end_date") >= pl.col("start_date")


RECURRING = Dataset(
    name="recurring",
    title="Recurring invoices",
    description="Schedules by which a client is billed again and again; what each period costs is in recurring_lines.",
    key=("schedule_id",),
    columns=(
        Column("schedule_id", "text", "The schedule's code.", required=True),
        Column("client_id", "text", "Who is billed.", required=True),
        Column("project_id", "text", "The project it is for."),
        Column("title", "text", "What it is called."),
        Column("currency", "currency", "The currency of its invoices; the client's where blank."),
        Column("every", "text", "How long a period is: `1 month`, `3 months`, `1 year`, `2 weeks`.", required=True),
        Column("start_date", "date", "The first day covered.", required=True),
        Column(
            "anchor_date",
            "date",
            "The day from which periods are counted, before and after; the start where blank. Its 31st means the "
            "month's last day.",
        ),
        Column("bill_from", "date", "Periods that begin before it were billed elsewhere; the start where blank."),
        Column("end_date", "date", "The last day covered."),
        Column(
            "timing",
            "text",
            "Billed before a period (advance) or after it (arrears); advance where blank.",
            allowed=("advance", "arrears"),
            default="advance",
        ),
        Column(
            "mode",
            "text",
            "What a run makes: a draft, an issued invoice, or one that is charged; issue where blank.",
            allowed=("draft", "issue", "charge"),
            default="issue",
        ),
        Column(
            "catch_up",
            "text",
            "What becomes of late periods: drafts, an invoice each, or one for all; draft where blank.",
            allowed=("draft", "each", "combine"),
            default="draft",
        ),
        Column(
            "proration",
            "text",
            "A price that changes inside a period counts from the next (none) or by days (day); with full a first "
            "part of a period costs all of it. none where blank.",
            allowed=("day", "none", "full"),
            default="none",
        ),
        Column("purchase_order", "text", "The client's order number."),
        Column("version", "integer", "Which version of the agreement this is.", minimum=1),
        Column(
            "valid_from",
            "date",
            "Where interval or anchor were changed: the first day of the new periods; those before it stay as billed.",
        ),
    ),
    references=(
        Reference("client_id", "clients", "unknown_client"),
        Reference("project_id", "projects", "unknown_project"),
    ),
    rules=(
        Rule("not_an_interval", "Every is a number of weeks, months or years.", _is_an_interval, ("every",)),
        Rule(
            "end_before_start",
            "A schedule ends on or after the day it begins.",
            _ends_after_start,
            ("start_date", "end_date"),
        ),
    ),
)
