"""The reference says what the code does, and leaves nothing out."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from invotrack_analytics.config import Settings
from invotrack_analytics.config.timetable import Schedule
from invotrack_analytics.demo import sample_folder
from invotrack_analytics.intake import casting, documents, landing, loading
from invotrack_analytics.model import DATASETS
from invotrack_analytics.model.reasons import reasons
from invotrack_analytics.model.unbillable import UNBILLABLE
from invotrack_analytics.reference import described, reference
from invotrack_analytics.reports import REPORTS
from invotrack_analytics.workbench import Workbench
from invotrack_analytics.workspace import create_workspace

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "invotrack_analytics"


@pytest.fixture(scope="module")
def text() -> str:
    return reference()


def test_the_file_is_current(text: str) -> None:
    written = (ROOT / "docs" / "reference.md").read_text("utf-8")
    assert written == text, "make it anew: python -m invotrack_analytics.reference > docs/reference.md"


def test_every_setting_says_what_it_means() -> None:
    sections = [item.default_factory for item in fields(Settings)] + [Schedule]
    kinds = [kind for kind in sections if isinstance(kind, type) and is_dataclass(kind)]
    assert len(kinds) > 5
    assert [(kind.__name__, name) for kind in kinds for name, says in described(kind).items() if not says] == []


def test_every_option_says_what_it_means(text: str) -> None:
    commands = text[text.index("## Commands") : text.index("## Settings")]
    assert re.findall(r"^\| .* \|  \| .*$", commands, re.MULTILINE) == []


def test_every_data_set_and_report_is_there(text: str) -> None:
    titles = set(re.findall(r"^### `(\w+)`: ", text, re.MULTILINE))
    assert titles == {dataset.name for dataset in DATASETS} | {report.name for report in REPORTS}


def test_every_reason_of_the_sample_is_explained(tmp_path: Path) -> None:
    create_workspace(tmp_path / "office")
    book = Workbench.open(tmp_path / "office")
    sample = sample_folder()
    book.import_files([sample / "clients.csv", sample / "employees.csv", sample / "projects.xml", sample / "rotten"])
    given = {problem.reason for row in book.rejects() for problem in row.problems}
    assert len(given) > 10
    assert given - reasons().keys() == set()


def test_every_reason_that_the_code_names_is_explained() -> None:
    columns = {name for dataset in DATASETS for name in dataset.column_names}
    words = columns | {value for dataset in DATASETS for column in dataset.columns for value in column.allowed}
    queries = (PACKAGE / "intake" / "sql").glob("*_conflicts.sql")
    named = {found for path in queries for found in re.findall(r"'(\w+)'", path.read_text("utf-8"))} - words
    named |= {casting.TOO_MANY_DECIMALS, landing.WRONG_COLUMN_COUNT, documents.INCOMPLETE}
    named |= {landing.CONTROL_CHARACTER, loading.REPLACED_LINE, loading.REPLACED_PART, loading.REPLACED_DOCUMENT}
    assert named
    assert named - reasons().keys() == set()


def test_every_reason_not_to_bill_is_explained() -> None:
    query = (PACKAGE / "billing" / "candidates.sql").read_text("utf-8")
    named = set(re.findall(r"then '(\w+)'$", query, re.MULTILINE))
    assert len(named) > 2
    assert named - UNBILLABLE.keys() == set()
