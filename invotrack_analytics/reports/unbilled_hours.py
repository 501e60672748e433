"""Unbilled hours: work in progress, entry by entry, aged by work date."""

from __future__ import annotations

from invotrack_analytics.reports.columns import CLIENT, ENTRY_ID, RATE_SOURCE, WORK, WORK_DATE, hours, money, price
from invotrack_analytics.reports.report import Chart, Column, Parameters, Report


def _columns(parameters: Parameters) -> tuple[Column, ...]:
    del parameters
    return (
        *CLIENT,
        ENTRY_ID,
        *WORK,
        WORK_DATE,
        Column("age_days", "integer", "Age", "Days since the work was done.", unit="days"),
        Column("task", "text", "Task", "Kind of work."),
        hours("hours", "Hours", "Hours worked."),
        price("rate", "Rate", "Standard rate per hour; none where no rule gives one."),
        RATE_SOURCE,
        money("amount", "Amount", "Hours at the rate."),
    )


def _chart(parameters: Parameters) -> Chart:
    del parameters
    return Chart(kind="bar", title="Unbilled work by client", x="client_name", y=("amount",), sort_by="amount", top=15)


UNBILLED_HOURS = Report(
    name="unbilled_hours",
    title="Unbilled hours",
    question="Which work is not billed yet?",
    parameters=("client", "currency"),
    columns=_columns,
    grain="One row per billable entry on no live invoice.",
    key=("entry_id",),
    order_by=("client_name", "client_id", "project_id", "work_date", "entry_id"),
    chart=_chart,
)
