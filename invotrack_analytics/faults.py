"""Faults: what nobody foresaw, kept with its traceback where a developer finds it; people are told one line."""

from __future__ import annotations

import logging
import os
from logging.handlers import RotatingFileHandler
from pathlib import Path

_MOST_BYTES = 1_000_000
_KEPT_FILES = 5


def note_fault(warehouse: Path, what: str, error: BaseException) -> Path | None:
    """Append the traceback to `warehouse/log/faults.log`, which is rotated; returns the file, None if it cannot be."""
    path = warehouse / "log" / "faults.log"
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=_MOST_BYTES, backupCount=_KEPT_FILES, encoding="utf-8")
    except OSError:
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    record = logging.LogRecord(
        "invotrack", logging.ERROR, __file__, 0, "%s", (what,), (type(error), error, error.__traceback__)
    )
    try:
        # A value of the books may stand in it: it is for whoever keeps them.
        os.chmod(path, 0o600)  # noqa: PTH101  the same for the handler's open file
        handler.emit(record)
    except OSError:
        return None
    finally:
        handler.close()
    return path


def told(what: str, error: BaseException, log: Path | None) -> str:
    """The one line that people are told of it."""
    where = f"; the details are in {log}" if log else ""
    return f"{what}: something unforeseen: {type(error).__name__}{where}"
