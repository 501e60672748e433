"""Invoice revaluation: each open invoice in the company's currency, at the rate of its own date and at that of the day.

The method is that of `currency_revaluation`, whose rows are sums of these.
"""

from __future__ import annotations

from invotrack_analytics.reports.columns import BASE_CURRENCY, CLIENT, INVOICE_NUMBER, base_money, base_rate, money
from invotrack_analytics.reports.report import Column, Parameters, Report


def _columns(parameters: Parameters) -> tuple[Column, ...]:
    del parameters
    return (
        *CLIENT,
        INVOICE_NUMBER,
        Column("issue_date", "date", "Issued", "The invoice's date."),
        money("open_amount", "Open", "What is still owed, in the invoice's currency."),
        BASE_CURRENCY,
        base_rate("invoice_rate", "Rate then", "Base units per unit, as in force on its date."),
        base_money("base_amount", "In base", "Open at the rate of the invoice's date; none where no rate is loaded."),
        base_rate("closing_rate", "Rate now", "Base units per unit, as in force on the day."),
        base_money("revalued_amount", "Revalued", "Open at the rate of the day."),
        base_money("exchange_difference", "Exchange difference", "Unrealised: a gain, or if negative a loss."),
    )


INVOICE_REVALUATION = Report(
    name="invoice_revaluation",
    title="Invoice revaluation",
    question="What is each open invoice worth at its own and at today's rate?",
    parameters=("client", "currency"),
    columns=_columns,
    grain="One row per open invoice.",
    key=("invoice_number",),
    order_by=("client_name", "client_id", "currency", "issue_date", "invoice_number"),
)
