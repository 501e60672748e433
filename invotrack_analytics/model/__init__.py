"""The data dictionary: one module per data set; what a column is called, holds and allows is said here only."""

from invotrack_analytics.model.assignments import ASSIGNMENTS
from invotrack_analytics.model.bank_lines import BANK_LINES
from invotrack_analytics.model.billed_entries import BILLED_ENTRIES
from invotrack_analytics.model.billed_items import BILLED_ITEMS
from invotrack_analytics.model.clients import CLIENTS
from invotrack_analytics.model.contacts import CONTACTS
from invotrack_analytics.model.credit_holds import CREDIT_HOLDS
from invotrack_analytics.model.dataset import Column, Dataset, Reference, Rule
from invotrack_analytics.model.deliveries import DELIVERIES
from invotrack_analytics.model.disputes import DISPUTES
from invotrack_analytics.model.employees import EMPLOYEES
from invotrack_analytics.model.expenses import EXPENSES
from invotrack_analytics.model.fiscal_answers import FISCAL_ANSWERS
from invotrack_analytics.model.fiscal_chains import FISCAL_CHAINS
from invotrack_analytics.model.fiscal_records import FISCAL_RECORDS
from invotrack_analytics.model.fiscal_submissions import FISCAL_SUBMISSIONS
from invotrack_analytics.model.fx_rates import FX_RATES
from invotrack_analytics.model.instalments import INSTALMENTS
from invotrack_analytics.model.invoice_lines import INVOICE_LINES
from invotrack_analytics.model.invoice_taxes import INVOICE_TAXES
from invotrack_analytics.model.invoice_withholdings import INVOICE_WITHHOLDINGS
from invotrack_analytics.model.invoices import INVOICES
from invotrack_analytics.model.ledger_exports import LEDGER_EXPORTS
from invotrack_analytics.model.milestones import MILESTONES
from invotrack_analytics.model.pauses import PAUSES
from invotrack_analytics.model.payers import PAYERS
from invotrack_analytics.model.payments import PAYMENTS
from invotrack_analytics.model.projects import PROJECTS
from invotrack_analytics.model.promises import PROMISES
from invotrack_analytics.model.rates import RATES
from invotrack_analytics.model.recurring import RECURRING
from invotrack_analytics.model.recurring_events import RECURRING_EVENTS
from invotrack_analytics.model.recurring_lines import RECURRING_LINES
from invotrack_analytics.model.reminder_rules import REMINDER_RULES
from invotrack_analytics.model.reminders import REMINDERS
from invotrack_analytics.model.replaced_receipts import REPLACED_RECEIPTS
from invotrack_analytics.model.replacements import REPLACEMENTS
from invotrack_analytics.model.taxes import TAXES
from invotrack_analytics.model.timesheets import TIMESHEETS
from invotrack_analytics.model.withholding_certificates import WITHHOLDING_CERTIFICATES
from invotrack_analytics.model.write_offs import WRITE_OFFS

# In dependency order: a data set refers only to those before it (and invoices to themselves).
DATASETS: tuple[Dataset, ...] = (
    CLIENTS,
    EMPLOYEES,
    PROJECTS,
    MILESTONES,
    RECURRING,
    RECURRING_LINES,
    RECURRING_EVENTS,
    RATES,
    TAXES,
    FX_RATES,
    INVOICES,
    REPLACEMENTS,
    INVOICE_LINES,
    INVOICE_TAXES,
    INVOICE_WITHHOLDINGS,
    WITHHOLDING_CERTIFICATES,
    INSTALMENTS,
    TIMESHEETS,
    EXPENSES,
    REPLACED_RECEIPTS,
    PAYMENTS,
    WRITE_OFFS,
    DISPUTES,
    BILLED_ENTRIES,
    BILLED_ITEMS,
    BANK_LINES,
    PAYERS,
    LEDGER_EXPORTS,
    CONTACTS,
    REMINDER_RULES,
    DELIVERIES,
    REMINDERS,
    PROMISES,
    PAUSES,
    CREDIT_HOLDS,
    ASSIGNMENTS,
    FISCAL_CHAINS,
    FISCAL_RECORDS,
    FISCAL_SUBMISSIONS,
    FISCAL_ANSWERS,
)
BY_NAME: dict[str, Dataset] = {dataset.name: dataset for dataset in DATASETS}

__all__ = ["BY_NAME", "DATASETS", "INVOICE_LINES", "Column", "Dataset", "Reference", "Rule"]
