"""Actions: what is done from pages: import files, correct rows in quarantine or try them again, note something.

Billing's are in `billing_actions`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from tornado.httputil import HTTPFile

from invotrack_analytics.errors import SourceError
from invotrack_analytics.publish.rejects import rejected_tables, write_rejects
from invotrack_analytics.publish.words import WORDS
from invotrack_analytics.web.actions.billing import BILLING_ACTIONS
from invotrack_analytics.web.actions.member import Desk, MemberHandler
from invotrack_analytics.web.pages.intake import MOST_RETRIED
from invotrack_analytics.web.parts.view import ACCOUNTANTS, STAFF
from invotrack_analytics.workbench import Workbench

MOST_UPLOAD_BYTES = 64 * 1024 * 1024
"""All files of one form together; larger ones go through the command line."""
_MOST_FILES = 50
_LONGEST_NAME = 100


def action_paths() -> dict[str, frozenset[str]]:
    """Which roles may do what."""
    of_accountants = ("/actions/import", "/actions/correct", "/actions/retry", *BILLING_ACTIONS)
    return {**dict.fromkeys(of_accountants, ACCOUNTANTS), "/actions/note": STAFF}


def safe_name(name: str) -> str:
    """A file's name as it may stand in a folder of ours: no path, no control characters, not hidden, not long."""
    last = PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    plain = re.sub(r"[^\w.+() -]", "_", last).strip(" .")
    stem, dot, ending = plain.rpartition(".")
    if dot and len(ending) <= len("parquet"):
        return f"{stem[: _LONGEST_NAME - len(ending) - 1] or 'upload'}.{ending}"
    return plain[:_LONGEST_NAME] or "upload"


class ImportHandler(MemberHandler):
    """Uploaded files into the books; the page they came from shows what became of them."""

    async def post(self) -> None:
        """Import what was sent."""
        sent = self.request.files.get("files", [])
        if not sent or len(sent) > _MOST_FILES:
            raise SourceError(WORDS.choose_files.format(most=_MOST_FILES))
        dry_run = self.get_body_argument("dry_run", "") == "yes"
        with TemporaryDirectory(prefix="invotrack-upload-") as folder:
            paths = await self.away(lambda: _laid_down(sent, Path(folder)))
            result = await self.away(
                lambda: self.visit.books.import_files(paths, dry_run=dry_run, names={path: path.name for path in paths})
            )
        if not dry_run:
            self.record(
                "imported",
                files=[
                    {"name": Path(file.path).name, "batch_id": file.batch_id, "error": file.error}
                    for file in result.files
                ],
            )
        outcome = self.visit.outcomes.put(self.visit.user_name, ("import", result, dry_run))
        back = "/quarantine" if self.get_body_argument("page", "") == "/quarantine" else "/imports"
        self.redirect(back + self.filters().query(outcome=outcome), status=303)


def _laid_down(sent: Sequence[HTTPFile], folder: Path) -> list[Path]:
    """Uploaded files as files, a folder each: two of one name are two."""
    paths = [folder / str(place) / safe_name(file.filename) for place, file in enumerate(sent)]
    for path, file in zip(paths, sent, strict=True):
        path.parent.mkdir()
        path.write_bytes(file.body)
    return paths


class CorrectHandler(MemberHandler):
    """One row in quarantine with other cells, imported again in its place."""

    async def post(self) -> None:
        """Import the row as corrected."""
        reject_id = self.get_body_argument("reject_id", "")
        rows = await self.away(self.visit.books.rejects)
        row = next((row for row in rows if row.reject_id == reject_id), None)
        if row is None:
            raise SourceError(WORDS.row_gone)
        cells = tuple(self.get_body_argument(f"cell{place}", "", strip=False) for place in range(len(row.header)))
        (table,) = rejected_tables([row])
        corrected = replace(table, rows=((*cells, row.reason, row.reject_id),))
        with TemporaryDirectory(prefix="invotrack-upload-") as folder:
            (path,) = write_rejects([corrected], "csv", Path(folder, f"corrected-{safe_name(Path(row.path).stem)}.csv"))
            result = await self.away(lambda: self.visit.books.import_files([path], names={path: path.name}))
        self.record("corrected", reject_id=reject_id, file=Path(row.path).name, line=row.line)
        outcome = self.visit.outcomes.put(self.visit.user_name, ("import", result, False))
        self.redirect("/quarantine" + self.filters().query(outcome=outcome), status=303)


class RetryHandler(MemberHandler):
    """Every row in quarantine tried again as it is, but for those whose key came twice.

    Alone, such a row would replace the one that came first: which of them is right, a person says.
    """

    async def post(self) -> None:
        """Import those that come in now; the others wait on, as they were, under the file and line they came from."""
        waiting = await self.away(self.visit.books.rejects)
        rows = [row for row in waiting if all(problem.reason != "duplicate_key" for problem in row.problems)]
        if not rows:
            raise SourceError(WORDS.nothing_to_retry)
        rows = rows[:MOST_RETRIED]
        with TemporaryDirectory(prefix="invotrack-upload-") as folder:
            result = await self.away(lambda: _tried_again(self.visit.books, rows, Path(folder)))
        came_in = len(result.files) if result else 0
        self.record("retried", rows=len(rows), came_in=came_in)
        kept = ("import", result, False) if result else ("retry", len(rows), False)
        outcome = self.visit.outcomes.put(self.visit.user_name, kept)
        self.redirect("/quarantine" + self.filters().query(outcome=outcome), status=303)


class NoteHandler(MemberHandler):
    """Something noted of a client, for colleagues."""

    async def post(self) -> None:
        """Note it, and show the client with what is known now: an earlier view would not have the note."""
        client = self.get_body_argument("client", "")
        text = self.get_body_argument("text", "", strip=False)
        visit = self.visit
        await self.away(lambda: visit.books.add_client_note(client, text, by=visit.user_name))
        # What it says is in the books, for those who may read them.
        self.record("noted", client=client)
        self.redirect("/client" + self.filters().query(known_on=None), status=303)


def _tried_again(books: Workbench, rows: Sequence[Any], folder: Path) -> Any:
    """Import the rows of which a try says that they come in, a file each; None where there are none."""
    paths: dict[Path, str] = {}
    for place, row in enumerate(rows):
        (path,) = write_rejects(rejected_tables([row]), "csv", folder / f"{place}.csv")
        paths[path] = f"again-{safe_name(Path(row.path).stem)}-{row.line or place}.csv"
    tried = books.import_files(list(paths), dry_run=True, names=paths)
    come_in = [
        path
        for path, file in zip(paths, tried.files, strict=True)
        if not file.error and not any(counts.rejected for counts in file.datasets.values())
    ]
    return books.import_files(come_in, names=paths) if come_in else None


def handlers(desk: Desk) -> list[tuple[str, type[MemberHandler], dict[str, Any]]]:
    """The routes of actions."""
    return [
        ("/actions/import", ImportHandler, {"desk": desk}),
        ("/actions/correct", CorrectHandler, {"desk": desk}),
        ("/actions/retry", RetryHandler, {"desk": desk}),
        ("/actions/note", NoteHandler, {"desk": desk}),
        *((path, handler, {"desk": desk}) for path, handler in BILLING_ACTIONS.items()),
    ]
