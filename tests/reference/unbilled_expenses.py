"""Report `unbilled_expenses`: one row per billable expense of a project, spent by `as_of` and billed nowhere then.

Amounts are as spent. "Voiding or fully crediting an invoice" sets its expenses free again, as it does its hours.
"""

from datetime import date

from tests.reference.books import Books
from tests.reference.fields import Row, text
from tests.reference.receivables import is_live
from tests.reference.work import is_fully_credited


def report(books: Books, as_of: date, *, client: str | None = None, currency: str | None = None) -> list[Row]:
    """Return the unbilled expenses with age; `currency` is theirs, whatever their project's."""
    billing = {
        invoice.number
        for invoice in books.invoices
        if is_live(invoice, as_of) and not is_fully_credited(books, invoice, as_of)
    }
    billed = {
        text(row, "item_id")
        for row in books.rows("billed_items")
        if row["kind"] == "expense" and text(row, "invoice_number") in billing
    }
    rows: list[Row] = []
    for expense in books.expenses:
        if expense.project_id is None or not expense.billable or expense.expense_id in billed:
            continue
        project = books.project(expense.project_id)
        if project.billing_method != "non_billable" and expense.expense_date <= as_of and expense.amount != 0:
            rows.append(
                {
                    "client_id": project.client_id,
                    "client_name": books.client(project.client_id).name,
                    "currency": expense.currency,
                    "expense_id": expense.expense_id,
                    "project_id": expense.project_id,
                    "expense_date": expense.expense_date,
                    "age_days": (as_of - expense.expense_date).days,
                    "amount": expense.amount,
                }
            )
    return [row for row in rows if client in (None, row["client_id"]) and currency in (None, row["currency"])]
