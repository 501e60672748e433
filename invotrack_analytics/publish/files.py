"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from invotrack_analytics.errors import WriteError


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
        draft = final.with_name(f".{secrets.token_hex(8)}.part")
        try:
            with draft.open("xb") as stream:
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


def _is_special(target: Path) -> bool:
    """A device or a pipe, such as /dev/stdout, which a rename would put a plain file in place of."""
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))
