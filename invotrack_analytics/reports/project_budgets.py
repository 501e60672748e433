"""Project budgets: hours and amount agreed for each project against the work done on it so far.

All work up to the day counts, from the project's beginning. Hours are all hours worked, paid for by the client or not;
the amount is the standard value of the billable ones, whether billed yet or not (work without a rate adds nothing, and
where no billable work has a rate there is no figure). A project without a budget of a kind has no figures of that kind.
The pace is that of the last four weeks, the day included.
"""

from __future__ import annotations

from invotrack_analytics.reports.columns import CLIENT, PROJECT_ID, PROJECT_NAME, hours, money, ratio
from invotrack_analytics.reports.report import Chart, Column, Parameters, Report


def _columns(parameters: Parameters) -> tuple[Column, ...]:
    del parameters
    return (
        *CLIENT,
        PROJECT_ID,
        PROJECT_NAME,
        Column("billing_method", "text", "Billing", "hourly, fixed, milestone, retainer or non_billable."),
        hours("budget_hours", "Budget hours", "Hours agreed."),
        hours("hours", "Hours", "All hours worked by the day."),
        hours("hours_left", "Hours left", "Budget hours less hours; negative where there are more than agreed."),
        ratio("hours_used", "Hours used", "Hours ÷ budget hours."),
        money("budget_amount", "Budget amount", "Amount agreed."),
        money("standard_amount", "Standard value", "Billable hours at their standard rate."),
        money("billed_amount", "Billed amount", "Net amount of these hours on live invoices."),
        money("amount_left", "Amount left", "Budget amount less standard value; negative where there is more."),
        ratio("amount_used", "Amount used", "Standard value ÷ budget amount."),
        Column("over_budget", "boolean", "Over budget", "Whether hours or value are more than was agreed."),
        hours("weekly_hours", "Hours a week", "The present pace: the average of the last four weeks."),
        Column("used_up_on", "date", "Used up on", "When the budget hours are used up at the present pace."),
    )


def _chart(parameters: Parameters) -> Chart:
    del parameters
    return Chart(
        kind="bar",
        title="Hours against budget",
        x="project_name",
        y=("hours", "budget_hours"),
        split=None,
        sort_by="hours_used",
        top=15,
    )


PROJECT_BUDGETS = Report(
    name="project_budgets",
    title="Project budgets",
    question="Which projects are within what was agreed, and for how long?",
    parameters=("client", "currency"),
    columns=_columns,
    grain="One row per project that has a budget, or work by the end of the day.",
    key=("project_id",),
    order_by=("client_name", "client_id", "project_id"),
    chart=_chart,
)
