"""Open invoices: every invoice that is not settled, with what has reduced it so far.

Of an invoice that falls due in instalments, `due_date`, `days_overdue` and `bucket` are those of its oldest open part,
and amounts those of the whole; `open_instalments` has a row for each part. An invoice of which anything is disputed is
`disputed`, whether overdue or not: `days_overdue` still tells its age. Where exchange rates are loaded, what is open
stands in the company's currency beside it; `invoice_revaluation` tells the rates.
"""

from __future__ import annotations

from invotrack_analytics.reports.columns import BASE_WORTH, CLIENT, INVOICE_NUMBER, REMINDED, money
from invotrack_analytics.reports.report import Chart, Column, Parameters, Report


def _columns(parameters: Parameters) -> tuple[Column, ...]:
    del parameters
    return (
        *CLIENT,
        INVOICE_NUMBER,
        Column("issue_date", "date", "Issued", "The invoice's date."),
        Column("due_date", "date", "Due", "When it is to be paid."),
        Column("days_overdue", "integer", "Days overdue", "Days since the due date; negative before it.", unit="days"),
        Column("bucket", "text", "Bucket", "The aging column that holds it.", unit="bucket"),
        money("total_amount", "Total", "The invoice's total, tax included."),
        money("paid_amount", "Paid", "Payments by the day, reversals taken off."),
        money("reduced_amount", "Credited", "Credit notes and write-offs by the day."),
        money("open_amount", "Open", "What is still owed."),
        Column("status", "text", "Status", "disputed, overdue, part_paid or issued."),
        money("disputed_amount", "Disputed", "What of the open amount is disputed."),
        *BASE_WORTH,
        *REMINDED,
    )


def _chart(parameters: Parameters) -> Chart:
    del parameters
    return Chart(
        kind="bar", title="Largest open invoices", x="invoice_number", y=("open_amount",), sort_by="open_amount", top=15
    )


OPEN_INVOICES = Report(
    name="open_invoices",
    title="Open invoices",
    question="Which invoices are not settled?",
    parameters=("basis", "buckets", "client", "currency"),
    columns=_columns,
    grain="One row per open invoice.",
    key=("invoice_number",),
    order_by=("client_name", "client_id", "currency", "due_date", "invoice_number"),
    chart=_chart,
)
