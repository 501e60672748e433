"""Reports: one question each, as a pair of .sql (the answer) and .py (what the answer looks like).

A new report is two files and one word in REPORTS.
"""

from invotrack_analytics.reports.aging import AGING
from invotrack_analytics.reports.balance_trend import BALANCE_TREND
from invotrack_analytics.reports.billable_hours import BILLABLE_HOURS
from invotrack_analytics.reports.billed_hours import BILLED_HOURS
from invotrack_analytics.reports.cash_flow import CASH_FLOW
from invotrack_analytics.reports.cash_forecast import CASH_FORECAST
from invotrack_analytics.reports.concentration import CONCENTRATION
from invotrack_analytics.reports.currency_revaluation import CURRENCY_REVALUATION
from invotrack_analytics.reports.deliveries import DELIVERIES
from invotrack_analytics.reports.documents import DOCUMENTS
from invotrack_analytics.reports.expected_losses import EXPECTED_LOSSES
from invotrack_analytics.reports.expected_payments import EXPECTED_PAYMENTS
from invotrack_analytics.reports.fiscal_records import FISCAL_RECORDS
from invotrack_analytics.reports.hours_by_month import HOURS_BY_MONTH
from invotrack_analytics.reports.hours_by_task import HOURS_BY_TASK
from invotrack_analytics.reports.hours_to_cash import HOURS_TO_CASH
from invotrack_analytics.reports.invoice_revaluation import INVOICE_REVALUATION
from invotrack_analytics.reports.kpi_trend import KPI_TREND
from invotrack_analytics.reports.movements import MOVEMENTS
from invotrack_analytics.reports.mrr import MRR
from invotrack_analytics.reports.open_instalments import OPEN_INSTALMENTS
from invotrack_analytics.reports.open_invoices import OPEN_INVOICES
from invotrack_analytics.reports.paid_expenses import PAID_EXPENSES
from invotrack_analytics.reports.payment_history import PAYMENT_HISTORY
from invotrack_analytics.reports.payment_timing import PAYMENT_TIMING
from invotrack_analytics.reports.project_budgets import PROJECT_BUDGETS
from invotrack_analytics.reports.project_margin import PROJECT_MARGIN
from invotrack_analytics.reports.promises import PROMISES
from invotrack_analytics.reports.realised_differences import REALISED_DIFFERENCES
from invotrack_analytics.reports.receivables_kpis import RECEIVABLES_KPIS
from invotrack_analytics.reports.recurring import RECURRING
from invotrack_analytics.reports.recurring_calendar import RECURRING_CALENDAR
from invotrack_analytics.reports.reminder_plan import REMINDER_PLAN
from invotrack_analytics.reports.reminders import REMINDERS
from invotrack_analytics.reports.report import Report
from invotrack_analytics.reports.sales import SALES
from invotrack_analytics.reports.sales_in_base import SALES_IN_BASE
from invotrack_analytics.reports.statement import STATEMENT
from invotrack_analytics.reports.tax_summary import TAX_SUMMARY
from invotrack_analytics.reports.time_entries import TIME_ENTRIES
from invotrack_analytics.reports.time_kpis import TIME_KPIS
from invotrack_analytics.reports.unbilled_expenses import UNBILLED_EXPENSES
from invotrack_analytics.reports.unbilled_hours import UNBILLED_HOURS
from invotrack_analytics.reports.utilisation import UTILISATION
from invotrack_analytics.reports.wip_aging import WIP_AGING
from invotrack_analytics.reports.work_list import WORK_LIST

REPORTS: tuple[Report, ...] = (
    AGING,
    OPEN_INVOICES,
    OPEN_INSTALMENTS,
    PAYMENT_HISTORY,
    RECEIVABLES_KPIS,
    STATEMENT,
    MOVEMENTS,
    SALES,
    CASH_FLOW,
    EXPECTED_PAYMENTS,
    CASH_FORECAST,
    BILLABLE_HOURS,
    UNBILLED_HOURS,
    UNBILLED_EXPENSES,
    BILLED_HOURS,
    TIME_ENTRIES,
    PAID_EXPENSES,
    DOCUMENTS,
    BALANCE_TREND,
    KPI_TREND,
    CONCENTRATION,
    EXPECTED_LOSSES,
    PAYMENT_TIMING,
    UTILISATION,
    HOURS_TO_CASH,
    TIME_KPIS,
    WIP_AGING,
    PROJECT_BUDGETS,
    PROJECT_MARGIN,
    HOURS_BY_TASK,
    HOURS_BY_MONTH,
    CURRENCY_REVALUATION,
    INVOICE_REVALUATION,
    REALISED_DIFFERENCES,
    SALES_IN_BASE,
    RECURRING,
    RECURRING_CALENDAR,
    MRR,
    TAX_SUMMARY,
    REMINDERS,
    REMINDER_PLAN,
    DELIVERIES,
    PROMISES,
    WORK_LIST,
    FISCAL_RECORDS,
)

__all__ = ["REPORTS", "Report"]
