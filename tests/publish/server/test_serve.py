"""Serving is refused, in one line, where nobody may sign in or nothing can be heard."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from typing import Any

import pytest

from invotrack_analytics.config import Settings
from invotrack_analytics.errors import AccessError
from invotrack_analytics.publish.server.serve import serve
from invotrack_analytics.publish.server.users import add_user


@dataclass
class NoBooks:
    """A workspace whose books are never asked."""

    settings: Settings

    def __getattr__(self, name: str) -> Any:
        message = f"{name} was asked for"
        raise AssertionError(message)


def test_without_users_nothing_is_served(settings: Settings) -> None:
    with pytest.raises(AccessError, match="`invotrack user add NAME --role manager`") as refused:
        serve(NoBooks(settings), "127.0.0.1", 0, ())
    assert "\n" not in str(refused.value)


def test_a_port_that_is_taken_is_named(settings: Settings) -> None:
    add_user(settings.folder, "ann", "manager", None, "correct horse")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(AccessError, match=f"cannot listen on 127.0.0.1 port {port}: .*--port"):
            serve(NoBooks(settings), "127.0.0.1", port, ())
