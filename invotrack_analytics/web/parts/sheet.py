"""Sheet: the one component that shows a page's filters and content; drawing is plotly.js's, layout is sheet.css's."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path
from threading import Lock
from typing import Any

import panel as pn
import param

from invotrack_analytics.web.parts.view import Content

ASSETS = Path(__file__).parents[1] / "assets"


class Sheet(pn.custom.JSComponent):
    """HTML and drawings go out together, a chosen filter or another address comes back."""

    # Each goes out whole, so that the browser never shows half of it, and numbered, so that it goes out even where it
    # says the same: the browser waits for it.
    bar = param.Dict()
    """number, html: the fields, empty to leave them; address: the one to show, empty to leave it."""
    shown = param.Dict()
    """number, html, drawings; title: the document's; said: for a screen reader; waiting: whether more is to come."""
    paths = param.List()
    """The pages to which a link leads without loading anew."""
    skip = param.String()
    """What the link says that leads past the menu."""

    _esm = ASSETS / "sheet.js"
    _stylesheets = ["/assets/sheet.css"]  # noqa: RUF012  Panel's own way

    def __init__(
        self,
        chosen: Callable[[str, str], None],
        moved: Callable[[str, str], None],
        *,
        filters: str = "",
        loading: str = "",
        **params: Any,
    ) -> None:
        self._number = count()
        shown = self._shown(Content(loading), waiting=True)
        super().__init__(bar=self._bar(filters), shown=shown, **params)  # type: ignore[no-untyped-call]
        self._chosen = chosen
        self._moved = moved
        self._turn = Lock()
        self._last_move = self._last_choice = 0

    @property
    def _linked_properties(self) -> tuple[str, ...]:
        """Panel's hook: what the browser may change here by itself, which is nothing; it sends messages.

        Panel would also take up what it has sent itself as if the browser had said it, a moment later: of two contents
        that follow each other closely, the first would stand here again, and the next might never go out.
        """
        return ()

    def put(self, content: Content, said: str, title: str) -> None:
        """Put another content in; `said` is what a screen reader announces, `title` the document's."""
        self.shown = self._shown(content, said, title)

    def put_bar(self, html: str, address: str) -> None:
        """Put the fields in anew, and show another address; what is empty stays as it is."""
        self.bar = self._bar(html, address)

    def _bar(self, html: str = "", address: str = "") -> dict[str, Any]:
        return {"number": next(self._number), "html": html, "address": address}

    def _shown(self, content: Content, said: str = "", title: str = "", *, waiting: bool = False) -> dict[str, Any]:
        return {
            "number": next(self._number),
            "html": content.html,
            "drawings": [dict(drawing.spec) for drawing in content.drawings],
            "said": said,
            "title": title,
            "waiting": waiting,
        }

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
