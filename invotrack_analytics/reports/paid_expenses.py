"""Expenses: everything spent in the period, for clients or for ourselves; the rows behind the expenses of `cash_flow`.

Amounts are as spent, in the expense's own currency; money back is negative. What is of no project has no client.
"""

from __future__ import annotations

from invotrack_analytics.reports.columns import CLIENT, WORK, money
from invotrack_analytics.reports.report import Column, Parameters, Report


def _columns(parameters: Parameters) -> tuple[Column, ...]:
    del parameters
    return (
        *CLIENT,
        Column("expense_id", "text", "Expense", "The expense's code."),
        *WORK,
        Column("expense_date", "date", "Date", "When it was paid."),
        Column("category", "text", "Category", "What kind of expense."),
        Column("description", "text", "Description", "What for."),
        Column("billable", "boolean", "Billable", "Whether its project's client is to pay for it."),
        money("amount", "Amount", "What was spent; negative is money back."),
    )


PAID_EXPENSES = Report(
    name="paid_expenses",
    title="Expenses",
    question="What was spent, and on what?",
    parameters=("date_from", "date_to", "client", "currency"),
    columns=_columns,
    grain="One row per expense of the period.",
    key=("expense_id",),
    order_by=("expense_date", "expense_id"),
)
