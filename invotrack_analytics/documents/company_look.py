"""The company's look: what its settings choose about its documents, the logo read from its file."""

from __future__ import annotations

from pathlib import Path

from invotrack_analytics.config import FILE_NAME, Settings
from invotrack_analytics.documents.look import Look
from invotrack_analytics.errors import InvotrackError, SettingsError


def look_of(settings: Settings) -> Look:
    """The looks that the settings choose. Raises SettingsError where the logo cannot be read or drawn."""
    chosen = settings.documents
    try:
        logo = None if chosen.logo is None else _picture(settings.folder.resolve(), chosen.logo)
        return Look(logo=logo, accent=chosen.accent, footer=chosen.footer)
    except (OSError, InvotrackError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        message = f"{settings.folder / FILE_NAME}: documents.logo = {chosen.logo!r}: {reason}"
        raise SettingsError([message]) from error


def _picture(folder: Path, name: str) -> bytes:
    path = (folder / name).resolve()
    # A link may lead out of the workspace even where the setting does not.
    if not path.is_relative_to(folder):
        message = "it lies outside of the workspace"
        raise InvotrackError(message)
    return path.read_bytes()
