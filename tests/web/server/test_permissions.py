"""Who may open what: one table."""

from __future__ import annotations

import pytest

from invotrack_analytics.web.actions.books import action_paths
from invotrack_analytics.web.actions.downloads import DOCUMENTS_BELOW, download_paths
from invotrack_analytics.web.server.permissions import Permissions, Verdict
from invotrack_analytics.web.server.users import User

PERMISSIONS = Permissions({"/": ["manager", "accountant", "client"], "/debtors": ["manager", "accountant"]})
USERS = {
    "stranger": None,
    "manager": User("m", "manager", None, ""),
    "accountant": User("a", "accountant", None, ""),
    "client": User("c", "client", "C1", ""),
}
P, S, F = Verdict.PASSES, Verdict.MUST_SIGN_IN, Verdict.FORBIDDEN


@pytest.mark.parametrize(
    ("path", "clients", "stranger", "manager", "accountant", "client"),
    [
        ("/healthz", [], P, P, P, P),
        ("/login", [], P, P, P, P),
        ("/assets/sheet.css", [], P, P, P, P),
        ("/assets/../users.json", [], S, F, F, F),
        ("/", [], S, P, P, P),
        ("/ws", [], S, P, P, P),
        ("/", ["C1"], S, P, P, P),
        ("/", [""], S, P, P, P),
        ("/", ["C2"], S, P, P, F),
        ("/", ["C1", "C2"], S, P, P, F),
        ("/ws", ["C2"], S, P, P, F),
        ("/debtors", [], S, P, P, F),
        ("/debtors/ws", [], S, P, P, F),
        ("/debtors/autoload.js", [], S, F, F, F),
        ("/debtors/metadata", [], S, F, F, F),
        ("/autoload.js", [], S, F, F, F),
        ("/static/js/bokeh.min.js", [], S, P, P, P),
        ("/static/../users.json", [], S, F, F, F),
        ("/components/module/Class/attribute/file", [], S, F, F, F),
        ("/admin", [], S, F, F, F),
        ("//", [], S, F, F, F),
        ("", [], S, F, F, F),
    ],
)
def test_the_table(  # noqa: PLR0917
    path: str, clients: list[str], stranger: Verdict, manager: Verdict, accountant: Verdict, client: Verdict
) -> None:
    judged = [PERMISSIONS.judge(path, clients, user) for user in USERS.values()]
    assert judged == [stranger, manager, accountant, client]


@pytest.mark.parametrize(
    ("path", "stranger", "manager", "accountant", "client"),
    [
        ("/download/aging.csv", S, P, P, F),
        ("/download/statement.xlsx", S, P, P, P),
        ("/download/cash_forecast.csv", S, P, P, F),
        ("/download/expected_payments.csv", S, P, P, F),
        ("/download/aging.json", S, F, F, F),
        ("/download/no_such.csv", S, F, F, F),
        ("/download/all.xlsx", S, P, P, F),
        ("/download/quarantine.csv", S, F, P, F),
        ("/actions/import", S, F, P, F),
        ("/actions/correct", S, F, P, F),
        ("/actions/retry", S, F, P, F),
        ("/download/quarantine.xlsx", S, F, P, F),
        ("/actions/bill", S, F, P, F),
        ("/actions/draft", S, F, P, F),
        ("/actions/approve", S, F, P, F),
        ("/actions/issue", S, F, P, F),
        ("/actions/edit", S, F, P, F),
        ("/actions/discard", S, F, P, F),
        ("/actions/sent", S, F, P, F),
        ("/actions/void", S, F, P, F),
        ("/actions/credit", S, F, P, F),
        ("/download/draft.pdf", S, F, P, F),
        ("/documents/2026-00001.pdf", S, P, P, P),
        ("/documents/../users.json", S, F, F, F),
    ],
)
def test_downloads_and_actions_have_rules_too(
    path: str, stranger: Verdict, manager: Verdict, accountant: Verdict, client: Verdict
) -> None:
    permissions = Permissions({}, {**download_paths(), **action_paths()}, (DOCUMENTS_BELOW,))
    judged = [permissions.judge(path, [], user) for user in USERS.values()]
    assert judged == [stranger, manager, accountant, client]
