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
    known_on: str = "as the books were known on {moment} UTC"
    forget_known_on: str = "show what is known now"
    account: str = "Account"
    dark_or_light: str = "Dark or light"
    loading: str = "Loading…"
    skip_to_content: str = "Skip to content"
    not_a_date: str = "{name}: “{value}” is not a date such as 2026-09-30; this page shows {instead}."
    not_a_currency: str = "Currency: “{value}” is not a currency code such as EUR; this page shows all."
    not_a_moment: str = (
        "Known on: “{value}” is not a date or time such as 2026-09-30; this page shows what is known now."
    )
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


WORDS = Words()
