"""Balance trend: what was owed at the end of each of the last thirteen months, and how much of it was overdue.

Each row says what `receivables_kpis` says at its day; the last one is that of `as_of`, whose month may not be over.
"""

from __future__ import annotations

from invotrack_analytics.reports.columns import CURRENCY, MONTH
from invotrack_analytics.reports.report import Chart, Column, Parameters, Report


def _balance(name: str, title: str, description: str) -> Column:
    # Balances of several days are not added up.
    return Column(name, "money", title, description, unit="currency")


def _columns(parameters: Parameters) -> tuple[Column, ...]:
    del parameters
    return (
        CURRENCY,
        MONTH,
        Column("on_day", "date", "At the end of", "The month's last day; of the last month, the day asked for."),
        _balance("not_due", "Not due", "Open amount of invoices not past their due date."),
        _balance("overdue", "Overdue", "Open amount of invoices past their due date."),
        _balance("unapplied_credit", "Unapplied credit", "Payments and credit notes that reduce no invoice."),
        _balance("outstanding", "Outstanding", "Not due and overdue less unapplied credit."),
        _balance("overdue_change", "Overdue, change", "Since the end of the month before; none in the first month."),
        _balance("outstanding_change", "Change", "Of outstanding since the end of the month before."),
    )


def _chart(parameters: Parameters) -> Chart:
    del parameters
    return Chart(kind="stacked_bar", title="Open amount by month", x="month", y=("not_due", "overdue"))


BALANCE_TREND = Report(
    name="balance_trend",
    title="Balance by month",
    question="How has what we are owed moved over a year?",
    parameters=("client", "currency"),
    columns=_columns,
    grain="One row per currency and month, thirteen months.",
    key=("currency", "month"),
    order_by=("currency", "month"),
    chart=_chart,
)
