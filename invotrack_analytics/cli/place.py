"""Where the workspace was said to be, and the workbench opened there."""

from __future__ import annotations

from pathlib import Path

from invotrack_analytics import telling
from invotrack_analytics.config import find_workspace, load_settings
from invotrack_analytics.errors import InvotrackError
from invotrack_analytics.workbench import Workbench


class Place:
    """Where the workspace was said to be."""

    folder: Path | None = None


def open_workbench() -> Workbench:
    """The workbench of the workspace named, else of the one found. Raises WorkspaceError, SettingsError."""
    return Workbench.open(Place.folder, telling.progress)


def company_currency() -> str | None:
    """The currency of the workspace one is in; None outside of any, for what needs none."""
    try:
        return load_settings(find_workspace(Place.folder)).company.currency
    except InvotrackError:
        return None
