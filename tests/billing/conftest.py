"""Offices to bill from."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.billing.office import WORK, Office


@pytest.fixture
def office(tmp_path: Path) -> Callable[..., Office]:
    """Return a way to make an office: its settings as TOML, its books as tables."""

    def office(settings: str = "", **tables: str) -> Office:
        return Office(tmp_path / "office", settings, **tables)

    return office


@pytest.fixture(scope="module")
def at_work(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office with that work, for what is only rehearsed or refused."""
    return Office(tmp_path_factory.mktemp("at_work"), timesheets=WORK)
