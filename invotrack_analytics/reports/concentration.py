"""Concentration: how much of what is outstanding hangs on few clients.

Of the clients that owe on balance (outstanding above zero, net of their unapplied credit), per currency: the share of
each, largest first, equal ones by client number; the share of the ten largest; and the Herfindahl-Hirschman index
(Hirschman 1945, Herfindahl 1950), the sum of the squared shares, from 1 ÷ number of clients up to 1 for a single one.
"""

from __future__ import annotations

from invotrack_analytics.reports.columns import CLIENT, money, ratio
from invotrack_analytics.reports.report import Chart, Column, Parameters, Report


def _columns(parameters: Parameters) -> tuple[Column, ...]:
    del parameters
    return (
        *CLIENT,
        Column("rank", "integer", "Rank", "1 for who owes most in the currency."),
        money("outstanding", "Outstanding", "What the client owes, less its unapplied credit."),
        ratio("share", "Share", "Of what all clients owe in the currency."),
        ratio("cumulative_share", "Cumulative share", "Share of this client and all that owe more."),
        ratio("top_10_share", "Top 10", "Share of the ten that owe most."),
        ratio("hhi", "HHI", "Herfindahl-Hirschman index: sum of the squared shares, 1 for a single client."),
    )


def _chart(parameters: Parameters) -> Chart:
    del parameters
    return Chart(kind="bar", title="Who owes most", x="client_name", y=("outstanding",), sort_by="outstanding", top=10)


CONCENTRATION = Report(
    name="concentration",
    title="Concentration",
    question="How much hangs on few clients?",
    parameters=("currency",),
    columns=_columns,
    grain="One row per client and currency with a positive outstanding amount.",
    key=("client_id", "currency"),
    order_by=("currency", "rank"),
    chart=_chart,
)
