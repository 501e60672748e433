"""Report `cash_forecast`: one row per currency and week, of the thirteen from that of the day after `as_of` on.

Choices where the semantics are silent:

- An open invoice, or part of one, comes in during a week with the chance that it is open before less the chance that it
  is open after, both as `expected_payments` has them, rounded to ten places.
- The running total is rounded, and a week is the difference of two; `still_open` is what is open now less the total.
- The variance of an invoice is amount² * chance * (1 - chance); variances add up, and low and high are 1.2815515655446
  deviations away (10th and 90th percentile of the normal distribution), within nothing and all that is open, and never
  on the wrong side of what is expected.
- Expenses are those dated after `as_of`, whatever `client` pays for them; of one client, those of its projects.
"""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

from tests.reference.amounts import rounded, total_of
from tests.reference.books import Books
from tests.reference.expected_payments import Chances, all_chances
from tests.reference.fields import Row

WEEKS = 13
PERCENTILE_90 = Decimal("1.2815515655446004")
TEN_PLACES = Decimal("1e-10")


def report(books: Books, as_of: date, *, client: str | None = None, currency: str | None = None) -> list[Row]:
    """Return what should come in and go out."""
    tomorrow = as_of + timedelta(days=1)
    monday = tomorrow - timedelta(days=tomorrow.weekday())
    weeks = [monday + timedelta(weeks=number) for number in range(WEEKS)]
    clients = {project.project_id: project.client_id for project in books.projects}
    expenses = [
        one
        for one in books.expenses
        if as_of < one.expense_date < weeks[-1] + timedelta(weeks=1)
        and (client is None or clients.get(one.project_id or "") == client)
    ]
    judged = [one for one in all_chances(books, as_of) if client in (None, one.part.invoice.client_id)]
    currencies = {one.part.invoice.currency for one in judged} | {one.currency for one in expenses}
    rows: list[Row] = []
    for code in sorted(currencies if currency is None else currencies & {currency}):
        here = [one for one in judged if one.part.invoice.currency == code]
        open_now, by_then = total_of([one.open for one in here]), Decimal(0)
        for week in weeks:
            expected, deviation = _week(here, week)
            before, by_then = by_then, by_then + expected
            collections = rounded(by_then, code) - rounded(before, code)
            low = rounded(max(expected - PERCENTILE_90 * deviation, Decimal(0)), code)
            high = rounded(min(expected + PERCENTILE_90 * deviation, open_now), code)
            spent = [
                one.amount
                for one in expenses
                if one.currency == code and week <= one.expense_date < week + timedelta(weeks=1)
            ]
            rows.append(
                {
                    "currency": code,
                    "week": week,
                    "collections": collections,
                    "collections_low": min(low, collections),
                    "collections_high": max(high, collections),
                    "expenses": rounded(total_of(spent), code),
                    "net": collections - rounded(total_of(spent), code),
                    "still_open": rounded(open_now, code) - rounded(by_then, code),
                }
            )
    return rows


def _week(here: list[Chances], week: date) -> tuple[Decimal, Decimal]:
    """Return what should come in during a week, and its standard deviation."""
    expected, variance = Decimal(0), Decimal(0)
    for one in here:
        chance = _open_before(one, week) - _open_before(one, week + timedelta(weeks=1))
        expected += one.open * chance
        variance += one.open**2 * chance * (1 - chance)
    return expected, variance.sqrt()


def _open_before(one: Chances, day: date) -> Decimal:
    chance = next((chance for on_day, chance in reversed(one.still_open) if on_day < day), Fraction(1))
    with localcontext(prec=60):
        return (Decimal(chance.numerator) / Decimal(chance.denominator)).quantize(TEN_PLACES, ROUND_HALF_UP)
