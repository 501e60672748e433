"""Currency revaluation: what clients owe in each currency, in the company's own at the invoices' rates and at today's.

Open invoices are monetary items: at the closing date they are worth the closing rate, and what that is more or less
than they were booked at is an unrealised exchange gain or loss (IAS 21.23 and 21.28). The rate in force on a day is
the latest dated by then. Each invoice is rounded half-up to the company's minor unit, then summed, so that the rows are
sums of `invoice_revaluation`. Where an invoice has no rate the sums have no figure. Unapplied credit is not revalued.
"""

from __future__ import annotations

from invotrack_analytics.reports.columns import BASE_CURRENCY, CLIENT, base_money, base_rate, count, money
from invotrack_analytics.reports.report import Column, Parameters, Report


def _columns(parameters: Parameters) -> tuple[Column, ...]:
    del parameters
    return (
        *CLIENT,
        count("invoices_open", "Invoices", "How many invoices are open.", "invoices"),
        money("open_amount", "Open", "What is owed, in the invoices' currency."),
        BASE_CURRENCY,
        base_money("base_amount", "In base", "Open at the rate of each invoice's date; none where no rate is loaded."),
        base_rate("closing_rate", "Rate now", "Base units per unit, as in force on the day."),
        base_money("revalued_amount", "Revalued", "Open at the rate of the day."),
        base_money("exchange_difference", "Exchange difference", "Unrealised: a gain, or if negative a loss."),
    )


CURRENCY_REVALUATION = Report(
    name="currency_revaluation",
    title="Currency revaluation",
    question="What are open amounts in other currencies worth today?",
    parameters=("client", "currency"),
    columns=_columns,
    grain="One row per client and currency with an open invoice.",
    key=("client_id", "currency"),
    order_by=("client_name", "client_id", "currency"),
)
