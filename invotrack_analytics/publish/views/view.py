"""What a page is: its place, who may see it, and what it shows for a visit under filters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from babel.dates import format_date
from jinja2 import Environment, PackageLoader, StrictUndefined

from invotrack_analytics.publish.charts import Drawing
from invotrack_analytics.publish.display import Display, display
from invotrack_analytics.publish.views.filters import Filters
from invotrack_analytics.publish.views.visit import Visit
from invotrack_analytics.publish.words import WORDS


@dataclass(frozen=True)
class Content:
    """What a page shows: HTML in which every value is escaped, and the drawings that go where it says data-drawing."""

    html: str
    drawings: tuple[Drawing, ...] = ()


@dataclass(frozen=True)
class View:
    """One page of the dashboard."""

    path: str
    title: str
    roles: frozenset[str]
    content: Callable[[Visit, Filters], Content]
    """Raises InvotrackError where it cannot be made."""


def fill(template: str, visit: Visit, **values: Any) -> str:
    """A template of `templates/` as HTML."""
    return _environment().get_template(template).render(words=WORDS, look=look_of(visit), **values)


def look_of(visit: Visit) -> Display:
    """How values look in the company's locale."""
    return display(visit.books.settings.company.locale)


def long_day(day: date, look: Display) -> str:
    """A day with its month in words: 30 September 2026."""
    return str(format_date(day, "long", locale=look.locale))


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("invotrack_analytics.publish.views", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
