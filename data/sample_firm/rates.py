"""Rate cards, and the rate of an entry by the rules of the books."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sample_firm.dice import Dice
from sample_firm.employees import Employee
from sample_firm.projects import Project


@dataclass(frozen=True)
class RateCard:
    """A rate and where it holds; None matches everything.

    Every card names a project or a client, so that its currency is never in doubt, and no two with the same fields are
    valid on one day.
    """

    hourly_rate: Decimal
    currency: str
    employee_id: str | None = None
    project_id: str | None = None
    client_id: str | None = None
    task: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    def matches(self, project: Project, employee: Employee, task: str, day: date) -> bool:
        """Whether it holds for that work; both ends of its validity are included."""
        return (
            self.employee_id in (None, employee.employee_id)
            and self.project_id in (None, project.project_id)
            and self.client_id in (None, project.client.client_id)
            and self.task in (None, task)
            and (self.valid_from is None or self.valid_from <= day)
            and (self.valid_to is None or day <= self.valid_to)
        )

    def specificity(self) -> tuple[int, bool, bool, bool, bool]:
        """Most fields first; then task before project before client before employee."""
        fields = (self.task, self.project_id, self.client_id, self.employee_id)
        task, project, client, employee = (field is not None for field in fields)
        return (task + project + client + employee, task, project, client, employee)


def all_rate_cards(projects: list[Project]) -> list[RateCard]:
    """Yearly client rates, task rates of clients, and people and tasks of single projects."""
    dice = Dice("rates")
    hourly = [project for project in projects if project.method == "hourly"]
    one_currency = {
        project.client.client_id: project.client
        for project in hourly
        if all(p.currency == p.client.currency for p in hourly if p.client == project.client)
    }
    cards: list[RateCard] = []
    for client_id in ("C001", "C006", "C008", "C024", "C041", "C052"):
        client, rate = one_currency[client_id], Decimal(dice.whole(104, 128))
        for valid_from, valid_to in (
            (None, date(2024, 12, 31)),
            (date(2025, 1, 1), date(2025, 12, 31)),
            (date(2026, 1, 1), None),
        ):
            cards.append(
                RateCard(
                    rate,
                    client.currency,
                    client_id=client_id,
                    valid_from=valid_from,
                    valid_to=valid_to,
                )
            )
            rate += Decimal("3.75")
    for client_id in ("C006", "C026", "C044"):
        if client_id in one_currency:
            client = one_currency[client_id]
            rate = Decimal(dice.whole(68, 82))
            cards.append(RateCard(rate, client.currency, client_id=client_id, task="Travel"))
    for project in hourly[5::9]:
        rate = Decimal(dice.whole(120, 170)) + Decimal("0.35")
        lead = project.team[0].employee_id
        cards.append(
            RateCard(
                rate,
                project.currency,
                employee_id=lead,
                project_id=project.project_id,
                valid_from=date(2024, 7, 1),
            )
        )
    for project in hourly[9::12]:
        rate = Decimal(dice.whole(130, 160))
        cards.append(RateCard(rate, project.currency, project_id=project.project_id, task="Workshop"))
    return cards


@dataclass(frozen=True)
class RateBook:
    """The cards, and the rule that picks one."""

    cards: list[RateCard]

    def standard_rate(self, project: Project, employee: Employee, task: str, day: date) -> tuple[Decimal, str]:
        """The rate of an entry without one of its own, and the rule that gave it."""
        matching = [card for card in self.cards if card.matches(project, employee, task, day)]
        if matching:
            best = max(matching, key=RateCard.specificity)
            if sum(card.specificity() == best.specificity() for card in matching) > 1:
                raise AssertionError(matching)
            return best.hourly_rate, "rate_card"
        if project.hourly_rate is not None:
            return project.hourly_rate, "project"
        if project.client.hourly_rate is not None:
            return project.client.hourly_rate, "client"
        if project.currency != "EUR":
            raise AssertionError(project)
        return employee.hourly_rate, "employee"
