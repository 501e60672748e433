"""A dump read back gives the same books, in every format."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from invotrack_analytics.demo import sample_folder
from invotrack_analytics.model import DATASETS
from invotrack_analytics.reports import REPORTS
from invotrack_analytics.workbench import Workbench
from invotrack_analytics.workspace import create_workspace

LAST_DAY = date(2026, 9, 30)


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Workbench:
    """A year of the sample firm, and a client whose name and notes are made to break a format."""
    folder = tmp_path_factory.mktemp("firm")
    create_workspace(folder / "office", country="ES")
    book = Workbench.open(folder / "office")
    (folder / "odd.csv").write_text(
        'client_id,name,notes\nX1,"=SUM(A1)","\'=quoted, ""twice""\nand broken"\nX2,"<b>&amp;","-5"\nX3,"]]>","+"\n'
    )
    year = [path for path in sample_folder().iterdir() if path.is_file() and not re.search("-202[345]", path.name)]
    book.import_files([*(path for path in year if path.suffix in {".csv", ".xml"}), folder / "odd.csv"])
    return book


@pytest.fixture(scope="module")
def told(firm: Workbench) -> dict[str, list[Any]]:
    """What the firm's books hold and say."""
    return content(firm)


def content(book: Workbench) -> dict[str, list[Any]]:
    """Every row of every data set and report."""
    held: dict[str, list[Any]] = {}
    for dataset in DATASETS:
        columns = ", ".join(f'"{name}"' for name in dataset.column_names)
        held[dataset.name] = book.sql(f"select {columns} from {dataset.name} order by all").fetchall()
    # The rows of one report name the files they came from.
    reports = [report.name for report in REPORTS if report.name != "documents"]
    return held | {f"report {name}": list(book.report(name, as_of=LAST_DAY).rows()) for name in reports}


@pytest.mark.parametrize("format_name", ["csv", "xml", "parquet"])
def test_a_dump_read_back_gives_the_same_books(
    firm: Workbench, told: dict[str, list[Any]], format_name: str, tmp_path: Path
) -> None:
    firm.dump([], format_name, tmp_path / "dump")
    create_workspace(tmp_path / "other", country="ES")
    other = Workbench.open(tmp_path / "other")
    result = other.import_files(tmp_path / "dump")
    assert [file.error for file in result.files if file.error] == []
    assert result.rejected == 0
    again_told = content(other)
    for name, rows in told.items():
        assert again_told[name] == rows, name
    assert list(tmp_path.glob("dump/.*")) == []
    # And into the books it came from, it adds nothing.
    again = firm.import_files(tmp_path / "dump")
    assert sum(count.added + count.updated for file in again.files for count in file.datasets.values()) == 0


def test_the_sample_gives_the_figures_that_its_script_counted(tmp_path: Path) -> None:
    create_workspace(tmp_path / "firm", country="ES")
    firm = Workbench.open(tmp_path / "firm")
    firm.import_files(sample_folder())
    expected = json.loads((sample_folder() / "expected.json").read_text("utf-8"))
    found: dict[str, int] = {}
    for row in firm.rejects():
        for problem in row.problems:
            found[problem.reason] = found.get(problem.reason, 0) + 1
    assert found == expected["rejects"]
    aging = firm.report("aging", as_of=LAST_DAY).totals()
    for currency, totals in expected["receivables"].items():
        assert aging[currency]["outstanding"] == Decimal(totals["outstanding"])
    assert [item.name for item in firm.check(LAST_DAY) if not item.holds] == []
