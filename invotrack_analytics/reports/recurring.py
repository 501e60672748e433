"""Recurring: the agreements by which clients are billed again and again, and how each stands.

The amounts are those of the price in force on the day (before the start, of the first one), discounts taken off, before
tax; the monthly one is the price ÷ its months, of weeks x 52 ÷ 12, each line rounded to the minor unit.
"""

from __future__ import annotations

from dataclasses import replace

from invotrack_analytics.reports.columns import CLIENT, PROJECT_ID, money
from invotrack_analytics.reports.recurring_calendar import SCHEDULE_ID
from invotrack_analytics.reports.report import Column, Parameters, Report


def _columns(parameters: Parameters) -> tuple[Column, ...]:
    del parameters
    return (
        SCHEDULE_ID,
        *CLIENT,
        PROJECT_ID,
        Column("title", "text", "Title", "What it is called."),
        Column("every", "text", "Every", "How long a period is."),
        Column("timing", "text", "Timing", "Billed before a period (advance) or after it (arrears)."),
        Column("mode", "text", "Mode", "What a run makes: draft, issue or charge."),
        Column("state", "text", "State", "active, planned, paused, cancelled or ended."),
        Column("start_date", "date", "From", "The first day covered."),
        Column("ends_on", "date", "To", "The last day covered; none where it goes on."),
        Column("last_billed_period", "date", "Last billed", "The first day of the last period billed."),
        Column("next_bill_date", "date", "Next", "When the next period is billed, within a year."),
        # Periods differ in length, so a total of them would mean nothing.
        replace(money("period_amount", "A period", "What a period costs, before tax."), total=False),
        money("monthly_amount", "A month", "The same by the month."),
    )


RECURRING = Report(
    name="recurring",
    title="Recurring invoices",
    question="What is billed again and again, and what is next?",
    parameters=("client", "currency"),
    columns=_columns,
    grain=(
        "One row per recurring invoice: what is agreed, how it stands at the end of the day, "
        "and what it comes to in a month."
    ),
    key=("schedule_id",),
    order_by=("client_name", "client_id", "schedule_id"),
)
