"""Sheet: the one component that shows a page's filters and content; drawing is plotly.js's, layout is sheet.css's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Any

import panel as pn
import param

from invotrack_analytics.publish.views.view import Content

ASSETS = Path(__file__).parent / "assets"


class Sheet(pn.custom.JSComponent):
    """HTML and drawings go out together, a chosen filter or another address comes back."""

    filters = param.String()
    address = param.String()
    """The address that the browser is to show; empty leaves it as it is."""
    paths = param.List()
    """The pages to which a link leads without loading anew."""
    skip = param.String()
    """What the link says that leads past the menu."""
    title = param.String()
    content = param.String()
    drawings = param.List()
    said = param.String()
    waiting = param.Boolean(default=True)
    version = param.Integer()
    """Counts up last, so that the browser shows a change once, when all of it is there."""
    filters_version = param.Integer()
    """As `version`; the HTML may be as before while what stands in the fields is not."""

    _esm = ASSETS / "sheet.js"
    _stylesheets = ["/assets/sheet.css"]  # noqa: RUF012  Panel's own way

    def __init__(self, chosen: Callable[[str, str], None], moved: Callable[[str, str], None], **params: Any) -> None:
        super().__init__(**params)  # type: ignore[no-untyped-call]
        self._chosen = chosen
        self._moved = moved
        self._turn = Lock()
        self._last_move = self._last_choice = 0

    def put(self, content: Content, said: str, title: str) -> None:
        """Put another content in; `said` is what a screen reader announces, `title` the document's."""
        with pn.io.hold():
            self.param.update(
                content=content.html,
                drawings=[dict(drawing.spec) for drawing in content.drawings],
                said=said,
                title=title,
                waiting=False,
            )
            self.version += 1

    def put_filters(self, html: str) -> None:
        """Put the fields in anew."""
        with pn.io.hold():
            self.param.update(filters=html, address="")
            self.filters_version += 1

    def _handle_msg(self, msg: Any) -> None:
        # Panel hands messages to a pool of threads, where a later one may overtake: an address that has been left
        # since is not gone to, and a filter of the page before is not set on the page after.
        with self._turn:
            match msg:
                case {"filter": str(name), "value": str(value), "turn": int(turn)} if turn > self._last_move:
                    self._last_choice = max(turn, self._last_choice)
                    self._chosen(name, value)
                case {"path": str(path), "query": str(query), "turn": int(turn)} if turn > max(
                    self._last_move, self._last_choice
                ):
                    self._last_move = turn
                    self._moved(path, query)
