"""Monthly invoices made from the timesheets and fees; credit notes, void and draft ones."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from sample_firm.amounts import CENT, half_up, tax_on
from sample_firm.clients import NO_DUE_DATE, Client
from sample_firm.dice import Dice
from sample_firm.period import END, UNBILLED_MONTH, month_after, months, working_day_from
from sample_firm.projects import Project
from sample_firm.work import Entry

Kind = Literal["invoice", "credit_note"]
Status = Literal["issued", "draft", "void"]


@dataclass(frozen=True)
class Line:
    """`entries` is empty for fees, credits and what a void invoice once billed."""

    description: str
    quantity: Decimal
    unit_price: Decimal
    category: str
    entries: tuple[Entry, ...] = ()

    @property
    def net(self) -> Decimal:
        """Quantity times price."""
        return half_up(self.quantity * self.unit_price)


@dataclass
class Invoice:
    """`number` is given when all documents of the year are known, in order of issue."""

    client: Client
    currency: str
    issue_date: date
    lines: list[Line]
    kind: Kind = "invoice"
    status: Status = "issued"
    void_date: date | None = None
    preceding: "Invoice | None" = None
    purchase_order: str = ""
    notes: str = ""
    number: str = field(default="")

    @property
    def net(self) -> Decimal:
        """Sum of the lines."""
        return sum((line.net for line in self.lines), Decimal(0))

    @property
    def tax(self) -> Decimal:
        """On the net sum: a client has one tax rate."""
        return tax_on(self.net, self.client.tax_rate)

    @property
    def total(self) -> Decimal:
        """With tax."""
        return self.net + self.tax

    @property
    def due_date(self) -> date:
        """By the client's terms, whether the document states it or not."""
        return self.issue_date + timedelta(days=self.client.terms)

    @property
    def states_due_date(self) -> bool:
        """Credit notes do not, nor do some clients' invoices."""
        return self.kind == "invoice" and self.client.client_id not in NO_DUE_DATE

    @property
    def is_live(self) -> bool:
        """Whether it is an invoice that somebody owes or owed."""
        return self.kind == "invoice" and self.status == "issued"


def all_invoices(projects: list[Project], entries: list[Entry]) -> list[Invoice]:
    """Every document, in order of issue."""
    dice = Dice("invoices")
    live = _monthly_invoices(projects, entries, dice)
    documents = live + _void_twins(live) + _credit_notes(live, dice) + _drafts(projects)
    documents.sort(key=lambda d: (d.issue_date, d.status != "void", d.client.client_id, d.currency))
    _number(documents)
    return documents


def billed_entries(line: Line) -> list[tuple[Entry, Decimal]]:
    """The entries of a line and their share of its net amount, exactly.

    Each is rounded by itself; the cents that leaves over go to the largest entries, one each.
    """
    shares = {entry.entry_id: half_up(entry.hours * entry.rate) for entry in line.entries}
    residue = line.net - sum(shares.values(), Decimal(0))
    step = CENT if residue > 0 else -CENT
    for entry in sorted(line.entries, key=lambda e: (-e.hours, e.entry_id)):
        if not residue:
            break
        shares[entry.entry_id] += step
        residue -= step
    return [(entry, shares[entry.entry_id]) for entry in line.entries]


def unbilled(entries: list[Entry]) -> list[Entry]:
    """All of September 2026, and what came in late in August for clients with work in September."""
    waiting = [e for e in entries if e.billable and e.work_date >= UNBILLED_MONTH]
    clients = {(e.project.client.client_id, e.project.currency) for e in waiting}
    late = [
        e
        for e in entries
        if e.billable
        and date(2026, 8, 17) <= e.work_date < UNBILLED_MONTH
        and (e.project.client.client_id, e.project.currency) in clients
    ]
    return late[::9] + waiting


def _monthly_invoices(projects: list[Project], entries: list[Entry], dice: Dice) -> list[Invoice]:
    waiting = {entry.entry_id for entry in unbilled(entries)}
    worked: dict[tuple[date, str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.billable and entry.entry_id not in waiting:
            month = entry.work_date.replace(day=1)
            worked[month, entry.project.client.client_id, entry.project.currency].append(entry)
    fees: dict[tuple[date, str, str], list[Line]] = defaultdict(list)
    clients = {project.client.client_id: project.client for project in projects}
    for project in projects:
        for nth, month in enumerate(months()[:-1]):
            if line := _fee_line(project, nth, month):
                fees[(month, project.client.client_id, project.currency)].append(line)
    found = []
    for month, client_id, currency in sorted(worked.keys() | fees.keys()):
        key = (month, client_id, currency)
        order = f"PO-{dice.whole(10000, 99999)}" if dice.chance(0.15) else ""
        # Each client is billed on its own day, the first to the fifth.
        day = working_day_from(month_after(month) + timedelta(days=int(client_id[1:]) % 5))
        found.append(
            Invoice(
                clients[client_id],
                currency,
                day,
                _hour_lines(worked[key]) + fees[key],
                purchase_order=order,
            )
        )
    return found


def _hour_lines(entries: list[Entry]) -> list[Line]:
    """One line per project and rate."""
    groups: dict[tuple[str, Decimal], list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[(entry.project.project_id, entry.rate)].append(entry)
    return [
        Line(
            f"{group[0].project.name}, {group[0].work_date:%Y-%m}",
            sum((entry.hours for entry in group), Decimal(0)),
            rate,
            "consulting",
            tuple(group),
        )
        for (_, rate), group in sorted(groups.items())
    ]


def _fee_line(project: Project, nth: int, month: date) -> Line | None:
    """A month of a retainer; or 40 % at the start of a fixed price and 60 % at its end."""
    if project.fee is None or not project.is_active(nth):
        return None
    if project.method == "retainer":
        return Line(f"{project.name}, {month:%Y-%m}", Decimal(1), project.fee, "retainer")
    for when, percent in ((project.first, 40), (project.last, 60)):
        if nth == when:
            part = half_up(project.fee * percent / 100)
            return Line(f"{project.name}, {percent} %", Decimal(1), part, "fixed fee")
    return None


def _void_twins(live: list[Invoice]) -> list[Invoice]:
    """Invoices that went out wrong and were replaced by the live one, two days later."""
    twins = []
    for nth, invoice in enumerate(live[60::210]):
        twin = replace(
            invoice,
            lines=[replace(line, entries=()) for line in invoice.lines],
            status="void",
            purchase_order="",
            notes="Wrong purchase order; invoiced anew",
        )
        invoice.purchase_order = f"PO-{48210 + nth}"
        invoice.issue_date = working_day_from(invoice.issue_date + timedelta(days=2))
        # A void invoice without a void date was void from the start.
        twin.void_date = None if nth == 1 else invoice.issue_date
        twins.append(twin)
    return twins


def _credit_notes(live: list[Invoice], dice: Dice) -> list[Invoice]:
    """Part credits, soon after the invoice or after it was paid; goodwill; one fixed fee credited in full."""
    found = []
    for nth, invoice in enumerate(live[25::75]):
        first = invoice.lines[0]
        credit = half_up(first.net * dice.whole(8, 25) / 100)
        found.append(_credit(invoice, credit, days=(12, 50)[nth % 2], goodwill=nth % 4 == 2))
    whole = next(i for i in live if all(line.category == "fixed fee" for line in i.lines))
    found.append(_credit(whole, whole.net, days=20, goodwill=False))
    return [note for note in found if note.issue_date <= END]


def _credit(invoice: Invoice, net: Decimal, days: int, *, goodwill: bool) -> Invoice:
    first = invoice.lines[0]
    return Invoice(
        invoice.client,
        invoice.currency,
        working_day_from(invoice.issue_date + timedelta(days=days)),
        [Line(f"Credit: {first.description}", Decimal(1), net, first.category)],
        kind="credit_note",
        preceding=None if goodwill else invoice,
        notes="Goodwill" if goodwill else "",
    )


def _drafts(projects: list[Project]) -> list[Invoice]:
    """Next month's fees, prepared but not issued."""
    retainers = [project for project in projects if project.method == "retainer"][:3]
    return [
        Invoice(
            project.client,
            project.currency,
            END,
            [Line(f"{project.name}, 2026-10", Decimal(1), project.fee, "retainer")],
            status="draft",
        )
        for project in retainers
        if project.fee is not None
    ]


def _number(documents: list[Invoice]) -> None:
    last: dict[str, int] = defaultdict(int)
    for document in documents:
        prefix = "CN-" if document.kind == "credit_note" else ""
        series = "DRAFT-" if document.status == "draft" else f"{prefix}{document.issue_date.year}-"
        last[series] += 1
        document.number = f"{series}{last[series]:05d}"
