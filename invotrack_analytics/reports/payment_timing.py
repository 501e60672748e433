"""Payment timing: when each payment came, set against when it was due; the rows behind `payment_history`'s averages.

A payment is allocated as far as its invoice was open just before it; on one day credits come first, then payments,
reversals and write-offs. A prepayment counts from the invoice's issue. Of an invoice that falls due in instalments, a
payment is allocated to the part it names, then to the oldest that is open, and each part is late by its own due date.
"""

from __future__ import annotations

from invotrack_analytics.reports.columns import CLIENT, INSTALMENT_NUMBER, INVOICE_NUMBER, days, money
from invotrack_analytics.reports.report import Chart, Column, Parameters, Report


def _columns(parameters: Parameters) -> tuple[Column, ...]:
    del parameters
    return (
        *CLIENT,
        Column("payment_id", "text", "Payment", "The payment's code."),
        Column("payment_date", "date", "Paid on", "When the money came in."),
        INVOICE_NUMBER,
        Column("due_date", "date", "Due", "When the invoice, or this part of it, was due."),
        money("allocated_amount", "Amount", "What of the payment settled this invoice."),
        days("days_to_pay", "Days to pay", "From the invoice's issue to the payment."),
        days("days_late", "Days late", "From the due date to the payment; early is negative."),
        INSTALMENT_NUMBER,
    )


def _chart(parameters: Parameters) -> Chart:
    del parameters
    return Chart(kind="scatter", title="Days late by payment", x="payment_date", y=("days_late",), split=None)


PAYMENT_TIMING = Report(
    name="payment_timing",
    title="Payment timing",
    question="When did each payment come, and how late?",
    parameters=("date_from", "date_to", "client", "currency"),
    columns=_columns,
    grain="One row per payment of the period and invoice, or instalment of one, that it settles.",
    key=("payment_id", "invoice_number", "instalment_number"),
    order_by=("client_name", "client_id", "payment_date", "payment_id", "invoice_number", "instalment_number"),
    chart=_chart,
)
