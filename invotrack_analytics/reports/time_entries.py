"""Time entries: every entry of the timesheets in the period; the rows behind all hours worked.

An entry of a project that nobody pays for is not billable, whatever it says itself.
"""

from __future__ import annotations

from invotrack_analytics.reports.columns import CLIENT, ENTRY_ID, INVOICE_NUMBER, WORK, WORK_DATE, hours
from invotrack_analytics.reports.report import Column, Parameters, Report


def _columns(parameters: Parameters) -> tuple[Column, ...]:
    del parameters
    return (
        *CLIENT,
        ENTRY_ID,
        *WORK,
        WORK_DATE,
        Column("task", "text", "Task", "Kind of work; none where the entry does not say."),
        Column("description", "text", "Description", "What was done."),
        hours("hours", "Hours", "Hours worked."),
        Column("billable", "boolean", "Billable", "Whether the client pays for it."),
        INVOICE_NUMBER,
    )


TIME_ENTRIES = Report(
    name="time_entries",
    title="Time entries",
    question="What was worked, entry by entry?",
    parameters=("date_from", "date_to", "client", "currency"),
    columns=_columns,
    grain="One row per timesheet entry of the period; its invoice is the live one that bills it, if any.",
    key=("entry_id",),
    order_by=("work_date", "client_name", "client_id", "employee_id", "entry_id"),
)
