"""Receivables KPIs: how long sales wait for their money, and how well what falls due is collected.

DSO, ADD and CEI are SEMANTICS' own. Opening is the end of the day before the period, closing its last day, each with
the invoices that were live then; receivables are gross of unapplied credit, and sales net of credit notes, both with
tax. Count-back goes by calendar months, the first one up to as_of; with nothing receivable it is 0 days. `outstanding`
and `overdue` are those of as_of, the first net of unapplied credit, as in `aging`. CEI is in percent.
"""

from __future__ import annotations

from dataclasses import replace

from invotrack_analytics.reports.columns import CURRENCY, days, money, ratio
from invotrack_analytics.reports.report import Column, Parameters, Report


def _columns(parameters: Parameters) -> tuple[Column, ...]:
    del parameters
    return (
        CURRENCY,
        days("dso_simple", "DSO, simple", "Closing receivables ÷ sales of the period times its days."),
        days("dso_countback", "DSO, count-back", "Days of sales that the receivables hold, latest months first."),
        days(
            "dso_best_possible", "DSO, best possible", "Not-overdue receivables ÷ sales of the period times its days."
        ),
        days("add", "ADD", "Average days delinquent: simple less best possible."),
        replace(
            ratio(
                "cei",
                "CEI",
                "Of what could be collected, how much was: opening + sales less closing, or less not overdue.",
            ),
            unit="percent",
        ),
        money("outstanding", "Outstanding", "What is owed, less unapplied credit."),
        money("overdue", "Overdue", "Open amounts past their due date."),
    )


RECEIVABLES_KPIS = Report(
    name="receivables_kpis",
    title="Receivables KPIs",
    question="How long do sales wait for their money?",
    parameters=("date_from", "date_to", "client", "currency"),
    columns=_columns,
    grain="One row per currency with a live document or a payment.",
    key=("currency",),
    order_by=("currency",),
)
