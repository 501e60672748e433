"""A result in every format: the same rows, exact, and nothing in them that runs."""

import csv
import io
import json
import os
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from openpyxl import load_workbook

from invotrack_analytics.config import Company, Settings
from invotrack_analytics.errors import ReportError, WriteError
from invotrack_analytics.publish.formats import FORMATS, guarded, write
from invotrack_analytics.publish.terminal import print_table
from invotrack_analytics.reports.report import Result
from tests.publish.results import AGING_COLUMNS, AGING_ROWS, aging_result, one_of_each_result, text_result

SETTINGS = Settings(folder=Path(), company=Company(locale="es_ES"))


def written(result: Result, format_name: str, tmp_path: Path) -> bytes:
    target = tmp_path / f"report.{format_name}"
    write(result, format_name, target, SETTINGS)
    return target.read_bytes()


def rows_of_csv(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


def test_json_says_each_type_exactly(tmp_path: Path) -> None:
    document = json.loads(written(one_of_each_result(), "json", tmp_path))
    assert list(document) == ["report", "parameters", "columns", "rows"]
    assert document["report"] == "payment_history"
    assert document["parameters"] == {
        "as_of": "2026-09-30",
        "known_on": None,
        "date_from": "2025-10-01",
        "date_to": "2026-09-30",
        "basis": "due",
        "buckets": [30, 60, 90],
        "client": None,
        "currency": None,
    }
    assert document["columns"][5] == {"name": "amount", "type": "money", "unit": "currency", "title": "Amount"}
    names = [column["name"] for column in document["columns"]]
    assert [[row[name] for name in names] for row in document["rows"]] == [
        ["A", "EUR", "2026-09-03", 3, True, "1234.50", "87.50", "7.50", "12.5", 4, "0.8150"],
        ["B", "JPY", "2026-09-03", 12000, False, "1235", "12000.1234", "0.00", "12.0", -30, "0.333333333333333"],
        ["C", "KWD", "2026-09-03", 0, True, "-1.500", "0.000001", "0.3333", "-0.25", 0, "0.0000001"],
        ["D", "EUR", None, None, None, None, None, None, None, None, None],
    ]


def test_csv_has_names_above_and_no_separators(tmp_path: Path) -> None:
    assert written(one_of_each_result(), "csv", tmp_path).decode("utf-8").splitlines() == [
        "client_id,currency,last_payment_date,invoices,disputed,amount,rate,hours,avg_days_late,days_overdue,on_time_rate",
        "A,EUR,2026-09-03,3,true,1234.50,87.50,7.50,12.5,4,0.8150",
        "B,JPY,2026-09-03,12000,false,1235,12000.1234,0.00,12.0,-30,0.333333333333333",
        "C,KWD,2026-09-03,0,true,-1.500,0.000001,0.3333,-0.25,0,0.0000001",
        "D,EUR,,,,,,,,,",
    ]


def test_every_format_has_the_same_rows(tmp_path: Path) -> None:
    result = aging_result()
    expected = rows_of_csv(written(result, "csv", tmp_path))
    assert [row["client_id"] for row in expected] == [row[0] for row in AGING_ROWS]

    assert json.loads(written(result, "json", tmp_path))["rows"] == expected

    document = etree.fromstring(written(result, "xml", tmp_path))
    assert document.get("name") == "aging"
    assert [{cell.tag: cell.text for cell in row} for row in document] == expected

    sheet = load_workbook(io.BytesIO(written(result, "xlsx", tmp_path)))["aging"]
    (table,) = sheet.tables.values()
    header, *rows = ([cell.value for cell in row] for row in sheet[table.ref])
    assert header == [column.title for column in AGING_COLUMNS]
    assert [[str(value) if isinstance(value, str) else float(value) for value in row] for row in rows] == [
        [value if name in {"client_id", "client_name", "currency"} else float(value) for name, value in row.items()]
        for row in expected
    ]

    stored = pq.read_table(tmp_path / "report.parquet" if written(result, "parquet", tmp_path) else "")
    assert stored.schema.field("outstanding").type == pa.decimal128(18, 3)
    assert [Decimal(row["outstanding"]) for row in stored.to_pylist()] == [
        Decimal(row["outstanding"]) for row in expected
    ]


def test_a_ratio_that_is_no_number_is_missing(tmp_path: Path) -> None:
    table = one_of_each_result().table
    place = table.schema.get_field_index("on_time_rate")
    strange = table.set_column(place, "on_time_rate", pa.array([float("nan"), float("inf"), 0.5, 1.0]))
    rows = json.loads(written(replace(one_of_each_result(), table=strange), "json", tmp_path))["rows"]
    assert [row["on_time_rate"] for row in rows] == [None, None, "0.5000", "1.0000"]


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+34 600 123", "'+34 600 123"),
        ("-SUM(A1)", "'-SUM(A1)"),
        ("@import", "'@import"),
        ("\tx", "'\tx"),
        ("\r=x", "'\r=x"),
        ("'=x", "''=x"),  # looks guarded, and would lose its own quote
        ("-5", "-5"),
        ("+3.50", "+3.50"),
        ("-1,5", "-1,5"),
        ("'tis", "'tis"),
        ("a=b", "a=b"),
        ("", ""),
    ],
)
def test_csv_text_that_a_spreadsheet_would_run_is_guarded(text: str, cell: str) -> None:
    assert guarded(text) == cell


@given(st.text(alphabet=st.sampled_from("=+-@\t\r'1a., \n\"")))
def test_no_csv_cell_runs_and_each_gives_its_text_back(text: str) -> None:
    stream = io.BytesIO()
    FORMATS["csv"].write(text_result([text]), stream, SETTINGS)
    (cell,) = (row["description"] for row in rows_of_csv(stream.getvalue()))
    runs = cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert not runs or re.fullmatch(r"[+-]?[0-9.,]+", cell)
    is_guarded = re.match(r"'+[=+\-@\t\r]", cell)
    assert (cell[1:] if is_guarded else cell) == text


@given(st.text())
def test_any_text_survives_json_and_leaves_xml_whole(text: str) -> None:
    stream = io.BytesIO()
    FORMATS["json"].write(text_result([text]), stream, SETTINGS)
    assert json.loads(stream.getvalue())["rows"][0]["description"] == text

    stream = io.BytesIO()
    FORMATS["xml"].write(text_result([text]), stream, SETTINGS)
    ((cell, _),) = etree.fromstring(stream.getvalue())
    kept = re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\N{REPLACEMENT CHARACTER}", text)
    assert (cell.text or "") == kept


def test_the_table_has_amounts_in_the_locale_and_totals_per_currency(capsys: pytest.CaptureFixture[str]) -> None:
    write(aging_result(), "table", None, SETTINGS)
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert lines[0] == "Aging of receivables as of 30/9/2026, aged by due date, 7 rows"
    assert "C-001 Meridian Software SL EUR 12.100,00 3.630,50 0,00 0,00 1.815,00 0,00 17.545,50" in lines
    assert [line for line in lines if line.startswith("Total")] == [
        "Total EUR 17.847,50 4.840,50 968,00 484,00 11.495,00 605,00 35.030,00",
        "Total GBP 0,00 2.400,00 1.200,00 0,00 0,00 300,00 3.300,00",
        "Total JPY 1.250.000 0 0 0 0 0 1.250.000",
    ]


def test_a_missing_figure_is_a_dash_in_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    write(one_of_each_result(), "table", None, SETTINGS)
    (line,) = (line.split() for line in capsys.readouterr().out.splitlines() if line.startswith("D "))
    assert line == ["D", "EUR", *["–"] * 9]  # noqa: RUF001  the dash of no figure


@pytest.mark.parametrize("width", [40, 80, 120, 200])
def test_a_narrow_terminal_never_cuts_a_figure(width: int) -> None:
    stream = io.StringIO()
    print_table(aging_result(), stream, SETTINGS, width)
    shown = re.sub(r"\x1b\[[0-9;]*m", "", stream.getvalue())
    figures = {"12.100,00", "3.630,50", "17.545,50", "1.250.000", "11.132,00", "35.030,00"}
    assert figures <= set(shown.split())


def test_a_text_is_not_markup_and_no_terminal_escape(capsys: pytest.CaptureFixture[str]) -> None:
    write(text_result(["[red]x[/red]", "\x1b[2Jgone", "a\nb"]), "table", None, SETTINGS)
    shown = capsys.readouterr().out
    assert "[red]x[/red]" in shown
    assert "\x1b" not in shown
    assert "\N{REPLACEMENT CHARACTER}[2Jgone" in shown


@pytest.mark.parametrize("format_name", FORMATS)
def test_a_target_that_cannot_be_written_is_one_line(format_name: str, tmp_path: Path) -> None:
    for target in (tmp_path / "none" / "report", tmp_path):
        with pytest.raises(WriteError) as caught:
            write(aging_result(), format_name, target, SETTINGS)
        assert str(target) in str(caught.value)
        assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "report"
    target.write_text("before")
    broken = replace(aging_result(), table=aging_result().table.drop_columns(["outstanding"]))
    for format_name in ("table", "csv", "json", "xml", "xlsx"):
        with pytest.raises((ValueError, KeyError)):
            write(broken, format_name, target, SETTINGS)
        assert target.read_text() == "before"
        assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_a_pipe_is_written_to_and_stays_one(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write(aging_result(), "csv", pipe, SETTINGS)
    assert os.read(reader, 1_000_000).startswith(b"client_id,client_name,currency,not_due")
    os.close(reader)
    assert pipe.is_fifo()


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_text("before")
    (tmp_path / "link.csv").symlink_to("real.csv")
    write(aging_result(), "csv", tmp_path / "link.csv", SETTINGS)
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_text().startswith("client_id,")


def test_an_unknown_format_names_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(
        ReportError, match="'docx' is not a format; choose one of table, csv, json, xml, xlsx, parquet, pdf"
    ):
        write(aging_result(), "docx", tmp_path / "x", SETTINGS)


@pytest.mark.parametrize("format_name", FORMATS)
def test_stdout_has_what_the_file_has(
    format_name: str, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    write(one_of_each_result(), format_name, None, SETTINGS)
    assert capsysbinary.readouterr().out == written(one_of_each_result(), format_name, tmp_path)


@pytest.mark.parametrize("format_name", ["xlsx", "parquet"])
def test_a_workbook_is_not_thrown_at_a_terminal(format_name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    with pytest.raises(WriteError, match="name a file with -o"):
        write(aging_result(), format_name, None, SETTINGS)
