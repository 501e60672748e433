"""Expected payments: when each open invoice, or open part of one, may be expected to be paid in full.

Every live invoice up to the day, or each part of one that falls due in instalments, is an observation, counted in days
from its due date: paid in full, or censored, as `payment_history` tells. On each day late t, of the n(t) invoices of a
client that had waited so long d(t) were paid; of all clients', D(t) of N(t). The client's hazard is taken as

    h(t) = (d(t) + k D(t)/N(t)) / (n(t) + k), with k = 2:

its own record, with k made-up invoices that behave as all clients' do. So much data speaks for itself, little leans on
the rest, and no client is without an estimate. (Hjort, "Nonparametric Bayes estimators based on beta processes in
models for life history data", The Annals of Statistics 18, 1990; with k = 0 it is the estimate of Kaplan and Meier.)

An invoice that is open at the end of the day, c days late, is still open t days late with the chance S(t|c), the
product of 1 - h(u) over c < u <= t. It is expected on the first day on which that is at most 1/2; the earliest and the
latest day, where it is at most 9/10 and 1/10, leave a tenth on either side. A date is null where the record does not
reach so far, and all are null where nobody ever paid so late. Records are of the client in all currencies, since habits
know none; only what was dated by the day and known then is looked at. k was chosen on past days of two books, and held
against other days: `make bench` tells how often the range holds and how far off the expected day is.
"""

from __future__ import annotations

from dataclasses import replace

from invotrack_analytics.reports.columns import CLIENT, INSTALMENT_NUMBER, INVOICE_NUMBER, money
from invotrack_analytics.reports.report import Column, Parameters, Report


def _columns(parameters: Parameters) -> tuple[Column, ...]:
    del parameters
    return (
        *CLIENT,
        INVOICE_NUMBER,
        replace(INSTALMENT_NUMBER, optional=True),
        Column("due_date", "date", "Due", "When the invoice, or this part of it, is due."),
        money("open_amount", "Open", "What is still owed of it."),
        Column("expected_date", "date", "Expected", "The day by which it is as likely as not to be paid in full."),
        Column("earliest_date", "date", "Earliest", "One in ten such invoices is paid by then."),
        Column("latest_date", "date", "Latest", "Nine in ten such invoices are paid by then."),
        Column(
            "basis",
            "text",
            "By the record of",
            "Whose record weighs more: client, or all_clients where the client's own is short.",
        ),
        # Many invoices share one record, so its size is not added up.
        Column(
            "observations",
            "integer",
            "Observations",
            "Invoices of that record that were still open so late.",
            unit="invoices",
        ),
    )


EXPECTED_PAYMENTS = Report(
    name="expected_payments",
    title="Expected payments",
    question="When will each open invoice be paid?",
    parameters=("client", "currency"),
    columns=_columns,
    grain="One row per open invoice, or open part of one that falls due in instalments.",
    key=("invoice_number", "instalment_number"),
    order_by=("currency", "expected_date", "client_name", "client_id", "invoice_number", "instalment_number"),
)
