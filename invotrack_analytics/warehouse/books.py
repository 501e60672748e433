"""Books: the one file that is written, the lock that keeps writers apart, and the snapshots that readers see."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal

import duckdb
from filelock import FileLock, Timeout

from invotrack_analytics.errors import BooksLockedError, WorkspaceError
from invotrack_analytics.warehouse.connection import connect, share_out
from invotrack_analytics.warehouse.migrations import apply, migrations, missing, note
from invotrack_analytics.warehouse.schema import creation_statements

STORAGE_VERSION = "v1.5.0"
LONGEST_WAIT = 600.0
_READERS_WAIT = 30.0
_KEPT_SNAPSHOTS = 2

BatchKind = Literal[
    "import",
    "resolve",
    "undo",
    "draft",
    "bill",
    "sent",
    "void",
    "credit",
    "match",
    "note",
    "ledger",
    "recurring",
    "mail",
    "collecting",
    "verifactu",
]
"""What can change the books. A new kind is a word here, and no migration."""

Tell = Callable[[str], None]


def silently(message: str) -> None:
    """Tell nobody."""
    del message


class Books:
    """The books of one workspace, in its warehouse folder.

    `books.duckdb` is opened by one writer at a time, only under the lock. After each session of writing a copy is
    published under a new name and CURRENT points to it: readers never open the file that is written.
    """

    def __init__(self, folder: Path, tell: Tell = silently) -> None:
        self.folder = folder
        self.file = folder / "books.duckdb"
        self._snapshots = folder / "snapshots"
        self._current = folder / "CURRENT"
        # Stands from before the first write until the snapshot is published: without a writer, it tells of a crash.
        self._pending = folder / "PENDING"
        self._tell = tell

    def create(self) -> None:
        """Make empty books. Raises WorkspaceError where there are some."""
        with self._lock(), connect() as connection:
            if self.file.exists():
                message = f"{self.file} exists already"
                raise WorkspaceError(message)
            # Made under another name: whatever stops this, the books are there whole or not at all.
            half = self.file.with_suffix(".part")
            for left in (half, half.with_suffix(".part.wal")):
                left.unlink(missing_ok=True)
            self._attach(connection, half)
            with transaction(connection):
                for statement in creation_statements():
                    connection.execute(statement)
                note(connection, list(migrations()))
            _close(connection)
            self._pending.touch()
            half.rename(self.file)
            self._publish()

    @contextlib.contextmanager
    def writing(self, connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
        """Hold the books for writing, attached to the connection as `books`; publish a snapshot at the end.

        Books of an earlier version are migrated first. Raises BooksLockedError where another process keeps them too
        long, WorkspaceError where there are none, or a newer program wrote them.
        """
        with self._lock(), self._session(connection):
            self._migrate(connection)
            yield

    def migrate(self) -> None:
        """Bring books of an earlier version to this one, and publish them. Raises what `writing` raises, but sooner."""
        try:
            with self._lock(_READERS_WAIT), connect() as connection, self._session(connection):
                self._migrate(connection)
        except (BooksLockedError, OSError) as error:
            message = f"the books are of an earlier version and cannot be brought to this one yet: {error}"
            raise BooksLockedError(message) from error

    def snapshot(self) -> Path:
        """The file that readers open now; published anew first, where a crash left that undone."""
        if self._pending.exists():
            self._recover()
        try:
            return self._snapshots / self._current.read_text("utf-8").strip()
        except FileNotFoundError as error:
            raise WorkspaceError(self._no_books()) from error

    @contextlib.contextmanager
    def _lock(self, wait: float = LONGEST_WAIT) -> Iterator[None]:
        self.folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.folder / "write.lock")
        try:
            try:
                lock.acquire(timeout=0.5)
            except Timeout:
                self._tell("waiting for another process that writes these books …")
                lock.acquire(timeout=wait)
        except Timeout as error:
            message = f"another process has been writing {self.file} for over {wait:.0f} s; try again later"
            raise BooksLockedError(message) from error
        try:
            yield
        finally:
            lock.release()

    def _migrate(self, connection: duckdb.DuckDBPyConnection) -> None:
        names = missing(connection)
        if not names:
            return
        self._tell("bringing the books to this version …")
        # Copied while it is closed, as in _publish.
        _close(connection)
        try:
            backup = self._back_up(names[0])
        finally:
            self._attach(connection)
        try:
            with transaction(connection):
                apply(connection, names)
        except duckdb.Error as error:
            reason = str(error).splitlines()[0]
            message = f"{self.file} cannot be brought to this version and is as it was; copy: {backup} ({reason})"
            raise WorkspaceError(message) from error

    def _back_up(self, before: str) -> Path:
        folder = self.folder / "backups"
        folder.mkdir(exist_ok=True)
        return _copy(self.file, folder / f"books-before-{before}.duckdb")

    @contextlib.contextmanager
    def _session(self, connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
        if not self.file.exists():
            raise WorkspaceError(self._no_books())
        self._pending.touch()
        self._attach(connection)
        try:
            yield
        finally:
            # Also after an error: what was committed before it is to be seen.
            _close(connection)
            self._publish()

    def _attach(self, connection: duckdb.DuckDBPyConnection, file: Path | None = None) -> None:
        target = file or self.file
        share_out(connection, target.stat().st_size if target.exists() else 0)
        path = str(target).replace("'", "''")
        connection.execute(f"attach '{path}' as books (storage_version '{STORAGE_VERSION}')")

    def _no_books(self) -> str:
        return f"{self.folder} has no books; make a workspace with `invotrack init`"

    def _recover(self) -> None:
        lock = FileLock(self.folder / "write.lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            return  # A writer is at work and will publish by itself.
        try:
            if self._pending.exists() and self.file.exists():
                with connect() as connection, self._session(connection):
                    pass
        finally:
            lock.release()

    def _publish(self) -> None:
        # The file is closed here: copying it while this process has it open would drop its POSIX lock.
        self._snapshots.mkdir(parents=True, exist_ok=True)
        last = self._current.read_text("utf-8").strip() if self._current.exists() else "books-00000000.duckdb"
        name = f"books-{int(last.removeprefix('books-').removesuffix('.duckdb')) + 1:08d}.duckdb"
        _copy(self.file, self._snapshots / name)
        pointer = self._current.with_suffix(".part")
        pointer.write_text(name, "utf-8")
        _sync(pointer)
        pointer.rename(self._current)
        self._pending.unlink(missing_ok=True)
        # A reader that holds an older one keeps it: on POSIX a removed file lives until it is closed.
        for old in sorted(self._snapshots.glob("books-*.duckdb"))[:-_KEPT_SNAPSHOTS]:
            with contextlib.suppress(OSError):
                old.unlink()


@contextlib.contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All or nothing: commit at the end, roll back on any error."""
    connection.execute("begin")
    try:
        yield
    except BaseException:
        connection.execute("rollback")
        raise
    connection.execute("commit")


def new_batch(connection: duckdb.DuckDBPyConnection, kind: BatchKind, recorded_at: datetime) -> int:
    """Enter a change of the books that no file brought; within its transaction."""
    return new_batches(connection, kind, recorded_at, [(None, None, None)])


def new_batches(
    connection: duckdb.DuckDBPyConnection,
    kind: BatchKind,
    recorded_at: datetime,
    files: Sequence[tuple[str | None, str | None, str | None]],
) -> int:
    """Enter a batch for each file (path, SHA-256, profile), within their transaction; returns the first's number.

    Numbers follow on one another. Recording times rise strictly, whatever the clock says.
    """
    (first,) = connection.execute("select coalesce(max(batch_id), 0) + 1 from books.batches").fetchone() or (1,)
    paths, digests, profiles = zip(*files, strict=True)
    connection.execute(
        """
        insert into books.batches
        select
            $first + file.place, $kind,
            greatest($recorded_at::timestamp, last.recorded_at + interval 1 microsecond)
                + to_microseconds(file.place),
            file.path, file.sha256, file.profile, '{}'
        from (
            select
                unnest(range(len($paths::varchar[]))) as place, unnest($paths::varchar[]) as path,
                unnest($digests::varchar[]) as sha256, unnest($profiles::varchar[]) as profile
        ) as file
        cross join (select max(recorded_at) as recorded_at from books.batches) as last
        """,
        {
            "first": first,
            "kind": kind,
            "recorded_at": recorded_at,
            "paths": list(paths),
            "digests": list(digests),
            "profiles": list(profiles),
        },
    )
    return int(first)


def _close(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("checkpoint books")
    connection.execute("detach books")


def _copy(file: Path, target: Path) -> Path:
    half = target.with_name(f".{target.name}.part")
    shutil.copyfile(file, half)
    _sync(half)
    return half.rename(target)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
