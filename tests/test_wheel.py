"""What a user installs: the wheel alone, in an empty venv, from another folder, walked with README."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def uv() -> str:
    beside = Path(sys.executable).with_name("uv")
    return str(beside) if beside.is_file() else str(shutil.which("uv"))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the wheel and the sdist."""
    target = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-d", target], cwd=ROOT, check=True, capture_output=True
    )
    return target


def test_the_wheel_has_all_that_the_package_reads_and_no_generic_package(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    package = ROOT / "invotrack_analytics"
    needed = {
        f"invotrack_analytics/{path.relative_to(package)}"
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".pyc"
    }
    assert needed <= names
    assert {"invotrack_analytics/sample/clients.csv", "invotrack_analytics/notebooks/02_receivables.ipynb"} <= names
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {"invotrack_analytics"}
    assert len(list(built.glob("*.tar.gz"))) == 1


@pytest.mark.nightly
def test_the_wheel_alone_does_what_readme_says(built: Path, tmp_path: Path) -> None:
    (wheel,) = built.glob("*.whl")
    venv = tmp_path / "venv"
    subprocess.run([uv(), "venv", "--quiet", "--python", sys.executable, venv], check=True)
    subprocess.run([uv(), "pip", "install", "--quiet", "--python", venv / "bin" / "python", wheel], check=True)
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("INVOTRACK", "PYTHON"))}

    def run(*arguments: str, codes: tuple[int, ...] = (0,)) -> str:
        done = subprocess.run(
            [venv / "bin" / "invotrack", *arguments],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode in codes, done.stderr
        return done.stdout

    assert re.fullmatch(r"invotrack \S+, Python 3\.\d+\.\d+, DuckDB \d+\.\d+\.\d+\n", run("--version"))
    run("demo", "demo")
    workspace = ("--workspace", "demo")
    assert "outstanding" in run("report", "aging", "--as-of", "2026-09-30", "--format", "csv", *workspace)
    run("export", "--as-of", "2026-09-30", "-o", "september.xlsx", *workspace)
    run("bill", "--through", "2026-12-31", "--dry-run", *workspace)
    run("notebook", "run", "02_receivables", "--as-of", "2026-09-30", *workspace)
    server = subprocess.Popen(
        [venv / "bin" / "invotrack", "serve", "--port", "0", *workspace],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        address = server.stdout.readline().removeprefix("Serving on ").strip()
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                assert urllib.request.urlopen(f"{address}/healthz").status == 200  # noqa: S310  our own server
                break
            except OSError:
                time.sleep(0.2)
        else:
            pytest.fail("it did not answer")
    finally:
        server.terminate()
        assert server.wait(20) in {0, -15}
