"""Movements: what changed each account between two days, from the opening balance to the closing one.

Opening is the outstanding of `aging` at the end of the day before the period, closing that of its last day; what lies
between them adds up to the difference. Each document counts on its own day: an invoice or credit note on its issue
date, its void on the void date (one that was void from the start, or a draft, nowhere), a payment on its payment date.
A payment of an invoice is collected, and so is its reversal; money given back without an invoice is refunded. What is
written off is negative, and positive where money that came later took its place (a recovery); discounts taken, tax
withheld, roundings and what was laid out are among the others.
"""

from __future__ import annotations

from invotrack_analytics.reports.columns import CLIENT, money
from invotrack_analytics.reports.report import Chart, Column, Parameters, Report


def _columns(parameters: Parameters) -> tuple[Column, ...]:
    del parameters
    return (
        *CLIENT,
        money("opening", "Opening", "Outstanding at the end of the day before the period."),
        money("invoiced", "Invoiced", "Totals of invoices, by issue date."),
        money("credited", "Credited", "Totals of credit notes, negative."),
        money("collected", "Collected", "Payments less reversals, negative."),
        money("refunded", "Refunded", "Money given back that no invoice is named for."),
        money("written_off", "Written off", "What was given up, negative; what was recovered of it, positive."),
        money("other", "Other", "Voids, and settlements that are no money: discounts, tax withheld, roundings."),
        money("closing", "Closing", "Outstanding at the end of the period."),
    )


def _chart(parameters: Parameters) -> Chart:
    del parameters
    return Chart(
        kind="bar",
        title="Movements by client",
        x="client_name",
        y=("invoiced", "collected", "closing"),
        split="currency",
    )


MOVEMENTS = Report(
    name="movements",
    title="Movements",
    question="What changed what every client owes, from the opening balance to the closing one?",
    parameters=("date_from", "date_to", "client", "currency"),
    columns=_columns,
    grain="One row per client and currency with an opening balance, or a movement in the period.",
    key=("client_id", "currency"),
    order_by=("client_name", "client_id", "currency"),
    chart=_chart,
)
