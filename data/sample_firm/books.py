"""The firm's books, whole, and as rows of text under the canonical column names."""

from dataclasses import dataclass

from sample_firm.amounts import CENT, plain
from sample_firm.clients import INTERNAL, LANGUAGE, PHONE, Client, all_clients
from sample_firm.employees import Employee, all_employees
from sample_firm.expenses import Expense, all_expenses, all_fx_rates
from sample_firm.invoices import Invoice, all_invoices, billed_entries, unbilled
from sample_firm.payments import Payment, WriteOff, all_payments
from sample_firm.projects import Project, all_projects
from sample_firm.rates import RateCard, all_rate_cards
from sample_firm.recurring import recurring_event_rows, recurring_line_rows, recurring_rows
from sample_firm.work import Entry, all_entries

Row = dict[str, str]
Rows = dict[str, list[Row]]
"""Rows per dataset."""

COLUMNS = {
    "clients": "client_id name tax_id email phone address city postal_code country currency payment_terms_days "
    "hourly_rate tax_rate language notes",
    "employees": "employee_id name email role hourly_rate cost_rate weekly_capacity_hours",
    "projects": "project_id client_id name billing_method hourly_rate currency budget_hours budget_amount",
    "rates": "hourly_rate employee_id project_id client_id task currency valid_from valid_to",
    "fx_rates": "currency rate_date rate",
    "expenses": "expense_id expense_date amount currency project_id employee_id category billable description",
    "timesheets": "entry_id employee_id project_id work_date hours task description billable hourly_rate",
    "invoices": "invoice_number client_id issue_date due_date currency net_amount tax_amount total_amount kind "
    "preceding_invoice_number status void_date purchase_order notes",
    "invoice_lines": "invoice_number line_number description quantity unit_price net_amount tax_rate category",
    "billed_entries": "entry_id invoice_number line_number hours rate rate_source amount",
    "payments": "payment_id payment_date amount client_id invoice_number currency method reference",
    "write_offs": "invoice_number write_off_date amount reason",
    "recurring": "schedule_id client_id title every start_date bill_from end_date",
    "recurring_lines": "schedule_id line_number valid_from description unit_price",
    "recurring_events": "schedule_id event date reason",
}


@dataclass(frozen=True)
class Books:
    """Everything outside `rotten/`."""

    clients: list[Client]
    employees: list[Employee]
    projects: list[Project]
    cards: list[RateCard]
    entries: list[Entry]
    invoices: list[Invoice]
    payments: list[Payment]
    write_offs: list[WriteOff]
    expenses: list[Expense]

    @property
    def unbilled(self) -> list[Entry]:
        """The billable entries that wait to be billed."""
        return unbilled(self.entries)


def make_books() -> Books:
    """The same books every time."""
    clients, employees = all_clients(), all_employees()
    projects = all_projects(clients, employees)
    cards = all_rate_cards(projects)
    entries = all_entries(projects, employees, cards)
    invoices = all_invoices(projects, entries)
    payments, write_offs = all_payments(invoices, clients)
    return Books(clients, employees, projects, cards, entries, invoices, payments, write_offs, all_expenses(projects))


def all_rows(books: Books) -> Rows:
    """Decimals with a point; blank where there is nothing to say."""
    return {
        "clients": [client_row(client) for client in books.clients],
        "employees": [_employee_row(employee) for employee in books.employees],
        "projects": [_project_row(project) for project in books.projects],
        "rates": [_text(vars(card) | {"hourly_rate": card.hourly_rate.quantize(CENT)}) for card in books.cards],
        "fx_rates": [
            {"currency": currency, "rate_date": str(day), "rate": str(rate)} for currency, day, rate in all_fx_rates()
        ],
        "expenses": [_expense_row(expense) for expense in books.expenses],
        "timesheets": [_entry_row(entry) for entry in books.entries],
        "invoices": [_invoice_row(invoice) for invoice in books.invoices],
        "invoice_lines": [row for invoice in books.invoices for row in _line_rows(invoice)],
        "billed_entries": [row for invoice in books.invoices for row in _billed_rows(invoice)],
        "payments": [_payment_row(payment) for payment in books.payments],
        "write_offs": [
            {
                "invoice_number": w.invoice.number,
                "write_off_date": str(w.write_off_date),
                "amount": str(w.amount),
                "reason": w.reason,
            }
            for w in books.write_offs
        ],
        "recurring": recurring_rows(),
        "recurring_lines": recurring_line_rows(),
        "recurring_events": recurring_event_rows(),
    }


def _text(values: dict[str, object]) -> Row:
    return {name: "" if value is None else str(value) for name, value in values.items()}


def client_row(client: Client) -> Row:
    """One client; tax ids, streets and telephones are made up from its number."""
    n = int(client.client_id[1:])
    streets = {"ES": "Calle del Olmo", "DE": "Lindenstraße", "US": "Elm Street", "GB": "Orchard Road"}
    tax_ids = {"ES": f"ESB{88_000_000 + n * 1_207}", "DE": f"DE{811_000_000 + n * 3_571}", "US": "", "GB": ""}
    return _text(
        {
            "client_id": client.client_id,
            "name": client.name,
            "tax_id": tax_ids[client.country],
            "email": f"accounts@{client.client_id.lower()}.example",
            "phone": f"{PHONE[client.country]} {n:04d}",
            "address": f"{streets[client.country]} {n * 7 % 90 + 1}",
            "city": client.city,
            "postal_code": client.postal_code,
            "country": client.country,
            "currency": client.currency,
            "payment_terms_days": client.terms,
            "hourly_rate": client.hourly_rate and client.hourly_rate.quantize(CENT),
            "tax_rate": client.tax_rate,
            "language": LANGUAGE[client.country],
            "notes": "Our own hours; never invoiced" if client.client_id == INTERNAL else None,
        }
    )


def _employee_row(employee: Employee) -> Row:
    return _text(
        {
            "employee_id": employee.employee_id,
            "name": employee.name,
            "email": employee.email,
            "role": employee.role,
            "hourly_rate": employee.hourly_rate,
            "cost_rate": employee.cost_rate,
            "weekly_capacity_hours": employee.weekly_capacity_hours,
        }
    )


def _project_row(project: Project) -> Row:
    fixed = project.fee if project.method == "fixed" else None
    return _text(
        {
            "project_id": project.project_id,
            "client_id": project.client.client_id,
            "name": project.name,
            "billing_method": project.method,
            "hourly_rate": project.hourly_rate and project.hourly_rate.quantize(CENT),
            "currency": project.currency,
            "budget_hours": project.budget_hours,
            "budget_amount": fixed and fixed.quantize(CENT),
        }
    )


def _expense_row(expense: Expense) -> Row:
    return _text(
        {
            "expense_id": expense.expense_id,
            "expense_date": expense.expense_date,
            "amount": expense.amount.quantize(CENT),
            "currency": "EUR",
            "project_id": expense.project and expense.project.project_id,
            "employee_id": expense.employee and expense.employee.employee_id,
            "category": expense.category,
            "billable": str(expense.billable).lower(),
            "description": expense.description,
        }
    )


def _entry_row(entry: Entry) -> Row:
    return _text(
        {
            "entry_id": entry.entry_id,
            "employee_id": entry.employee.employee_id,
            "project_id": entry.project.project_id,
            "work_date": entry.work_date,
            "hours": plain(entry.hours),
            "task": entry.task,
            "description": entry.description,
            "billable": str(entry.billable).lower(),
            "hourly_rate": entry.own_rate and entry.own_rate.quantize(CENT),
        }
    )


def _invoice_row(invoice: Invoice) -> Row:
    return _text(
        {
            "invoice_number": invoice.number,
            "client_id": invoice.client.client_id,
            "issue_date": invoice.issue_date,
            "due_date": invoice.due_date if invoice.states_due_date else None,
            "currency": invoice.currency,
            "net_amount": invoice.net,
            "tax_amount": invoice.tax,
            "total_amount": invoice.total,
            "kind": invoice.kind,
            "preceding_invoice_number": invoice.preceding and invoice.preceding.number,
            "status": invoice.status,
            "void_date": invoice.void_date,
            "purchase_order": invoice.purchase_order,
            "notes": invoice.notes,
        }
    )


def _line_rows(invoice: Invoice) -> list[Row]:
    return [
        _text(
            {
                "invoice_number": invoice.number,
                "line_number": n,
                "description": line.description,
                "quantity": plain(line.quantity),
                "unit_price": line.unit_price.quantize(CENT),
                "net_amount": line.net,
                "tax_rate": invoice.client.tax_rate,
                "category": line.category,
            }
        )
        for n, line in enumerate(invoice.lines, 1)
    ]


def _billed_rows(invoice: Invoice) -> list[Row]:
    return [
        _text(
            {
                "entry_id": entry.entry_id,
                "invoice_number": invoice.number,
                "line_number": n,
                "hours": plain(entry.hours),
                "rate": entry.rate.quantize(CENT),
                "rate_source": entry.rate_source,
                "amount": amount,
            }
        )
        for n, line in enumerate(invoice.lines, 1)
        for entry, amount in billed_entries(line)
    ]


def _payment_row(payment: Payment) -> Row:
    return _text(
        {
            "payment_id": payment.payment_id,
            "payment_date": payment.payment_date,
            "amount": payment.amount.quantize(CENT),
            "client_id": payment.client.client_id,
            "invoice_number": payment.invoice and payment.invoice.number,
            "currency": payment.currency,
            "method": payment.method,
            "reference": "" if payment.invoice else f"{payment.client.client_id} on account",
        }
    )
