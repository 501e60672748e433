"""MRR: monthly recurring revenue by the agreements in force on each month's last day, and how it moved.

A price counts by the month (÷ its months, of weeks x 52 ÷ 12), discounts taken off, before tax, each line rounded to
the minor unit; what is billed once does not count. Movements are per client: opening + new + expansion +
reactivation - contraction - churn = closing. A client that never had any is new, one that had and comes back a
reactivation. A paused agreement counts 0, and stands in `paused`. Of an opening of 0 there is no churn.
"""

from __future__ import annotations

from invotrack_analytics.reports.columns import CURRENCY, MONTH, money, ratio
from invotrack_analytics.reports.report import Chart, Column, Parameters, Report


def _columns(parameters: Parameters) -> tuple[Column, ...]:
    del parameters
    amounts = (
        money("opening", "Opening", "At the end of the month before."),
        money("new", "New", "Of clients that never had any."),
        money("expansion", "Expansion", "Of clients that pay more."),
        money("reactivation", "Reactivation", "Of clients that came back."),
        money("contraction", "Contraction", "What clients pay less."),
        money("churn", "Churn", "Of clients that left."),
        money("closing", "Closing", "At the month's end."),
        money("paused", "Paused", "What paused agreements would come to."),
    )
    return (
        MONTH,
        CURRENCY,
        # A total over months would count what recurs again and again.
        *(Column(one.name, one.type, one.title, one.description, unit=one.unit) for one in amounts),
        ratio("gross_churn", "Gross churn", "(Churn + contraction) ÷ opening."),
        ratio("net_churn", "Net churn", "The same less expansion and reactivation."),
        ratio("logo_churn", "Clients lost", "Clients lost ÷ clients at the opening."),
    )


def _chart(parameters: Parameters) -> Chart:
    del parameters
    return Chart(kind="line", title="Monthly recurring revenue", x="month", y=("closing",))


MRR = Report(
    name="mrr",
    title="Monthly recurring revenue",
    question="What recurs each month, and how did it move?",
    parameters=("date_from", "date_to", "client", "currency"),
    columns=_columns,
    grain=(
        "One row per month and currency with recurring revenue: what the agreements in force on its last day come to "
        "in a month, and how that moved, by client."
    ),
    key=("month", "currency"),
    order_by=("currency", "month"),
    chart=_chart,
)
