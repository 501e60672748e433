"""Wording: subject, text and HTML of a mail, from the template of its language; every value escaped, nothing run.

A workspace puts its own into `templates/mail/LANG/NAME.subject`, `.txt` and `.html`; each takes the place of the one of
ours of that name. Templates are text with values in them: they reach nothing of the program or the machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from jinja2 import BaseLoader, ChoiceLoader, Environment, PackageLoader, StrictUndefined, TemplateNotFound
from jinja2.exceptions import SecurityError, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from invotrack_analytics.errors import TemplateRefusedError

PARTS = ("subject", "txt", "html")
LANGUAGES = ("de", "en", "es", "fr")
"""In which all of our own templates are."""
OUR_TEMPLATES = ("courtesy", "friendly", "firm", "final", "invoice")
_MOST_BYTES = 200_000


@dataclass(frozen=True)
class Words:
    """What a mail says."""

    subject: str
    text: str
    html: str


class Wording:
    """The templates of a workspace, of its own and ours."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "templates" / "mail"
        self._environment = ImmutableSandboxedEnvironment(
            loader=ChoiceLoader(
                [_WorkspaceLoader(self.folder), PackageLoader("invotrack_analytics.documents.letters", "texts")]
            ),
            undefined=StrictUndefined,
            autoescape=lambda name: bool(name and name.endswith(".html")),
            keep_trailing_newline=True,
        )

    def words(self, language: str, template: str, values: Mapping[str, Any]) -> Words:
        """A mail's words. Raises TemplateRefusedError where a template is missing, wrong, or reaches for more."""
        subject, text, html = (self._render(language, template, part, values) for part in PARTS)
        return Words(" ".join(subject.split()), text, html)

    def names(self) -> Iterator[tuple[str, str]]:
        """Each language and template of the workspace's own."""
        if self.folder.is_dir():
            found = {(path.parent.name, path.stem) for part in PARTS for path in self.folder.glob(f"*/*.{part}")}
            yield from sorted(found)

    def _render(self, language: str, template: str, part: str, values: Mapping[str, Any]) -> str:
        name = f"{language}/{template}.{part}"
        try:
            return self._environment.get_template(name).render(values)
        except TemplateNotFound as error:
            message = f"there is no template {error.name} (the mail needs {name}); write it to {self.folder / name}"
            raise TemplateRefusedError(message) from error
        except SecurityError as error:
            message = f"the template {name} is refused: it reaches for what is no value of the mail: {error}"
            raise TemplateRefusedError(message) from error
        except TemplateError as error:
            message = f"the template {name} is wrong: {error.message}"
            raise TemplateRefusedError(message) from error
        except (TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RecursionError) as error:
            message = f"the template {name} cannot be filled in: {error}"
            raise TemplateRefusedError(message) from error


class _WorkspaceLoader(BaseLoader):
    """Templates of the workspace; a link may not lead out of their folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Any]:
        del environment
        root = self._folder.resolve()
        path = (root / template).resolve()
        try:
            if not path.is_relative_to(root) or path.stat().st_size > _MOST_BYTES:
                raise TemplateNotFound(template)
            return path.read_text("utf-8"), str(path), lambda: True
        except (OSError, ValueError) as error:
            raise TemplateNotFound(template) from error


def language_of(*named: str | None, country: str | None, locale: str) -> str:
    """The language of a mail: the first that is named, else the country's, else that of the company's locale."""
    for name in named:
        found = _language(name)
        if found:
            return found
    if country:
        likely = get_global("likely_subtags").get(f"und_{country.upper()}")
        if likely:
            return str(likely).split("_")[0]
    return locale.split("_", maxsplit=1)[0].lower()


def has_our_texts(language: str) -> bool:
    """Whether we ship templates in a language."""
    return (resources.files("invotrack_analytics.documents.letters") / "texts" / language).is_dir()


def _language(name: str | None) -> str | None:
    if not name:
        return None
    try:
        return str(Locale.parse(name.strip().replace("-", "_")).language)
    except (UnknownLocaleError, ValueError, TypeError):
        plain = name.strip().casefold()
        names = {
            words.casefold(): code
            for code in LANGUAGES
            for words in (Locale(code).get_display_name(code) or "", Locale(code).get_display_name("en") or "")
        }
        return names.get(plain)
