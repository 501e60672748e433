"""KPI trend: the receivables KPIs at the end of each month, thirteen of them, each over the twelve months before.

Every row is what `receivables_kpis` says of its day: same columns, same definitions.
"""

from __future__ import annotations

from dataclasses import replace

from invotrack_analytics.reports.columns import CURRENCY, MONTH
from invotrack_analytics.reports.receivables_kpis import RECEIVABLES_KPIS
from invotrack_analytics.reports.report import Chart, Column, Parameters, Report


def _columns(parameters: Parameters) -> tuple[Column, ...]:
    _, *kpis = RECEIVABLES_KPIS.columns(parameters)
    return (
        CURRENCY,
        MONTH,
        Column("on_day", "date", "On", "The day whose KPIs these are: the month's last, or as_of."),
        # Nothing of one day can be added to that of another.
        *(replace(column, total=False) for column in kpis),
    )


def _chart(parameters: Parameters) -> Chart:
    del parameters
    return Chart(kind="line", title="Days sales outstanding", x="on_day", y=("dso_simple", "dso_best_possible"))


KPI_TREND = Report(
    name="kpi_trend",
    title="KPI trend",
    question="Do sales wait longer for their money than they did?",
    parameters=("client", "currency"),
    columns=_columns,
    grain="One row per currency and month.",
    key=("currency", "month"),
    order_by=("currency", "on_day"),
    chart=_chart,
)
