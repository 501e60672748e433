"""What the browser tells the page is heeded in the order in which it was said, whatever order it comes in."""

from __future__ import annotations

from typing import Any

import pytest

from invotrack_analytics.web.parts.sheet import Sheet

BACK_ONCE = {"path": "/reports/open_invoices", "query": "?client=C3", "turn": 2}
BACK_TWICE = {"path": "/debtors", "query": "", "turn": 3}
CURRENCY = {"filter": "currency", "value": "EUR", "turn": 4}
CLIENT = {"filter": "client", "value": "C1", "turn": 5}


@pytest.mark.parametrize(
    ("messages", "heeded"),
    [
        ([BACK_ONCE, BACK_TWICE, CURRENCY, CLIENT], ["/reports/open_invoices", "/debtors", "currency", "client"]),
        ([BACK_TWICE, BACK_ONCE], ["/debtors"]),
        ([BACK_TWICE, CLIENT, CURRENCY], ["/debtors", "client", "currency"]),
        ([CLIENT, BACK_TWICE], ["client"]),
    ],
)
def test_a_message_that_was_overtaken_does_not_lead_back(messages: list[dict[str, Any]], heeded: list[str]) -> None:
    done: list[str] = []
    sheet = Sheet(lambda name, _: done.append(name), lambda path, _: done.append(path))
    for message in messages:
        sheet._handle_msg(message)  # noqa: SLF001  Panel's hook for messages
    assert done == heeded
