"""What charts draw: one plot per currency, figures added up by name, the largest first and the rest gathered."""

from datetime import date
from decimal import Decimal

import pytest

from invotrack_analytics.publish.plots import Plot, plots
from invotrack_analytics.reports.report import Chart, Column, Result
from tests.publish.results import CLIENT_ID, CLIENT_NAME, CURRENCY, aging_result, make_result, money

AMOUNT = money("amount", "Amount")
MONTH = Column("month", "date", "Month", "First day", unit="month")


def drawn(plot: Plot) -> list[tuple[object, ...]]:
    return list(zip(plot.labels, *(series.values for series in plot.series), strict=True))


def ranking(rows: list[tuple[object, ...]], top: int | None = None) -> Result:
    chart = Chart("bar", "Unbilled", "client_name", ("amount",), sort_by="amount", top=top)
    return make_result((CLIENT_ID, CLIENT_NAME, CURRENCY, AMOUNT), rows, chart=chart)


def test_each_currency_has_its_plot_with_the_largest_first_and_the_rest_gathered() -> None:
    euro, pound, yen = plots(aging_result())
    assert [plot.title for plot in (euro, pound, yen)] == [
        "Open balance by age, EUR",
        "Open balance by age, GBP",
        "Open balance by age, JPY",
    ]
    assert list(zip(euro.labels, euro.sums, strict=True)) == [
        ("Meridian Software SL", Decimal("17545.50")),
        ("Kestrel Foundry BV", Decimal(11132)),
        ("Northwind Legal", Decimal(6050)),
        ("2 others", Decimal("907.50")),
    ]
    assert (euro.gathered, pound.gathered) == (2, 0)


def test_rows_of_one_client_are_added_and_two_clients_of_one_name_are_not() -> None:
    (plot,) = plots(
        ranking(
            [
                ("C1", "Acme", "EUR", Decimal("1.10")),
                ("C2", "Acme", "EUR", Decimal(2)),
                ("C1", "Acme", "EUR", Decimal("2.20")),
            ]
        )
    )
    assert drawn(plot) == [("Acme", Decimal("3.30")), ("Acme", Decimal(2))]


def test_what_has_nothing_to_draw_has_no_place_in_a_ranking() -> None:
    (plot,) = plots(
        ranking([("C1", "Some", "EUR", Decimal(5)), ("C2", "None", "EUR", Decimal(0)), ("C3", "?", "EUR", None)])
    )
    assert drawn(plot) == [("Some", Decimal(5))]
    assert plots(ranking([("C2", "None", "EUR", Decimal(0))])) == []


def test_figures_that_cannot_be_added_are_left_out_by_number() -> None:
    late = Column("days_late", "days", "Days late", "Average")
    chart = Chart("bar", "Average days late", "client_name", ("days_late",), sort_by="days_late", top=2)
    rows = [(f"C{day}", f"Client {day}", "EUR", float(day)) for day in (3, 9, 7, 5)]
    (plot,) = plots(make_result((CLIENT_ID, CLIENT_NAME, CURRENCY, late), rows, chart=chart))
    assert drawn(plot) == [("Client 9", Decimal("9.0")), ("Client 7", Decimal("7.0"))]
    assert plot.title == "Average days late, EUR, 2 more not shown"


@pytest.mark.parametrize("months", [12, 600])
def test_time_keeps_its_order(months: int) -> None:
    days = [date(2000 + month // 12, month % 12 + 1, 1) for month in range(months)]
    chart = Chart("bar", "Invoiced", "month", ("amount",))
    rows = [(currency, day, Decimal(place % 7)) for currency in ("EUR", "GBP", "USD") for place, day in enumerate(days)]
    for plot in plots(make_result((CURRENCY, MONTH, AMOUNT), rows, chart=chart)):
        assert list(plot.labels) == days


def test_a_chart_without_split_adds_over_currencies_what_is_not_money() -> None:
    hours = Column("hours", "hours", "Hours", "Worked", unit="hours", total=True)
    chart = Chart("bar", "Hours", "employee_name", ("hours",), split=None, sort_by="hours")
    columns = (Column("employee_name", "text", "Employee", "Who"), CURRENCY, hours)
    rows = [("Ana", "EUR", Decimal("7.5")), ("Ana", "GBP", Decimal("0.5")), ("Bo", "EUR", Decimal(4))]
    (plot,) = plots(make_result(columns, rows, chart=chart))
    assert (plot.split, drawn(plot)) == (None, [("Ana", Decimal(8)), ("Bo", Decimal(4))])


def test_a_longer_aging_still_goes_from_calm_to_alarming() -> None:
    colours = [[series.colour for series in plot.series] for plot in plots(aging_result())]
    assert colours[0] == ["#9db3d3", "#efc15a", "#e8963a", "#da6530", "#b8282f"]
    assert colours[0] == colours[1] == colours[2]
