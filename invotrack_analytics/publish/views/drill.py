"""Drill: where a figure leads, so that everybody finds the rows behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from invotrack_analytics.publish.views.filters import Filters
from invotrack_analytics.reports.buckets import NOT_DUE, overdue_buckets
from invotrack_analytics.reports.report import Column, Result, Value

Row = Mapping[str, Value]
Link = Callable[[Filters, Row], str]

ANY_OVERDUE = "overdue"
"""As a condition on a bucket: every one but *not due*."""
_BEFORE_ALL_BOOKS = "1900-01-01"


def drill(result: Result, column: Column, row: Row, filters: Filters) -> str | None:
    """The address behind a cell of a report; None where nothing lies behind it."""
    name = column.name
    if name == "client_name" and row.get("client_id"):
        return client_page(filters, row)
    if name == "invoice_number" and row.get(name):
        return rows_of(filters, "documents", number=str(row[name]), client=_text(row, "client_id"))
    if row.get(name) in {None, 0}:
        return None
    if result.report.name == "aging" and name in {
        NOT_DUE,
        *(bucket.name for bucket in overdue_buckets(result.parameters.buckets)),
    }:
        return open_in_bucket(filters, row, name)
    link = _LINKS.get((result.report.name, name))
    return link(filters, row) if link else None


def rows_of(filters: Filters, report: str, **conditions: str | None) -> str:
    """The page with a report's rows under further conditions."""
    return f"/reports/{report}{filters.query(**conditions)}"


def client_page(filters: Filters, row: Row) -> str:
    """The page about a row's client."""
    return "/client" + filters.query(client=_text(row, "client_id"))


def open_in_bucket(filters: Filters, row: Row, bucket: str) -> str:
    """The open invoices in a bucket, of the row's client and currency."""
    return rows_of(filters, "open_invoices", **_account(filters, row), bucket=bucket)


def month_text(value: Value) -> str:
    """A month as a condition names it: 2026-09."""
    return value.isoformat()[:7] if isinstance(value, date) else ""


def _text(row: Row, name: str) -> str | None:
    value = row.get(name)
    return None if value is None else str(value)


def _account(filters: Filters, row: Row) -> dict[str, str | None]:
    return {
        "client": _text(row, "client_id") or filters.client,
        "currency": _text(row, "currency") or filters.currency,
    }


def _to(report: str, *same: str, **fixed: str) -> Link:
    """To a report's rows of the row's client and currency, alike in the columns named."""

    def link(filters: Filters, row: Row) -> str:
        return rows_of(filters, report, **_account(filters, row), **{name: _text(row, name) for name in same}, **fixed)

    return link


def _documents_of_month(kinds: str) -> Link:
    def link(filters: Filters, row: Row) -> str:
        month = month_text(row["month"])
        return rows_of(filters, "documents", **_account(filters, row), document_date=month, kind=kinds)

    return link


def _then(report: str, **fixed: str) -> Link:
    """To a report's rows at the end of the row's own day."""

    def link(filters: Filters, row: Row) -> str:
        return rows_of(filters, report, **_account(filters, row), as_of=_text(row, "on_day"), **fixed)

    return link


_INVOICES = "invoice,credit_note"
_WORK = ("project_id", "employee_id")

_LINKS: Mapping[tuple[str, str], Link] = {
    ("aging", "unapplied_credit"): _to("statement"),
    ("aging", "outstanding"): _to("open_invoices"),
    ("open_invoices", "paid_amount"): _to("payment_timing", "invoice_number", **{"from": _BEFORE_ALL_BOOKS}),
    ("payment_history", "invoices_settled"): _to("documents", kind="invoice", status="paid"),
    ("payment_history", "invoices_open"): _to("open_invoices"),
    ("payment_history", "avg_days_late"): _to("payment_timing"),
    ("payment_history", "avg_days_to_pay"): _to("payment_timing"),
    ("payment_history", "paid_amount"): _to("documents", kind="payment"),
    ("payment_history", "open_amount"): _to("open_invoices"),
    ("receivables_kpis", "outstanding"): _to("aging"),
    ("receivables_kpis", "overdue"): _to("open_invoices", bucket=ANY_OVERDUE),
    ("receivables_kpis", "dso_simple"): _to("sales"),
    ("receivables_kpis", "cei"): _to("cash_flow"),
    ("sales", "net_amount"): _documents_of_month(_INVOICES),
    ("sales", "total_amount"): _documents_of_month(_INVOICES),
    ("cash_flow", "invoiced"): _documents_of_month(_INVOICES),
    ("cash_flow", "collected"): _documents_of_month("payment"),
    ("cash_forecast", "collections"): _to("expected_payments"),
    ("cash_forecast", "still_open"): _to("expected_payments"),
    ("kpi_trend", "dso_simple"): _then("sales"),
    ("kpi_trend", "cei"): _then("cash_flow"),
    ("kpi_trend", "not_due"): _then("open_invoices", bucket=NOT_DUE),
    ("kpi_trend", "outstanding"): _then("aging"),
    ("kpi_trend", "overdue"): _then("open_invoices", bucket=ANY_OVERDUE),
    ("balance_trend", "not_due"): _then("open_invoices", bucket=NOT_DUE),
    ("balance_trend", "overdue"): _then("open_invoices", bucket=ANY_OVERDUE),
    ("balance_trend", "outstanding"): _then("aging"),
    ("billable_hours", "billed_hours"): _to("billed_hours", *_WORK),
    ("billable_hours", "billed_amount"): _to("billed_hours", *_WORK),
    ("billable_hours", "unbilled_hours"): _to("unbilled_hours", *_WORK),
    ("billable_hours", "unbilled_amount"): _to("unbilled_hours", *_WORK),
    ("utilisation", "employee_name"): _to("billable_hours", "employee_id"),
    ("utilisation", "hours"): _to("billable_hours", "employee_id"),
    ("utilisation", "billable_hours"): _to("billable_hours", "employee_id"),
    ("utilisation", "unbilled_hours"): _to("unbilled_hours", "employee_id"),
    ("hours_to_cash", "hours"): _to("billable_hours", "project_id"),
    ("hours_to_cash", "billable_hours"): _to("billable_hours", "project_id"),
    ("hours_to_cash", "billed_hours"): _to("billed_hours", "project_id"),
    ("hours_to_cash", "billed_amount"): _to("billed_hours", "project_id"),
    ("hours_to_cash", "unbilled_hours"): _to("unbilled_hours", "project_id"),
    ("hours_to_cash", "unbilled_amount"): _to("unbilled_hours", "project_id"),
    ("hours_to_cash", "open_amount"): _to("open_invoices"),
    ("wip_aging", "hours"): _to("unbilled_hours"),
    ("wip_aging", "amount"): _to("unbilled_hours"),
    **{
        ("wip_aging", name): _to("unbilled_hours", age_days=ages)
        for name, ages in {"d0_30": "..30", "d31_60": "31..60", "d61_90": "61..90", "d91_plus": "91.."}.items()
    },
    ("wip_aging", "hours_without_rate"): _to("unbilled_hours"),
    ("time_kpis", "billable_hours"): _to("billable_hours"),
    ("time_kpis", "hours"): _to("billable_hours"),
    ("time_kpis", "realisation"): _to("billable_hours"),
    ("time_kpis", "effective_rate"): _to("billable_hours"),
    ("time_kpis", "unbilled_amount"): _to("unbilled_hours"),
}
