"""Report `expected_losses`: one row per currency and bucket, where anything is open or was decided in the period.

Money and bad debts of an invoice, or a part of one, lie on a pile each; what is taken back comes off its top, and money
beyond what was open settles nothing. What stays was decided at the age that it came at: collected, or given up. It had
been in every bucket before. Loss rate = given up ÷ decided, at the bucket's first day or later.
"""

import math
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from tests.reference.amounts import decimals_of, ratio, rounded, total_of
from tests.reference.books import Books
from tests.reference.buckets import DEFAULT_LIMITS, NOT_DUE, age_of, bucket_names, bucket_of
from tests.reference.fields import Row
from tests.reference.instalments import as_invoices, open_parts
from tests.reference.period import period_of
from tests.reference.receivables import PAYMENT, WRITE_OFF, Reduction, is_live, standing

Decided = tuple[int, int, Decimal]


def report(
    books: Books,
    as_of: date,
    *,
    date_from: date | None = None,
    date_to: date | None = None,
    buckets: Sequence[int] = DEFAULT_LIMITS,
) -> list[Row]:
    """Return what is open by age, and what of such money was lost."""
    period = period_of(as_of, date_from, date_to)
    live = [invoice for invoice in books.invoices if is_live(invoice, as_of)]
    rows: list[Row] = []
    for currency in sorted({invoice.currency for invoice in live}):
        parts = [one for invoice in live if invoice.currency == currency for one in open_parts(books, invoice, as_of)]
        decided: list[Decided] = [
            (one.kind, (one.day - unit.due_date).days, amount)
            for invoice in live
            if invoice.currency == currency
            for unit, found in as_invoices(books, invoice, as_of)
            for one, amount in decided_of(unit.total, found)
            if one.document_date in period
        ]
        if not parts and not decided:
            continue
        for name, first in zip(bucket_names(buckets), [0, 1, *(limit + 1 for limit in buckets)], strict=True):
            still = total_of(
                [amount for part, amount in parts if bucket_of(age_of(part, as_of, "due"), buckets) == name]
            )
            reached = [one for one in decided if name == NOT_DUE or one[1] >= first]
            amount = total_of([one[2] for one in reached])
            lost = total_of([one[2] for one in reached if one[0] == WRITE_OFF])
            rate = ratio(lost, amount)
            places = 10 ** decimals_of(currency)
            rows.append(
                {
                    "currency": currency,
                    "bucket": name,
                    "age_from": first,
                    "open_amount": rounded(still, currency),
                    "decided_amount": rounded(amount, currency),
                    "lost_amount": rounded(lost, currency),
                    "loss_rate": rate,
                    "expected_loss": None
                    if rate is None
                    else Decimal(math.floor(rate * int(still * 1000) * places / 1000 * 2 + 1) // 2) / places,
                }
            )
    return rows


def decided_of(total: Decimal, found: list[Reduction]) -> list[tuple[Reduction, Decimal]]:
    """Return what money and bad debts stand: not taken back by a later one, and of money not more than was owed."""
    left, kept = total, []
    for one, stands in zip(found, standing(found), strict=True):
        fits = min(stands, max(left, Decimal(0)))
        left -= one.amount
        if one.kind in (PAYMENT, WRITE_OFF) and fits > 0:
            kept.append((one, fits))
    return kept
