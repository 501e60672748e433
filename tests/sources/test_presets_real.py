"""Real exports of time sheets and law firms' invoices, read where they lie beside the project."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.sources.desk import Desk

DATA = Path(__file__).parents[3] / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the real files lie in ../shared/data, which is not here")

# What each file adds, and the reasons of what it does not.
ADDED = {
    "timesheets/toggl_time_entries_import_test_1.csv": ("toggl", {"timesheets": 1}, ["hours_out_of_range"]),
    "timesheets/harvest_time_entries_import_test_1.csv": ("harvest-time", {"timesheets": 2}, []),
    "timesheets/harvest_projects_import_test_1.csv": ("harvest-projects", {"projects": 2}, []),
    "timesheets/clockify_projects_import_test_1.csv": ("clockify-projects", {"projects": 2}, []),
    "timesheets/generic_projects_import_test_1.csv": ("solidtime-projects", {"projects": 3}, []),
    "timesheets/generic_time_entries_import_test_1.csv": ("solidtime", {"timesheets": 1}, ["hours_out_of_range"]),
    "ledes/ledes_98B.txt": ("ledes-1998b", {"invoices": 2, "invoice_lines": 6}, ["duplicate_key"]),
}


@pytest.mark.parametrize("path", ADDED)
def test_a_real_export_is_understood(path: str, desk: Callable[..., Desk]) -> None:
    preset, added, reasons = ADDED[path]
    books = desk()
    (file,) = books.imports(DATA / path).files
    assert (file.error, file.profile) == (None, preset)
    assert {name: file.datasets[name].added for name in added} == added
    assert [row.reason for row in books.rejects()] == reasons


def test_dates_that_could_be_either_are_refused_until_somebody_says(desk: Callable[..., Desk]) -> None:
    path = DATA / "timesheets" / "clockify_time_entries_import_test_1.csv"
    books = desk()
    (file,) = books.imports(path).files
    assert file.error is not None
    assert "03/04/2024" in file.error
    books.write("profiles/clockify.toml", 'name = "clockify"\nextends = "clockify"\n[format]\ndate = "%d/%m/%Y"\n')
    (file,) = books.imports(path).files
    assert file.error is None
    assert books.rows("timesheets", "work_date", "hours") == [("2024-04-03", "1.00")]


def test_the_same_project_of_two_tools_is_one(desk: Callable[..., Desk]) -> None:
    books = desk()
    books.imports(
        DATA / "timesheets" / "toggl_time_entries_import_test_1.csv",
        DATA / "timesheets" / "harvest_time_entries_import_test_1.csv",
    )
    names = [name for (name,) in books.rows("projects", "name")]
    assert names.count("Project for Big Company") == 1
