"""The semantics read aloud in plain Python: every report by brute force, sharing no code with the product.

Written to be checked against SEMANTICS.md sentence by sentence; slow, and right. The product must give the same rows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from tests.reference import (
    aging,
    balance_trend,
    billable_hours,
    billed_hours,
    cash_flow,
    cash_forecast,
    concentration,
    documents,
    expected_losses,
    expected_payments,
    hours_by,
    hours_to_cash,
    open_instalments,
    open_invoices,
    payment_history,
    payment_timing,
    project_budgets,
    realised,
    receivables_kpis,
    revaluation,
    sales,
    statement,
    time_entries,
    time_kpis,
    unbilled_expenses,
    unbilled_hours,
    utilisation,
    wip_aging,
)
from tests.reference.books import Books
from tests.reference.fields import Row
from tests.reference.narrowing import narrowed


@dataclass(frozen=True)
class Reference:
    """A report and the columns that tell its rows apart. Rows with the same key stand in their order."""

    report: Callable[..., list[Row]]
    key: tuple[str, ...]
    looks_at_all: bool = False
    """Whether `client` and `currency` choose what is shown, while everybody's record counts."""


ACCOUNT = ("client_id", "currency")
REFERENCES = {
    "aging": Reference(aging.report, ACCOUNT),
    "open_invoices": Reference(open_invoices.report, ("invoice_number",)),
    "open_instalments": Reference(open_instalments.report, ("invoice_number", "instalment_number")),
    "payment_history": Reference(payment_history.report, ACCOUNT),
    "billable_hours": Reference(billable_hours.report, ("client_id", "project_id", "employee_id", "currency")),
    "unbilled_hours": Reference(unbilled_hours.report, ("entry_id",)),
    "unbilled_expenses": Reference(unbilled_expenses.report, ("expense_id",), looks_at_all=True),
    "billed_hours": Reference(billed_hours.report, ("entry_id",)),
    "time_entries": Reference(time_entries.report, ("entry_id",)),
    "paid_expenses": Reference(time_entries.expenses, ("expense_id",), looks_at_all=True),
    "documents": Reference(documents.report, (*ACCOUNT, "kind", "number", "document_date", "amount")),
    "sales": Reference(sales.report, (*ACCOUNT, "month", "category")),
    "cash_flow": Reference(cash_flow.report, ("currency", "month")),
    "expected_payments": Reference(
        expected_payments.report, ("invoice_number", "instalment_number"), looks_at_all=True
    ),
    "cash_forecast": Reference(cash_forecast.report, ("currency", "week"), looks_at_all=True),
    "receivables_kpis": Reference(receivables_kpis.report, ("currency",)),
    "balance_trend": Reference(balance_trend.report, ("currency", "month")),
    "kpi_trend": Reference(balance_trend.kpi_report, ("currency", "month")),
    "payment_timing": Reference(payment_timing.report, ("payment_id", "invoice_number", "instalment_number")),
    "concentration": Reference(concentration.report, ("currency", "rank")),
    "expected_losses": Reference(expected_losses.report, ("currency", "bucket")),
    "statement": Reference(statement.report, ACCOUNT),
    "hours_to_cash": Reference(hours_to_cash.report, (*ACCOUNT, "project_id")),
    "hours_by_task": Reference(hours_by.by_task, (*ACCOUNT, "project_id", "task")),
    "hours_by_month": Reference(hours_by.by_month, (*ACCOUNT, "month")),
    "project_budgets": Reference(project_budgets.report, ("project_id",)),
    "utilisation": Reference(utilisation.report, ("employee_id",)),
    "time_kpis": Reference(time_kpis.report, ("currency",)),
    "invoice_revaluation": Reference(revaluation.by_invoice, ("invoice_number",)),
    "realised_differences": Reference(realised.report, ("payment_id", "invoice_number")),
    "sales_in_base": Reference(revaluation.sales, ("client_id", "month")),
    "currency_revaluation": Reference(revaluation.by_currency, ACCOUNT),
    "wip_aging": Reference(wip_aging.report, ACCOUNT),
}


def reference_rows(
    name: str,
    books: Books,
    as_of: date,
    *,
    client: str | None = None,
    currency: str | None = None,
    **parameters: object,
) -> list[Row]:
    """Return the rows of a report. `client` and `currency` narrow the books, unless the report looks at all of them."""
    if REFERENCES[name].looks_at_all:
        return REFERENCES[name].report(books, as_of, client=client, currency=currency, **parameters)
    narrow = books if client is None and currency is None else narrowed(books, client, currency)
    return REFERENCES[name].report(narrow, as_of, **parameters)
