"""Aging: what each client owes, by how long it has been due.

Each part of an invoice that falls due in instalments ages by itself. Where exchange rates are loaded, what is open
stands in the company's currency beside it, by the method of `currency_revaluation`.
"""

from __future__ import annotations

from invotrack_analytics.reports.buckets import overdue_buckets
from invotrack_analytics.reports.columns import BASE_WORTH, CLIENT, REMINDED, money
from invotrack_analytics.reports.report import Chart, Column, Parameters, Report


def _columns(parameters: Parameters) -> tuple[Column, ...]:
    since = "issue" if parameters.basis == "issue" else "due"
    return (
        *CLIENT,
        money("not_due", "Not due", f"Open amount of invoices aged 0 days or less since their {since} date."),
        *(
            money(
                bucket.name, bucket.title, f"Open amount of invoices aged {bucket.title} days since their {since} date."
            )
            for bucket in overdue_buckets(parameters.buckets)
        ),
        money("unapplied_credit", "Unapplied credit", "Payments and credit notes that reduce no invoice."),
        money("outstanding", "Outstanding", "All buckets less unapplied credit."),
        money("disputed_amount", "Disputed", "What of the buckets is disputed; it is still part of them."),
        *BASE_WORTH,
        *REMINDED,
    )


def _chart(parameters: Parameters) -> Chart:
    return Chart(
        kind="stacked_bar",
        title="Open amount by age",
        x="client_name",
        y=("not_due", *(bucket.name for bucket in overdue_buckets(parameters.buckets))),
        sort_by="outstanding",
        top=10,
    )


AGING = Report(
    name="aging",
    title="Aging",
    question="Who owes what, and since when?",
    parameters=("basis", "buckets", "client", "currency"),
    columns=_columns,
    grain="One row per client and currency with anything open or unapplied.",
    key=("client_id", "currency"),
    order_by=("client_name", "client_id", "currency"),
    chart=_chart,
)
