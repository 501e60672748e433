"""Statement: the account of each client and currency, line by line, with a running balance.

An account is never rewritten: the balance after the last line of a day is what `aging` calls outstanding on that day.
So a document made void later stands with its amount, and a line `void` on its void date takes it back, together with
what was written off of it. What was never live (drafts, void from the start) does not stand there, nor does a write-off
of an invoice that is not live.

A payment is one line, whatever number of invoices it settles. A write-off has its invoice's number and the later of the
two dates. What was owed before the period is a line `opening_balance` on its first day, unless it is nothing. On one
day come invoices, credit notes, payments, write-offs and voids in this order, each by number.
"""

from __future__ import annotations

from dataclasses import replace

from invotrack_analytics.reports.columns import CLIENT, DOCUMENT_DATE, money
from invotrack_analytics.reports.report import Column, Parameters, Report


def _columns(parameters: Parameters) -> tuple[Column, ...]:
    del parameters
    balance = money("balance", "Balance", "What is owed after this line; negative is the client's credit.")
    return (
        *CLIENT,
        Column("line_number", "integer", "Line", "The line's place in the account."),
        DOCUMENT_DATE,
        Column(
            "kind",
            "text",
            "Kind",
            "opening_balance, invoice, credit_note, payment, write_off, recovery (of what was written off), discount, "
            "withholding, rounding, laid_out or void.",
        ),
        Column("number", "text", "Number", "The document's number; of a write-off or void, its invoice's."),
        money("amount", "Amount", "What raises the debt is positive, what lowers it negative."),
        replace(balance, total=False),
    )


STATEMENT = Report(
    name="statement",
    title="Statement",
    question="How did each account come to what is owed?",
    parameters=("date_from", "date_to", "client", "currency"),
    columns=_columns,
    grain="One row per movement of an account in the period, after a row for what was owed before.",
    key=("client_id", "currency", "document_date", "kind", "number"),
    order_by=("client_name", "client_id", "currency", "line_number"),
)
