"""Drill: where a figure leads, so that everybody finds the rows behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from invotrack_analytics.reports.buckets import NOT_DUE, overdue_buckets
from invotrack_analytics.reports.report import Column, Parameters, Result, Value
from invotrack_analytics.web.filters import Filters

Row = Mapping[str, Value]
Link = Callable[[Filters, Row, Parameters], str]

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
    # No money and no hours have no rows; no per cent may have many.
    if row.get(name) is None or (row[name] == 0 and column.type != "ratio"):
        return None
    if result.report.name == "aging" and name in {
        NOT_DUE,
        *(bucket.name for bucket in overdue_buckets(result.parameters.buckets)),
    }:
        return open_in_bucket(filters, row, name)
    link = _LINKS.get((result.report.name, name))
    return link(filters, row, result.parameters) if link else None


def rows_of(filters: Filters, report: str, **conditions: str | None) -> str:
    """The page with a report's rows under further conditions."""
    return f"/reports/{report}{filters.query(**conditions)}"


def client_page(filters: Filters, row: Row) -> str:
    """The page about a row's client."""
    return "/client" + filters.query(client=_text(row, "client_id"))


def open_in_bucket(filters: Filters, row: Row, bucket: str) -> str:
    """The open invoices in a bucket, of the row's client and currency."""
    return rows_of(filters, "open_invoices", **_account(row), bucket=bucket)


def month_text(value: Value) -> str:
    """A month as a condition names it: 2026-09."""
    return value.isoformat()[:7] if isinstance(value, date) else ""


def _text(row: Row, name: str) -> str | None:
    value = row.get(name)
    return None if value is None else str(value)


def _account(row: Row) -> dict[str, str]:
    """Whose and in which currency the row is, as far as it says so; else it is as the page was asked."""
    return {
        name: value
        for name, column in (("client", "client_id"), ("currency", "currency"))
        if (value := _text(row, column))
    }


def _to(report: str, *same: str, **fixed: str) -> Link:
    """To a report's rows of the row's client and currency, alike in the columns named."""

    def link(filters: Filters, row: Row, _: Parameters) -> str:
        return rows_of(filters, report, **_account(row), **{name: _text(row, name) for name in same}, **fixed)

    return link


def _documents_of_month(kinds: str) -> Link:
    def link(filters: Filters, row: Row, _: Parameters) -> str:
        month = month_text(row["month"])
        return rows_of(filters, "documents", **_account(row), document_date=month, kind=kinds)

    return link


def _worked(report: str, *same: str) -> Link:
    """To rows of a report that has no period, of the work done in the period of the figure."""

    def link(filters: Filters, row: Row, asked: Parameters) -> str:
        days = f"{asked.date_from}..{asked.date_to}"
        return rows_of(filters, report, **_account(row), **{name: _text(row, name) for name in same}, work_date=days)

    return link


def _then(report: str, **fixed: str) -> Link:
    """To a report's rows at the end of the row's own day."""

    def link(filters: Filters, row: Row, _: Parameters) -> str:
        return rows_of(filters, report, **_account(row), as_of=_text(row, "on_day"), **fixed)

    return link


def _balance_on(filters: Filters, row: Row, _: Parameters) -> str:
    """The statement from the first day of the books to the row's."""
    day = _text(row, "document_date")
    return rows_of(filters, "statement", **_account(row), as_of=day, **{"from": _BEFORE_ALL_BOOKS})


def _expenses_of_month(filters: Filters, row: Row, _: Parameters) -> str:
    return rows_of(filters, "paid_expenses", **_account(row), expense_date=month_text(row["month"]))


def _entries_of_month(filters: Filters, row: Row, _: Parameters) -> str:
    return rows_of(filters, "time_entries", **_account(row), work_date=month_text(row["month"]))


def _of_invoice(filters: Filters, row: Row, _: Parameters) -> str:
    return rows_of(filters, "documents", **_account(row), number=_text(row, "invoice_number"))


def _each(report: str, names: tuple[str, ...], link: Link) -> dict[tuple[str, str], Link]:
    return {(report, name): link for name in names}


_INVOICES = "invoice,credit_note"
_WORK = ("project_id", "employee_id")
_BASE = ("base_amount", "revalued_amount", "exchange_difference")
_PAID = {"billable": "true"}
_UNBILLED_AGES = {"d0_30": "..30", "d31_60": "31..60", "d61_90": "61..90", "d91_plus": "91.."}

_LINKS: Mapping[tuple[str, str], Link] = {
    ("aging", "unapplied_credit"): _to("statement"),
    ("aging", "outstanding"): _to("open_invoices"),
    ("aging", "disputed_amount"): _to("open_invoices"),
    ("open_invoices", "paid_amount"): _to("payment_timing", "invoice_number", **{"from": _BEFORE_ALL_BOOKS}),
    **_each("open_invoices", ("total_amount", "reduced_amount", "open_amount", "disputed_amount"), _of_invoice),
    **_each("open_invoices", _BASE, _to("invoice_revaluation", "invoice_number")),
    ("payment_history", "invoices_settled"): _to("documents", kind="invoice", status="paid"),
    ("payment_history", "invoices_open"): _to("open_invoices"),
    **_each(
        "payment_history",
        (
            "avg_days_late",
            "avg_days_to_pay",
            "median_days_late",
            "survival_median_days",
            "trend_days",
        ),
        _to("payment_timing"),
    ),
    **_each("payment_history", ("on_time_rate_count", "on_time_rate_amount"), _to("documents", kind="invoice")),
    ("payment_history", "paid_amount"): _to("documents", kind="payment"),
    ("payment_history", "open_amount"): _to("open_invoices"),
    ("payment_timing", "allocated_amount"): _of_invoice,
    ("expected_payments", "open_amount"): _to("open_invoices", "invoice_number"),
    ("statement", "amount"): _to("documents", "kind", "number"),
    ("statement", "balance"): _balance_on,
    **_each("receivables_kpis", ("dso_simple", "dso_countback"), _to("sales")),
    ("receivables_kpis", "dso_best_possible"): _to("open_invoices", bucket=NOT_DUE),
    ("receivables_kpis", "add"): _to("open_invoices", bucket=ANY_OVERDUE),
    ("receivables_kpis", "cei"): _to("cash_flow"),
    ("receivables_kpis", "outstanding"): _to("aging"),
    ("receivables_kpis", "overdue"): _to("open_invoices", bucket=ANY_OVERDUE),
    **_each("kpi_trend", ("dso_simple", "dso_countback"), _then("sales")),
    ("kpi_trend", "dso_best_possible"): _then("open_invoices", bucket=NOT_DUE),
    ("kpi_trend", "add"): _then("open_invoices", bucket=ANY_OVERDUE),
    ("kpi_trend", "cei"): _then("cash_flow"),
    ("kpi_trend", "not_due"): _then("open_invoices", bucket=NOT_DUE),
    ("kpi_trend", "outstanding"): _then("aging"),
    ("kpi_trend", "overdue"): _then("open_invoices", bucket=ANY_OVERDUE),
    ("balance_trend", "not_due"): _then("open_invoices", bucket=NOT_DUE),
    ("balance_trend", "overdue"): _then("open_invoices", bucket=ANY_OVERDUE),
    ("balance_trend", "outstanding"): _then("aging"),
    **_each("sales", ("net_amount", "tax_amount", "total_amount"), _documents_of_month(_INVOICES)),
    ("cash_flow", "invoiced"): _documents_of_month(_INVOICES),
    ("cash_flow", "collected"): _documents_of_month("payment"),
    ("cash_flow", "expenses"): _expenses_of_month,
    **_each(
        "cash_forecast",
        ("collections", "collections_low", "collections_high", "net", "still_open"),
        _to("expected_payments"),
    ),
    ("cash_forecast", "expenses"): _to("paid_expenses"),
    ("billable_hours", "hours"): _to("time_entries", *_WORK),
    **_each(
        "billable_hours",
        ("billable_hours", "standard_amount", "utilisation", "realisation", "effective_rate"),
        _to("time_entries", *_WORK, **_PAID),
    ),
    **_each("billable_hours", ("billed_hours", "billed_amount"), _worked("billed_hours", *_WORK)),
    **_each("billable_hours", ("unbilled_hours", "unbilled_amount"), _worked("unbilled_hours", *_WORK)),
    **_each("utilisation", ("employee_name", "utilisation"), _to("billable_hours", "employee_id")),
    ("utilisation", "hours"): _to("time_entries", "employee_id"),
    ("utilisation", "billable_hours"): _to("time_entries", "employee_id", **_PAID),
    ("utilisation", "unbilled_hours"): _worked("unbilled_hours", "employee_id"),
    ("hours_by_task", "hours"): _to("time_entries", "project_id", "task"),
    ("hours_by_month", "hours"): _entries_of_month,
    ("hours_to_cash", "hours"): _to("time_entries", "project_id"),
    ("hours_to_cash", "not_billable_hours"): _to("time_entries", "project_id", billable="false"),
    ("hours_to_cash", "billable_hours"): _to("time_entries", "project_id", **_PAID),
    **_each("hours_to_cash", ("billed_hours", "billed_amount"), _worked("billed_hours", "project_id")),
    **_each("hours_to_cash", ("unbilled_hours", "unbilled_amount"), _worked("unbilled_hours", "project_id")),
    ("hours_to_cash", "open_amount"): _to("open_invoices"),
    **_each("wip_aging", ("hours", "amount", "hours_without_rate"), _to("unbilled_hours")),
    **{("wip_aging", name): _to("unbilled_hours", age_days=ages) for name, ages in _UNBILLED_AGES.items()},
    **_each("time_kpis", ("billable_hours", "hours", "realisation", "effective_rate"), _to("billable_hours")),
    ("time_kpis", "unbilled_amount"): _to("unbilled_hours"),
}
