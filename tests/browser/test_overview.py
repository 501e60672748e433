"""The overview shows the reports' rows, whatever the filters, the screen and the names in the books."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from invotrack_analytics.publish.display import display
from tests.browser.conftest import AS_OF, HOSTILE, Visitor, invotrack

LOOK = display("es_ES")
MONEY = ("not_due", "d1_30", "d31_60", "d61_90", "d91_plus", "unapplied_credit", "outstanding")


def plain(text: str) -> str:
    """The text with spaces that may break."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def tile(visitor: Visitor, title: str) -> list[str]:
    """The full figures of a tile, as its titles give them."""
    headed = visitor.page.locator(".tile", has=visitor.page.get_by_role("heading", name=title, exact=True))
    return [plain(item.get_attribute("title")) for item in headed.locator("li").all()]


def expected_debtors(book: Any, **filters: str) -> list[list[str]]:
    """The rows of `aging` as the page shows them: EUR before GBP, the largest first."""
    rows = book.report("aging", as_of=AS_OF, **filters).rows()
    rows.sort(key=lambda row: (row["currency"] != "EUR", row["currency"], -row["outstanding"]))
    return [
        [row["client_name"], row["currency"], *(LOOK.amount(row[name], row["currency"]) for name in MONEY)]
        for row in rows
    ]


def shown_debtors(visitor: Visitor) -> list[list[str]]:
    """The table of debtors without its status column."""
    return [[row[0], *row[2:]] for row in visitor.table("Top debtors")[1:]]


@pytest.mark.parametrize(
    "filters",
    [{}, {"client": "C1"}, {"currency": "GBP"}, {"client": "C1", "currency": "EUR"}],
    ids=["all", "client", "currency", "both"],
)
def test_every_figure_is_a_row_of_the_reports(manager: Visitor, book: Any, filters: dict[str, str]) -> None:
    manager.follow(f"/?as_of={AS_OF}" + "".join(f"&{name}={value}" for name, value in filters.items()))

    kpis = book.report("receivables_kpis", as_of=AS_OF, **filters).rows()
    kpis.sort(key=lambda row: row["currency"] != "EUR")
    for title, name in (("Outstanding", "outstanding"), ("Overdue", "overdue")):
        assert tile(manager, title) == [plain(LOOK.money(row[name], row["currency"])) for row in kpis]
    assert shown_debtors(manager) == expected_debtors(book, **filters)

    totals = book.report("aging", as_of=AS_OF, **filters).totals()
    currencies = sorted(totals, key=lambda currency: currency != "EUR")
    aging = manager.table("Aging")
    assert aging[0][1:] == currencies
    for row, name in zip(aging[1:], MONEY, strict=True):
        assert row[1:] == [LOOK.amount(totals[currency][name], currency) for currency in currencies]


def test_amounts_of_two_currencies_are_never_added(manager: Visitor) -> None:
    assert tile(manager, "Outstanding") == ["1.286.603,37 €", "1.555,55 GBP"]
    together = LOOK.number(Decimal("1286603.37") + Decimal("1555.55"), 2)
    assert together not in " ".join(manager.texts(".sheet"))
    assert [plain(text) for text in manager.texts(".tile:first-child .short")] == ["1,29 M€", "1.556 GBP"]


def test_filters_change_figures_and_address_and_the_address_brings_them_back(manager: Visitor) -> None:
    page = manager.page
    page.get_by_label("Client", exact=True).select_option("Harbour Robotics Ltd")
    page.wait_for_url(re.compile(rf"/\?as_of={AS_OF}&client=C2$"))
    manager.wait()
    assert tile(manager, "Outstanding") == ["1.500,00 GBP"]

    page.get_by_label("As of", exact=True).fill("2026-08-10")
    page.wait_for_url(re.compile(r"as_of=2026-08-10&client=C2$"))
    manager.wait()
    assert tile(manager, "Outstanding") == ["2.000,00 GBP"]

    page.reload()
    manager.wait()
    assert tile(manager, "Outstanding") == ["2.000,00 GBP"]
    assert page.get_by_label("Client", exact=True).input_value() == "C2"

    page.get_by_label("Currency", exact=True).select_option("EUR")
    manager.page.wait_for_url(re.compile("currency=EUR"))
    page.get_by_text("Nothing is owed").wait_for()


def test_back_brings_the_earlier_filters(manager: Visitor) -> None:
    manager.page.get_by_label("Currency", exact=True).select_option("GBP")
    manager.page.wait_for_url(re.compile("currency=GBP"))
    manager.wait()
    assert tile(manager, "Outstanding") == ["1.555,55 GBP"]
    manager.page.go_back()
    manager.page.wait_for_selector("li[title^='1.286.603']")
    assert manager.page.get_by_label("Currency", exact=True).input_value() == ""


def test_what_the_address_says_wrongly_is_named_and_the_rest_holds(manager: Visitor) -> None:
    manager.open("/?as_of=sometime&currency=GBP&client=C9")
    notices = " ".join(manager.texts(".notice"))
    assert "“sometime” is not a date" in notices
    assert "no client “C9”" in notices
    assert manager.page.get_by_label("Currency", exact=True).input_value() == "GBP"


def test_names_from_files_are_text_everywhere(manager: Visitor) -> None:
    assert HOSTILE in [row[0] for row in manager.table("Top debtors")]
    manager.follow(f"/?as_of={AS_OF}&client=C3")
    assert HOSTILE in [row[0] for row in manager.table("Top debtors")]
    drawing = manager.page.locator(".drawing").first
    drawing.locator(".bars").first.wait_for(state="attached")
    box = drawing.bounding_box()
    drawing.hover(position={"x": box["width"] / 2, "y": box["height"] / 2})
    manager.page.locator(".drawing .hovertext").get_by_text("Onyx").first.wait_for()
    assert manager.page.evaluate("window.hacked") is None
    assert manager.page.locator("img[src=x], .sheet b").count() == 0


def test_nothing_is_asked_of_another_host(visitor: Visitor, site: Any) -> None:
    visitor.page.goto(f"{visitor.url}/?as_of={AS_OF}")
    visitor.sign_in("ann")
    visitor.wait()
    visitor.drawn()
    assert len(visitor.requests) > 10
    foreign = [url for url in visitor.requests if not url.startswith((site.url, "data:", f"blob:{site.url}"))]
    assert foreign == []
    assert visitor.complaints == []
    visitor.photograph("overview-1440-light")


@pytest.mark.parametrize(
    "manager", [{"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}], indirect=True, ids=["phone"]
)
def test_a_phone_in_the_dark_shows_all_without_scrolling_sideways(manager: Visitor) -> None:
    page = manager.page
    manager.drawn()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    for card in page.locator(".card").all():
        box = card.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
    red, green, blue = re.findall(r"\d+", page.evaluate(BACKGROUND))[:3]
    assert max(int(red), int(green), int(blue)) < 60
    manager.photograph("overview-390-dark")


BACKGROUND = "getComputedStyle(document.body).backgroundColor"


def test_the_switch_makes_it_dark_and_the_browser_remembers(manager: Visitor) -> None:
    light = manager.page.evaluate(BACKGROUND)
    manager.page.get_by_role("button", name="Dark or light").click()
    manager.page.wait_for_function(f"() => {BACKGROUND} != '{light}'")
    dark = manager.page.evaluate(BACKGROUND)
    manager.page.reload()
    manager.wait()
    assert manager.page.evaluate(BACKGROUND) == dark
    manager.photograph("overview-1440-dark")


def test_a_new_import_appears_without_a_restart(manager: Visitor, site: Any, tmp_path: Path) -> None:
    file = tmp_path / "more.csv"
    file.write_text(
        "invoice_number,client_id,issue_date,due_date,total_amount,currency\nI-7,C5,2020-01-01,2020-01-31,12.34,EUR\n",
        "utf-8",
    )
    manager.follow("/?as_of=2020-02-01")
    manager.page.get_by_text("Nothing is owed").wait_for()
    invotrack("--workspace", str(site.workspace), "import", str(file))
    manager.page.get_by_label("Currency", exact=True).select_option("EUR")
    manager.page.wait_for_selector("li[title^='12,34']")
