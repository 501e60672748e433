"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import re
import secrets
import stat
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import BinaryIO

from invotrack_analytics.errors import WriteError

try:
    import fcntl
except ImportError:  # Windows, which lets nobody delete a file that is open
    fcntl = None  # type: ignore[assignment]

_DRAFT = re.compile(r"\.[0-9a-f]{16}\.part")
_GRACE_SECONDS = 60
"""A draft is held from a moment after its making on; a younger one may be about to be."""


@contextmanager
def replaced_file(target: Path) -> Iterator[BinaryIO]:
    """A stream whose bytes become `target` when the block ends well; until then, and otherwise, the old file stays.

    Raises WriteError, in one line, where the file cannot be written.
    """
    try:
        if _is_special(target):
            with target.open("wb") as stream:
                yield stream
            return
        # Beside the target, since a rename is atomic only within one file system; through a link to where it points.
        final = target.resolve()
        _clear_drafts(final.parent)
        draft = final.with_name(f".{secrets.token_hex(8)}.part")
        try:
            with draft.open("xb") as stream:
                _hold(stream)
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            draft.replace(final)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        message = f"{target}: cannot be written: {error.strerror or error}; name another file or make room"
        raise WriteError(message) from error


def made_folder(folder: Path) -> Path:
    """The folder, made with those above it where it is not there. Raises WriteError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"{folder}: cannot be made: {error.strerror or error}"
        raise WriteError(message) from error
    return folder


def write_all(files: Mapping[str, bytes], target: Path, *, folder: bool) -> list[Path]:
    """Write files into a folder under their names, or the only one of them as `target`. Raises WriteError."""
    if folder:
        made_folder(target)
    written = []
    for name, content in files.items():
        path = target / name if folder else target
        with replaced_file(path) as stream:
            stream.write(content)
        written.append(path)
    return written


@cache
def _clear_drafts(folder: Path) -> None:
    """Take away what a process left there that was ended while it wrote; once a process, since listing may be long."""
    for draft in folder.glob(".*.part"):
        with suppress(OSError):
            if _DRAFT.fullmatch(draft.name) and time.time() - draft.stat().st_mtime > _GRACE_SECONDS:
                with draft.open("rb") as stream:
                    _hold(stream)
                draft.unlink()


def _hold(stream: BinaryIO) -> None:
    """Mark the file as being written, until it is closed or the process ends. Raises OSError where another holds it."""
    if fcntl is not None:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _is_special(target: Path) -> bool:
    """A device or a pipe, such as /dev/stdout, which a rename would put a plain file in place of."""
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))
