"""Hours to cash: the work of the period from worked to billable, billed and collected, and what fell off at each step.

Worked less not billable is billable (`standard_amount`); that less unbilled and written down is billed; that less
credited, written off and open is collected. The first are sums of `billable_hours`, so work that no rule gives a rate
is worth nothing here (and has no figure where that is all there is). Written down is what the billed hours are worth at
their standard rate beyond what was billed for them; negative is written up.

Money comes in for invoices, tax included. An invoice's net is collected in the proportion in which its total is: the
payments by the day, less what went back, after its credit notes and before its write-offs, never more than its total.
Each entry has its share of that, rounded half-up on the running sum over the invoice's entries, so that the shares add
up to the minor unit. What became of an entry is as of the day; its work date puts it in the period.
"""

from __future__ import annotations

from invotrack_analytics.reports.columns import CLIENT, PROJECT_ID, PROJECT_NAME, hours, money, ratio
from invotrack_analytics.reports.report import Chart, Column, Parameters, Report


def _columns(parameters: Parameters) -> tuple[Column, ...]:
    del parameters
    return (
        *CLIENT,
        PROJECT_ID,
        PROJECT_NAME,
        hours("hours", "Hours", "All hours worked."),
        hours("not_billable_hours", "Not billable", "Hours that no client pays for."),
        hours("billable_hours", "Billable", "Hours that the client pays for."),
        hours("unbilled_hours", "Unbilled", "Billable hours on no live invoice."),
        hours("rounding_hours", "Rounded", "What rounding added to the hours billed."),
        hours("billed_hours", "Billed", "Hours on live invoices, as billed."),
        money("worked_amount", "Worked value", "All hours at their standard rate."),
        money("not_billable_amount", "Not billable value", "Hours that no client pays for, at their standard rate."),
        money("standard_amount", "Standard value", "Billable hours at their standard rate."),
        money("unbilled_amount", "Unbilled amount", "Unbilled hours at their standard rate."),
        money("write_down_amount", "Written down", "Standard value of the billed hours less what was billed for them."),
        money("billed_amount", "Billed amount", "Net amount of these hours on live invoices."),
        money("credited_amount", "Credited", "Of it, what credit notes took back."),
        money("written_off_amount", "Written off", "Of it, what was given up."),
        money(
            "other_amount", "Settled otherwise", "Of it, tax withheld, discounts taken, roundings: no money, no loss."
        ),
        money("open_amount", "Open", "Of it, what is still owed."),
        money("collected_amount", "Collected", "Of it, what was paid."),
        ratio("realisation", "Realisation", "Billed amount ÷ standard value."),
        ratio("collection", "Collection", "Collected ÷ billed amount."),
    )


def _chart(parameters: Parameters) -> Chart:
    del parameters
    return Chart(
        kind="waterfall",
        title="From worked to collected",
        x="currency",
        y=(
            "worked_amount",
            "not_billable_amount",
            "standard_amount",
            "unbilled_amount",
            "write_down_amount",
            "billed_amount",
            "credited_amount",
            "written_off_amount",
            "other_amount",
            "open_amount",
            "collected_amount",
        ),
        taken=(
            "not_billable_amount",
            "unbilled_amount",
            "write_down_amount",
            "credited_amount",
            "written_off_amount",
            "other_amount",
            "open_amount",
        ),
        late=("unbilled_amount", "open_amount"),
    )


HOURS_TO_CASH = Report(
    name="hours_to_cash",
    title="Hours to cash",
    question="What became of the work: worked, billable, billed, collected?",
    parameters=("date_from", "date_to", "client", "currency"),
    columns=_columns,
    grain="One row per client, project and currency with work in the period.",
    key=("client_id", "project_id", "currency"),
    order_by=("client_name", "client_id", "project_id", "currency"),
    chart=_chart,
)
