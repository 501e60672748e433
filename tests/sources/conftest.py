"""Desks to import files at."""

import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from invotrack_analytics.config import load_settings
from invotrack_analytics.warehouse.books import Books
from tests.sources.desk import Desk


@pytest.fixture(scope="session")
def empty_books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("empty")
    (folder / "invotrack.toml").write_text("", "utf-8")
    Books(load_settings(folder).warehouse_folder).create()
    return folder


@pytest.fixture
def desk(tmp_path: Path, empty_books: Path) -> Callable[..., Desk]:
    """Return a way to get a desk of its own: `desk(settings)`."""
    numbers = count(1)

    def desk(settings: str = "") -> Desk:
        folder = tmp_path / f"desk{next(numbers)}"
        shutil.copytree(empty_books, folder)
        (folder / "invotrack.toml").write_text(settings, "utf-8")
        return Desk(folder)

    return desk
