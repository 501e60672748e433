"""Payment history: how, and how late, each client pays.

Averages are weighted by allocated amount over the payments of the period; on-time rates are those of the invoices that
fell due in it. Counts, paid and open amounts are those of the day. A payment is allocated as far as its invoice was
open just before it; on one day credits come first, then payments, reversals and write-offs.

The survival median is that of the product-limit estimate (Kaplan and Meier, "Nonparametric estimation from incomplete
observations", Journal of the American Statistical Association 53, 1958): S(t) is the product, over the days u <= t, of
1 - d/n, where d invoices were paid in full u days after their issue and n had waited so long; the median is the first
t with S(t) <= 1/2, and null where the curve stays above. It is taken over all live invoices of the account up to the
day, whatever the period. One that is open is censored at the end of the day: it counts as having waited so long, not as
paid. So is one that a credit note or write-off closed, on the day it did; but where money settled at least half of what
was not credited, it was paid, by the last payment that settled something of it. Void invoices were never owed.

Of an invoice that falls due in instalments each part counts as an invoice of its own would, in days late and on-time
rates: with its own due date, and the reductions that fell on it (money fills the part it names, then the oldest).
Counts of settled and open invoices stay those of invoices.

Money of which a tool told the amount and no date (method `undated`) is in the amounts and counts, and in nothing that
tells when: its invoices are left out of the on-time rates, and count in the survival median only while they are open.
"""

from __future__ import annotations

from invotrack_analytics.reports.columns import CLIENT, count, days, money, ratio
from invotrack_analytics.reports.report import Chart, Column, Parameters, Report


def _columns(parameters: Parameters) -> tuple[Column, ...]:
    del parameters
    return (
        *CLIENT,
        count("invoices_settled", "Settled", "Live invoices of which nothing is open.", "invoices"),
        count("invoices_open", "Open invoices", "Live invoices of which something is open.", "invoices"),
        days("avg_days_to_pay", "Days to pay", "From issue to payment, weighted by amount."),
        days("avg_days_late", "Days late", "From due date to payment, weighted by amount; early is negative."),
        days("median_days_late", "Median days late", "Plain median over allocations."),
        ratio("on_time_rate_count", "On time (count)", "Share of invoices fully settled by their due date."),
        ratio("on_time_rate_amount", "On time (amount)", "Share of money received by the due date."),
        days("trend_days", "Trend", "Days late of the last 90 days less those of the 90 before."),
        Column("last_payment_date", "date", "Last payment", "When money last came in."),
        money("paid_amount", "Paid", "All payments by the day, refunds and reversals taken off."),
        money("open_amount", "Open", "What is still owed."),
        days(
            "survival_median_days",
            "Median days to full payment",
            "Days from issue until half of the invoices were paid in full, open ones counted (Kaplan-Meier).",
        ),
    )


def _chart(parameters: Parameters) -> Chart:
    del parameters
    return Chart(
        kind="bar", title="Average days late", x="client_name", y=("avg_days_late",), sort_by="avg_days_late", top=15
    )


PAYMENT_HISTORY = Report(
    name="payment_history",
    title="Payment history",
    question="How does each client pay?",
    parameters=("date_from", "date_to", "client", "currency"),
    columns=_columns,
    grain="One row per client and currency with a live invoice or a payment.",
    key=("client_id", "currency"),
    order_by=("client_name", "client_id", "currency"),
    chart=_chart,
)
