"""Cash forecast: what of the open invoices may be expected to come in, week by week, beside the expenses ahead.

The weeks are the thirteen from that of the day after `as_of` on, Monday to Sunday; of the first, only the days still to
come count. Each open invoice, or open part of one, is spread over them by its chance of being paid in full in each, as
`expected_payments` tells; amounts are rounded as a running total, so that in every currency what was collected up to a
week and what is still open after it add up to what is open now, to the minor unit. What stays open after the last week
is expected later, or never, or nothing can be said of it.

Low and high leave a tenth of the chances on either side of a week, by the normal approximation to the sum of invoices
that are paid independently of one another. Expenses are those recorded for days after `as_of`; of one client, those of
its projects.
"""

from __future__ import annotations

from invotrack_analytics.reports.columns import CURRENCY, money
from invotrack_analytics.reports.report import Chart, Column, Parameters, Report


def _columns(parameters: Parameters) -> tuple[Column, ...]:
    del parameters
    return (
        CURRENCY,
        Column("week", "date", "Week from", "The week, by its Monday.", unit="week"),
        money("collections", "Expected", "What may be expected to be collected."),
        # Ends of ranges are not added up, nor are balances of several days.
        Column("collections_low", "money", "Low", "Nine times in ten more is collected.", unit="currency"),
        Column("collections_high", "money", "High", "Nine times in ten less is collected.", unit="currency"),
        money("expenses", "Expenses", "What is recorded to be spent."),
        money("net", "Net", "Expected collections less expenses."),
        Column("still_open", "money", "Still open", "What of today's receivables is then still open.", unit="currency"),
    )


def _chart(parameters: Parameters) -> Chart:
    del parameters
    return Chart(
        kind="bar",
        title="Expected collections by week",
        x="week",
        y=("collections",),
        span=("collections_low", "collections_high"),
    )


CASH_FORECAST = Report(
    name="cash_forecast",
    title="Cash forecast",
    question="What will come in, week by week?",
    parameters=("client", "currency"),
    columns=_columns,
    grain="One row per currency and week of the next thirteen.",
    key=("currency", "week"),
    order_by=("currency", "week"),
    chart=_chart,
)
