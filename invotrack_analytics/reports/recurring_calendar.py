"""Recurring calendar: every period of the recurring invoices, what became of it, and what is still to come.

A period is planned until its bill date, then due; on a draft, billed; left out (skipped); billed elsewhere before this
program took over (before_start); or freed: billed once and taken back since, which no run bills again by itself. The
period asked for chooses by the first day of a period and may reach beyond the day; what is not to be known on the day,
such as a price that changes later, is as agreed.
"""

from __future__ import annotations

from invotrack_analytics.reports.columns import CLIENT, PROJECT_ID, money
from invotrack_analytics.reports.report import Column, Parameters, Report

SCHEDULE_ID = Column("schedule_id", "text", "Schedule", "The schedule's code.")


def _columns(parameters: Parameters) -> tuple[Column, ...]:
    del parameters
    return (
        SCHEDULE_ID,
        *CLIENT,
        PROJECT_ID,
        Column("period_start", "date", "From", "The period's first day."),
        Column("period_end", "date", "To", "Its last day."),
        Column("bill_date", "date", "Billed on", "When a run bills it."),
        Column(
            "state",
            "text",
            "State",
            "planned, due, draft, billed, skipped, before_start, freed or waiting.",
        ),
        Column("reason", "text", "Reason", "Why it is skipped or waits."),
        money("net_amount", "Net", "What it costs before tax, by the agreement."),
        Column("invoice_number", "text", "Invoice", "The invoice that it is or was on."),
        Column("draft", "text", "Draft", "The draft that it is on."),
    )


RECURRING_CALENDAR = Report(
    name="recurring_calendar",
    title="Recurring calendar",
    question="Which periods are billed, due or to come?",
    parameters=("date_from", "date_to", "client", "currency"),
    columns=_columns,
    grain="One row per period of a recurring invoice that begins in the period asked for, also beyond the day.",
    key=("schedule_id", "period_start"),
    order_by=("bill_date", "schedule_id", "period_start"),
    looks_ahead=True,
)
