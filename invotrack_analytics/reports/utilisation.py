"""Utilisation: each employee's hours of the period against their capacity; the rows behind it are `billable_hours`.

Under a client or currency the hours are those for it alone, the capacity is the employee's whole one.
"""

from __future__ import annotations

from invotrack_analytics.reports.columns import EMPLOYEE_ID, EMPLOYEE_NAME, hours, ratio
from invotrack_analytics.reports.report import Chart, Column, Parameters, Report


def _columns(parameters: Parameters) -> tuple[Column, ...]:
    del parameters
    return (
        EMPLOYEE_ID,
        EMPLOYEE_NAME,
        hours("capacity_hours", "Capacity", "Weekly capacity ÷ 5 for each weekday of the period."),
        hours("hours", "Hours", "All hours worked."),
        hours("not_billable_hours", "Not billable", "Hours that no client pays for."),
        hours("billable_hours", "Billable", "Hours that a client pays for."),
        hours("billed_hours", "Billed", "Hours on live invoices, as billed."),
        hours("unbilled_hours", "Unbilled", "Billable hours on no live invoice."),
        ratio("utilisation", "Utilisation", "Billable hours ÷ capacity; none without a capacity."),
    )


def _chart(parameters: Parameters) -> Chart:
    del parameters
    return Chart(
        kind="bar",
        title="Utilisation by employee",
        x="employee_name",
        y=("utilisation",),
        split=None,
        sort_by="utilisation",
        top=20,
    )


UTILISATION = Report(
    name="utilisation",
    title="Utilisation",
    question="How much of each employee's time do clients pay for?",
    parameters=("date_from", "date_to", "client", "currency"),
    columns=_columns,
    grain="One row per employee with work in the period.",
    key=("employee_id",),
    order_by=("employee_name", "employee_id"),
    chart=_chart,
)
