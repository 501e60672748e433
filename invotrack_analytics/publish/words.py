"""Every word that a user of the dashboard reads and that is not data; a translation is another `Words`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """English; a report's title and those of its columns come with the report."""

    language: str = "en"
    product: str = "Invotrack Analytics"

    # Signing in and out
    sign_in: str = "Sign in"
    sign_out: str = "Sign out"
    sign_out_question: str = "Sign out of Invotrack Analytics?"
    user: str = "User"
    password: str = "Password"  # noqa: S105  a label
    wrong_password: str = "This user and password do not fit together."  # noqa: S105
    too_many_tries: str = "Too many wrong passwords. Try again in {seconds} seconds."
    signed_out: str = "You are no longer signed in. Reload the page to sign in again."
    forbidden: str = "Not for this account"
    forbidden_reason: str = "The user you are signed in as may not see this page."
    back_to_dashboard: str = "Back to the dashboard"

    # The frame of every page
    pages: str = "Pages"
    filters: str = "Filters"
    as_of: str = "As of"
    client: str = "Client"
    all_clients: str = "All clients"
    currency: str = "Currency"
    all_currencies: str = "All currencies"
    known_on: str = "Known on"
    from_day: str = "From"
    search: str = "Search"
    account: str = "Account"
    dark_or_light: str = "Dark or light"
    loading: str = "Loading…"
    skip_to_content: str = "Skip to content"
    not_a_date: str = "{name}: “{value}” is not a date such as 2026-09-30; this page shows {instead}."
    not_a_currency: str = "Currency: “{value}” is not a currency code such as EUR; this page shows all."
    not_a_moment: str = (
        "Known on: “{value}” is not a date or time such as 2026-09-30; this page shows what is known now."
    )
    not_a_first_day: str = "{name}: “{value}” is not a date such as 2026-01-01; this page shows twelve months."
    from_after_as_of: str = "{name}: {value} is after the day shown; this page shows twelve months."
    no_such_client: str = "There is no client “{value}” in the books."
    something_failed: str = (
        "This page could not be made. Whoever runs the server finds the reason in its log, under {code}."
    )
    problem: str = "Something is in the way"
    yes: str = "yes"
    no: str = "no"

    # Overview
    overview: str = "Overview"
    position_at: str = "Position at {day}"
    outstanding: str = "Outstanding"
    outstanding_note: str = "net of unapplied credit"
    overdue: str = "Overdue"
    overdue_note: str = "past the due date"
    dso: str = "Days sales outstanding"
    cei: str = "Collection effectiveness"
    period: str = "{first} to {last}"
    days: str = "{days} days"
    aging: str = "Aging"
    aging_note: str = "Open amounts by days past due, at {day}"
    days_past_due: str = "Days past due"
    less_unapplied_credit: str = "Less unapplied credit"
    collection: str = "Collection"
    collection_note: str = "How long sales wait for their money, and how much of what fell due came in"
    in_days: str = "days"
    measure: str = "Measure"
    open_by_client: str = "Who owes it"
    open_by_client_note: str = "Largest open amounts by days past due"
    top_debtors: str = "Top debtors"
    top_debtors_note: str = "Largest outstanding amounts at {day}"
    status: str = "Status"
    in_credit: str = "in credit"
    not_due: str = "not due"
    days_late: str = "{days} days late"
    no_open_items: str = "Nothing is owed"
    no_open_items_reason: str = "No invoice is open and no credit unapplied at {day} under these filters."
    rows_of: str = "{shown} of {all} rows"
    since: str = "{change} since {day}"
    balance: str = "Balance"
    balance_note: str = "Open amounts at the end of each month; the last one up to {day}"
    at_the_end_of: str = "At the end of"

    # Lists
    no_rows: str = "No rows"
    no_rows_reason: str = "Nothing in the books fits these filters."
    all_of_it: str = "{all} rows"
    range_of: str = "{first}–{last} of {all} rows"  # noqa: RUF001  the dash of a range
    previous: str = "Previous"
    following: str = "Next"
    sorted_by: str = "Sort by {title}"
    remove_condition: str = "Remove {condition}"
    see_all: str = "See all {all}"
    see_rows: str = "See the rows"
    download: str = "Download"
    whole_workbook: str = "All reports (Excel)"

    # Debtors, clients and their documents
    debtors: str = "Debtors"
    debtors_note: str = "Who owes what at {day}, and how late it is"
    choose_client: str = "Choose a client"
    choose_client_reason: str = "Pick one under “Client” above, or from the list of debtors."
    to_debtors: str = "Go to Debtors"
    open_invoices: str = "Open invoices"
    open_invoices_note: str = "By due date, the oldest first"
    payment_timing: str = "Payment timing"
    payment_timing_note: str = "Each dot is a payment; above zero it came late"
    no_payments: str = "No payment settled an invoice in this period."
    statement: str = "Statement"
    statement_note: str = "Everything that moved the account, {first} to {last}"
    hours: str = "Hours"
    hours_note: str = "Worked, {first} to {last}, by project and employee"
    days_late_average: str = "Average days late"
    days_late_note: str = "weighted by amount"
    on_time: str = "Paid on time"
    on_time_note: str = "share of invoices due in the period"
    payment: str = "Payment history"
    your_account: str = "Your account"
    pdf: str = "PDF"
    pdf_of: str = "PDF of {number}"

    # Time & billing
    time_and_billing: str = "Time & billing"
    billable: str = "Billable"
    billable_note: str = "of all hours worked"
    realisation: str = "Realisation"
    realisation_note: str = "billed ÷ standard value"
    effective_rate: str = "Effective rate"
    effective_rate_note: str = "billed ÷ all hours worked"
    wip: str = "Work in progress"
    wip_note: str = "unbilled billable hours at {day}"
    utilisation: str = "Utilisation"
    utilisation_note: str = "Billable hours ÷ capacity, {first} to {last}"
    waterfall: str = "From worked to billed"
    waterfall_note: str = "Hours, {first} to {last}"
    other_hours: str = "Rounding"
    wip_by_client: str = "Work in progress by client and age"
    wip_by_client_note: str = "Unbilled hours at their rate, by days since the work"
    billable_hours: str = "Billable hours"
    billable_hours_note: str = "By client, project and employee, {first} to {last}"

    # Cash and sales
    cash: str = "Cash"
    cash_by_month: str = "Cash by month"
    cash_note: str = "Invoiced and collected, {first} to {last}"
    sales: str = "Sales"
    sales_by_month: str = "Net sales by month"
    sales_by_client: str = "Net sales by client"
    sales_note: str = "Before tax, less credit notes, {first} to {last}"
    reports: str = "Reports"
    reports_note: str = "Every question the books answer, with its rows and downloads"
    invoiced: str = "Invoiced"
    collected: str = "Collected"


WORDS = Words()
