"""Report `cash_flow`: one row per currency and month (its first day).

Choices where the contract is silent: every month that the period touches has a row, in every currency in which the
period has a movement; `invoiced` are the totals of `sales`, tax included, net of credit notes; `collected` is all money
in, refunds and reversals off, allocated or not; net = collected - expenses.
"""

from datetime import date

from tests.reference.amounts import rounded, total_of
from tests.reference.books import Books
from tests.reference.fields import Row
from tests.reference.period import Period, month_of, period_of
from tests.reference.sales import documents_of, sales_of


def report(books: Books, as_of: date, *, date_from: date | None = None, date_to: date | None = None) -> list[Row]:
    """Return what was invoiced, collected and spent by month."""
    period = period_of(as_of, date_from, date_to)
    currencies = {document.currency for document in documents_of(books, period, as_of)}
    currencies |= {payment.currency for payment in books.payments if payment.payment_date in period}
    currencies |= {expense.currency for expense in books.expenses if expense.expense_date in period}
    rows: list[Row] = []
    for currency in sorted(currencies):
        for month in period.months():
            days = Period(
                start=min(day for day in period.days() if month_of(day) == month),
                end=max(day for day in period.days() if month_of(day) == month),
            )
            invoiced = sales_of(books, currency, days, as_of)
            collected = total_of(
                [one.amount for one in books.payments if one.currency == currency and one.payment_date in days]
            )
            expenses = total_of(
                [one.amount for one in books.expenses if one.currency == currency and one.expense_date in days]
            )
            rows.append(
                {
                    "currency": currency,
                    "month": month,
                    "invoiced": rounded(invoiced, currency),
                    "collected": rounded(collected, currency),
                    "expenses": rounded(expenses, currency),
                    "net": rounded(collected - expenses, currency),
                }
            )
    return rows
