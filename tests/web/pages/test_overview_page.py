"""The overview says how its figures have moved, in the company's own way of writing, and which export failed."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from invotrack_analytics.config.timetable import Schedule
from invotrack_analytics.publish.display import display
from invotrack_analytics.web.filters import Filters
from invotrack_analytics.web.pages import PAGES
from invotrack_analytics.web.pages.overview import overview
from invotrack_analytics.web.parts.tiles import Trend
from invotrack_analytics.web.visit import KeptResults, Visit
from invotrack_analytics.workbench import Workbench
from tests.web.conftest import DAY


def visit(book: Any) -> Visit:
    now = datetime(2026, 10, 1, 8, 0)  # noqa: DTZ001  local, as schedules have it
    return Visit(book, KeptResults(book), "ann", "manager", None, lambda: True, lambda: DAY, now=lambda: now)


@pytest.mark.parametrize(
    ("locale", "day", "name", "short", "told", "tone"),
    [
        # I2 of 70 GBP came on 1 August and was overdue on 2 September; I4 of 30 GBP and 5 GBP of credit in September.
        ("en_GB", DAY, "outstanding", "+£25", "+£25 since 31/08/2026", ""),
        ("en_GB", DAY, "overdue", "+£70", "+£70 since 31/08/2026", "bad"),
        ("es_ES", DAY, "overdue", "+70 GBP", "+70 GBP since 31/8/2026", "bad"),
        ("de_DE", date(2026, 8, 31), "outstanding", "+70 £", "+70 £ since 31.07.2026", ""),
    ],
)
def test_a_tile_says_by_how_much_it_has_moved(  # noqa: PLR0917
    office: Any, locale: str, day: date, name: str, short: str, told: str, tone: str
) -> None:
    trend = Trend.of(office.report("kpi_trend", as_of=day))
    (row,) = (row for row in trend.now.rows() if row["currency"] == "GBP")
    column = next(column for column in trend.now.columns if column.name == name)
    change = trend.change(column, row, display(locale))
    assert change is not None
    assert (plain(change.short), plain(change.told), change.tone) == (short, told, tone)


def test_a_figure_without_a_month_before_has_no_change(office: Any) -> None:
    trend = Trend.of(office.report("kpi_trend", as_of=date(2026, 2, 15)))
    (row,) = trend.now.rows()
    assert [trend.change(column, row, display("en_GB")) for column in trend.now.columns] == [None] * 16


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


@dataclass
class Office:
    """Books with other settings, whose last scheduled export failed."""

    book: Workbench
    settings: Any

    def __getattr__(self, name: str) -> Any:
        return getattr(self.book, name)


def test_an_export_that_failed_is_told_with_its_error_as_text(office: Any, tmp_path: Any) -> None:
    monthly = Schedule("month pack", "0 6 1 * *", ("aging",), format="csv")
    settings = replace(office.settings, folder=tmp_path, schedules=(monthly,))
    settings.published_folder.mkdir(parents=True)
    due = datetime(2026, 10, 1, 6, 0, tzinfo=UTC).replace(tzinfo=None).isoformat()
    failed = {"schedule": "month pack", "due": due, "at": due, "outcome": "failed", "error": "no room for <b>it</b>"}
    state = {"runs": [{**failed, "files": []}]}
    (settings.published_folder / ".schedule.json").write_text(json.dumps(state), "utf-8")
    page = overview(visit(Office(office, settings)), Filters(DAY)).html
    (notice,) = re.findall(r'<p class="notice" role="alert">(.*?)</p>', page)
    assert "“month pack” failed on" in notice
    assert "no room for &lt;b&gt;it&lt;/b&gt;." in notice
    assert "failed" not in overview(visit(office), Filters(DAY)).html


ASKED = Filters(DAY, ("C1",), ("GBP",), datetime(2026, 9, 1, tzinfo=UTC), date(2026, 1, 1), (("search", "x"),))


@pytest.mark.parametrize("view", PAGES, ids=lambda view: view.path)
def test_a_filter_that_a_page_does_not_show_does_not_narrow_it(view: Any) -> None:
    heeded = view.heeded(ASKED)
    for field, value, without in (
        ("client", heeded.clients, ()),
        ("currency", heeded.currencies, ()),
        ("known_on", heeded.known_on, None),
        ("from", heeded.date_from, None),
    ):
        assert (value is not without) == (field in view.fields), field
    assert heeded.as_of == DAY
