"""Tax summary: what was charged of each tax, by month, category and rate; what a return of VAT is made from.

The documents are those of `sales`; a credit note counts negative, in its own month, and is counted among the documents.
Amounts are those that were decided when a document was issued (EN 16931, BG-23). A document that does not state its
taxes has those of its lines, or all its tax at one rate where they do not add up to it; its tax has no name.
In the company's currency each document is at the rate of its own day; a row with one without a rate has no figure.
"""

from __future__ import annotations

from invotrack_analytics.reports.columns import BASE_CURRENCY, CURRENCY, MONTH, base_money, count, money
from invotrack_analytics.reports.report import Chart, Column, Parameters, Report


def _columns(parameters: Parameters) -> tuple[Column, ...]:
    del parameters
    return (
        MONTH,
        Column(
            "tax_name", "text", "Tax name", "What the tax is called, such as IVA; none where the document does not say."
        ),
        Column("tax_category", "text", "Category", "By UNCL 5305: S taxed, E exempt, AE reverse charge and others."),
        Column("tax_rate", "text", "Rate", "In percent, such as 21 or 5.5; 0 where no tax is charged."),
        CURRENCY,
        money("net_amount", "Net", "What is taxed, less credit notes."),
        money("tax_amount", "Tax", "The tax on it."),
        count("documents", "Documents", "Invoices and credit notes with such a row.", "documents"),
        base_money("base_net_amount", "Net in base", "The same in the company's currency."),
        base_money("base_tax_amount", "Tax in base", "The tax in the company's currency."),
        BASE_CURRENCY,
    )


def _chart(parameters: Parameters) -> Chart:
    del parameters
    return Chart(kind="bar", title="Tax by month", x="month", y=("tax_amount",), split="currency")


TAX_SUMMARY = Report(
    name="tax_summary",
    title="Tax summary",
    question="Which tax was charged in each month, at which rates?",
    parameters=("date_from", "date_to", "client", "currency"),
    columns=_columns,
    grain="One row per month, tax, category, rate and currency invoiced in the period.",
    key=("month", "tax_name", "tax_category", "tax_rate", "currency"),
    order_by=("month", "currency", "tax_name", "tax_category", "tax_rate"),
    chart=_chart,
)
