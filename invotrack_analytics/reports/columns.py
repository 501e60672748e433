"""The columns that many reports share, said once."""

from __future__ import annotations

from dataclasses import replace

from invotrack_analytics.reports.report import Column

CLIENT_ID = Column("client_id", "text", "Client no.", "The client's code.")
CLIENT_NAME = Column("client_name", "text", "Client", "The client's name.")
CURRENCY = Column("currency", "text", "Currency", "The currency of the row's amounts (ISO 4217).")
BASE_CURRENCY = Column("base_currency", "text", "Base", "The company's own currency (ISO 4217).")
PROJECT_ID = Column("project_id", "text", "Project no.", "The project's code.")
PROJECT_NAME = Column("project_name", "text", "Project", "The project's name.")
EMPLOYEE_ID = Column("employee_id", "text", "Employee no.", "The employee's code.")
EMPLOYEE_NAME = Column("employee_name", "text", "Employee", "The employee's name.")
INVOICE_NUMBER = Column("invoice_number", "text", "Invoice", "The invoice's number.")
INSTALMENT_NUMBER = Column(
    "instalment_number", "integer", "Part", "Which part of the invoice, where it falls due in instalments."
)
ENTRY_ID = Column("entry_id", "text", "Entry", "The timesheet entry's code.")
WORK_DATE = Column("work_date", "date", "Date", "When the work was done.")
DOCUMENT_DATE = Column("document_date", "date", "Date", "The date on the document.")
MONTH = Column("month", "date", "Month", "The month, by its first day.", unit="month")
RATE_SOURCE = Column(
    "rate_source", "text", "Rate from", "Which rule gave the rate: entry, rate_card, project, client or employee."
)
CLIENT = (CLIENT_ID, CLIENT_NAME, CURRENCY)
WORK = (PROJECT_ID, PROJECT_NAME, EMPLOYEE_ID, EMPLOYEE_NAME)


def money(name: str, title: str, description: str) -> Column:
    """An amount in the row's currency, with a total per currency."""
    return Column(name, "money", title, description, unit="currency", total=True)


def base_money(name: str, title: str, description: str) -> Column:
    """An amount in the company's currency, beside others in the row's own, by which it is totalled."""
    return Column(name, "money", title, description, unit="base currency", total=True, money_in=BASE_CURRENCY.name)


def base_rate(name: str, title: str, description: str) -> Column:
    """What one unit of the row's currency is worth in the company's."""
    return Column(name, "price", title, description, unit="base per unit")


BASE_WORTH = tuple(
    replace(column, optional=True)
    for column in (
        BASE_CURRENCY,
        base_money("base_amount", "In base", "Open at the rate of each invoice's date; none where no rate is loaded."),
        base_money("revalued_amount", "Revalued", "Open at the rate of the day."),
        base_money("exchange_difference", "Exchange difference", "Unrealised: a gain, or if negative a loss."),
    )
)
"""What is owed, in the company's currency, where exchange rates are loaded."""

REMINDED = (
    Column("last_step", "integer", "Last reminder", "The last step that was said.", optional=True),
    Column("next_step_on", "date", "Next reminder", "The day from which the next is planned.", optional=True),
)
"""How far reminders have come, where any are sent."""


def hours(name: str, title: str, description: str) -> Column:
    """A number of hours, with a total."""
    return Column(name, "hours", title, description, unit="hours", total=True)


def days(name: str, title: str, description: str) -> Column:
    """A number of days, whole or averaged."""
    return Column(name, "days", title, description, unit="days")


def count(name: str, title: str, description: str, unit: str) -> Column:
    """How many of something, with a total."""
    return Column(name, "integer", title, description, unit=unit, total=True)


def ratio(name: str, title: str, description: str) -> Column:
    """A fraction of one."""
    return Column(name, "ratio", title, description)


def price(name: str, title: str, description: str) -> Column:
    """An amount per hour in the row's currency."""
    return Column(name, "price", title, description, unit="currency per hour")


HOURS_AND_WORTH = (
    hours("hours", "Hours", "All hours worked."),
    hours("billable_hours", "Billable", "Hours that the client pays for."),
    hours("billed_hours", "Billed", "Hours on live invoices, as billed."),
    hours("unbilled_hours", "Unbilled", "Billable hours on no live invoice."),
    money("standard_amount", "Standard value", "Billable hours at their standard rate."),
    money("billed_amount", "Billed amount", "Net amount of these hours on live invoices."),
    money("unbilled_amount", "Unbilled amount", "Unbilled hours at their standard rate."),
)
REALISATION = ratio("realisation", "Realisation", "Billed amount ÷ standard value.")
EFFECTIVE_RATE = price("effective_rate", "Effective rate", "Billed amount ÷ all hours worked.")
