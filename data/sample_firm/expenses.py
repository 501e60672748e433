"""What the firm spends, and the exchange rates of each month."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sample_firm.dice import Dice
from sample_firm.employees import Employee
from sample_firm.period import END, UNBILLED_MONTH, months, working_days
from sample_firm.projects import Project

_MONTHLY = (
    ("payroll", "Salaries and social security", 71_500, 74_000),
    ("rent", "Office, calle de Almagro", 4_800, 4_800),
    ("software", "Licences and hosting", 1_350, 1_700),
    ("services", "Accounting, insurance, telephone", 900, 1_600),
)
_TRAVEL = (("Train", 45, 160), ("Flight", 120, 420), ("Hotel", 95, 260), ("Taxi", 14, 52))


@dataclass(frozen=True)
class Expense:
    """In euros. Travel of the past went into the rates; only September's waits to be charged."""

    expense_id: str
    expense_date: date
    amount: Decimal
    category: str
    description: str
    billable: bool
    project: Project | None = None
    employee: Employee | None = None


def all_expenses(projects: list[Project]) -> list[Expense]:
    """Month by month: the fixed costs, then some travel."""
    dice = Dice("expenses")
    found: list[Expense] = []

    def number() -> str:
        return f"X{len(found) + 1:04d}"

    for month, first in enumerate(months()):
        days = working_days(first)
        for category, description, low, high in _MONTHLY:
            amount = Decimal(dice.whole(low, high))
            found.append(Expense(number(), days[-1], amount, category, description, billable=False))
        active = [p for p in projects if p.is_active(month) and p.method == "hourly"]
        for _ in range(dice.whole(3, 6)):
            project = dice.pick(active)
            description, low, high = dice.pick(_TRAVEL)
            found.append(
                Expense(
                    number(),
                    dice.pick(days),
                    Decimal(dice.whole(low * 100, high * 100)) / 100,
                    "travel",
                    description,
                    first == UNBILLED_MONTH,
                    project,
                    dice.pick(project.team),
                )
            )
    return found


def all_fx_rates() -> list[tuple[str, date, Decimal]]:
    """Euros per unit of the currency, on the first of each month and on the last day."""
    dice = Dice("fx_rates")
    found = []
    for currency, start in (("USD", 9450), ("GBP", 11530)):
        level = start
        for day in [*months(), END]:
            found.append((currency, day, Decimal(level).scaleb(-4)))
            level += dice.whole(-140, 128)
    return found
