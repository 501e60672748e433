from pathlib import Path

import pytest

from invotrack_analytics.config import Company, Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A Spanish company with a workspace of its own."""
    return Settings(folder=tmp_path, company=Company(name="Acme & Sons Consulting SL", country="ES", locale="es_ES"))
