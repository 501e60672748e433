"""The books as plain rows, with the contract's defaults applied.

Nothing is computed here but what CONTRACT.md says about blank fields.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from functools import cached_property

from tests.reference.fields import Row, amount, day, either, hours_of, number, optional_day, optional_text, text
from tests.reference.rows import (
    BilledEntry,
    Card,
    Client,
    Dispute,
    Document,
    Employee,
    Entry,
    ExchangeRate,
    Expense,
    Instalment,
    Line,
    Payment,
    Project,
    WriteOff,
)

Tables = dict[str, list[Row]]


@dataclass(frozen=True)
class Books:
    """Canonical rows by dataset (values: str, Decimal, date, bool, None) and what the company settles by default."""

    company_currency: str = "EUR"
    company_terms_days: int = 30
    tables: Tables = field(default_factory=dict)

    def rows(self, dataset: str) -> list[Row]:
        """Return the rows of a dataset as given."""
        return self.tables.get(dataset, [])

    @cached_property
    def clients(self) -> list[Client]:
        """Return the clients; "the client's, else the company's" currency and terms."""
        return [
            Client(
                client_id=text(row, "client_id"),
                name=text(row, "name"),
                currency=optional_text(row, "currency") or self.company_currency,
                payment_terms_days=int(either(number(row, "payment_terms_days"), Decimal(self.company_terms_days))),
                hourly_rate=number(row, "hourly_rate"),
            )
            for row in self.rows("clients")
        ]

    def client(self, client_id: str) -> Client:
        """Find a client."""
        return next(client for client in self.clients if client.client_id == client_id)

    @cached_property
    def documents(self) -> list[Document]:
        """Return invoices and credit notes, whatever their state."""
        return [self._document(row) for row in self.rows("invoices")]

    @cached_property
    def invoices(self) -> list[Document]:
        """Return the documents that are owed."""
        return [document for document in self.documents if document.kind == "invoice"]

    @cached_property
    def credit_notes(self) -> list[Document]:
        """Return the documents that reduce what is owed."""
        return [document for document in self.documents if document.kind == "credit_note"]

    def _document(self, row: Row) -> Document:
        client = self.client(text(row, "client_id"))
        total, net, tax = amount(row, "total_amount"), number(row, "net_amount"), number(row, "tax_amount")
        # net + tax = total, so one of them follows from the other; an invoice that names neither is taken as untaxed.
        if net is None:
            net = total - either(tax, Decimal(0))
        issue_date = day(row, "issue_date")
        return Document(
            number=text(row, "invoice_number"),
            client_id=client.client_id,
            issue_date=issue_date,
            # The page says: "Due date missing: issue date + the client's payment terms."
            due_date=optional_day(row, "due_date") or issue_date + timedelta(days=client.payment_terms_days),
            # The page says: "An invoice or project without currency has its client's, else the company's."
            currency=optional_text(row, "currency") or client.currency,
            net=net,
            tax=either(tax, total - net),
            total=total,
            kind=optional_text(row, "kind") or "invoice",
            preceding=optional_text(row, "preceding_invoice_number"),
            status=optional_text(row, "status") or "issued",
            void_date=optional_day(row, "void_date"),
        )

    @cached_property
    def lines(self) -> list[Line]:
        """Return the lines of all invoices and credit notes."""
        return [
            Line(
                invoice_number=text(row, "invoice_number"),
                line_number=int(amount(row, "line_number")),
                net=number(row, "net_amount"),
                quantity=number(row, "quantity"),
                unit_price=number(row, "unit_price"),
                tax_rate=number(row, "tax_rate"),
                category=optional_text(row, "category"),
            )
            for row in self.rows("invoice_lines")
        ]

    @cached_property
    def payments(self) -> list[Payment]:
        """Return the payments; "a payment [has] its invoice's [currency], else its client's", and so its client."""
        documents = {document.number: document for document in self.documents}
        payments = []
        for row in self.rows("payments"):
            invoice_number = optional_text(row, "invoice_number")
            invoice = documents[invoice_number] if invoice_number else None
            client_id = optional_text(row, "client_id") or (invoice.client_id if invoice else "")
            inherited = invoice.currency if invoice else self.client(client_id).currency
            payments.append(
                Payment(
                    payment_id=text(row, "payment_id"),
                    payment_date=day(row, "payment_date"),
                    amount=amount(row, "amount"),
                    client_id=client_id,
                    invoice_number=invoice_number,
                    currency=optional_text(row, "currency") or inherited,
                    instalment_number=_whole(row, "instalment_number"),
                    undated=optional_text(row, "method") == "undated",
                )
            )
        return payments

    @cached_property
    def instalments(self) -> list[Instalment]:
        """Return the parts in which invoices fall due; "0 takes the part away"."""
        listed = [
            Instalment(
                text(row, "invoice_number"),
                int(amount(row, "instalment_number")),
                day(row, "due_date"),
                amount(row, "amount"),
            )
            for row in self.rows("instalments")
        ]
        return [one for one in listed if one.amount > 0]

    @cached_property
    def disputes(self) -> list[Dispute]:
        """Return the disputes."""
        return [
            Dispute(
                text(row, "invoice_number"),
                day(row, "disputed_on"),
                number(row, "amount"),
                optional_day(row, "resolved_on"),
            )
            for row in self.rows("disputes")
        ]

    @cached_property
    def write_offs(self) -> list[WriteOff]:
        """Return the write-offs."""
        return [
            WriteOff(
                text(row, "invoice_number"),
                day(row, "write_off_date"),
                amount(row, "amount"),
                optional_text(row, "kind") or "bad_debt",
            )
            for row in self.rows("write_offs")
        ]

    @cached_property
    def exchange_rates(self) -> list[ExchangeRate]:
        """Return the exchange rates."""
        return [
            ExchangeRate(text(row, "currency"), day(row, "rate_date"), amount(row, "rate"))
            for row in self.rows("fx_rates")
        ]

    @cached_property
    def expenses(self) -> list[Expense]:
        """Return the expenses; without a currency they are in the company's, whatever the project's."""
        return [
            Expense(
                expense_id=text(row, "expense_id"),
                expense_date=day(row, "expense_date"),
                amount=amount(row, "amount"),
                currency=optional_text(row, "currency") or self.company_currency,
                project_id=optional_text(row, "project_id"),
                billable=row.get("billable") is not False,
            )
            for row in self.rows("expenses")
        ]

    @cached_property
    def employees(self) -> list[Employee]:
        """Return the employees."""
        return [
            Employee(text(row, "employee_id"), number(row, "hourly_rate"), number(row, "weekly_capacity_hours"))
            for row in self.rows("employees")
        ]

    def employee(self, employee_id: str) -> Employee:
        """Find an employee."""
        return next(employee for employee in self.employees if employee.employee_id == employee_id)

    @cached_property
    def projects(self) -> list[Project]:
        """Return the projects; "an invoice or project without currency has its client's, else the company's"."""
        return [
            Project(
                project_id=text(row, "project_id"),
                client_id=text(row, "client_id"),
                billing_method=optional_text(row, "billing_method"),
                hourly_rate=number(row, "hourly_rate"),
                currency=optional_text(row, "currency") or self.client(text(row, "client_id")).currency,
                budget_hours=number(row, "budget_hours"),
                budget_amount=number(row, "budget_amount"),
            )
            for row in self.rows("projects")
        ]

    def project(self, project_id: str) -> Project:
        """Find a project."""
        return next(project for project in self.projects if project.project_id == project_id)

    @cached_property
    def entries(self) -> list[Entry]:
        """Return the timesheet entries.

        "billable: blank = true"; whatever is written there, the work of a project that is `non_billable` is not.
        """
        entries = []
        for row in self.rows("timesheets"):
            project = self.project(text(row, "project_id"))
            entries.append(
                Entry(
                    entry_id=text(row, "entry_id"),
                    employee_id=text(row, "employee_id"),
                    project_id=project.project_id,
                    client_id=project.client_id,
                    currency=project.currency,
                    work_date=day(row, "work_date"),
                    hours=hours_of(row),
                    task=optional_text(row, "task"),
                    billable=row.get("billable") is not False and project.billing_method != "non_billable",
                    hourly_rate=number(row, "hourly_rate"),
                )
            )
        return entries

    @cached_property
    def cards(self) -> list[Card]:
        """Return the rate cards."""
        return [
            Card(
                hourly_rate=amount(row, "hourly_rate"),
                employee_id=optional_text(row, "employee_id"),
                project_id=optional_text(row, "project_id"),
                client_id=optional_text(row, "client_id"),
                task=optional_text(row, "task"),
                currency=optional_text(row, "currency"),
                valid_from=optional_day(row, "valid_from"),
                valid_to=optional_day(row, "valid_to"),
            )
            for row in self.rows("rates")
        ]

    @cached_property
    def billed_entries(self) -> list[BilledEntry]:
        """Return which entry is on which invoice line."""
        return [
            BilledEntry(
                entry_id=text(row, "entry_id"),
                invoice_number=text(row, "invoice_number"),
                line_number=int(amount(row, "line_number")),
                hours=amount(row, "hours"),
                rate=amount(row, "rate"),
                amount=amount(row, "amount"),
            )
            for row in self.rows("billed_entries")
        ]


def _whole(row: Row, column: str) -> int | None:
    found = number(row, column)
    return None if found is None else int(found)
