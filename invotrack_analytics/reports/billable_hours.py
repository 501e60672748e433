"""Billable hours: what was worked in the period, what of it is billed, and what it is worth.

Utilisation, realisation and effective rate are SEMANTICS' own; an employee's whole capacity stands in each of their
rows, so that utilisation adds up over the rows of one employee. Amounts are exact sums, rounded at the end.
"""

from __future__ import annotations

from invotrack_analytics.reports.columns import CLIENT, EFFECTIVE_RATE, HOURS_AND_WORTH, REALISATION, WORK, ratio
from invotrack_analytics.reports.report import Chart, Column, Parameters, Report


def _columns(parameters: Parameters) -> tuple[Column, ...]:
    del parameters
    return (
        *CLIENT,
        *WORK,
        *HOURS_AND_WORTH,
        ratio("utilisation", "Utilisation", "Billable hours ÷ the employee's capacity in the period."),
        REALISATION,
        EFFECTIVE_RATE,
    )


def _chart(parameters: Parameters) -> Chart:
    del parameters
    return Chart(
        kind="stacked_bar",
        title="Billed and unbilled hours",
        x="employee_name",
        y=("billed_hours", "unbilled_hours"),
        split=None,
        sort_by="billable_hours",
        top=15,
    )


BILLABLE_HOURS = Report(
    name="billable_hours",
    title="Billable hours",
    question="What was worked, billed and left unbilled?",
    parameters=("date_from", "date_to", "client", "currency"),
    columns=_columns,
    grain="One row per client, project, employee and currency with work in the period.",
    key=("client_id", "project_id", "employee_id", "currency"),
    order_by=("client_name", "client_id", "project_id", "employee_id", "currency"),
    chart=_chart,
)
