"""Whatever stands in a file, it is read or refused in one line: never anything but a SourceError."""

from __future__ import annotations

import csv
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from invotrack_analytics.errors import InvotrackError, SettingsError, SourceError
from invotrack_analytics.sources.excel_files import read_sheet
from invotrack_analytics.sources.identify import identify
from invotrack_analytics.sources.names import id_of_name
from invotrack_analytics.sources.profile import built_in_profiles, parse_profile
from invotrack_analytics.sources.suggestion import suggest_profile
from tests.sources.desk import Desk

HEADER = b"client_id,name\n"
ATTACKS = {
    "NUL": HEADER + b"C1,a\0b\n",
    "NUL far down": HEADER + b"C1,a\n" * 200_000 + b"C2,\0\n",
    "UTF-16 that is none": b"\xff\xfe" + HEADER + b"x",
    "UTF-16 without a mark": HEADER.decode().encode("utf-16-le"),
    "UTF-8 that breaks off": HEADER + b"C1,\xc3",
    "one endless line": b"a" * 5_000_000,
    "one endless row": HEADER + b"C1," + b"a" * 6_000_000 + b"\n",
    "a quote that never ends": HEADER + b'C1,"' + b"a\n" * 3_000_000,
    "very many columns": b",".join(b"c%d" % place for place in range(200_000)) + b"\n1\n",
    "many columns": b"client_id,name," + b",".join(b"c%d" % place for place in range(5_000)) + b"\n1\n",
    "a column twice": b"client_id,name,name\n1,a,b\n",
    "nothing but space": b" \n\n\t\n",
    "a workbook that is none": b"PK\x03\x04" + b"x" * 1000,
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_ends_in_one_line(attack: str, desk: Callable[..., Desk]) -> None:
    books = desk()
    path = books.folder / "attack.csv"
    path.write_bytes(ATTACKS[attack])
    (file,) = books.imports(path).files
    assert file.error is not None
    assert str(path) in file.error
    assert "\n" not in file.error
    assert books.rows("clients", "name") == []


def test_a_workbook_that_unpacks_to_gigabytes_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (100 << 20))
    with pytest.raises(SourceError, match="unpacks to 100 MB"):
        read_sheet(path)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xff\xfe" + HEADER + b"C1,x\n", "begins with the mark of UTF-16 and goes on in single bytes"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "is an Excel workbook of the old kind"),
    ],
)
def test_what_it_is_instead_is_told(content: bytes, told: str, desk: Callable[..., Desk]) -> None:
    books = desk()
    path = books.folder / "clients.csv"
    path.write_bytes(content)
    (file,) = books.imports(path).files
    assert told in str(file.error)


@pytest.mark.parametrize("cell", ["XFD1048576", "A1048576", "XFD99999"])
def test_a_sheet_that_would_be_as_large_as_sheets_can_be_is_not_laid_out(cell: str, desk: Callable[..., Desk]) -> None:
    # To lay it out ends the whole process, not just the import.
    books = desk()
    book = Workbook()
    assert book.active is not None
    for place, text in {"A1": "client_id", "B1": "name", "A2": "C1", "B2": "Big", "XFD1": "x", cell: "x"}.items():
        book.active[place] = text
    book.save(books.folder / "corner.xlsx")
    (file,) = books.imports(books.folder / "corner.xlsx").files
    assert "cells are too many to read" in str(file.error)
    assert "\n" not in str(file.error)


def test_an_archive_that_is_no_workbook_is_called_so(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as archive:
        archive.writestr("content.xml", "<x/>")
    with pytest.raises(SourceError, match=r"LibreOffice's own kind \(.ods\); save it as .xlsx or CSV"):
        read_sheet(tmp_path / "a.ods")


def test_workbooks_that_are_not_read_are_told_of_a_folder(desk: Callable[..., Desk]) -> None:
    books = desk()
    books.write("inbox/clients.csv", "client_id,name\nC,Acme\n")
    with zipfile.ZipFile(books.folder / "inbox" / "a.ods", "w") as archive:
        archive.writestr("content.xml", "<x/>")
    (books.folder / "inbox" / "b.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    told = [str(file.error) for file in books.imports(books.folder / "inbox").files]
    assert [("save it as .xlsx" in error) for error in told] == [True, True, False]
    assert books.rows("clients", "client_id") == [("C",)]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.one_of(
        st.binary(max_size=400),
        st.text(alphabet=st.sampled_from("client_id,name;\t|\"'\n\r 1.€()-=\ufeff*"), max_size=300).map(str.encode),
        st.binary(max_size=200).map(lambda rest: b"client_id,name\n" + rest),
        st.binary(max_size=200).map(lambda rest: b"PK\x03\x04" + rest),
        st.binary(max_size=200).map(lambda rest: b"\xff\xfe" + rest),
    )
)
def test_no_bytes_upset_the_readers(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    for read in (
        lambda: identify(path, built_in_profiles(), None, tmp_path),
        lambda: suggest_profile(path, tmp_path),
    ):
        try:
            read()
        except InvotrackError as error:
            assert "\n" not in str(error)  # noqa: PT017  what is raised besides fails the test by itself


@given(st.text(max_size=40))
def test_a_name_has_one_id_however_it_is_spaced_and_cased(name: str) -> None:
    assert id_of_name(f"  {name}\t") == id_of_name(name)
    assert all(sign.isascii() and (sign.isalnum() or sign == "-") for sign in id_of_name(name))


WORDS = st.sampled_from(
    [
        "Datum", "Betrag", "Betrag (€)", "IBAN", "Saldo", "Verwendungszweck", "Credit", "Debit", "Af Bij", "Kunde",
        "Nr.", "", '"', "a]b", "Uren",
    ]
)  # fmt: skip
CELLS = st.one_of(
    st.sampled_from(["14.03.26", "1.190,00 €", "-90,00", "Bij", "DE89370400440532013000", "EUR", "-", "=1+1", "'"]),
    st.text(max_size=12),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    header=st.lists(WORDS, min_size=2, max_size=8),
    rows=st.lists(st.lists(CELLS, min_size=1, max_size=9), min_size=1, max_size=4),
)
def test_a_draft_is_a_profile_or_says_what_it_lacks(header: list[str], rows: list[list[str]], tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=";").writerows([header, *rows])
    try:
        draft = suggest_profile(path, tmp_path, "EUR")
    except SourceError:
        return
    try:
        parse_profile(tomllib.loads(draft), "draft.toml", "draft.toml")
    except SettingsError as error:
        assert all("is required; map it under" in problem for problem in error.problems)  # noqa: PT017  see above
