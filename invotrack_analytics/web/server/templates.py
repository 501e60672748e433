"""Pages of our own that need no script: signing in, signing out, a refusal. Values are always escaped."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from invotrack_analytics.publish.words import WORDS


def plain_page(template: str, **values: object) -> str:
    """One of the templates in `pages/` as HTML."""
    return _environment().get_template(template).render(words=WORDS, **values)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("invotrack_analytics.web.server", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
    )
