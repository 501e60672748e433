"""Project margin: what each project brought, less what its hours and expenses cost.

Billed are the net amounts of the period's hours on live invoices. What they cost is their number times the employee's
cost rate, which is in the company's currency; for a project in another it is converted at the exchange rate of the
work date. Where an employee has no cost rate, or no rate is loaded, there is no figure, rather than a margin that is
too good. Expenses count in their own currency. Margin = billed - cost - expenses; its rate is of what was billed. The
budget used is that of `project_budgets`: all work by the day, whatever the period, as a share of the amount agreed,
else of the hours.
"""

from __future__ import annotations

from invotrack_analytics.reports.columns import CLIENT, PROJECT_ID, PROJECT_NAME, money, ratio
from invotrack_analytics.reports.report import Chart, Column, Parameters, Report


def _columns(parameters: Parameters) -> tuple[Column, ...]:
    del parameters
    return (
        *CLIENT,
        PROJECT_ID,
        PROJECT_NAME,
        money("billed_amount", "Billed amount", "Net amount of the period's hours on live invoices."),
        money("cost_amount", "Cost of hours", "Hours at what they cost; none where a cost rate is not known."),
        money("expenses_amount", "Expenses", "Expenses of the project in the period."),
        money("margin", "Margin", "Billed amount less cost of hours and expenses."),
        ratio("margin_rate", "Margin rate", "Margin ÷ billed amount."),
        ratio("budget_used", "Budget used", "Of the amount agreed, else of the hours, all work by the day."),
    )


def _chart(parameters: Parameters) -> Chart:
    del parameters
    return Chart(
        kind="bar",
        title="Margin by project",
        x="project_name",
        y=("billed_amount", "cost_amount", "margin"),
        split="currency",
    )


PROJECT_MARGIN = Report(
    name="project_margin",
    title="Project margin",
    question="What did each project bring, less what its hours and expenses cost?",
    parameters=("date_from", "date_to", "client", "currency"),
    columns=_columns,
    grain="One row per project and currency with work, billing or expenses in the period.",
    key=("project_id", "currency"),
    order_by=("client_name", "client_id", "project_name", "project_id", "currency"),
    chart=_chart,
)
