"""The frame of every page: pages to go to, filters and the address they stand in, who is signed in, and the sheet."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import parse_qs

import panel as pn
import panel_material_ui as pmui
import param
from panel.util import edit_readonly  # type: ignore[attr-defined]

from invotrack_analytics.errors import InvotrackError
from invotrack_analytics.publish.words import WORDS
from invotrack_analytics.web.filters import Filters, read_filters
from invotrack_analytics.web.parts.sheet import ASSETS, Sheet
from invotrack_analytics.web.parts.theme import PAGE_STYLE, THEME
from invotrack_analytics.web.parts.view import Content, View, fill, look_of
from invotrack_analytics.web.visit import Visit

LOG = logging.getLogger("invotrack.pages")
_PAGE_TEMPLATE = Path(__file__).parent / "templates" / "page.html"


class Account(pn.custom.JSComponent):
    """Who is signed in, the switch between dark and light, and the way out."""

    html = param.String()

    _esm = ASSETS / "account.js"
    _stylesheets = ["/assets/account.css"]  # noqa: RUF012  Panel's own way


@dataclass
class Frame:
    """One page in one browser; it follows the address, and the address follows its filters."""

    visit: Visit
    view: View
    views: Sequence[View]
    """Every page that this person may go to from here."""
    query: str
    """The address's query when the page was opened."""
    sign_in_handle: str

    def __post_init__(self) -> None:
        self._lock = Lock()
        self._document: Any = None
        self._asked = 0
        self.filters, problems = self._read(self.query)
        self.sheet = Sheet(
            self.choose,
            self.follow,
            filters=self._filters_html(problems),
            paths=[view.path for view in self.views],
            loading=fill("loading.html", self.visit),
            skip=WORDS.skip_to_content,
            sizing_mode="stretch_width",
            margin=0,
        )
        new_html: Callable[..., Any] = pn.pane.HTML
        self.navigation = new_html(
            self._navigation_html(), stylesheets=["/assets/navigation.css"], sizing_mode="stretch_width", margin=0
        )

    def page(self, document: Any) -> Any:
        """The page as Panel serves it; its figures come once the browser is there."""
        company = self.visit.books.settings.company.name
        document.title = self._document_title(self.view)
        self._document = document
        account = fill(
            "account.html", self.visit, name=self.visit.user_name, role=self.visit.role, handle=self.sign_in_handle
        )
        new_account: Callable[..., Any] = Account
        page = pmui.Page(  # type: ignore[attr-defined]
            title=company,
            logo=ASSETS / "mark.svg",
            favicon=ASSETS / "mark.svg",
            header=[new_account(html=account, sizing_mode="stretch_width", margin=0)],
            sidebar=[self.navigation],
            main=[self.sheet],
            sidebar_variant="permanent",
            sidebar_width=208,
            sidebar_resizable=False,
            theme_toggle=False,
            busy_indicator=None,
            theme_config=THEME,
            sx=PAGE_STYLE,
            template=_PAGE_TEMPLATE,
        )
        # pmui ties this to a flag of the whole process, so that each event anywhere would repaint every open page.
        with edit_readonly(page):
            page.busy = False
        # The tie itself stays, from Panel's state to the page, and would keep every page that ever was.
        for _, watcher in page._param__private.ref_watchers:  # noqa: SLF001
            watcher.inst.param.unwatch(watcher)
        pn.state.onload(self.refresh)
        return page

    def choose(self, name: str, value: str) -> None:
        """Take a filter's value from the page, into the address too."""
        if name not in self.view.fields:
            return
        values = parse_qs(self.filters.own_query(page=None)[1:]) | {name: [value]}
        with self._lock:
            self.filters, problems = read_filters(values, self.filters.as_of)
            address = self.view.path + self.filters.own_query()
            navigation, fields = self._navigation_html(), self._filters_html(problems) if problems else ""
        self._change(lambda: self._put_bar(fields, navigation, address))
        pn.state.execute(self.refresh, schedule="thread")

    def follow(self, path: str, query: str) -> None:
        """Show what another address asks for: a link was followed, or the browser went back or forward."""
        view = next((view for view in self.views if view.path == path), None)
        if view is None:
            return
        with self._lock:
            self.view = view
            self.filters, problems = self._read(query)
            navigation, fields = self._navigation_html(), self._filters_html(problems)
        self._change(lambda: self._put_bar(fields, navigation))
        pn.state.execute(self.refresh, schedule="thread")

    def refresh(self) -> None:
        """Show the page under its filters; of several at once the last one asked for stays."""
        with self._lock:
            self._asked += 1
            asked, view, filters = self._asked, self.view, self.filters
        content = self._content(view, filters)
        said = f"{view.title}. {WORDS.position_at.format(day=look_of(self.visit).day(filters.as_of))}"

        def put() -> None:
            if asked == self._asked:
                self.sheet.put(content, said, self._document_title(view))

        self._change(put)

    def _put_bar(self, fields: str, navigation: str, address: str = "") -> None:
        self.sheet.put_bar(fields, address)
        self.navigation.object = navigation

    def _change(self, change: Callable[[], None]) -> None:
        """Change what the browser has: on the event loop's thread, under the document's lock, one change after another.

        Held and let go at once, what changes is sent by Bokeh itself. Panel sends what other threads change by tasks of
        its own, and one that comes while another writes is at times left behind.
        """
        document = self._document

        def changed() -> None:
            document.hold("combine")
            try:
                change()
            finally:
                document.unhold()

        if document.session_context:
            document.add_next_tick_callback(changed)

    def _document_title(self, view: View) -> str:
        return f"{view.title} · {self.visit.books.settings.company.name}"

    def _content(self, view: View, filters: Filters) -> Content:
        try:
            return view.content(self.visit, self.visit.allowed(view.heeded(filters)))
        except InvotrackError as error:
            return Content(fill("problem.html", self.visit, reason=str(error)))
        except Exception:
            code = secrets.token_hex(4)
            LOG.exception("page %s failed, code %s", view.path, code)
            return Content(fill("problem.html", self.visit, reason=WORDS.something_failed.format(code=code)))

    def _read(self, query: str) -> tuple[Filters, list[str]]:
        """The filters of an address, and what of it cannot be understood."""
        filters, problems = read_filters(parse_qs(query.removeprefix("?")), self.visit.default_as_of())
        known = dict(self.visit.clients())
        problems += [WORDS.no_such_client.format(value=client) for client in filters.clients if client not in known]
        return filters, problems

    def _filters_html(self, problems: Sequence[str]) -> str:
        return fill(
            "filters.html",
            self.visit,
            title=self.view.title,
            fields=self.view.fields,
            known_on=self.filters.known_on.astimezone().date().isoformat() if self.filters.known_on else "",
            filters=self.visit.allowed(self.filters),
            clients=self.visit.clients(),
            own_client=self.visit.own_client,
            currencies=self.visit.currencies(),
            problems=problems,
            **self._navigation(),
        )

    def _navigation_html(self) -> str:
        return fill("navigation.html", self.visit, **self._navigation())

    def _navigation(self) -> dict[str, Any]:
        filters = self.filters.with_client(None) if self.view.about_client else self.filters
        views = [view for view in self.views if view.in_menu]
        return {"views": views, "current": self.view.path, "query": filters.query()}
