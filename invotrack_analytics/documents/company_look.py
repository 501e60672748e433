"""The company's look: what its settings choose about its documents, the logo read from its file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from invotrack_analytics.config import FILE_NAME, Settings
from invotrack_analytics.documents.look import Look
from invotrack_analytics.documents.template import Template
from invotrack_analytics.errors import InvotrackError, SettingsError


def look_of(settings: Settings) -> Look:
    """The looks that the settings choose. Raises SettingsError where logo or template cannot be read or drawn."""
    chosen = settings.documents
    look = Look(accent=chosen.accent, footer=chosen.footer)
    if chosen.template is not None:
        with _told(settings, "template", chosen.template):
            path = _inside(settings, chosen.template)
            if path.parent == settings.folder.resolve():
                message = "put it into a folder of its own, since it may read what lies beside it"
                raise InvotrackError(message)
            look = replace(look, template=Template(path))
    if chosen.logo is not None:
        with _told(settings, "logo", chosen.logo):
            look = replace(look, logo=_inside(settings, chosen.logo).read_bytes())
    return look


@contextmanager
def _told(settings: Settings, name: str, value: str) -> Iterator[None]:
    try:
        yield
    except (OSError, InvotrackError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        message = f"{settings.folder / FILE_NAME}: documents.{name} = {value!r}: {reason}"
        raise SettingsError([message]) from error


def _inside(settings: Settings, name: str) -> Path:
    folder = settings.folder.resolve()
    path = (folder / name).resolve(strict=True)
    # A link may lead out of the workspace even where the setting does not.
    if not path.is_relative_to(folder):
        message = "it lies outside of the workspace"
        raise InvotrackError(message)
    return path
