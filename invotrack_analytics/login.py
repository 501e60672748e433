"""Login: whose name stands beside what is approved, edited, credited or noted from a notebook or the command line."""

from __future__ import annotations

import getpass


def login() -> str | None:
    """The user's name on this machine; None where the system has none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return None
