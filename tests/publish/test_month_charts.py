"""Columns by month, dots by day, a waterfall of hours, and the small line on a tile."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest

from invotrack_analytics.publish.charts import drawings
from invotrack_analytics.publish.display import display
from invotrack_analytics.publish.month_charts import spark_points
from invotrack_analytics.reports.cash_forecast import CASH_FORECAST
from invotrack_analytics.reports.payment_timing import PAYMENT_TIMING
from invotrack_analytics.reports.report import Chart, Parameters, Report, Result
from invotrack_analytics.reports.sales import SALES
from tests.publish.results import steps_result

DAY = date(2026, 9, 30)
ASKED = Parameters(DAY, None, date(2025, 10, 1), DAY, "due", (30, 60, 90), (), ())
LOOK = display("en_GB")
BY_MONTH = Chart("bar", "Net sales by month", "month", ("net_amount",))


def result_of(report: Report, rows: list[dict[str, object]]) -> Result:
    columns = report.columns(ASKED)
    types = {"money": pa.decimal128(18, 3), "date": pa.date32(), "days": pa.int64()}
    schema = pa.schema([(column.name, types.get(column.type, pa.string())) for column in columns])
    return Result(report, ASKED, columns, pa.Table.from_pylist(rows, schema=schema))


def test_a_month_in_which_nothing_happened_keeps_its_place() -> None:
    rows = [
        {"client_id": "C2", "currency": "EUR", "month": date(2026, 2, 1), "net_amount": Decimal(20)},
        {"client_id": "C1", "currency": "EUR", "month": date(2025, 12, 1), "net_amount": Decimal("1.50")},
        {"client_id": "C1", "currency": "EUR", "month": date(2026, 2, 1), "net_amount": Decimal(5)},
    ]
    (drawing,) = drawings(result_of(SALES, rows), LOOK, chart=BY_MONTH)
    assert drawing.spec["layout"]["xaxis"]["ticktext"] == ["Dec 2025", "Jan 2026", "Feb 2026"]
    assert drawing.spec["data"][0]["y"] == [1.5, None, 25.0]
    assert drawing.said.endswith("Dec 2025: Net €1.50; Jan 2026: Net –; Feb 2026: Net €25.00")  # noqa: RUF001


def test_a_forecast_shows_by_week_between_what_it_may_lie() -> None:
    low, expected, high = (Decimal(amount) for amount in (10, 40, 90))
    rows: list[dict[str, object]] = [
        {"currency": "EUR", "week": week, "collections": expected, "collections_low": low, "collections_high": high}
        for week in (date(2026, 9, 28), date(2026, 10, 5))
    ]
    (drawing,) = drawings(result_of(CASH_FORECAST, rows), LOOK)
    assert drawing.spec["layout"]["xaxis"]["ticktext"] == ["28 Sept", "5 Oct"]
    (trace,) = drawing.spec["data"]
    assert (trace["error_y"]["array"], trace["error_y"]["arrayminus"]) == ([50, 50], [30, 30])
    assert drawing.spec["layout"]["yaxis"]["range"][1] > 90
    assert drawing.said.endswith("5 Oct: Expected €40.00 (€10.00 – €90.00)")  # noqa: RUF001


def test_each_payment_is_a_dot_late_ones_unlike_the_others_in_shape_too() -> None:
    rows = [
        {"client_id": "C1", "currency": "EUR", "payment_date": date(2026, 9, 1), "days_late": 12},
        {"client_id": "C1", "currency": "EUR", "payment_date": date(2026, 9, 2), "days_late": 0},
    ]
    (drawing,) = drawings(result_of(PAYMENT_TIMING, rows), LOOK)
    (trace,) = drawing.spec["data"]
    assert (trace["x"], trace["y"]) == (["2026-09-01", "2026-09-02"], [12.0, 0.0])
    assert trace["marker"]["symbol"] == ["circle", "diamond"]
    assert trace["customdata"][0] == "01/09/2026<br>Days late: 12"


def test_a_waterfall_takes_off_what_is_lost_on_the_way() -> None:
    (drawing,) = drawings(steps_result(), LOOK)
    assert (drawing.title, drawing.split) == ("From worked to billed, EUR", "EUR")
    bars, numbers = drawing.spec["data"]
    assert (bars["base"], bars["x"]) == ([0.0, 8.0, 6.0, 0.0], [10.0, 2.0, 2.0, 6.0])
    assert [text.strip() for text in numbers["text"]] == ["€10", "\N{MINUS SIGN}€2", "\N{MINUS SIGN}€2", "€6"]
    assert numbers["x"] == [10.0, 10.0, 8.0, 6.0]
    lost, late = bars["marker"]["color"][1:3]
    assert lost != late


@pytest.mark.parametrize(
    ("values", "points"),
    [([], ""), ([Decimal(5)], ""), ([1, 1], "0.0,25.0 120.0,25.0"), ([0, None, 10], "0.0,25.0 120.0,3.0")],
)
def test_a_small_line_goes_from_low_to_high(values: list[Decimal | int | None], points: str) -> None:
    assert spark_points(values) == points
