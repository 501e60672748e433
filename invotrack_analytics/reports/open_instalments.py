"""Open instalments: every part of an invoice that is not settled; an invoice without instalments is one part.

Money fills the part it names, then the oldest. A dispute on some of an invoice holds back its oldest parts first.
"""

from __future__ import annotations

from invotrack_analytics.reports.columns import CLIENT, INSTALMENT_NUMBER, INVOICE_NUMBER, money
from invotrack_analytics.reports.report import Chart, Column, Parameters, Report


def _columns(parameters: Parameters) -> tuple[Column, ...]:
    del parameters
    return (
        *CLIENT,
        INVOICE_NUMBER,
        INSTALMENT_NUMBER,
        Column("issue_date", "date", "Issued", "The invoice's date."),
        Column("due_date", "date", "Due", "When the part is to be paid."),
        Column("days_overdue", "integer", "Days overdue", "Days since the due date; negative before it.", unit="days"),
        Column("bucket", "text", "Bucket", "The aging column that holds it.", unit="bucket"),
        money("instalment_amount", "Amount", "What of the invoice falls due then; all of it where it has no parts."),
        money("open_amount", "Open", "What of the part is still owed."),
        money("disputed_amount", "Disputed", "What of that is disputed."),
        Column("status", "text", "Status", "disputed, overdue, part_paid or issued."),
    )


def _chart(parameters: Parameters) -> Chart:
    del parameters
    return Chart(kind="scatter", title="What falls due when", x="due_date", y=("open_amount",))


OPEN_INSTALMENTS = Report(
    name="open_instalments",
    title="Open instalments",
    question="What of each invoice falls due when?",
    parameters=("basis", "buckets", "client", "currency"),
    columns=_columns,
    grain="One row per open part of an invoice.",
    key=("invoice_number", "instalment_number"),
    order_by=("client_name", "client_id", "currency", "due_date", "invoice_number", "instalment_number"),
    chart=_chart,
)
