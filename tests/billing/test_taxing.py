"""Which tax a line bears, and how it is stored, shown and taken back."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from invotrack_analytics.billing.credit_note import Part
from invotrack_analytics.config.sections import SMALL_BUSINESS_COUNTRIES
from invotrack_analytics.documents.exemptions import SMALL_BUSINESS
from tests.billing.office import Office

SPAIN = """
[company]
name = "Acme Consulting SL"
tax_id = "ESB12345674"
address = "Calle Mayor 1"
city = "Madrid"
postal_code = "28013"
country = "ES"
locale = "es_ES"
[billing]
tax_rate = 21
expenses = "always"
"""
CLIENTS = """
    client_id | name        | tax_id       | address | city   | postal_code | country | tax_category | tax_rate
    C1        | Cliente SL  | ESB12345674  | Calle 2 | Madrid | 28014       | ES      | -            | -
    C2        | Kunde GmbH  | DE100000016  | Weg 1   | Kiel   | 24103       | DE      | -            | -
    C3        | Pine Inc.   | -            | Elm 1   | Salem  | 97301       | US      | -            | -
    C4        | Privatmann  | -            | Weg 3   | Kiel   | 24103       | DE      | -            | 7
"""
PROJECTS = """
    project_id | client_id | name  | hourly_rate
    P1         | C1        | Uno   | 100
    P2         | C2        | Zwei  | 100
    P3         | C3        | Three | 100
    P4         | C4        | Vier  | 100
"""
MakeOffice = Callable[..., Office]


def taxes(result: Any) -> list[tuple[str, str, str, str, str, str]]:
    """Client, name, category, rate, net and tax of every tax row billed."""
    return [
        (
            one.client_id,
            tax.name,
            tax.category,
            f"{tax.rate.normalize():f}",
            str(tax.taxable_amount),
            str(tax.tax_amount),
        )
        for one in result.invoices
        for tax in one.taxes
    ]


def test_expenses_and_hours_bear_their_own_rates_and_what_the_client_is_goes_first(office: MakeOffice) -> None:
    spain = office(
        SPAIN,
        clients=CLIENTS,
        projects=PROJECTS,
        taxes="""
            tax_rate | expense_category
            10       | Hotel
        """,
        timesheets="""
            entry_id | employee_id | project_id | work_date  | hours
            T1       | E1          | P1         | 2026-09-01 | 3
            T2       | E1          | P2         | 2026-09-01 | 1
            T3       | E1          | P3         | 2026-09-01 | 1
            T4       | E1          | P4         | 2026-09-01 | 1
        """,
        expenses="""
            expense_id | expense_date | amount | project_id | category
            X1         | 2026-09-02   | 110.00 | P1         | Hotel
            X2         | 2026-09-02   | 110.00 | P2         | Hotel
        """,
    )
    result = spain.bill()
    assert taxes(result) == [
        ("C1", "IVA", "S", "21", "300.00", "63.00"),
        ("C1", "IVA", "S", "10", "110.00", "11.00"),
        ("C2", "IVA", "AE", "0", "210.00", "0.00"),
        ("C3", "IVA", "O", "0", "100.00", "0.00"),
        ("C4", "IVA", "S", "7", "100.00", "7.00"),
    ]
    assert [[note.note for note in one.told] for one in result.invoices] == [[], ["treatment"], ["treatment"], []]
    assert spain.differences("2026-12-31") == []
    stored = spain.query(
        """
        select invoice_number, tax_rate::int, tax_amount::double
        from invoice_taxes order by invoice_number, tax_rate desc
        """
    )
    assert stored[:2] == [("2026-00001", 21, 63.0), ("2026-00001", 10, 11.0)]


@pytest.mark.parametrize(
    ("settings", "rows", "expected"),
    [
        ("", "10 | - | P1 | - | -\n 4 | C1 | - | - | -", "10"),  # project before client
        ("", "10 | - | - | Audit | -\n 4 | - | - | - | -", "10"),  # most fields
        ("", "4 | - | - | - | -", "4"),  # a rule without selectors before the company
        ("", "4 | - | - | Other | -", "21"),
    ],
)
def test_the_rule_that_says_most_goes_first(office: MakeOffice, settings: str, rows: str, expected: str) -> None:
    spain = office(
        SPAIN + settings,
        clients=CLIENTS,
        projects=PROJECTS,
        taxes=f"tax_rate | client_id | project_id | task | valid_from\n{rows}",
        timesheets="""
            entry_id | employee_id | project_id | work_date  | hours | task
            T1       | E1          | P1         | 2026-09-01 | 1     | Audit
        """,
    )
    assert taxes(spain.bill(dry_run=True))[0][3] == expected


def test_a_change_of_the_rate_splits_the_line_and_a_tie_keeps_the_entry_back(office: MakeOffice) -> None:
    spain = office(
        SPAIN,
        clients=CLIENTS,
        projects=PROJECTS,
        taxes="""
            tax_rate | task  | valid_from | valid_to
            16       | -     | -          | 2020-12-31
            19       | -     | 2021-01-01 | -
            4        | Twice | 2020-01-01 | -
            5        | Twice | -          | -
        """,
        timesheets="""
            entry_id | employee_id | project_id | work_date  | hours | task
            T1       | E1          | P1         | 2020-12-31 | 1     | -
            T2       | E1          | P1         | 2021-01-01 | 1     | -
            T3       | E1          | P1         | 2021-01-01 | 1     | Twice
        """,
    )
    result = spain.bill()
    assert taxes(result) == [
        ("C1", "IVA", "S", "16", "100.00", "16.00"),
        ("C1", "IVA", "S", "19", "100.00", "19.00"),
    ]
    assert [(one.entry_id, one.reason) for one in result.unbillable] == [("T3", "tax_rule_tie")]


def billed(office: MakeOffice, lines: str, discount: str = "-") -> Office:
    """An invoice of milestones with their own rates."""
    spain = office(
        SPAIN,
        clients=CLIENTS.rstrip()
        + """
            C9        | Noveno SL   | ESB12345674  | Calle 9 | Madrid | 28014       | ES      | -            | -
        """,
        projects=PROJECTS.rstrip()
        + """
            P9         | C9        | Nueve | -
        """,
    )
    spain.given(projects="project_id | client_id | name | billing_method\nP9 | C9 | Nueve | milestone")
    spain.given(
        clients=f"client_id | name | tax_id | country | discount_percent\nC9 | Nueve | ESB12345674 | ES | {discount}",
        milestones="milestone_id | project_id | name | amount | achieved_date | tax_rate\n" + lines,
    )
    return spain


def test_tax_is_rounded_once_per_row_and_a_discount_is_shared(office: MakeOffice) -> None:
    three = "\n".join(f"M{place} | P9 | Part | 10.02 | 2026-09-01 | 21" for place in (1, 2, 3))
    spain = billed(office, three)
    assert taxes(spain.bill()) == [("C9", "IVA", "S", "21", "30.06", "6.31")]


def test_a_discount_on_the_whole_is_shared_over_the_rates(office: MakeOffice) -> None:
    spain = billed(office, "M1 | P9 | A | 1000.00 | 2026-09-01 | 21\nM2 | P9 | B | 80.55 | 2026-09-01 | 10", "10")
    result = spain.bill()
    assert taxes(result) == [
        ("C9", "IVA", "S", "21", "900.00", "189.00"),
        ("C9", "IVA", "S", "10", "72.49", "7.25"),
    ]
    assert result.invoices[0].total_amount == Decimal("1168.74")


def test_an_amount_credited_is_shared_over_the_rates_and_the_last_note_takes_the_rest(office: MakeOffice) -> None:
    spain = billed(office, "M1 | P9 | A | 1000.00 | 2026-09-01 | 21\nM2 | P9 | B | 80.55 | 2026-09-01 | 10")
    assert spain.bill().invoices[0].total_amount == Decimal("1298.61")
    part = spain.credit("2026-00001", "2026-10-01", Part(amount=Decimal(100)))
    assert [(row.taxable_amount, row.tax_amount) for row in part.taxes] == [
        (Decimal("92.55"), Decimal("19.44")),
        (Decimal("7.45"), Decimal("0.75")),
    ]
    assert part.total_amount == Decimal("120.19")
    rest = spain.credit("2026-00001", "2026-10-02")
    assert (rest.net_amount, rest.tax_amount) == (Decimal("980.55"), Decimal("197.87"))
    assert spain.differences("2026-12-31") == []


def test_the_countries_with_a_regime_for_small_businesses_have_their_words() -> None:
    assert set(SMALL_BUSINESS) == set(SMALL_BUSINESS_COUNTRIES)
