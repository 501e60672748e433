"""The ninety projects: who works on each, when, and how it is charged."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from sample_firm.clients import INTERNAL, Client
from sample_firm.dice import Dice
from sample_firm.employees import Employee

Method = Literal["hourly", "fixed", "retainer", "non_billable"]

COUNT = 90
LAST = 35
"""The number of the last month, September 2026; the first is 0."""

_HOURLY = (
    "ERP migration", "Month-end close", "Cash-flow model", "Inventory analytics",
    "Cost allocation", "Data warehouse", "Pricing study", "Procurement review",
    "Payroll clean-up", "Group consolidation", "Budget 2.0", "Order-to-cash redesign",
    "Treasury dashboard", "Audit readiness", "Plant controlling", "Margin analysis",
)  # fmt: skip
_FIXED = ("System selection", "Reporting pack", "Process map", "Valuation report")
_RETAINER = ("Advisory retainer", "Finance desk retainer")

# Clients that pay a monthly fee, that bought at a fixed price, and that we serve without charge.
_RETAINERS = ("C003", "C018", "C025", "C037", "C042", "C058")
_FIXED_FEES = ("C007", "C012", "C017", "C020", "C028", "C031", "C036", "C048", "C054")
_FREE = ("C022", "C022", "C048", INTERNAL, INTERNAL)
# Project in another currency than its client's; it has a rate of its own.
_EURO_PROJECTS = ("C049", "C050", "C044")


@dataclass(frozen=True)
class Project:
    """What is worked on.

    `first` and `last` are months of the period, 0 to 35; `fee` is the whole of a fixed price, or a month of a retainer.
    """

    project_id: str
    client: Client
    name: str
    method: Method
    currency: str
    team: tuple[Employee, ...]
    first: int
    last: int
    hourly_rate: Decimal | None
    fee: Decimal | None
    budget_hours: int | None

    def is_active(self, month: int) -> bool:
        """Whether somebody works on it in that month of the period."""
        return self.first <= month <= self.last


def all_projects(clients: list[Client], employees: list[Employee]) -> list[Project]:
    """P001 to P090: the special ones first, then one for each client, then more for the big ones."""
    dice = Dice("projects")
    by_id = {client.client_id: client for client in clients}
    found: list[Project] = []

    def add(client: Client, method: Method, name: str, *, euro: bool = False) -> None:
        first, last = _window(client, method, len(found), dice)
        found.append(
            Project(
                project_id=f"P{len(found) + 1:03d}",
                client=client,
                name=name,
                method=method,
                currency="EUR" if euro else client.currency,
                team=tuple(dice.several(employees, 4 if client.weight == 8 else dice.whole(2, 4))),
                first=first,
                last=last,
                hourly_rate=_rate(method, dice, euro=euro),
                fee=_fee(method, dice),
                budget_hours=dice.whole(8, 60) * 10 if dice.chance(0.6) else None,
            )
        )

    for client_id in _EURO_PROJECTS:
        add(by_id[client_id], "hourly", f"{dice.pick(_HOURLY)} (EUR)", euro=True)
    for client_id in _RETAINERS:
        add(by_id[client_id], "retainer", dice.pick(_RETAINER))
    for client_id in _FIXED_FEES:
        add(by_id[client_id], "fixed", dice.pick(_FIXED))
    for client_id, name in zip(
        _FREE,
        ("Volunteer bookkeeping", "Grant report", "Warranty work", "Training", "Office"),
        strict=True,
    ):
        add(by_id[client_id], "non_billable", name)
    for client in clients:
        if client.weight:
            add(client, "hourly", dice.pick(_HOURLY))
    heavy = [client for client in clients if client.weight > 1]
    while len(found) < COUNT:
        client = dice.weighted(heavy, [min(c.weight, 5) for c in heavy])
        taken = {project.name for project in found if project.client == client}
        add(client, "hourly", dice.pick([name for name in _HOURLY if name not in taken]))
    return found


def _window(client: Client, method: Method, nth: int, dice: Dice) -> tuple[int, int]:
    """Months of the project; some clients' stories need theirs fixed."""
    if client.client_id == INTERNAL:
        return 0, LAST
    if client.behaviour == "insolvent":
        return 0, 20
    if client.behaviour == "debtor":
        return nth % 3, 31
    if client.behaviour == "worsening" or method == "retainer":
        return nth % 4, LAST
    if client.behaviour in ("slow", "very_slow", "quarterly") and method == "hourly":
        return nth * 5 % 18, LAST
    length = dice.whole(3, 6) if method == "fixed" else dice.whole(8, 26)
    first = dice.whole(-6, 32)
    return max(first, 0), min(max(first, 0) + length, LAST)


def _rate(method: Method, dice: Dice, *, euro: bool) -> Decimal | None:
    rate = Decimal(dice.whole(90, 150)) + dice.pick((Decimal(0), Decimal("0.50"), Decimal("0.75")))
    return rate if euro or (method == "hourly" and dice.chance(0.4)) else None


def _fee(method: Method, dice: Dice) -> Decimal | None:
    hundreds = dice.whole(120, 320) if method == "fixed" else dice.whole(12, 34)
    return Decimal(hundreds * 100) if method in ("fixed", "retainer") else None
