"""Sales: what was invoiced, by client, month and category.

Sales are those of the documents that are live at the end of the day, by issue date; a credit note counts negative, in
its own month. The net of a category is that of its lines; what a document's net has beyond its lines, or a document
without lines, has no category. An invoice that names neither net nor tax is taken as untaxed.

A document's tax goes to its categories in proportion to the tax of their lines; where a line has no rate, or nothing is
taxed, in proportion to their net; all to no category where even that is nothing. It is rounded on the running sum
(categories by name, none last), so that the parts add up to the document's tax, to the minor unit.
"""

from __future__ import annotations

from invotrack_analytics.reports.columns import CLIENT, MONTH, money
from invotrack_analytics.reports.report import Chart, Column, Parameters, Report


def _columns(parameters: Parameters) -> tuple[Column, ...]:
    del parameters
    return (
        *CLIENT,
        MONTH,
        Column("category", "text", "Category", "The kind of sale, as on the lines; none where they do not say."),
        money("net_amount", "Net", "Sales before tax, less credit notes."),
        money("tax_amount", "Tax", "The tax on them."),
        money("total_amount", "Total", "Net and tax."),
    )


def _chart(parameters: Parameters) -> Chart:
    del parameters
    return Chart(
        kind="bar", title="Net sales by client", x="client_name", y=("net_amount",), sort_by="net_amount", top=15
    )


SALES = Report(
    name="sales",
    title="Sales",
    question="What was sold to whom, when and of what kind?",
    parameters=("date_from", "date_to", "client", "currency"),
    columns=_columns,
    grain="One row per client, currency, month and category invoiced in the period.",
    key=("client_id", "currency", "month", "category"),
    order_by=("client_name", "client_id", "currency", "month", "category"),
    chart=_chart,
)
