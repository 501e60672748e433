"""Drawings: figures as text from decimals, names as text, a currency never beside another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest

from invotrack_analytics.publish.charts import drawings, short_money
from invotrack_analytics.publish.display import display
from invotrack_analytics.reports.aging import AGING
from invotrack_analytics.reports.report import Chart, Parameters, Result

DAY = date(2026, 9, 30)
LOOK = display("en_GB")
ROWS = [
    ("C1", "Meridian", "EUR", "100.00", "0", "0", "0", "20.50", "0", "120.50", "0"),
    ("C2", "<b>Onyx</b>", "EUR", "0", "300.00", "0", "0", "0", "0", "300.00", "0"),
    ("C3", "Vega", "EUR", "0", "0", "10.00", "0", "0", "0", "10.00", "0"),
    ("C4", "Tamar", "EUR", "0", "0", "5.00", "0", "0", "0", "5.00", "0"),
    ("C1", "Meridian", "GBP", "0", "0", "0", "7.00", "0", "0", "7.00", "0"),
]


@pytest.fixture
def aging() -> Result:
    parameters = Parameters(DAY, None, DAY, DAY, "due", (30, 60, 90), (), ())
    columns = tuple(column for column in AGING.columns(parameters) if not column.optional)
    rows = [
        {
            column.name: Decimal(value) if column.type == "money" else value
            for column, value in zip(columns, row, strict=True)
        }
        for row in ROWS
    ]
    money = pa.decimal128(18, 3)
    schema = pa.schema([(column.name, money if column.type == "money" else pa.string()) for column in columns])
    return Result(AGING, parameters, columns, pa.Table.from_pylist(rows, schema=schema))


def test_each_currency_has_a_drawing_of_its_own(aging: Result) -> None:
    assert [(drawing.split, drawing.bars) for drawing in drawings(aging, LOOK)] == [("EUR", 4), ("GBP", 1)]


def test_bars_carry_their_number_and_are_told_in_full(aging: Result) -> None:
    euros = drawings(aging, LOOK)[0]
    assert [text.strip() for text in euros.spec["data"][-1]["text"]] == ["€300", "€121", "€10", "€5"]
    assert euros.spec["data"][-1]["x"] == [300.0, 120.5, 10.0, 5.0]
    assert "Meridian: €120.50" in euros.said


def test_fewer_bars_name_how_many_stand_together(aging: Result) -> None:
    euros = drawings(aging, LOOK, most=2)[0]
    assert euros.spec["layout"]["yaxis"]["ticktext"][-1] == "2 others"
    assert "2 others: €15.00" in euros.said


def test_what_is_gathered_from_thousands_is_told_and_not_drawn(aging: Result) -> None:
    small = [{**aging.rows()[2], "client_id": f"S{number}", "d31_60": Decimal(9)} for number in range(1200)]
    many = replace(aging, table=pa.concat_tables([aging.table, pa.Table.from_pylist(small, aging.table.schema)]))
    euros = drawings(many, LOOK, most=2)[0]
    assert euros.spec["layout"]["yaxis"]["ticktext"][-1] == "1,202 others"
    assert euros.spec["data"][-1]["text"][-1].strip() == "€10,815 (not drawn)"
    assert {trace["x"][-1] for trace in euros.spec["data"] if trace["type"] == "bar"} == {None}
    assert "1,202 others: €10,815.00" in euros.said


def test_figures_that_are_no_parts_of_a_whole_stand_beside_each_other(aging: Result) -> None:
    chart = Chart("bar", "Two", "client_name", ("not_due", "d1_30"))
    (euros,) = drawings(aging, LOOK, chart=chart)
    assert euros.spec["layout"]["barmode"] == "group"
    assert [[text.strip() for text in trace["text"][:2]] for trace in euros.spec["data"]] == [
        ["€100", "€0"],
        ["€0", "€300"],
    ]
    assert "Meridian: Not due €100.00, 1–30 €0.00" in euros.said  # noqa: RUF001  the dash of a range


def test_a_name_is_text_for_plotly(aging: Result) -> None:
    euros = drawings(aging, LOOK)[0]
    assert euros.spec["layout"]["yaxis"]["ticktext"][0] == "&lt;b&gt;Onyx&lt;/b&gt;"
    assert euros.spec["data"][0]["customdata"][0].startswith("<b>&lt;b&gt;Onyx&lt;/b&gt;</b><br>Not due: ")


@pytest.mark.parametrize(
    ("amount", "currency", "locale", "text"),
    [
        ("0.00", "EUR", "en_GB", "€0"),
        ("0.50", "EUR", "en_GB", "€1"),
        ("999.49", "EUR", "en_GB", "€999"),
        ("999999.49", "EUR", "en_GB", "€999,999"),
        ("1284512.35", "EUR", "en_GB", "€1.28M"),
        ("-1284512.35", "EUR", "en_GB", "-€1.28M"),
        ("1284512.35", "EUR", "de_DE", "1,28 Mio. €"),
        ("312400.10", "EUR", "de_DE", "312.400 €"),
        ("312400.10", "EUR", "es_ES", "312.400 €"),
        ("12000", "JPY", "en_GB", "JP¥12,000"),
        ("999999.50", "EUR", "en_GB", "€1M"),
        ("12000.125", "KWD", "en_GB", "KWD12,000"),
    ],
)
def test_short_amounts(amount: str, currency: str, locale: str, text: str) -> None:
    shown = short_money(Decimal(amount), currency, display(locale))
    assert shown.replace("\N{NO-BREAK SPACE}", " ") == text
