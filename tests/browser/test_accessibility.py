"""Every page serves who uses a keyboard or a screen reader: axe-core finds nothing serious, in light and in dark."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.browser.conftest import AS_OF, Visitor

PAGES = (
    "/",
    "/debtors",
    "/client?client=C1",
    "/client",
    "/time",
    "/cash",
    "/sales",
    "/reports",
    "/reports/open_invoices",
    "/imports",
    "/quarantine",
    "/billing",
    "/check",
)


VIOLATIONS = "options => axe.run(options).then(({violations}) => violations)"


def serious(page: Any, **options: Any) -> list[str]:
    """What axe-core finds that keeps somebody out, by rule and place."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(VIOLATIONS, {"resultTypes": ["violations"], "preload": False, **options})
    return [
        f"{rule['id']} {node['target']} {node['failureSummary']}"
        for rule in found
        if rule["impact"] in {"serious", "critical"}
        for node in rule["nodes"]
    ]


# Colours pass into each other when the theme changes, and figures fade in; what counts is what they come to.
THEME = """async theme => {
  const frame = () => new Promise(requestAnimationFrame)
  const settle = root => {
    root.getAnimations().forEach(one => one instanceof CSSTransition && one.finish())
    root.querySelectorAll("*").forEach(one => one.shadowRoot && settle(one.shadowRoot))
  }
  document.documentElement.dataset.theme = theme
  for (let frames = 0; frames < 3; frames++) { await frame(); settle(document) }
}"""


def test_no_page_keeps_anybody_out(visitor: Visitor) -> None:
    page = visitor.page
    page.goto(f"{visitor.url}/login?next=/debtors")
    findings = {"/login": serious(page)}
    visitor.sign_in("bob")
    visitor.wait()
    for address in PAGES:
        visitor.follow(f"{address}{'&' if '?' in address else '?'}as_of={AS_OF}")
        page.evaluate(THEME, "light")
        findings[address] = serious(page)
        page.evaluate(THEME, "dark")
        findings[f"{address} in the dark"] = serious(page, runOnly=["color-contrast"])
    assert {address: found for address, found in findings.items() if found} == {}
    assert visitor.complaints == []


@pytest.mark.parametrize(
    "manager", [{"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}], indirect=True, ids=["phone"]
)
def test_no_page_keeps_anybody_out_on_a_phone(manager: Visitor) -> None:
    found = {}
    for address in ("/", "/debtors", "/client?client=C1", "/cash"):
        manager.follow(f"{address}{'&' if '?' in address else '?'}as_of={AS_OF}")
        manager.page.evaluate(THEME, "dark")
        found[address] = serious(manager.page)
    assert {address: problems for address, problems in found.items() if problems} == {}


FOCUSED = """() => {
  let element = document.activeElement
  while (element?.shadowRoot?.activeElement) { element = element.shadowRoot.activeElement }
  const {outlineStyle, outlineWidth} = getComputedStyle(element)
  // The parts of a date field are places of their own, which the browser marks itself.
  const marked = element.type === "date" || (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2)
  return [element.tagName, element.id || element.textContent.trim(), marked]
}"""
CONTROLS = """() => {
  const found = []
  const look = root => {
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot) { look(element.shadowRoot) }
      if (element.matches("a[href], button, input, select, summary") && element.checkVisibility()) {
        found.push([element.tagName, element.id || element.textContent.trim()])
      }
    }
  }
  look(document)
  return found
}"""


def test_the_keyboard_reaches_every_control_and_shows_where_it_is(manager: Visitor) -> None:
    page = manager.page
    manager.open(f"/debtors?as_of={AS_OF}")
    controls = page.evaluate(CONTROLS)
    assert len(controls) > 30
    reached, unmarked = [], []
    for _ in range(2 * len(controls)):
        page.keyboard.press("Tab")
        tag, name, marked = page.evaluate(FOCUSED)
        reached.append([tag, name])
        unmarked += [] if marked or tag == "BODY" else [name]
    assert reached[0] == ["A", "Skip to content"]
    assert [control for control in controls if control not in reached] == []
    assert unmarked == []


def test_a_link_leads_past_the_menu(manager: Visitor) -> None:
    page = manager.page
    # Loaded anew, so that the keyboard begins at the top.
    manager.open(f"/?as_of={AS_OF}")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)[1].startswith("1,29")
