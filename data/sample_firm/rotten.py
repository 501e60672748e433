"""Files as they come from a hurried colleague: most rows good, a few rotten, one reason each.

The good rows are the firm's opening invoices (series L-), their payments, late hours of September
and a few prospects; the figures count them in.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from sample_firm.amounts import plain, tax_on
from sample_firm.books import Books, Row, client_row
from sample_firm.clients import Client
from sample_firm.dice import Dice
from sample_firm.period import END

_STILL_OPEN = 3
"""Of the opening invoices, the one nobody has paid."""


@dataclass
class RottenFile:
    """Rows in file order; `rejects` holds the reason of those that will not be accepted."""

    dataset: str
    rows: list[Row] = field(default_factory=list)
    accepted: list[Row] = field(default_factory=list)
    rejects: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def good(self, row: Row, warning: str | None = None) -> None:
        """Add a row that will be accepted, with a warning or without."""
        self.rows.append(row)
        self.accepted.append(row)
        if warning:
            self.warnings.append(warning)

    def bad(self, reason: str, row: Row, **wrong: str) -> None:
        """Add `row` with its `wrong` values."""
        self.rows.append({**row, **wrong})
        self.rejects.append(reason)


def all_rotten_files(books: Books) -> list[RottenFile]:
    """One file for each of clients, invoices, timesheets and payments."""
    invoices = _invoices(books)
    return [_clients(), invoices, _timesheets(books), _payments(books, invoices)]


def _clients() -> RottenFile:
    file = RottenFile("clients")

    def prospect(number: int, name: str, country: str, city: str, postal_code: str) -> Row:
        currency = {"US": "USD", "GB": "GBP"}.get(country, "EUR")
        rate = Decimal(95 + number % 20)
        return client_row(Client(f"C{number}", name, country, city, postal_code, currency, 30, "usual", 0, rate))

    names = (
        ("Lácteos Valdeón SL", "ES", "León", "24001"),
        ("Relojería Tres Agujas SL", "ES", "Ávila", "05001"),
        ("Kranich Apotheken KG", "DE", "Rostock", "18055"),
        ("Otter Creek Brewing Co.", "US", "Duluth", "55802"),
        ("Lanternmaker & Daughters Ltd", "GB", "York", "YO1 7HH"),
        ("Seilerei Brückner GmbH", "DE", "Passau", "94032"),
    )
    for number, prospect_of in enumerate(names, 101):
        file.good(prospect(number, *prospect_of))
    doubled = prospect(107, "Molinos del Júcar SL", "ES", "Cuenca", "16001")
    file.good(doubled)
    file.bad("duplicate_key", doubled, name="Molinos del Jucar S.L.")
    file.bad("missing_name", prospect(108, "", "ES", "Huesca", "22001"))
    file.bad("not_a_number", prospect(109, "Sägewerk Tannhof KG", "DE", "Freiburg", "79098"), hourly_rate="ninety")
    file.bad("not_a_currency", prospect(110, "Fogbank Records LLC", "US", "Eureka", "95501"), currency="DOLLARS")
    file.bad(
        "negative_payment_terms_days",
        prospect(111, "Puddock Books Ltd", "GB", "Perth", "PH1 5LU"),
        payment_terms_days="-30",
    )
    return file


def _invoices(books: Books) -> RottenFile:
    dice = Dice("rotten invoices")
    file = RottenFile("invoices")
    number = iter(range(1, 100))
    clients = [c for c in books.clients if c.weight > 1]

    def opening() -> Row:
        client = dice.pick(clients)
        issued = date(2023, 8, 1) + timedelta(days=dice.whole(0, 55))
        net = Decimal(dice.whole(40, 260) * 25).quantize(Decimal("0.01"))
        tax = tax_on(net, client.tax_rate)
        return {
            "invoice_number": f"L-2023-{next(number):03d}",
            "client_id": client.client_id,
            "issue_date": str(issued),
            "due_date": str(issued + timedelta(days=client.terms)),
            "currency": client.currency,
            "net_amount": str(net),
            "tax_amount": str(tax),
            "total_amount": str(net + tax),
            "kind": "invoice",
            "status": "issued",
        }

    for _ in range(5):
        file.good(opening())
    file.bad("missing_issue_date", opening(), issue_date="")
    file.bad("not_a_date", opening(), due_date="2023-09-31")
    file.good(opening())
    mistyped = opening()
    file.bad("not_a_number", mistyped, total_amount=mistyped["total_amount"].replace("5", "S").replace("0", "O"))
    file.bad("not_a_currency", opening(), currency="EURO")
    for _ in range(3):
        file.good(opening())
    # Net and tax are left blank, so that the negative total is the row's only fault.
    file.bad("negative_total_amount", opening(), net_amount="", tax_amount="", total_amount="-847.00")
    doubled = opening()
    file.good(doubled)
    file.bad("duplicate_key", doubled, purchase_order="PO-77001")
    file.good(opening())
    for cents in ("0.10", "90.00"):
        row = opening()
        file.bad("total_mismatch", row, total_amount=str(Decimal(row["total_amount"]) + Decimal(cents)))
    for stranger in ("C998", "C999"):
        file.bad("unknown_client", opening(), client_id=stranger)
    for _ in range(2):
        row = opening()
        early = date.fromisoformat(row["issue_date"]) - timedelta(days=3)
        file.good({**row, "due_date": str(early)}, warning="due_before_issue")
    return file


def _timesheets(books: Books) -> RottenFile:
    """Late hours on projects that are worked on this month anyway, so no invoice is added."""
    dice = Dice("rotten timesheets")
    file = RottenFile("timesheets")
    number = iter(range(90001, 91000))
    waiting = [entry for entry in books.unbilled if entry.own_rate is None]

    def late() -> Row:
        entry = dice.pick(waiting)
        return {
            "entry_id": f"T{next(number)}",
            "employee_id": entry.employee.employee_id,
            "project_id": entry.project.project_id,
            "work_date": str(END - timedelta(days=dice.whole(0, 2))),
            "hours": plain(Decimal(dice.whole(2, 6)) / 4),
            "task": "Management",
            "description": "Call, entered late",
            "billable": "true",
        }

    for _ in range(8):
        file.good(late())
    file.bad("missing_work_date", late(), work_date="")
    file.bad("not_a_date", late(), work_date="2026-09-31")
    file.bad("not_a_number", late(), hours="seven")
    file.good(late())
    file.bad("negative_hourly_rate", late(), hourly_rate="-95.00")
    doubled = late()
    file.good(doubled)
    file.bad("duplicate_key", doubled, hours="7.5")
    for hours in ("0", "25"):
        file.bad("hours_out_of_range", late(), hours=hours)
    for stranger in ("P098", "P099"):
        file.bad("unknown_project", late(), project_id=stranger)
    for stranger in ("E98", "E99"):
        file.bad("unknown_employee", late(), employee_id=stranger)
    for _ in range(4):
        file.good(late())
    return file


def _payments(books: Books, opening: RottenFile) -> RottenFile:
    """The opening invoices are paid, but for one; the rotten rows name recent invoices."""
    file = RottenFile("payments")
    number = iter(range(90001, 91000))

    def paid(invoice: Row, day: date) -> Row:
        return {
            "payment_id": f"PAY-{next(number)}",
            "payment_date": str(day),
            "amount": invoice["total_amount"],
            "client_id": invoice["client_id"],
            "invoice_number": invoice["invoice_number"],
            "currency": invoice["currency"],
            "method": "transfer",
        }

    for nth, row in enumerate(opening.accepted):
        if nth != _STILL_OPEN:
            file.good(paid(row, date(2023, 10, 2) + timedelta(days=5 * nth % 26)))
    recent = [_latest(books, currency) for currency in ("EUR", "USD")]
    day = date(2026, 9, 29)
    for invoice, currency in zip(recent, ("USD", "GBP"), strict=True):
        file.bad("currency_differs_from_invoice", paid(invoice, day), currency=currency)
    for invoice, stranger in zip(recent, ("C001", "C038"), strict=True):
        file.bad("client_differs_from_invoice", paid(invoice, day), client_id=stranger)
    # One names an invoice that waits in quarantine itself, the other a number nobody knows.
    file.bad("unknown_invoice", paid(next(row for row in opening.rows if not row["issue_date"]), day))
    file.bad("unknown_invoice", paid(recent[0], day), invoice_number="2026-99999")
    file.bad("missing_client_id", paid(recent[0], day), client_id="", invoice_number="")
    file.bad("missing_payment_date", paid(recent[0], day), payment_date="")
    return file


def _latest(books: Books, currency: str) -> Row:
    """The latest live invoice in that currency, of another client than those who say they paid it."""
    invoice = next(
        i
        for i in reversed(books.invoices)
        if i.is_live and i.currency == currency and i.client.client_id not in {"C001", "C038"}
    )
    return {
        "total_amount": str(invoice.total),
        "client_id": invoice.client.client_id,
        "invoice_number": invoice.number,
        "currency": invoice.currency,
    }
