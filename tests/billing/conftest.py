"""Offices to bill from."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.billing.office import STAFF, WORK, Office


@pytest.fixture(scope="session")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with its staff, for others to begin with a copy."""
    return Office(tmp_path_factory.mktemp("staffed") / "office").folder


@pytest.fixture
def office(tmp_path: Path, staffed: Path) -> Callable[..., Office]:
    """Return a way to make an office: its settings as TOML, its books as tables."""

    def office(settings: str = "", **tables: str) -> Office:
        folder = tmp_path / "office"
        # What the settings say may change what a row means as it comes in.
        if not settings and not tables.keys() & STAFF.keys():
            shutil.copytree(staffed, folder)
        return Office(folder, settings, **tables)

    return office


@pytest.fixture(scope="module")
def at_work(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office with that work, for what is only rehearsed or refused."""
    return Office(tmp_path_factory.mktemp("at_work"), timesheets=WORK)
