"""Sales in the company's currency: all that was invoiced, each document at the rate in force on its own date.

The documents are those of `sales`. Net and tax of each are rounded half-up to the company's minor unit, then summed.
Where a document of the month has no rate the month has no figure, and `without_rate` tells of how many. Asked for one
currency, the report has the sales that were made in it.
"""

from __future__ import annotations

from invotrack_analytics.reports.columns import CLIENT, MONTH, count, money
from invotrack_analytics.reports.report import Chart, Column, Parameters, Report


def _columns(parameters: Parameters) -> tuple[Column, ...]:
    del parameters
    return (
        *CLIENT,
        MONTH,
        count("documents", "Documents", "Invoices and credit notes of the month.", "documents"),
        count("without_rate", "Without rate", "Those in a currency for which no rate is loaded by then.", "documents"),
        money("net_amount", "Net", "Sales before tax, less credit notes."),
        money("tax_amount", "Tax", "The tax on them."),
        money("total_amount", "Total", "Net and tax."),
    )


def _chart(parameters: Parameters) -> Chart:
    del parameters
    return Chart(kind="bar", title="Net sales by month", x="month", y=("net_amount",))


SALES_IN_BASE = Report(
    name="sales_in_base",
    title="Sales in base currency",
    question="What was sold to whom and when, all in the company's currency?",
    parameters=("date_from", "date_to", "client", "currency"),
    columns=_columns,
    grain="One row per client and month invoiced in the period.",
    key=("client_id", "month"),
    order_by=("client_name", "client_id", "month"),
    chart=_chart,
)
