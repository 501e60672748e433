"""WIP aging: unbilled billable hours at their rate, by client and by days since the work was done.

Sums of `unbilled_hours`; an entry that no rule gives a rate has no amount, and stands in `hours_without_rate`.
"""

from __future__ import annotations

from invotrack_analytics.reports.columns import CLIENT, hours, money
from invotrack_analytics.reports.report import Chart, Column, Parameters, Report

_AGES = ("d0_30", "d31_60", "d61_90", "d91_plus")


def _columns(parameters: Parameters) -> tuple[Column, ...]:
    del parameters
    return (
        *CLIENT,
        hours("hours", "Hours", "Unbilled billable hours."),
        money("d0_30", "0–30", "Work of the last 30 days."),  # noqa: RUF001  the dash of a range
        money("d31_60", "31–60", "Work done 31 to 60 days ago."),  # noqa: RUF001
        money("d61_90", "61–90", "Work done 61 to 90 days ago."),  # noqa: RUF001
        money("d91_plus", "91+", "Work done 91 days ago or more."),
        money("amount", "Amount", "All of it, at the standard rate."),
        hours("hours_without_rate", "Without rate", "Hours for which no rule gives a rate."),
    )


def _chart(parameters: Parameters) -> Chart:
    del parameters
    return Chart(
        kind="stacked_bar", title="Work in progress by age", x="client_name", y=_AGES, sort_by="amount", top=15
    )


WIP_AGING = Report(
    name="wip_aging",
    title="Work in progress",
    question="What is worked and not billed, for whom and since when?",
    parameters=("client", "currency"),
    columns=_columns,
    grain="One row per client and currency with unbilled billable hours.",
    key=("client_id", "currency"),
    order_by=("client_name", "client_id", "currency"),
    chart=_chart,
)
