"""A control character is no part of a text: it comes into the books as a space, whatever the file's format."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from invotrack_analytics.workbench import Workbench
from invotrack_analytics.workspace import create_workspace
from tests.intake.conftest import Desk

CSV = 'client_id,name,notes\nX1,"A\x0bB","one\ntwo\tthree"\nX\x012,C\x1f,\x07\nX3,D,\ufffe.\n'
BOOKS = [("X 2", "C", None), ("X1", "A B", "one\ntwo\tthree"), ("X3", "D", ".")]
TEXTS = "select client_id, name, notes from clients where client_id like 'X%' order by all"


def test_a_control_character_in_a_csv_becomes_a_space_and_is_told(desk: Desk) -> None:
    file = desk.load("odd.csv", CSV)
    assert (file.datasets["clients"].added, file.warnings["control_character"]) == (3, 3)
    assert desk.rows(TEXTS) == BOOKS
    assert desk.load("odd.csv", CSV).datasets["clients"].unchanged == 3


@pytest.mark.parametrize("kind", ["parquet", "xlsx", "utf-16"])
def test_so_it_does_in_every_format(desk: Desk, kind: str, tmp_path: Path) -> None:
    rows = {"client_id": ["X1", "X2"], "name": ["A\x0bB", "C\x1f"], "notes": ["one", "two"]}
    path = tmp_path / f"odd.{kind}"
    if kind == "parquet":
        pq.write_table(pa.table(rows), path)
    elif kind == "xlsx":
        with xlsxwriter.Workbook(path) as workbook:
            sheet = workbook.add_worksheet()
            for column, (name, cells) in enumerate(rows.items()):
                sheet.write_column(0, column, [name, *cells])
    else:
        text = "client_id,name,notes\nX1,A\x0bB,one\nX2,C\x1f,two\n"
        path.write_bytes(text.encode("utf-16"))
    (file,) = desk.load_all(path).files
    assert file.error is None
    assert file.warnings["control_character"] == 2
    assert desk.rows(TEXTS) == [("X1", "A B", "one"), ("X2", "C", "two")]


@pytest.mark.parametrize("format_name", ["csv", "xml", "parquet"])
def test_so_a_dump_read_back_gives_the_same_texts(desk: Desk, format_name: str, tmp_path: Path) -> None:
    desk.load("odd.csv", CSV)
    desk.book.dump(["clients"], format_name, tmp_path / "dump")
    create_workspace(tmp_path / "other")
    other = Workbench.open(tmp_path / "other")
    other.import_files(tmp_path / "dump")
    assert other.sql(TEXTS).fetchall() == BOOKS


def test_a_rejected_row_is_given_back_without_it(desk: Desk) -> None:
    desk.load("odd.csv", "client_id,name,hourly_rate\nX1,A\x0bB,dear\n")
    assert [row.original for row in desk.book.rejects()] == [("X1", "A B", "dear")]
