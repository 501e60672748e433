"""Sheet: the one component that shows a page's filters and content; drawing is plotly.js's, layout is sheet.css's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import panel as pn
import param

from invotrack_analytics.publish.views.view import Content

ASSETS = Path(__file__).parent / "assets"


class Sheet(pn.custom.JSComponent):  # type: ignore[misc]
    """HTML and drawings go out together, a chosen filter comes back."""

    filters = param.String()
    content = param.String()
    drawings = param.List()
    said = param.String()
    waiting = param.Boolean(default=True)
    version = param.Integer()
    """Counts up last, so that the browser shows a change once, when all of it is there."""

    _esm = ASSETS / "sheet.js"
    _stylesheets = ["/assets/sheet.css"]  # noqa: RUF012  Panel's own way

    def __init__(self, chosen: Callable[[str, str], None], **params: Any) -> None:
        super().__init__(**params)
        self._chosen = chosen

    def show(self, content: Content, said: str) -> None:
        """Show another content; `said` is what a screen reader announces."""
        with pn.io.hold():
            self.param.update(
                content=content.html,
                drawings=[dict(drawing.spec) for drawing in content.drawings],
                said=said,
                waiting=False,
            )
            self.version += 1

    def _handle_msg(self, msg: Any) -> None:
        if isinstance(msg, dict) and isinstance(msg.get("filter"), str) and isinstance(msg.get("value"), str):
            self._chosen(msg["filter"], msg["value"])
