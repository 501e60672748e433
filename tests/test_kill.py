"""A kill at any instant loses nothing and leaves nothing half done."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from invotrack_analytics.workbench import Workbench
from invotrack_analytics.workspace import create_workspace

ROWS = 20_000
KILLS = 6


def import_file(office: Path, path: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [
            sys.executable,
            "-c",
            "from invotrack_analytics.cli import main; main()",
            "--workspace",
            office,
            "import",
            path,
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@pytest.mark.xdist_group("processes")
def test_a_killed_import_leaves_all_of_a_file_or_nothing(tmp_path: Path) -> None:
    office = tmp_path / "office"
    create_workspace(office)
    clients, invoices = tmp_path / "clients.csv", tmp_path / "invoices.csv"
    clients.write_text("client_id,name\nC1,One\n")
    rows = (f"A{number},C1,2026-01-01,{number % 997}.50,EUR" for number in range(ROWS))
    invoices.write_text("invoice_number,client_id,issue_date,total_amount,currency\n" + "\n".join(rows) + "\n")
    assert import_file(office, clients).wait() == 0
    started = time.monotonic()
    whole = tmp_path / "whole"
    create_workspace(whole)
    import_file(whole, clients).wait()
    started = time.monotonic()
    assert import_file(whole, invoices).wait() == 0
    lasts = time.monotonic() - started
    chance = random.Random(7)  # noqa: S311  moments, not secrets
    found = set()
    for kill in range(KILLS):
        process = import_file(office, invoices)
        # The later part of the run is where the books are written.
        time.sleep(lasts * (0.4 + 0.6 * (kill + chance.random()) / KILLS))
        process.send_signal(signal.SIGKILL)
        process.wait()
        book = Workbench.open(office)
        (count,) = book.sql("select count(*) from invoices").fetchone() or (None,)
        (batches,) = book.sql("select count(*) from batches").fetchone() or (None,)
        found.add((count, batches > 1))
        assert [item.name for item in book.check("2026-02-01") if not item.holds] == []
        if count:
            break
    assert found <= {(0, False), (ROWS, True)}
    assert import_file(office, invoices).wait() == 0
    assert Workbench.open(office).sql("select count(*), sum(total_amount) from invoices").fetchone() == (
        Workbench.open(whole).sql("select count(*), sum(total_amount) from invoices").fetchone()
    )


@pytest.mark.xdist_group("processes")
def test_readers_see_whole_files_while_writers_take_turns(tmp_path: Path) -> None:
    office = tmp_path / "office"
    create_workspace(office)
    book = Workbench.open(office)
    files = []
    for letter in "ABCD":
        path = tmp_path / f"{letter}.csv"
        path.write_text("client_id,name\n" + "".join(f"{letter}{n},x\n" for n in range(500)))
        files.append(path)
    processes = [import_file(office, path) for path in files]
    seen = set()
    while any(process.poll() is None for process in processes):
        (count,) = book.sql("select count(*) from clients").fetchone() or (None,)
        seen.add(count)
    assert [process.wait() for process in processes] == [0, 0, 0, 0]
    assert {count % 500 for count in seen} <= {0}
    assert book.sql("select count(*) from clients").fetchone() == (2000,)


@pytest.mark.parametrize("moment", ["books.note", "books._copy", "books._sync", "workspace.Path.rename"])
def test_a_workspace_whose_making_was_killed_can_be_made_again(tmp_path: Path, moment: str) -> None:
    module, name = moment.split(".", 1)
    package = "invotrack_analytics.warehouse" if module == "books" else "invotrack_analytics"
    program = f"""
import os, signal, sys
from pathlib import Path
from {package} import {module}
from invotrack_analytics.workspace import create_workspace
{module}.{name} = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
create_workspace(Path(sys.argv[1]))
"""
    killed = subprocess.run([sys.executable, "-c", program, tmp_path / "office"], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert not (tmp_path / "office" / "invotrack.toml").exists()
    create_workspace(tmp_path / "office")
    assert Workbench.open(tmp_path / "office").sql("select count(*) from invoices").fetchone() == (0,)
