"""Billed hours: which entry stands on which line of which live invoice."""

from __future__ import annotations

from invotrack_analytics.reports.columns import (
    CLIENT,
    ENTRY_ID,
    INVOICE_NUMBER,
    RATE_SOURCE,
    WORK,
    WORK_DATE,
    hours,
    money,
    price,
)
from invotrack_analytics.reports.report import Column, Parameters, Report


def _columns(parameters: Parameters) -> tuple[Column, ...]:
    del parameters
    return (
        *CLIENT,
        ENTRY_ID,
        *WORK,
        WORK_DATE,
        INVOICE_NUMBER,
        Column("line_number", "integer", "Line", "The line of the invoice."),
        hours("hours", "Hours", "Hours billed, after rounding."),
        price("rate", "Rate", "Rate billed per hour."),
        RATE_SOURCE,
        money("amount", "Amount", "The entry's share of the line's net amount."),
    )


BILLED_HOURS = Report(
    name="billed_hours",
    title="Billed hours",
    question="Which work is on which invoice?",
    parameters=("client", "currency"),
    columns=_columns,
    grain="One row per entry on a live invoice.",
    key=("entry_id",),
    order_by=("client_name", "client_id", "invoice_number", "line_number", "work_date", "entry_id"),
)
