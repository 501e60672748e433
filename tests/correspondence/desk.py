"""A desk: a workspace whose mail goes to a post office in the same process."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path
from typing import Any

from invotrack_analytics.mail.outbox import Mail
from invotrack_analytics.workbench import Workbench
from invotrack_analytics.workspace import create_workspace
from tests.mail.post_office import PostOffice

# Nobody here has an address, and it is not what is tried.
COMPANY = """\
[billing]
incomplete = "issue"
[company]
name = "Acme Consulting SL"
country = "ES"
locale = "es_ES"
timezone = "Europe/Madrid"
"""


class Desk:
    """Books with what is given, and the commands that a person types."""

    def __init__(self, folder: Path, office: PostOffice, settings: str = "") -> None:
        self.folder, self.office = folder, office
        create_workspace(folder)
        (folder / "invotrack.toml").write_text(COMPANY + office.settings + settings, "utf-8")
        self._files = 0

    @property
    def book(self) -> Workbench:
        return Workbench.open(self.folder)

    def given(self, **tables: str) -> None:
        """Import tables: a header, then a line for each row, cells between `|`; `-` is blank."""
        self._files += 1
        inbox = self.folder / "inbox" / str(self._files)
        inbox.mkdir(parents=True)
        for dataset, table in tables.items():
            header, *rows = ([cell.strip() for cell in line.split("|")] for line in table.strip().splitlines())
            with (inbox / f"{dataset}.csv").open("w", newline="", encoding="utf-8") as stream:
                csv.writer(stream).writerows([header, *([("" if c == "-" else c) for c in row] for row in rows)])
        result = self.book.import_files(inbox)
        assert [(file.path, file.error, file.rejected) for file in result.files if file.error or file.rejected] == []

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self.book.sql(query).df().itertuples(index=False)]

    def states(self) -> list[str]:
        return [mail.state for mail in self.mails()]

    def mails(self) -> list[Mail]:
        return self.book.mails()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)
