"""Hours by month: what was worked in each month of the period, what of it is billed, and what it is worth.

Figures are those of `billable_hours`, summed exactly for each row and rounded at the end. A month is that of the work
date; whether its hours are billed is as of the day.
"""

from __future__ import annotations

from invotrack_analytics.reports.columns import CLIENT, EFFECTIVE_RATE, HOURS_AND_WORTH, MONTH, REALISATION
from invotrack_analytics.reports.report import Chart, Column, Parameters, Report


def _columns(parameters: Parameters) -> tuple[Column, ...]:
    del parameters
    return (
        *CLIENT,
        MONTH,
        *HOURS_AND_WORTH,
        REALISATION,
        EFFECTIVE_RATE,
    )


def _chart(parameters: Parameters) -> Chart:
    del parameters
    return Chart(
        kind="stacked_bar",
        title="Hours by month",
        x="month",
        y=("billed_hours", "unbilled_hours"),
        split=None,
    )


HOURS_BY_MONTH = Report(
    name="hours_by_month",
    title="Hours by month",
    question="What was worked month by month, and what became of it?",
    parameters=("date_from", "date_to", "client", "currency"),
    columns=_columns,
    grain="One row per client, month and currency with work in the period.",
    key=("client_id", "month", "currency"),
    order_by=("client_name", "client_id", "currency", "month"),
    chart=_chart,
)
