"""Books of an earlier version become books of this one, whole or not at all."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pytest
from filelock import FileLock

from invotrack_analytics.errors import BooksLockedError, WorkspaceError
from invotrack_analytics.warehouse import books as books_module
from invotrack_analytics.warehouse.connection import connect
from invotrack_analytics.warehouse.migrations import migrations
from invotrack_analytics.workbench import Workbench
from invotrack_analytics.workspace import create_workspace

VERSION_1 = Path(__file__).with_name("version_1.sql")
AS_OF = "2026-09-30"

KILLED_MIGRATION = """
import os, signal, sys
from pathlib import Path
from invotrack_analytics.warehouse import migrations
from invotrack_analytics.warehouse.books import Books

migrations.note = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
Books(Path(sys.argv[1])).migrate()
"""


@contextmanager
def opened(file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect() as connection:
        connection.execute(f"attach '{file}' as books (storage_version 'v1.5.0')")
        yield connection
        connection.execute("checkpoint books")
        connection.execute("detach books")


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """Return a workspace whose books are of version 1, as the program of that time left them."""
    folder = tmp_path / "office"
    create_workspace(folder, name="The office", country="ES")
    warehouse = folder / "warehouse"
    (warehouse / "books.duckdb").unlink()
    with opened(warehouse / "books.duckdb") as connection:
        connection.execute(VERSION_1.read_text("utf-8"))
    snapshot = warehouse / "snapshots" / (warehouse / "CURRENT").read_text("utf-8")
    snapshot.write_bytes((warehouse / "books.duckdb").read_bytes())
    return folder


def tables(file: Path) -> dict[str, Any]:
    """Every column and constraint of the books in a file."""
    with opened(file) as connection:
        columns = connection.execute("""
            select table_name, column_name, data_type, is_nullable, column_default
            from duckdb_columns() where database_name = 'books'
        """).fetchall()
        constraints = connection.execute("""
            select table_name, constraint_type, constraint_text, constraint_column_names
            from duckdb_constraints() where database_name = 'books'
        """).fetchall()
        names = connection.execute("select name from books.migrations").fetchall()
    return {"columns": sorted(columns), "constraints": sorted(constraints, key=str), "migrations": sorted(names)}


def is_version_1(file: Path) -> bool:
    with opened(file) as connection:
        found = connection.execute("select schema_version from books.meta").fetchall()
        (invoices,) = connection.execute("select count(*) from books.invoices").fetchone() or (0,)
        return found == [(1,)] and invoices == 4


def test_migrated_books_have_the_tables_of_fresh_ones(office: Path, tmp_path: Path) -> None:
    Workbench.open(office).books.migrate()
    create_workspace(tmp_path / "fresh")
    migrated, fresh = (tables(folder / "warehouse" / "books.duckdb") for folder in (office, tmp_path / "fresh"))
    for part in ("migrations", "columns", "constraints"):
        assert migrated[part] == fresh[part]


def test_a_reader_of_older_books_gets_them_migrated_and_the_figures_stay(office: Path) -> None:
    book = Workbench.open(office)
    aging = book.report("aging", as_of=AS_OF).rows()
    assert [(row["client_id"], str(row["d1_30"]), str(row["d91_plus"]), str(row["outstanding"])) for row in aging] == [
        ("C1", "0.000", "35.000", "25.000"),
        ("C2", "260.500", "0.000", "260.500"),
    ]
    earlier = book.report("aging", as_of=AS_OF, known_on="2026-10-02T12:00Z").rows()
    assert [(row["client_id"], str(row["outstanding"])) for row in earlier] == [("C1", "25.000"), ("C2", "250.500")]
    unbilled = book.report("unbilled_hours", as_of=AS_OF).rows()
    assert [(row["entry_id"], str(row["amount"])) for row in unbilled] == [("T1", "120.000"), ("T2", "160.000")]
    assert [(row.reject_id, row.reason, row.original[:2]) for row in book.rejects()] == [
        ("R1", "unknown_client", ("A4", "C9"))
    ]
    assert [item.name for item in book.check(AS_OF) if not item.holds] == []
    assert {row["batch_id"] for row in book.report("documents", as_of=AS_OF).rows()} == {4, 8, 9, 10}


def test_migrated_books_go_on_being_written(office: Path, tmp_path: Path) -> None:
    late = tmp_path / "clients.csv"
    late.write_text("client_id,name\nC9,Nine SA\n")
    book = Workbench.open(office)
    assert book.import_files(late).resolved == 1
    assert book.rejects() == []
    assert book.sql("select client_id from invoices where invoice_number = 'A4'").fetchall() == [("C9",)]


def test_a_copy_of_the_older_books_is_kept(office: Path) -> None:
    Workbench.open(office).report("aging", as_of=AS_OF)
    (copy,) = (office / "warehouse" / "backups").iterdir()
    assert copy.name == "books-before-0001_migrations.duckdb"
    assert is_version_1(copy)


def test_a_kill_amid_the_migration_leaves_the_books_as_they_were(office: Path) -> None:
    warehouse = office / "warehouse"
    killed = subprocess.run([sys.executable, "-c", KILLED_MIGRATION, warehouse], check=False)
    assert killed.returncode == -signal.SIGKILL
    with connect() as connection:
        connection.execute(f"attach '{warehouse / 'snapshots' / (warehouse / 'CURRENT').read_text()}' as books")
        assert connection.execute("select schema_version from books.meta").fetchall() == [(1,)]
    assert is_version_1(warehouse / "books.duckdb")
    assert len(Workbench.open(office).report("aging", as_of=AS_OF).rows()) == 2


def test_a_migration_that_fails_is_told_in_a_line_and_changes_nothing(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = migrations() | {"9999_wrong": "create table books.half (n integer); select * from books.nowhere"}
    monkeypatch.setattr("invotrack_analytics.warehouse.migrations.migrations", lambda: wrong)
    with pytest.raises(WorkspaceError, match=r"cannot be brought to this version and is as it was; copy: .*nowhere"):
        Workbench.open(office).report("aging", as_of=AS_OF)
    assert is_version_1(office / "warehouse" / "books.duckdb")


def test_books_of_a_newer_program_are_refused(tmp_path: Path) -> None:
    create_workspace(tmp_path / "office")
    book = Workbench.open(tmp_path / "office")
    with connect() as connection, book.books.writing(connection):
        connection.execute("insert into books.migrations values ('9999_tomorrow')")
    newer = r"written by a newer version of Invotrack Analytics \(9999_tomorrow\); update it"
    with pytest.raises(WorkspaceError, match=newer):
        book.report("aging", as_of=AS_OF)
    with pytest.raises(WorkspaceError, match=newer), connect() as connection, book.books.writing(connection):
        pass


def test_older_books_that_another_process_writes_are_told_of(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(books_module, "_READERS_WAIT", 0.2)
    book = Workbench.open(office)
    lock = FileLock(office / "warehouse" / "write.lock")
    with lock, pytest.raises(BooksLockedError, match=r"of an earlier version .* another process has been writing"):
        book.report("aging", as_of=AS_OF)


def test_no_two_migrations_have_one_number() -> None:
    numbers = [name.split("_")[0] for name in migrations()]
    assert len(set(numbers)) == len(numbers)
    assert all(number.isdigit() and len(number) == 4 for number in numbers)


def test_the_copy_put_back_as_the_guide_says_is_the_books_again(office: Path) -> None:
    Workbench.open(office).books.migrate()
    warehouse = office / "warehouse"
    (copy,) = (warehouse / "backups").iterdir()
    copy.replace(warehouse / "books.duckdb")
    (warehouse / "CURRENT").unlink()
    shutil.rmtree(warehouse / "snapshots")
    (warehouse / "PENDING").touch()
    assert Workbench.open(office).books.snapshot().is_file()
    assert is_version_1(warehouse / "books.duckdb")
