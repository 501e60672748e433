"""What each data set asks of its rows beyond their own columns, one SQL file for each question."""

from __future__ import annotations

from importlib import resources


def sql_or_none(name: str) -> str | None:
    """The text of one of these files; None where the data set does not ask that question."""
    path = resources.files(__name__) / name
    return path.read_text("utf-8") if path.is_file() else None
