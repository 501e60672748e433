"""What a page is: its place, who may see it, and what it shows for a visit under filters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from invotrack_analytics.publish.display import Display, display
from invotrack_analytics.publish.drawing import Drawing
from invotrack_analytics.publish.words import WORDS, counted
from invotrack_analytics.reports.report import Column, Value
from invotrack_analytics.web.filters import Filters
from invotrack_analytics.web.visit import Visit


@dataclass(frozen=True)
class Content:
    """What a page shows: HTML in which every value is escaped, and the drawings that go where it says data-drawing."""

    html: str
    drawings: tuple[Drawing, ...] = ()


STAFF = frozenset({"manager", "accountant"})
"""Those who see every client."""

ACCOUNTANTS = frozenset({"accountant"})
"""Those who import, correct and bill."""
_OWN_REPORTS = frozenset({"statement", "open_invoices"})
"""What a client may take home of its own account."""


def may_download(role: str, report: str) -> bool:
    """Whether a role may download a report's rows."""
    return role in STAFF or report in _OWN_REPORTS


SHARED_FIELDS = frozenset({"as_of", "client", "currency", "known_on"})
"""The filters of most pages; some have "from" and "search" beside them."""


@dataclass(frozen=True)
class View:
    """One page of the dashboard."""

    path: str
    title: str
    roles: frozenset[str]
    content: Callable[[Visit, Filters], Content]
    """Raises InvotrackError where it cannot be made."""
    fields: frozenset[str] = SHARED_FIELDS
    """Its filters. One that would change nothing on it is not shown, and does not reach it."""
    in_menu: bool = True
    about_client: bool = False
    """The client is its subject: other pages are not narrowed to it by going there."""

    def heeded(self, filters: Filters) -> Filters:
        """The filters as far as the page has a field for them."""
        return replace(
            filters,
            clients=filters.clients if "client" in self.fields else (),
            currencies=filters.currencies if "currency" in self.fields else (),
            known_on=filters.known_on if "known_on" in self.fields else None,
            date_from=filters.date_from if "from" in self.fields else None,
        )


def fill(template: str, visit: Visit, **values: Any) -> str:
    """A template of `templates/` as HTML."""
    return _environment().get_template(template).render(words=WORDS, counted=counted, look=look_of(visit), **values)


def look_of(visit: Visit) -> Display:
    """How values look in the company's locale."""
    return display(visit.books.settings.company.locale)


def cell(look: Display, column: Column, value: Value, currency: str) -> str:
    """A report's cell as a reader wants it."""
    return look.cell(column, value, currency)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("invotrack_analytics.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
