"""Three years of timesheets."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sample_firm.dice import Dice
from sample_firm.employees import Employee
from sample_firm.period import months, working_days
from sample_firm.projects import Project
from sample_firm.rates import RateBook, RateCard

_TASKS = {
    "Analysis": ("Ledger review", "Data check", "Gap analysis", "Interviews"),
    "Design": ("Process design", "Report layout", "Data model"),
    "Build": ("Model build", "Interface", "Report build", "Data load"),
    "Testing": ("Test run", "Reconciliation", "Fixes"),
    "Workshop": ("Workshop on site", "Training session"),
    "Management": ("Steering meeting", "Planning"),
    "Travel": ("Travel to client",),
}
_OFTEN = (6, 4, 7, 3, 2, 2, 1)
_URGENT = "Urgent support"


@dataclass(frozen=True)
class Entry:
    """Hours of one person; `rate` is the standard rate by the rules, `rate_source` the rule."""

    entry_id: str
    employee: Employee
    project: Project
    work_date: date
    hours: Decimal
    task: str
    description: str
    billable: bool
    own_rate: Decimal | None
    rate: Decimal
    rate_source: str


def all_entries(projects: list[Project], employees: list[Employee], cards: list[RateCard]) -> list[Entry]:
    """In order of date and employee, numbered T00001 and on."""
    dice = Dice("work")
    sheet = _Timesheet(RateBook(cards), dice, [])
    for month, first in enumerate(months()):
        desks = {e.employee_id: _desk(projects, e, month, dice) for e in employees}
        for day in working_days(first):
            for nth, employee in enumerate(employees):
                if not _is_away(employee, nth, day, dice):
                    for project, hours in _day(employee, desks[employee.employee_id], dice):
                        sheet.add(employee, project, day, hours)
    return sheet.entries


@dataclass(frozen=True)
class _Timesheet:
    rates: RateBook
    dice: Dice
    entries: list[Entry]

    def add(self, employee: Employee, project: Project, day: date, hours: Decimal) -> None:
        task = self.dice.weighted(list(_TASKS), _OFTEN)
        description = self.dice.pick(_TASKS[task])
        billable = project.method == "hourly" and not self.dice.chance(0.04)
        own = None
        if billable and self.dice.chance(0.006):
            task, description = _URGENT, "Out-of-hours call"
        rate, source = self.rates.standard_rate(project, employee, task, day)
        if task == _URGENT:
            own = rate = (rate * Decimal("1.25")).quantize(Decimal(1))
            source = "entry"
        entry_id = f"T{len(self.entries) + 1:05d}"
        self.entries.append(
            Entry(entry_id, employee, project, day, hours, task, description, billable, own, rate, source)
        )


def _desk(projects: list[Project], employee: Employee, month: int, dice: Dice) -> list[tuple[Project, int]]:
    """What lies on one's desk this month: projects and how often each is taken up."""
    active = [project for project in projects if project.is_active(month)]
    internal = [p for p in active if p.method == "non_billable"]
    fees = [p for p in active if p.method in ("fixed", "retainer")]
    hourly = [p for p in active if p.method == "hourly"]
    team = [p for p in hourly if employee in p.team]
    mine = [p for p in team if p.client.weight == 8][:1]
    mine += dice.several([p for p in team if p not in mine], 3 - len(mine))
    if len(mine) < 2:
        mine += dice.several([p for p in hourly if p not in mine], 1)
    desk = [(project, 4 + 2 * project.client.weight) for project in mine]
    desk += [(project, 3) for project in fees if employee in project.team][:1]
    desk.append((dice.pick(internal), 3))
    return desk


def _is_away(employee: Employee, nth: int, day: date, dice: Dice) -> bool:
    """Fridays of the part-timer, Christmas, two weeks each August, a week in spring, sick days."""
    ill = dice.chance(0.02)
    week = day.isocalendar().week
    summer, spring = 31 + nth % 4, 12 + nth
    return (
        ill
        or (employee.weekly_capacity_hours == 32 and day.weekday() == 4)
        or (day.month == 12 and day.day >= 24)
        or week in (summer, summer + 1, spring)
    )


def _day(employee: Employee, desk: list[tuple[Project, int]], dice: Dice) -> list[tuple[Project, Decimal]]:
    """One or two pieces of work, in quarter hours, two hours at least."""
    half_day = employee.weekly_capacity_hours < 32
    quarters = dice.pick((15, 16, 16, 17)) if half_day else dice.pick((29, 31, 32, 32, 32, 33, 35))
    first = dice.weighted([p for p, _ in desk], [weight for _, weight in desk])
    second = dice.weighted([p for p, _ in desk], [weight for _, weight in desk])
    if half_day or second == first or dice.chance(0.25):
        return [(first, Decimal(quarters) / 4)]
    split = dice.whole(8, quarters - 8)
    return [(first, Decimal(split) / 4), (second, Decimal(quarters - split) / 4)]
