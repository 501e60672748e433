"""What a notebook shows: amounts in the locale, totals per currency, and no text that is markup."""

import re
from collections.abc import Sequence
from decimal import Decimal
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from openpyxl import load_workbook

from invotrack_analytics.config import Company, Settings
from invotrack_analytics.publish import notebook
from invotrack_analytics.publish.notebook import MOST_SHOWN_ROWS, ShownResult, show
from invotrack_analytics.reports.report import Result
from tests.publish.results import AGING_ROWS, aging_result, make_result, one_of_each_result, text_result


@pytest.fixture
def shown(settings: Settings) -> ShownResult:
    return ShownResult.of(aging_result(), settings)


def cells(page: str, part: str) -> list[list[str]]:
    """The texts of a table's rows, from its head, body or foot."""
    rows = html.fromstring(f"<div>{page}</div>").xpath(f"//{part}/tr")
    return [[cell.text_content() for cell in row] for row in rows]


def test_a_result_shows_as_a_table_with_totals_per_currency(shown: ShownResult) -> None:
    page = shown._repr_html_()
    assert cells(page, "thead")[0][:4] == ["Client ID", "Client", "Currency", "Not due"]
    assert cells(page, "tbody")[0] == [
        *("C-001", "Meridian Software SL", "EUR"),
        *("12.100,00", "3.630,50", "0,00", "0,00", "1.815,00", "0,00", "17.545,50"),
    ]
    assert [(row[0], row[-1]) for row in cells(page, "tfoot")] == [
        ("Total EUR", "35.030,00"),
        ("Total GBP", "3.300,00"),
        ("Total JPY", "1.250.000"),
    ]


def test_a_missing_figure_is_a_dash(settings: Settings) -> None:
    last = cells(show(one_of_each_result(), settings), "tbody")[-1]
    assert last == ["D", "EUR", *["\N{EN DASH}"] * 9]


def test_the_table_can_be_heard(shown: ShownResult) -> None:
    table = html.fromstring(shown._repr_html_()).xpath("//table")[0]
    assert table.xpath("caption")[0].text_content() == "Aging of receivables as of 30/9/2026, aged by due date, 7 rows"
    assert table.xpath("thead//th/@scope") == ["col"] * 10
    assert table.xpath("tfoot//th/@scope") == ["row"] * 3


def test_figures_stand_right_below_their_titles(shown: ShownResult) -> None:
    table = html.fromstring(shown._repr_html_()).xpath("//table")[0]
    for part in ("thead", "tbody"):
        assert [cell.get("class") for cell in table.xpath(f"{part}/tr[1]/*")] == [*[None] * 3, *["figure"] * 7]


def test_figures_sort_as_figures(settings: Settings) -> None:
    row = html.fromstring(show(one_of_each_result(), settings)).xpath("//tbody/tr[2]/td/@data-order")
    assert row == ["2026-09-03", "12000", "False", "1235", "12000.1234", "0.00", "12.0", "-30", "0.333333333333333"]


@given(st.text())
def test_any_text_is_a_text(text: str) -> None:
    settings = Settings(folder=Path(), company=Company())
    page = show(text_result([text]), settings).split("</style>")[1]
    tags = {"div", "table", "caption", "b", "thead", "tbody", "tr", "th", "td"}
    assert set(re.findall(r"</?([a-z]+)", page)) == tags
    (cell,) = re.findall(r"<tbody><tr><td>(.*?)</td>", page, re.DOTALL)
    assert unescape(cell) == re.sub("[\x00-\x1f\x7f-\x9f]", "\N{REPLACEMENT CHARACTER}", text)


def many(count: int) -> Result:
    rows: Sequence[tuple[str, ...]] = [AGING_ROWS[0]] * count
    exact = [(*row[:3], *map(Decimal, row[3:])) for row in rows]
    return make_result(aging_result().columns, exact)


def test_of_very_many_rows_the_first_are_shown_and_all_are_summed(settings: Settings) -> None:
    page = show(many(MOST_SHOWN_ROWS + 234), settings)
    assert len(cells(page, "tbody")) == MOST_SHOWN_ROWS
    assert "1.234 rows; these are the first 1.000, all are in .df()" in html.fromstring(page).text_content()
    assert cells(page, "tfoot")[0][-1] == "21.651.147,00"


def test_a_long_table_brings_its_script_once_a_session(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notebook, "_carrier", None)
    monkeypatch.setattr(notebook, "_running_cell", lambda: "cell 1")
    long = ShownResult.of(many(30), settings)
    first = long._repr_html_()
    assert "window.invotrackTables = import(" in first
    # Run again, the same cell loses its old output, and needs the script anew.
    assert long._repr_html_() == first
    monkeypatch.setattr(notebook, "_running_cell", lambda: "cell 2")
    second = long._repr_html_()
    assert "window.invotrackTables = import(" not in second
    assert len(second) < len(first) / 10
    for page in (first, second):
        assert not re.search(r"""(src|href)=|https?:""", page)


def test_a_short_table_needs_no_script(shown: ShownResult) -> None:
    assert "<script" not in shown._repr_html_()


def test_the_chart_has_a_plot_per_currency_and_no_axis_for_two(shown: ShownResult) -> None:
    figure = shown.chart()
    assert figure is not None
    assert [note.text for note in figure.layout.annotations] == [
        f"<b>Open balance by age, {currency}</b>" for currency in ("EUR", "GBP", "JPY")
    ]
    bars = [(trace.name, trace.xaxis, list(trace.x)) for trace in figure.data if trace.type == "bar"]
    assert len(bars) == 3 * 5
    assert [bar for bar in bars if bar[0] == "Not due"] == [
        ("Not due", "x", [12100, 0, 4840, 907.5]),
        ("Not due", "x2", [0]),
        ("Not due", "x3", [1250000]),
    ]
    assert sum(bool(trace.showlegend) for trace in figure.data) == 5


def test_a_report_without_chart_or_rows_draws_nothing(settings: Settings) -> None:
    assert ShownResult.of(one_of_each_result(), settings).chart() is None
    assert ShownResult.of(aging_result([]), settings).chart() is None


def test_the_frame_keeps_decimals_exact(shown: ShownResult) -> None:
    frame = shown.df()
    assert frame.loc[0, "outstanding"] == Decimal("17545.500")
    assert frame["outstanding"].sum() == Decimal("1288330.000")


def test_a_result_writes_its_workbook(shown: ShownResult, settings: Settings) -> None:
    path = shown.to_excel(str(settings.folder / "aging.xlsx"))
    assert "aging" in load_workbook(path).sheetnames


def test_a_console_shows_one_line(shown: ShownResult) -> None:
    assert repr(shown) == "<Aging of receivables as of 30/9/2026, aged by due date, 7 rows>"
