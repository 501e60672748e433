"""Unbilled expenses: what was spent for clients and stands on no invoice yet, aged by the day it was spent.

Work in progress beside the hours. Amounts are as spent, in the expense's own currency; billing turns one of another
currency than its project's into the project's. Money back is negative. A draft is no invoice yet.
"""

from __future__ import annotations

from invotrack_analytics.reports.columns import CLIENT, WORK, money
from invotrack_analytics.reports.report import Chart, Column, Parameters, Report


def _columns(parameters: Parameters) -> tuple[Column, ...]:
    del parameters
    return (
        *CLIENT,
        Column("expense_id", "text", "Expense", "The expense's code."),
        *WORK,
        Column("expense_date", "date", "Date", "When it was paid."),
        Column("age_days", "integer", "Age", "Days since it was paid.", unit="days"),
        Column("category", "text", "Category", "What kind of expense."),
        Column("description", "text", "Description", "What for."),
        money("amount", "Amount", "What was spent; negative is money back."),
    )


def _chart(parameters: Parameters) -> Chart:
    del parameters
    return Chart(
        kind="bar", title="Unbilled expenses by client", x="client_name", y=("amount",), sort_by="amount", top=15
    )


UNBILLED_EXPENSES = Report(
    name="unbilled_expenses",
    title="Unbilled expenses",
    question="What was spent for clients and is not billed yet?",
    parameters=("client", "currency"),
    columns=_columns,
    grain="One row per billable expense of a project on no live invoice.",
    key=("expense_id",),
    order_by=("client_name", "client_id", "project_id", "expense_date", "expense_id"),
    chart=_chart,
)
