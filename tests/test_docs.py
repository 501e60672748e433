"""What the guides tell people to type works: blocks marked bash are run, of all others each word must exist."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer

from invotrack_analytics.cli import app
from invotrack_analytics.config import load_settings
from invotrack_analytics.demo import sample_folder
from invotrack_analytics.workbench import Workbench
from invotrack_analytics.workspace import create_workspace

ROOT = Path(__file__).parents[1]
DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
GUIDES = [path for path in DOCS if path.stem in {"accountant", "manager", "administrator"}]
SAMPLE = ("clients.csv", "employees.csv", "projects.xml", "rates.csv", "fx_rates.csv", "timesheets-2026.csv")


def blocks(path: Path, kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", path.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def commands(path: Path) -> list[list[str]]:
    """Every command of ours in the document's blocks, in words."""
    text = "\n".join(blocks(path, "(?:bash|sh|console)")).replace("\\\n", " ")
    found = re.findall(r"^(?:.*[|/ ])?invotrack ([a-z].*)$", text, re.MULTILINE)
    return [shlex.split(line, comments=True) for line in found]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with this year's work, and with invoices that wait in the inbox."""
    folder = tmp_path_factory.mktemp("guides") / "office"
    create_workspace(folder, name="Alder & Finch", country="ES", tax_rate=21)
    Workbench.open(folder).import_files([sample_folder() / name for name in SAMPLE])
    shutil.copy(sample_folder() / "invoices-2026.xml", folder / "inbox")
    return folder


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_its_commands_run(guide: Path, office: Path, tmp_path: Path) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    program = programs / "invotrack"
    program.write_text(f"#!{sys.executable}\nfrom invotrack_analytics.cli import main\nmain()\n")
    program.chmod(0o755)
    workspace = tmp_path / "office"
    shutil.copytree(office, workspace)
    environment = {key: value for key, value in os.environ.items() if not key.startswith("INVOTRACK")}
    script = "\n".join(blocks(guide, "bash"))
    done = subprocess.run(
        ["bash", "-eux", "-c", script],
        cwd=workspace,
        env=environment | {"PATH": f"{programs}:{environment['PATH']}", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert script.count("invotrack ") > 5


@pytest.mark.parametrize("document", DOCS, ids=lambda path: path.stem)
def test_what_it_names_exists(document: Path) -> None:
    wrong = []
    for words in commands(document):
        command: Any = typer.main.get_command(app)
        options = ["--workspace", "--help"]
        rest = list(words)
        while hasattr(command, "commands") and rest and rest[0] in command.commands:
            command = command.commands[rest.pop(0)]
        options += [name for item in command.params for name in item.opts]
        given = [word.split("=")[0] for word in rest if word.startswith("-")]
        if hasattr(command, "commands") or set(given) - set(options):
            wrong.append(" ".join(words))
    assert wrong == []


def test_the_settings_that_a_guide_shows_are_allowed(tmp_path: Path) -> None:
    shown = "\n".join(blocks(ROOT / "docs" / "administrator.md", "toml"))
    (tmp_path / "invotrack.toml").write_text(shown)
    names = ["month-end", "statements", "receivables-pack"]
    assert [schedule.name for schedule in load_settings(tmp_path).schedules] == names


@pytest.mark.parametrize("document", DOCS, ids=lambda path: path.stem)
def test_its_links_lead_somewhere(document: Path) -> None:
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", document.read_text("utf-8")):
        name, _, anchor = target.partition("#")
        if "://" in name:
            continue
        path = document.parent / name if name else document
        titles = re.findall(r"^#+ (.*)$", path.read_text("utf-8"), re.MULTILINE) if path.suffix == ".md" else []
        anchors = {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}
        if not path.exists() or (anchor and anchor not in anchors):
            broken.append(target)
    assert broken == []
