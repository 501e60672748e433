"""The audit log: one line of JSON for each event, appended, for its owner alone."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from invotrack_analytics.web.server.audit import FILE_NAME, Audit


def test_each_event_is_a_line_of_json_after_those_before(tmp_path: Path) -> None:
    audit = Audit(tmp_path, clock=lambda: datetime(2026, 9, 30, 12, 0, 0, 5000, tzinfo=UTC))
    audit.record("signed_in", "ann", "127.0.0.1", role="manager")
    Audit(tmp_path).record("issued", "bob\n{}", None, total=Decimal("1.50"))
    first, second = [json.loads(line) for line in (tmp_path / FILE_NAME).read_text("utf-8").splitlines()]
    assert first == {
        "at": "2026-09-30T12:00:00.005+00:00",
        "event": "signed_in",
        "user": "ann",
        "from": "127.0.0.1",
        "role": "manager",
    }
    assert (second["user"], second["total"]) == ("bob\n{}", "1.50")
    assert (tmp_path / FILE_NAME).stat().st_mode & 0o077 == 0
