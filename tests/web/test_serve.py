"""Serving is refused, in one line, where nobody may sign in or nothing can be heard."""

from __future__ import annotations

import socket
from dataclasses import replace

import pytest

from invotrack_analytics.config import Oidc, Settings
from invotrack_analytics.errors import AccessError
from invotrack_analytics.web.serve import serve
from invotrack_analytics.web.server.users import add_user
from invotrack_analytics.workbench import Workbench


def test_without_users_nothing_is_served(settings: Settings) -> None:
    with pytest.raises(AccessError, match="`invotrack user add NAME --role manager`") as refused:
        serve(Workbench(settings), "127.0.0.1", 0, ())
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("oidc", "problem"),
    [
        (Oidc(issuer="https://id.example", client_secret="s"), "has no client_id: .*INVOTRACK_OIDC_CLIENT_ID"),  # noqa: S106
        (Oidc(issuer="http://id.example", client_id="c", client_secret="s"), "must begin with https://"),  # noqa: S106
    ],
)
def test_an_identity_provider_that_cannot_be_asked_is_refused(settings: Settings, oidc: Oidc, problem: str) -> None:
    add_user(settings.folder, "ann", "manager", None, "correct horse")
    asked = replace(settings, server=replace(settings.server, oidc=oidc))
    with pytest.raises(AccessError, match=problem):
        serve(Workbench(asked), "127.0.0.1", 0, ())


def test_a_port_that_is_taken_is_named(settings: Settings) -> None:
    add_user(settings.folder, "ann", "manager", None, "correct horse")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(AccessError, match=f"cannot listen on 127.0.0.1 port {port}: .*--port"):
            serve(Workbench(settings), "127.0.0.1", port, ())
