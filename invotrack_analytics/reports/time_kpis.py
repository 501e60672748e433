"""Time indicators: the hours of the period from worked to billed, and what of their value was billed and collected.

Sums of `hours_to_cash` by currency, and so of `billable_hours`: the amounts are those of its rows.
"""

from __future__ import annotations

from invotrack_analytics.reports.columns import CURRENCY, EFFECTIVE_RATE, REALISATION, hours, money, ratio
from invotrack_analytics.reports.report import Chart, Column, Parameters, Report


def _columns(parameters: Parameters) -> tuple[Column, ...]:
    del parameters
    return (
        CURRENCY,
        hours("hours", "Hours", "All hours worked."),
        hours("not_billable_hours", "Not billable", "Hours that no client pays for."),
        hours("billable_hours", "Billable", "Hours that a client pays for."),
        hours("billed_hours", "Billed", "Hours on live invoices, as billed."),
        hours("unbilled_hours", "Unbilled", "Billable hours on no live invoice."),
        money("standard_amount", "Standard value", "Billable hours at their standard rate."),
        money("billed_amount", "Billed amount", "Net amount of these hours on live invoices."),
        money("unbilled_amount", "Unbilled amount", "Unbilled hours at their standard rate."),
        REALISATION,
        EFFECTIVE_RATE,
        money("collected_amount", "Collected", "Of the billed amount, what was paid."),
        ratio("collection", "Collection", "Collected ÷ billed amount."),
    )


def _chart(parameters: Parameters) -> Chart:
    del parameters
    return Chart(
        kind="stacked_bar",
        title="Billed and unbilled hours",
        x="currency",
        y=("billed_hours", "unbilled_hours"),
        split=None,
    )


TIME_KPIS = Report(
    name="time_kpis",
    title="Time indicators",
    question="What became of the hours worked?",
    parameters=("date_from", "date_to", "client", "currency"),
    columns=_columns,
    grain="One row per currency with work in the period.",
    key=("currency",),
    order_by=("currency",),
    chart=_chart,
)
