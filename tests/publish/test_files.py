"""Files appear whole or not at all, and what a killed writer left is taken away by the next process."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from invotrack_analytics.errors import WriteError
from invotrack_analytics.publish.files import replaced_file

ROOT = Path(__file__).parents[2]
WRITE = """
import sys
from pathlib import Path
from invotrack_analytics.publish.files import replaced_file
with replaced_file(Path(sys.argv[1])) as stream:
    stream.write(b"half")
    stream.flush()
    print("writing", flush=True)
    sys.stdin.read()
"""


def writer(target: Path) -> "subprocess.Popen[str]":
    """A process in the midst of writing; it ends well when its stdin is closed."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITE, str(target)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "writing\n"
    return process


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def age(draft: Path) -> None:
    long_ago = time.time() - 3600
    os.utime(draft, (long_ago, long_ago))


def test_drafts_of_killed_writers_go_and_those_of_living_ones_stay(tmp_path: Path) -> None:
    with writer(tmp_path / "killed.xlsx") as killed:
        killed.send_signal(signal.SIGKILL)
    (left,) = tmp_path.glob(".*.part")
    age(left)
    (tmp_path / ".mine.part").touch()
    age(tmp_path / ".mine.part")
    with writer(tmp_path / "slow.xlsx") as slow:
        (held,) = set(tmp_path.glob(".*.part")) - {left, tmp_path / ".mine.part"}
        age(held)
        with writer(tmp_path / "next.xlsx") as following:
            following.communicate()
        assert names(tmp_path) == sorted([held.name, ".mine.part", "next.xlsx"])
        slow.communicate()
    assert names(tmp_path) == [".mine.part", "next.xlsx", "slow.xlsx"]


def test_a_file_whose_writing_fails_stays_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "report.csv"
    target.write_text("old", "utf-8")

    def fail() -> None:
        with replaced_file(target) as stream:
            stream.write(b"new")
            message = "no space left"
            raise OSError(message)

    with pytest.raises(WriteError, match=r"report\.csv: cannot be written: no space left"):
        fail()
    assert (names(tmp_path), target.read_text("utf-8")) == (["report.csv"], "old")
