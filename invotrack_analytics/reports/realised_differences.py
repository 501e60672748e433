"""Realised exchange differences: what payments in other currencies brought, against what their invoices were booked at.

An invoice is booked at the rate of its date; money settles it at the rate of the day on which it came. The difference
is a gain or loss of the period in which it settles (IAS 21.28), which is the later of the two dates, as for any
allocation. A payment counts as far as the invoice was open just before it. One that is taken back opens the invoice
again at the rate that it was booked at, so the two together leave what the rate has moved between them. Each row is
rounded half-up to the company's minor unit. Of a payment without a date nobody knows the rate: it has no row.
"""

from __future__ import annotations

from invotrack_analytics.reports.columns import BASE_CURRENCY, CLIENT, INVOICE_NUMBER, base_money, base_rate, money
from invotrack_analytics.reports.report import Column, Parameters, Report


def _columns(parameters: Parameters) -> tuple[Column, ...]:
    del parameters
    return (
        *CLIENT,
        Column("payment_id", "text", "Payment", "The payment's code."),
        Column("payment_date", "date", "Paid on", "When the money came in, or went back."),
        INVOICE_NUMBER,
        Column("issue_date", "date", "Issued", "The invoice's date."),
        money(
            "settled_amount", "Settled", "What of the payment settled this invoice; negative where it was taken back."
        ),
        BASE_CURRENCY,
        base_rate("invoice_rate", "Rate then", "Base units per unit, as in force on the invoice's date."),
        base_money("base_amount", "In base", "At the rate of the invoice's date; none where no rate is loaded."),
        base_rate("payment_rate", "Rate when paid", "Base units per unit, as in force on the payment's date."),
        base_money("received_amount", "Received", "At the rate of the payment's date."),
        base_money("exchange_difference", "Exchange difference", "Realised: a gain, or if negative a loss."),
    )


REALISED_DIFFERENCES = Report(
    name="realised_differences",
    title="Realised exchange differences",
    question="What did payments in other currencies gain or lose?",
    parameters=("date_from", "date_to", "client", "currency"),
    columns=_columns,
    grain="One row per payment of the period and invoice in another currency than the company's that it settles.",
    key=("payment_id", "invoice_number"),
    order_by=("client_name", "client_id", "currency", "payment_date", "payment_id", "invoice_number"),
)
