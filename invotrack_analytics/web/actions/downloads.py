"""Downloads: a view's rows as Excel or CSV, all reports as one workbook, an invoice's PDF; each judged and recorded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tornado.web import HTTPError

from invotrack_analytics.publish.formats import write
from invotrack_analytics.publish.rejects import rejected_tables, write_rejects
from invotrack_analytics.reports import REPORTS
from invotrack_analytics.web.actions.member import Desk, MemberHandler
from invotrack_analytics.web.filters import Filters, read_filters
from invotrack_analytics.web.parts.listing import DOWNLOADS, matching
from invotrack_analytics.web.parts.view import ACCOUNTANTS, STAFF, may_download
from invotrack_analytics.web.server.users import ROLES
from invotrack_analytics.web.visit import Visit

ALL = "all"
QUARANTINE = "quarantine"
DRAFT = "/download/draft.pdf"
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


def download_paths() -> dict[str, frozenset[str]]:
    """Which roles may ask for which download."""
    paths = {
        f"/download/{report.name}.{ending}": frozenset(role for role in ROLES if may_download(role, report.name))
        for report in REPORTS
        for _, ending in DOWNLOADS
    }
    rejects = dict.fromkeys((f"/download/{QUARANTINE}.{ending}" for _, ending in DOWNLOADS), ACCOUNTANTS)
    return {**paths, **rejects, f"/download/{ALL}.xlsx": STAFF, DRAFT: ACCOUNTANTS}


DOCUMENTS_BELOW = "/documents/"
"""Everybody may ask for a document; whose it is, the visit judges."""


class DownloadHandler(MemberHandler):
    """Rows as a file: the same as the command line writes for the same question."""

    async def get(self, name: str, ending: str) -> None:
        """Make the file and send it."""
        visit = self.visit
        values = {key: self.get_query_arguments(key) for key in self.request.query_arguments}
        filters, problems = read_filters(values, visit.default_as_of())
        if problems:
            # A file with other rows than those asked for would be taken for them.
            raise HTTPError(400)
        filters = visit.allowed(filters)
        maker = _MAKERS.get(name, _report)
        with TemporaryDirectory(prefix="invotrack-download-") as folder:
            path = await self.away(lambda: maker(visit, filters, name, Path(folder, f"{name}.{ending}")))
            self.record("downloaded", file=f"{name}.{ending}", filters=filters.own_query())
            await self.send(path, f"{name}-{filters.as_of}.{ending}", TYPES[ending])


def _report(visit: Visit, filters: Filters, name: str, target: Path) -> Path:
    result = visit.report(name, filters)
    write(replace(result, table=matching(result, filters)), target.suffix[1:], target, visit.books.settings)
    return target


def _all(visit: Visit, filters: Filters, _: str, target: Path) -> Path:
    asked: dict[str, Any] = {"date_from": filters.date_from} if filters.date_from else {}
    return visit.books.export(
        target,
        as_of=filters.as_of,
        known_on=filters.known_on,
        client=filters.clients,
        currency=filters.currencies,
        **asked,
    )


def _quarantine(visit: Visit, filters: Filters, _: str, target: Path) -> Path:
    tables = [table for table in rejected_tables(visit.books.rejects()) if table.name == filters.get("layout")]
    if not tables:
        raise HTTPError(404)
    return write_rejects(tables, target.suffix[1:], target)[0]


_MAKERS: Mapping[str, Callable[[Visit, Filters, str, Path], Path]] = {ALL: _all, QUARANTINE: _quarantine}


class DocumentHandler(MemberHandler):
    """The PDF of an invoice or credit note, for who may see it."""

    async def get(self, number: str) -> None:
        """Send it; 403 for another client's, 404 where there is none."""
        visit = self.visit
        path = await self.away(lambda: visit.document(number))
        if path is None:
            raise HTTPError(403 if visit.role == "client" else 404)
        self.record("downloaded", file=path.name)
        await self.send(path, f"{number}.pdf", TYPES["pdf"])


class DraftPdfHandler(MemberHandler):
    """The pages of a draft as it would be issued."""

    async def get(self) -> None:
        """Make them and send them. Raises BillingError where there is no such draft."""
        code, books = self.get_query_argument("code", ""), self.visit.books
        with TemporaryDirectory(prefix="invotrack-download-") as folder:
            path = Path(folder, "draft.pdf")
            await self.away(lambda: path.write_bytes(books.draft_pdf(code)))
            self.record("downloaded", file=f"{code}.pdf")
            await self.send(path, f"{code}.pdf", TYPES["pdf"])


def handlers(desk: Desk) -> list[tuple[str, type[MemberHandler], dict[str, Any]]]:
    """The routes of downloads."""
    return [
        (r"/download/(\w+)\.(csv|xlsx)", DownloadHandler, {"desk": desk}),
        (DRAFT, DraftPdfHandler, {"desk": desk}),
        (r"/documents/(.+)\.pdf", DocumentHandler, {"desk": desk}),
    ]
