"""Who may open what: one table."""

from __future__ import annotations

import pytest

from invotrack_analytics.publish.server.permissions import Permissions, Verdict
from invotrack_analytics.publish.server.users import User

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
