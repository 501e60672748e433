"""Hours by task: what was worked in the period on each kind of work, what of it is billed, and what it is worth.

Figures are those of `billable_hours`, summed exactly for each row and rounded at the end.
"""

from __future__ import annotations

from invotrack_analytics.reports.columns import (
    CLIENT,
    EFFECTIVE_RATE,
    HOURS_AND_WORTH,
    PROJECT_ID,
    PROJECT_NAME,
    REALISATION,
)
from invotrack_analytics.reports.report import Chart, Column, Parameters, Report


def _columns(parameters: Parameters) -> tuple[Column, ...]:
    del parameters
    return (
        *CLIENT,
        PROJECT_ID,
        PROJECT_NAME,
        Column("task", "text", "Task", "Kind of work; none where the entries do not say."),
        *HOURS_AND_WORTH,
        REALISATION,
        EFFECTIVE_RATE,
    )


def _chart(parameters: Parameters) -> Chart:
    del parameters
    return Chart(
        kind="stacked_bar",
        title="Hours by task",
        x="task",
        y=("billed_hours", "unbilled_hours"),
        split=None,
        sort_by="hours",
        top=15,
    )


HOURS_BY_TASK = Report(
    name="hours_by_task",
    title="Hours by task",
    question="On what kind of work do the hours go, and what are they worth?",
    parameters=("date_from", "date_to", "client", "currency"),
    columns=_columns,
    grain="One row per client, project, task and currency with work in the period.",
    key=("client_id", "project_id", "task", "currency"),
    order_by=("client_name", "client_id", "project_id", "task", "currency"),
    chart=_chart,
)
