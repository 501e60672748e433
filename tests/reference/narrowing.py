"""A report for one client or one currency is the report of the books that hold nothing else."""

from dataclasses import replace

from tests.reference.books import Books, Tables


def narrowed(books: Books, client: str | None, currency: str | None) -> Books:
    """Keep what belongs to the client and the currency; people and rate cards stay."""

    def wanted(client_id: str | None, of_currency: str) -> bool:
        return (client is None or client == client_id) and (currency is None or currency == of_currency)

    kept = {document.number for document in books.documents if wanted(document.client_id, document.currency)}
    client_of_project: dict[str | None, str | None] = {one.project_id: one.client_id for one in books.projects}
    tables: Tables = dict(books.tables)
    tables["invoices"] = [row for row in books.rows("invoices") if row["invoice_number"] in kept]
    tables["invoice_lines"] = [row for row in books.rows("invoice_lines") if row["invoice_number"] in kept]
    tables["instalments"] = [row for row in books.rows("instalments") if row["invoice_number"] in kept]
    tables["disputes"] = [row for row in books.rows("disputes") if row["invoice_number"] in kept]
    tables["write_offs"] = [row for row in books.rows("write_offs") if row["invoice_number"] in kept]
    tables["billed_entries"] = [row for row in books.rows("billed_entries") if row["invoice_number"] in kept]
    tables["payments"] = [
        row
        for row, payment in zip(books.rows("payments"), books.payments, strict=True)
        if wanted(payment.client_id, payment.currency)
    ]
    tables["projects"] = [
        row
        for row, project in zip(books.rows("projects"), books.projects, strict=True)
        if wanted(project.client_id, project.currency)
    ]
    tables["timesheets"] = [
        row
        for row, entry in zip(books.rows("timesheets"), books.entries, strict=True)
        if wanted(entry.client_id, entry.currency)
    ]
    tables["expenses"] = [
        row
        for row, expense in zip(books.rows("expenses"), books.expenses, strict=True)
        if wanted(client_of_project.get(expense.project_id), expense.currency)
    ]
    return replace(books, tables=tables)
