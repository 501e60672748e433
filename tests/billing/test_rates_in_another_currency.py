# ruff: noqa: E501 - a table is as wide as its columns
"""A rate has a currency: what is in another than the bill waits, or is converted and said so."""

from collections.abc import Callable

from tests.billing.office import Office, unbillable

MakeOffice = Callable[..., Office]

GIVEN = {
    "clients": "client_id | name | currency | hourly_rate\nC1 | Eins | EUR | 100\nC2 | Zwei | USD | -",
    "employees": "employee_id | name | hourly_rate\nE1 | Ada | 60",
    "projects": "project_id | client_id | name | currency\nP1 | C1 | One | JPY\nP2 | C2 | Two | -\nP3 | C1 | Three | -",
    "timesheets": "entry_id | employee_id | project_id | work_date | hours\nA1 | E1 | P1 | 2026-09-02 | 10\nA2 | E1 | P2 | 2026-09-02 | 10\nA3 | E1 | P3 | 2026-09-02 | 10",
    "fx_rates": "currency | rate_date | rate\nUSD | 2026-09-01 | 0.90\nJPY | 2026-09-01 | 0.006",
}


def test_a_rate_in_another_currency_is_not_billed_as_it_stands(office: MakeOffice) -> None:
    result = office(**GIVEN).bill(on="2026-09-20")
    assert [(one.currency, str(one.net_amount)) for one in result.invoices] == [("EUR", "1000.00")]
    assert sorted(unbillable(result)) == ["A1 | rate_in_another_currency", "A2 | rate_in_another_currency"]


def test_where_rates_are_converted_the_line_says_so(office: MakeOffice) -> None:
    result = office(settings="[billing]\nconvert_rates = true\n", **GIVEN).bill(on="2026-09-20")
    found = {one.currency: (str(one.net_amount), one.lines[0].description) for one in result.invoices}
    assert found["JPY"] == ("166667", "One (EUR → JPY)")
    assert found["USD"][0] == "666.67"
    assert found["EUR"] == ("1000.00", "Three")
