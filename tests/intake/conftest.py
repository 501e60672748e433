"""A desk: a workspace in an empty folder, with files to import written as a small text each."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from invotrack_analytics.intake.importing import ImportedFile, ImportResult
from invotrack_analytics.workbench import Workbench
from invotrack_analytics.workspace import create_workspace

CLIENTS = """
    client_id,name,currency,payment_terms_days
    C1,One Ltd,,
    C2,Two GmbH,USD,14
"""


@dataclass
class Desk:
    """The workbench, and the folder beside it where files lie."""

    book: Workbench
    folder: Path

    def file(self, name: str, text: str | bytes) -> Path:
        """Write a file; a text is written without its indentation."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else textwrap.dedent(text).lstrip("\n").encode())
        return path

    def load(self, name: str, text: str | bytes, **options: Any) -> ImportedFile:
        """Write a file and import it."""
        return self.book.import_files(self.file(name, text), **options).files[0]

    def load_all(self, *paths: Path, **options: Any) -> ImportResult:
        """Import files together."""
        return self.book.import_files(list(paths), **options)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What the books hold."""
        return [tuple(row) for row in self.book.sql(query).fetchall()]

    def reasons(self) -> Sequence[tuple[int | None, str]]:
        """Line and reasons of every row in quarantine."""
        return [(row.line, row.reason) for row in self.book.rejects()]


@pytest.fixture(scope="session")
def office_with_clients(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with two clients, for every desk to begin with a copy."""
    folder = tmp_path_factory.mktemp("clients")
    create_workspace(folder / "office", name="The office", country="ES")
    settings = folder / "office" / "invotrack.toml"
    # What is billed here has no addresses: imports are what is tested.
    issuing = settings.read_text("utf-8").replace("[billing]\n", '[billing]\nincomplete = "issue"\n')
    settings.write_text(issuing, "utf-8")
    Desk(Workbench.open(folder / "office"), folder / "files").load("clients.csv", CLIENTS)
    return folder / "office"


@pytest.fixture
def desk(tmp_path: Path, office_with_clients: Path) -> Desk:
    """A workspace with two clients."""
    shutil.copytree(office_with_clients, tmp_path / "office")
    return Desk(Workbench.open(tmp_path / "office"), tmp_path / "files")
