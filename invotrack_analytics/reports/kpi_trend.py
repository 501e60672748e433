"""KPI trend: the receivables KPIs at the end of each month, thirteen of them, each over the twelve months before.

Every row is what `receivables_kpis` says of its day, by the same definitions, with the parts of what is outstanding
and by how much its headline figures have moved since the row before.
"""

from __future__ import annotations

from dataclasses import replace

from invotrack_analytics.reports.balance_trend import BALANCE_TREND
from invotrack_analytics.reports.columns import CURRENCY, MONTH, days, ratio
from invotrack_analytics.reports.receivables_kpis import RECEIVABLES_KPIS
from invotrack_analytics.reports.report import Chart, Column, Parameters, Report

_SINCE = "Since the end of the month before; none in the first month."


def _columns(parameters: Parameters) -> tuple[Column, ...]:
    kpis = RECEIVABLES_KPIS.columns(parameters)
    balances = {column.name: column for column in BALANCE_TREND.columns(parameters)}
    return (
        CURRENCY,
        MONTH,
        Column("on_day", "date", "On", "The day whose KPIs these are: the month's last, or as_of."),
        *(column for column in kpis if column.type in {"days", "ratio"}),
        *(balances[name] for name in ("not_due", "overdue", "unapplied_credit", "outstanding")),
        days("dso_simple_change", "DSO, change", _SINCE),
        replace(ratio("cei_change", "CEI, change", _SINCE), unit="percent"),
        balances["overdue_change"],
        balances["outstanding_change"],
    )


def _chart(parameters: Parameters) -> Chart:
    del parameters
    return Chart(kind="bar", title="Days sales outstanding", x="month", y=("dso_simple", "dso_best_possible"))


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
