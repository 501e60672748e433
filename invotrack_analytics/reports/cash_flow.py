"""Cash flow: what was invoiced, collected and spent, month by month.

Every month that the period touches has a row, in every currency in which anything moved in it. `invoiced` is net of
credit notes, tax included; `collected` is all money in, refunds and reversals taken off, allocated or not; the expenses
of one client are those of its projects. Net is collected less expenses.
"""

from __future__ import annotations

from invotrack_analytics.reports.columns import CURRENCY, MONTH, money
from invotrack_analytics.reports.report import Chart, Column, Parameters, Report


def _columns(parameters: Parameters) -> tuple[Column, ...]:
    del parameters
    return (
        CURRENCY,
        MONTH,
        money("invoiced", "Invoiced", "Totals of invoices less credit notes, by issue date."),
        money("collected", "Collected", "Payments less refunds and reversals, by payment date."),
        money("expenses", "Expenses", "What was spent, by expense date."),
        money("net", "Net", "Collected less expenses."),
    )


def _chart(parameters: Parameters) -> Chart:
    del parameters
    return Chart(kind="bar", title="Cash by month", x="month", y=("invoiced", "collected", "expenses"))


CASH_FLOW = Report(
    name="cash_flow",
    title="Cash flow",
    question="What came in and went out, month by month?",
    parameters=("date_from", "date_to", "client", "currency"),
    columns=_columns,
    grain="One row per currency and month of the period.",
    key=("currency", "month"),
    order_by=("currency", "month"),
    chart=_chart,
)
