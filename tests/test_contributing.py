"""What CONTRIBUTING.md tells people to write works: a copy of the project, with each recipe followed to the letter."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from invotrack_analytics.workspace import create_workspace

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
RECIPES = ("Add a report", "Add a preset", "Add a page", "Add a data set")
INVOICES = """\
invoice_number,client_id,client_name,issue_date,due_date,total_amount,currency
I1,C1,Meridian,2026-06-01,2026-07-01,100,EUR
I2,C1,Meridian,2026-08-01,2026-09-01,70,EUR
I3,C2,Harbour,2026-09-20,2026-10-20,50,EUR
"""
VISITS = "visit_id,client_id,visited_on,said\nV1,C1,2026-09-03,Pays on Friday\nV2,C9,2026-09-04,Unknown\n"

LOOK = """
import json, sys
from datetime import date
from pathlib import Path
import openpyxl
from invotrack_analytics.publish.excel import write_workbook
from invotrack_analytics.reference import reference
from invotrack_analytics.web.filters import Filters
from invotrack_analytics.web.pages import PAGES
from invotrack_analytics.web.visit import KeptResults, Visit
from invotrack_analytics.workbench import Workbench

day, folder = date(2026, 9, 30), Path(sys.argv[1])
book = Workbench.open(folder)
imported = [book.import_files(folder.parent / name) for name in ("clients.csv", "invoices.csv", "visits.csv")]
visit = Visit(book, KeptResults(book), "Ada", "accountant", None, lambda: True, lambda: day)
filters = Filters(as_of=day)
views = [view for view in PAGES if view.path.split("/")[-1] in sys.argv[2:]]
results = [book.report(name, as_of=day) for name in ("open_invoices", "overdue_by_client")]
write_workbook(results, folder / "month.xlsx", book.settings)
print(json.dumps({
    "rows": [[str(value) for value in row.values()] for row in book.report("overdue_by_client", as_of=day).rows()],
    "pages": {view.path: view.content(visit, filters).html for view in views},
    "sheets": openpyxl.load_workbook(folder / "month.xlsx", read_only=True).sheetnames,
    "reference": "Overdue by client" in reference() and "Pays on Friday" not in reference(),
    "visits": [list(map(str, row)) for row in book.sql("select visit_id, said from visits").fetchall()],
    "waiting": [row.reason for row in book.rejects()],
}))
"""


def blocks(heading: str) -> list[tuple[str, str]]:
    """The blocks below a heading: their kind, and their text."""
    section = re.split(r"^## ", TEXT.partition(f"\n## {heading}\n")[2], maxsplit=1, flags=re.MULTILINE)[0]
    found = re.findall(r"^( *)```(\w+)\n(.*?)^ *```$", section, re.MULTILINE | re.DOTALL)
    return [
        (kind, "".join(line.removeprefix(indent) for line in body.splitlines(keepends=True)))
        for indent, kind, body in found
    ]


def follow(heading: str, copy: Path) -> list[Path]:
    """Write what a recipe says; gives the files."""
    files = []
    for kind, body in blocks(heading):
        first, _, rest = body.partition("\n")
        file = copy / first.split()[-1]
        files.append(file)
        if kind == "diff":
            add(rest, file)
        else:
            assert not file.exists(), file
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(rest, "utf-8", newline="")
    return files


def add(diff: str, file: Path) -> None:
    """Put the lines marked + after the line above them, which stands once in the file."""
    lines = file.read_text("utf-8").splitlines()
    above = ""
    for line in diff.splitlines():
        if line.startswith("+"):
            place = lines.index(above)
            assert lines.count(above) == 1, above
            lines.insert(place + 1, line[1:])
            above = line[1:]
        else:
            above = line[1:]
    file.write_text("\n".join(lines) + "\n", "utf-8")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with every recipe followed, and books that were made before."""
    folder = tmp_path_factory.mktemp("project")
    junk = shutil.ignore_patterns("__pycache__", "*.pyc", "browser", "benchmarks")
    for name in ("invotrack_analytics", "tests", "data", "notebooks"):
        shutil.copytree(ROOT / name, folder / name, ignore=junk)
    shutil.copy(ROOT / "pyproject.toml", folder)
    create_workspace(folder / "office", country="ES")
    (folder / "clients.csv").write_text("client_id,name,currency\nC1,Meridian,EUR\nC2,Harbour,EUR\n")
    (folder / "invoices.csv").write_text(INVOICES)
    (folder / "visits.csv").write_text(VISITS)
    for recipe in RECIPES:
        assert follow(recipe, folder)
    return folder


def run(copy: Path, *arguments: str) -> str:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("INVOTRACK", "PYTEST"))}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=copy,
        env=environment | {"PYTHONPATH": str(copy)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def test_what_a_recipe_adds_is_seen_everywhere_without_another_line(copy: Path) -> None:
    seen = json.loads(run(copy, "-c", LOOK, "office", "disputed", "overdue_by_client"))
    assert seen["rows"] == [["C1", "Meridian", "EUR", "2", "91", "170.000"]]
    assert {"/disputed", "/reports/overdue_by_client"} == set(seen["pages"])
    assert all("Meridian" in html for html in seen["pages"].values())
    assert "overdue_by_client" in seen["sheets"]
    assert seen["reference"]
    assert (seen["visits"], seen["waiting"]) == ([["V1", "Pays on Friday"]], ["unknown_client"])


def test_what_a_recipe_adds_keeps_to_the_rules(copy: Path) -> None:
    files = [str(file) for recipe in RECIPES for file in follow_names(recipe) if file.endswith(".py")]
    run(copy, "-m", "ruff", "check", *files)
    run(copy, "-m", "ruff", "format", "--check", *files)
    told = run(
        copy,
        *("-m", "pytest", "-v", "-p", "no:cacheprovider"),
        *(
            "tests/sources/test_presets.py",
            "tests/reports/test_contracts.py",
            "tests/reports/test_overdue_by_client.py",
        ),
        *("-k", "tidybooks or overdue_by_client"),
    )
    (passed,) = re.findall(r" (\d+) passed", told)
    assert int(passed) > 5


def follow_names(recipe: str) -> list[str]:
    return [body.partition("\n")[0].split()[-1] for _, body in blocks(recipe)]


def test_what_the_guide_names_is_there() -> None:
    named = set(re.findall(r"`((?:invotrack_analytics|tests|docs)/[\w/.]+)`", TEXT))
    made = {name for recipe in RECIPES for name in follow_names(recipe)} | {"tests/web/pages/test_disputed_page.py"}
    assert [name for name in sorted(named - made) if not (ROOT / name).exists()] == []
    assert len(named) > 15
