"""Report `receivables_kpis`: one row per currency with a live document or a payment by `as_of`.

Choices where the semantics are silent:

- Opening is the end of the day before `from`, closing the end of `to` (default `as_of`); each with what was live then.
- `outstanding` is that of `aging` at `as_of`, net of unapplied credit, all clients; `overdue` the open amounts whose
  due date is before `as_of`.
- Count-back goes by calendar months, the first from the 1st to `as_of`; with nothing receivable it is 0 days.
- CEI is in percent, as the formula has it.
"""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from tests.reference.amounts import ratio, rounded, total_of
from tests.reference.books import Books
from tests.reference.fields import Row
from tests.reference.instalments import open_parts
from tests.reference.period import Period, month_of, period_of
from tests.reference.receivables import accounts, is_live, open_amount, outstanding
from tests.reference.sales import sales_of


def report(books: Books, as_of: date, *, date_from: date | None = None, date_to: date | None = None) -> list[Row]:
    """Return DSO in three variants, ADD and CEI."""
    period = period_of(as_of, date_from, date_to)
    days = Decimal(len(period.days()))
    live = [document.currency for document in books.documents if is_live(document, as_of)]
    paid = [payment.currency for payment in books.payments if payment.payment_date <= as_of]
    rows: list[Row] = []
    for currency in sorted({*live, *paid}):
        closing = receivables(books, currency, period.end)
        not_overdue = closing - overdue(books, currency, period.end)
        sales = sales_of(books, currency, period, period.end)
        # The page says: "simple = closing receivables ÷ credit sales of the period x days in the period"
        simple = ratio(closing * days, max(sales, Decimal(0)))
        # The page says: "best possible = not-overdue receivables ÷ credit sales x days"
        best = ratio(not_overdue * days, max(sales, Decimal(0)))
        # The page says: "CEI = (opening + sales - closing) ÷ (opening + sales - closing not-overdue) x 100"
        to_collect = collectable(books, currency, period)
        cei = ratio((to_collect - closing) * 100, max(to_collect - not_overdue, Decimal(0)))
        owed = [outstanding(books, as_of, client_id, held) for client_id, held in accounts(books) if held == currency]
        rows.append(
            {
                "currency": currency,
                "dso_simple": simple,
                "dso_countback": count_back(books, currency, as_of),
                "dso_best_possible": best,
                # The page says: "ADD (average days delinquent) = simple - best possible"
                "add": None if simple is None or best is None else simple - best,
                "cei": cei,
                "outstanding": rounded(total_of(owed), currency),
                "overdue": rounded(overdue(books, currency, as_of), currency),
            }
        )
    return rows


def collectable(books: Books, currency: str, period: Period) -> Decimal:
    """Add up opening and sales of what was left at the period's end, each invoice less what was credited of it.

    "What takes an invoice back, void or credit note, is never collected: both leave sales and receivables alike".
    """
    before = period.start - timedelta(days=1)
    invoices = {one.number: one for one in books.invoices if one.currency == currency and is_live(one, period.end)}
    notes = [
        one
        for one in books.credit_notes
        if one.currency == currency and one.issue_date in period and is_live(one, period.end)
    ]
    found = [-one.total for one in notes if one.preceding not in invoices]
    for invoice in invoices.values():
        whole = invoice.total if invoice.issue_date in period else open_amount(books, invoice, before)
        credited = total_of([one.total for one in notes if one.preceding == invoice.number])
        found.append(max(Decimal(0), whole - credited))
    return total_of(found)


def receivables(books: Books, currency: str, day: date) -> Decimal:
    """Add up what is open at the end of a day: "receivables are gross of unapplied credit"."""
    invoices = [one for one in books.invoices if one.currency == currency and is_live(one, day)]
    return total_of([open_amount(books, one, day) for one in invoices])


def overdue(books: Books, currency: str, day: date) -> Decimal:
    """Add up what is open past its due date at the end of a day."""
    invoices = [one for one in books.invoices if one.currency == currency and is_live(one, day)]
    parts = [part for one in invoices for part in open_parts(books, one, day)]
    return total_of([amount for part, amount in parts if part.due_date < day])


def count_back(books: Books, currency: str, as_of: date) -> Fraction | None:
    """Return the count-back DSO.

    "Subtract each latest month's sales from the receivables, adding that month's days, the last month pro rata";
    "count-back starts with as_of's day and goes back as far as the books (not only to from); null when sales run out
    first".
    """
    remaining = receivables(books, currency, as_of)
    first_sale = min((one.issue_date for one in books.documents if is_live(one, as_of)), default=as_of)
    counted = Fraction(0)
    month = Period(month_of(as_of), as_of)
    while remaining > 0:
        if month.end < first_sale:
            return None
        sales = sales_of(books, currency, month, as_of)
        if sales >= remaining:
            return counted + Fraction(remaining) / Fraction(sales) * len(month.days())
        remaining -= sales
        counted += len(month.days())
        last_day_before = month.start - timedelta(days=1)
        month = Period(month_of(last_day_before), last_day_before)
    return counted
