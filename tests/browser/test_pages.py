"""Every page opens, and every figure leads to the rows behind it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.browser.conftest import AS_OF, HOSTILE, Visitor

PAGES = ("Overview", "Debtors", "Client", "Time & billing", "Cash", "Sales", "Reports")


def go(visitor: Visitor, page: str) -> None:
    """To a page by the menu."""
    visitor.page.get_by_role("link", name=page, exact=True).first.click()
    visitor.page.get_by_role("heading", level=1, name=page, exact=True).wait_for()
    visitor.wait()


def column(visitor: Visitor, table: str, title: str) -> list[str]:
    """The cells of a table's column."""
    head, *rows = visitor.table(table)
    place = next(place for place, text in enumerate(head) if text.rstrip("↑↓") == title)
    return [row[place] for row in rows]


def test_the_menu_goes_everywhere_without_loading_anew_and_keeps_the_filters(manager: Visitor) -> None:
    manager.page.evaluate("window.stayed = true")
    for page in PAGES[1:]:
        go(manager, page)
        assert f"as_of={AS_OF}" in manager.page.url
        assert page in manager.page.title()
        assert manager.texts("[role=alert]") == []
    assert manager.page.evaluate("window.stayed")
    manager.page.go_back()
    manager.page.get_by_role("heading", level=1, name="Sales", exact=True).wait_for()
    assert manager.complaints == []


def test_debtors_are_searched_and_put_in_order(manager: Visitor) -> None:
    page = manager.page
    manager.follow(f"/debtors?as_of={AS_OF}")
    assert column(manager, "Debtors", "Client")[0] == "Meridian Software LLC"
    assert "91+ days late" in column(manager, "Debtors", "Status")
    page.get_by_role("link", name="Sort by Client").click()
    page.wait_for_url(re.compile("sort=client_name"))
    page.wait_for_selector("th[aria-sort=ascending]")
    assert column(manager, "Debtors", "Client")[0] == HOSTILE
    page.get_by_label("Search", exact=True).fill("vega")
    page.wait_for_url(re.compile("search=vega"))
    page.get_by_text("1 row", exact=True).wait_for()
    assert column(manager, "Debtors", "Client") == ["Vega Textiles SL"]
    assert page.get_by_label("Search", exact=True).input_value() == "vega"


def test_a_figure_leads_to_its_rows_and_back(manager: Visitor) -> None:
    page = manager.page
    manager.follow(f"/debtors?as_of={AS_OF}")
    region = page.get_by_role("region", name="Debtors", exact=True)
    region.get_by_role("link", name="777,70", exact=True).first.click()
    page.wait_for_url(re.compile(r"/reports/open_invoices\?.*client=C3.*bucket=d31_60"))
    page.get_by_text("Bucket: 31–60").wait_for()  # noqa: RUF001
    manager.wait()
    assert column(manager, "Open invoices", "Invoice") == ["I-4"]
    page.get_by_role("link", name="Remove Bucket").click()
    page.wait_for_url(lambda url: "bucket" not in url)
    page.go_back()
    page.go_back()
    page.get_by_role("heading", level=1, name="Debtors", exact=True).wait_for()


def test_a_client_has_a_page_about_it(manager: Visitor, book: Any) -> None:
    page = manager.page
    page.get_by_role("region", name="Top debtors", exact=True).get_by_role("link", name="Harbour Robotics Ltd").click()
    page.get_by_role("heading", name="Harbour Robotics Ltd C2").wait_for()
    manager.wait()
    assert column(manager, "Open invoices", "Invoice") == ["I-3"]
    assert column(manager, "Statement", "Balance") == ["1.500,00", "2.000,00"]
    page.locator(".drawing .points path").first.wait_for(state="attached")
    go(manager, "Debtors")
    assert len(column(manager, "Debtors", "Client")) == len(book.report("aging", as_of=AS_OF))


@pytest.mark.parametrize(
    "manager", [{"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}], indirect=True, ids=["phone"]
)
def test_no_page_scrolls_sideways_on_a_phone(manager: Visitor) -> None:
    for page in ("Client", "Time & billing", "Cash", "Sales", "Reports", "Debtors"):
        go(manager, page)
        assert manager.page.evaluate("document.documentElement.scrollWidth") == 390, page
    manager.photograph("debtors-390-dark")
