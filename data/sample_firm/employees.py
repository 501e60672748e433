"""The twelve people."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Employee:
    """Who works. Rates are euros per hour."""

    employee_id: str
    name: str
    role: str
    hourly_rate: Decimal
    cost_rate: Decimal
    weekly_capacity_hours: int

    @property
    def email(self) -> str:
        """Made from the name."""
        plain = self.name.lower().translate(str.maketrans("áéíóúñüöäß", "aeiounuoas"))
        return plain.replace(" ", ".").replace("'", "") + "@alderfinch.example"


_PEOPLE = (
    ("Marta Alder", "Partner", "165.00", "72.00", 40),
    ("Gabriel Finch", "Partner", "165.00", "72.00", 40),
    ("Inés Carrasco", "Principal consultant", "140.00", "58.50", 40),
    ("Jürgen Weiß", "Principal consultant", "140.00", "57.00", 40),
    ("Lucía Fernán", "Senior consultant", "118.00", "46.00", 40),
    ("Tom Ashworth", "Senior consultant", "118.00", "45.25", 40),
    ("Núria Solé", "Senior consultant", "115.50", "44.00", 32),
    ("Daniel O'Hara", "Consultant", "98.00", "36.50", 40),
    ("Amaia Etxarri", "Consultant", "98.00", "36.00", 40),
    ("Pavel Dostal", "Consultant", "95.00", "35.00", 40),
    ("Sofía Quintana", "Analyst", "78.50", "27.50", 40),
    ("Hannah Brandt", "Analyst", "76.00", "26.75", 20),
)


def all_employees() -> list[Employee]:
    """E01 to E12."""
    return [
        Employee(f"E{n:02d}", name, role, Decimal(rate), Decimal(cost), capacity)
        for n, (name, role, rate, cost, capacity) in enumerate(_PEOPLE, 1)
    ]
