"""Report `payment_history`: one row per client and currency that has a live invoice or a payment by `as_of`.

Choices where the semantics are silent:

- Only averages and rates are limited to the period. `invoices_settled`, `invoices_open`, `paid_amount` (all money in,
  refunds and reversals off), `open_amount` and `last_payment_date` (of money that came in) are those of `as_of`.
- The period limits payments by their own date, also prepayments.
- `on_time_rate_amount` = Σ money received by the due date ÷ Σ (total - credit notes and write-offs by the due date),
  each invoice's money at most what fell due of it. What was never to be paid is not late.
- A reversal undoes the latest payments: an invoice whose payment bounced after the due date was not on time.
- Due today and settled counts (on time); due today and open does not.
- An invoice is settled when nothing of it is open, by whatever means.
- Money without a date reduces what is open, and tells nothing: it is in no average, its invoice in no rate.
- The survival median follows all live invoices of the account, whatever the period.
- Of an invoice in instalments, each part counts as an invoice of its own in days late and on-time rates, with its due
  date and the reductions that fell on it; `invoices_settled` and `invoices_open` count invoices.
"""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from statistics import median

from tests.reference.amounts import ratio, rounded, total_of
from tests.reference.books import Books
from tests.reference.fields import Row
from tests.reference.instalments import allocations_to_parts, as_invoices
from tests.reference.period import Period, period_of
from tests.reference.receivables import (
    CREDIT_NOTE,
    MONEY,
    PAYMENT,
    Allocation,
    Reduction,
    accounts,
    has_undated,
    live_invoices,
    on,
    open_amount,
    reduced_by,
    reductions,
    standing,
)
from tests.reference.rows import Document
from tests.reference.survival import spell, survival_median

TREND_DAYS = 90
SETTLED_FOR_TREND = 3


def report(books: Books, as_of: date, *, date_from: date | None = None, date_to: date | None = None) -> list[Row]:
    """Return how every client pays."""
    period = period_of(as_of, date_from, date_to)
    rows: list[Row] = []
    for client_id, currency in accounts(books):
        invoices = live_invoices(books, as_of, client_id, currency)
        payments = [one for one in books.payments if on(one, client_id, currency) and one.payment_date <= as_of]
        if not invoices and not payments:
            continue
        settled = [invoice for invoice in invoices if open_amount(books, invoice, as_of) == 0]
        spells = [spell(books, invoice, as_of) for invoice in invoices]
        allocated = [one for invoice in invoices for _, _, one in allocations_to_parts(books, invoice, as_of)]
        counted = [one for one in allocated if one.payment.payment_date in period]
        undone = {
            (one.number, invoice.number)
            for invoice in invoices
            for one, stands in zip_standing(reductions(books, invoice, as_of))
            if one.kind == PAYMENT and stands == 0
        }
        by_count, by_amount = on_time_rates(books, invoices, period, as_of)
        rows.append(
            {
                "client_id": client_id,
                "client_name": books.client(client_id).name,
                "currency": currency,
                "invoices_settled": len(settled),
                "invoices_open": len(invoices) - len(settled),
                "avg_days_to_pay": weighted_average(counted, lambda one: one.days_to_pay),
                "avg_days_late": weighted_average(counted, lambda one: one.days_late),
                "median_days_late": median([Fraction(one.days_late) for one in counted]) if counted else None,
                "on_time_rate_count": by_count,
                "on_time_rate_amount": by_amount,
                "trend_days": trend(allocated, as_of) if len(settled) >= SETTLED_FOR_TREND else None,
                "last_payment_date": max(
                    (
                        one.payment_date
                        for one in payments
                        if one.amount > 0 and not one.undated and (one.payment_id, one.invoice_number) not in undone
                    ),
                    default=None,
                ),
                "paid_amount": rounded(total_of([one.amount for one in payments]), currency),
                "open_amount": rounded(total_of([open_amount(books, one, as_of) for one in invoices]), currency),
                "survival_median_days": survival_median([(one.days_to_pay, one.paid) for one in spells]),
            }
        )
    return rows


def weighted_average(counted: list[Allocation], days: Callable[[Allocation], int]) -> Fraction | None:
    """Average days: "averages are weighted by allocated amount"."""
    return ratio(total_of([one.amount * days(one) for one in counted]), total_of([one.amount for one in counted]))


def trend(allocated: list[Allocation], as_of: date) -> Fraction | None:
    """Return the trend.

    "Weighted days late by payment date, the last 90 days minus the 90 before; null if either has no payment."
    """
    last = Period(as_of - timedelta(days=TREND_DAYS - 1), as_of)
    before = Period(as_of - timedelta(days=2 * TREND_DAYS - 1), as_of - timedelta(days=TREND_DAYS))
    now = weighted_average([one for one in allocated if one.payment.payment_date in last], lambda one: one.days_late)
    then = weighted_average([one for one in allocated if one.payment.payment_date in before], lambda one: one.days_late)
    return None if now is None or then is None else now - then


def on_time_rates(
    books: Books, invoices: list[Document], period: Period, as_of: date
) -> tuple[Fraction | None, Fraction | None]:
    """Return the on-time rates by count and by amount, "of what fell due in [the period] before `as_of`".

    "What is still open past its due date counts as late. What is not yet due, or due today and open, does not count at
    all."
    """
    fell_due = [
        (invoice, found)
        for whole in invoices
        if not has_undated(books, whole) and not credited_in_full(books, whole, as_of)
        for invoice, found in as_invoices(books, whole, as_of)
        if invoice.due_date in period
        and (
            invoice.due_date < as_of
            or (invoice.due_date == as_of and invoice.total <= total_of([one.amount for one in found]))
        )
    ]
    on_time, amounts_due, amounts_received = [], [], []
    for invoice, found in fell_due:
        other = total_of([one.amount for one in found if one.kind not in MONEY and one.day <= invoice.due_date])
        money = total_of(
            [
                stands
                for one, stands in zip_standing(found)
                if one.kind in MONEY and (one.day <= invoice.due_date or one.amount < 0)
            ]
        )
        # The page says: "by count, the share of invoices fully settled by their due date"
        if invoice.total - other - money <= 0:
            on_time.append(invoice)
        # The page says: "by amount, the share of money received by then, part payments included"
        due = max(Decimal(0), invoice.total - other)
        amounts_due.append(due)
        amounts_received.append(min(due, max(Decimal(0), money)))
    by_count = ratio(Decimal(len(on_time)), Decimal(len(fell_due)))
    return by_count, ratio(total_of(amounts_received), total_of(amounts_due))


def zip_standing(found: list[Reduction]) -> list[tuple[Reduction, Decimal]]:
    """Pair each reduction with what of it stands."""
    return list(zip(found, standing(found), strict=True))


def credited_in_full(books: Books, invoice: Document, as_of: date) -> bool:
    """Tell an invoice that its credit notes take back: it "counts neither as paid on time nor as late"."""
    return invoice.total > 0 and reduced_by(books, invoice, as_of, CREDIT_NOTE) >= invoice.total
