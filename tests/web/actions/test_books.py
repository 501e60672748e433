"""The name of an uploaded file is only a name."""

from __future__ import annotations

import pytest

from invotrack_analytics.web.actions.books import safe_name


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("invoices.csv", "invoices.csv"),
        ("Año 2026 (März).csv", "Año 2026 (März).csv"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ann\\pay.xlsx", "pay.xlsx"),
        (".hidden", "hidden"),
        ("..", "upload"),
        ("", "upload"),
        ("a\x00b\n<i>.csv", "a_b__i_.csv"),
        ("x" * 300 + ".csv", "x" * 96 + ".csv"),
        ("x" * 300, "x" * 100),
    ],
)
def test_a_name_leads_nowhere(sent: str, kept: str) -> None:
    assert safe_name(sent) == kept
