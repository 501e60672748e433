"""Audit: who did what and when, one JSON line each in the workspace's audit.log; only ever appended to."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any

FILE_NAME = "audit.log"

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The moment at which something happens."""
    return datetime.now(UTC)


class Audit:
    """Events: signed_in, sign_in_failed, sign_in_refused, signed_out, downloaded, imported, corrected, retried, noted.

    Of billing: drafted, edited, approved, issued, discarded, sent, voided, credited.
    """

    def __init__(self, folder: Path, clock: Clock = utc_now) -> None:
        self._path = folder / FILE_NAME
        self._clock = clock
        self._lock = Lock()

    def record(self, event: str, user: str, address: str | None, **facts: Any) -> None:
        """Write one line: when (UTC), what, who, from which address, and the facts."""
        line = {"at": self._clock().isoformat(timespec="milliseconds"), "event": event, "user": user, "from": address}
        # One write of a whole line at the end of the file, for its owner's eyes alone.
        data = (json.dumps({**line, **facts}, ensure_ascii=False, default=str) + "\n").encode()
        with self._lock:
            descriptor = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                os.write(descriptor, data)
            finally:
                os.close(descriptor)
