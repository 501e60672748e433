"""However a table is written down, it is the same table; what cannot be told is refused with the choice to make."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from pathlib import Path

import pytest

from invotrack_analytics.sources.suggestion import suggest_profile
from tests.sources.desk import Desk

DeskOf = Callable[..., Desk]
HEADER = ("client_id", "name", "city")
ROWS = [("C1", "Big Company", "Zürich"), ("C2", "Acme", "Łódź")]


def written(delimiter: str, quote: str = "") -> str:
    return "".join(delimiter.join(f"{quote}{cell}{quote}" for cell in row) + "\n" for row in [HEADER, *ROWS])


def clients(books: Desk) -> list[tuple[str, ...]]:
    return [tuple(row) for row in books.rows("clients", *HEADER)]


@pytest.mark.parametrize("delimiter", [*",;\t|:^~!#", "\x1f", "¦", "§"])
def test_any_delimiter(desk: DeskOf, delimiter: str) -> None:
    books = desk()
    (file,) = books.imports(books.write("clients.csv", written(delimiter))).files
    assert (file.error, clients(books)) == (None, ROWS)


@pytest.mark.parametrize("delimiter", ["@", "%"])
def test_a_delimiter_that_excel_is_told_may_be_any(desk: DeskOf, delimiter: str) -> None:
    books = desk()
    (file,) = books.imports(books.write("clients.csv", f"sep={delimiter}\r\n{written(delimiter)}")).files
    assert (file.error, clients(books)) == (None, ROWS)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param(written(",", "'"), "Acme", id="single quotes"),
        pytest.param("client_id,name\n'C1','x'\n'C2','Ac, me'\n", "Ac, me", id="a delimiter within single quotes"),
        pytest.param("client_id,name\n'C1','x'\n'C2','A''s'\n", "A's", id="doubled single quotes"),
        pytest.param('client_id,name\nC2,"a ""b"" c"\n', 'a "b" c', id="doubled quotes"),
        pytest.param('client_id,name\nC2,"a \\"b\\" c"\n', 'a "b" c', id="quotes after a backslash"),
        pytest.param('client_id,name\nC2,"C:\\dir\\"\n', "C:\\dir\\", id="a backslash that escapes nothing"),
        pytest.param('client_id,name\nC2,"one\ntwo"\n', "one\ntwo", id="a line break within quotes"),
        pytest.param("client_id,name\nC1,'s-Hertogenbosch\nC2,'t Hof\n", "'t Hof", id="apostrophes are no quotes"),
    ],
)
def test_any_quoting(desk: DeskOf, text: str, name: str) -> None:
    books = desk()
    (file,) = books.imports(books.write("clients.csv", text)).files
    assert (file.error, books.rejects()) == (None, [])
    assert dict(books.rows("clients", "client_id", "name"))["C2"] == name


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-32-le", codecs.BOM_UTF32_LE),
    ],
)
def test_marks_of_encodings(desk: DeskOf, encoding: str, mark: bytes) -> None:
    books = desk()
    path = books.folder / "clients.csv"
    path.write_bytes(mark + written(";").encode(encoding))
    assert [file.error for file in books.imports(path).files] == [None]
    assert clients(books) == ROWS


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("cp1252", "Transferência São João €"),
        ("cp1252", "Käse & Brüder GmbH"),
        ("cp1252", "Ærø Øl"),
        ("cp1250", "Łukasz Żółć Ślązak"),
        ("cp1250", "Příliš žluťoučký kůň"),
    ],
)
def test_encodings_of_western_and_central_europe(desk: DeskOf, encoding: str, name: str) -> None:
    books = desk()
    path = books.folder / "clients.csv"
    path.write_bytes(f"client_id,name\nC1,{name}\n".encode(encoding))
    assert [file.error for file in books.imports(path).files] == [None]
    assert books.rows("clients", "name") == [(name,)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Clients\nprinted by Ada, 2026\n\nclient_id,name\nC1,Big\n", id="rows above"),
        pytest.param("client_id,name,\nC1,Big\n", id="only the header ends with a delimiter"),
        pytest.param("client_id,name\nC1,Big,\n", id="only the rows end with a delimiter"),
        pytest.param("client_id,name\r\r\nC1,Big\r\r\n", id="lines that end twice"),
        pytest.param("client_id,name\rC1,Big\r", id="lines that end as long ago"),
        pytest.param("client_id,name\r\nC1,Big\n", id="lines that end in two ways"),
        pytest.param("client_id,name,,\nC1,Big,,\n", id="blank headers"),
        pytest.param("client_id,name,x,x\nC1,Big,1,2\n", id="a header twice"),
        pytest.param(" Client_ID ,NAME\nC1,Big\n,\n\n", id="blank rows below"),
    ],
)
def test_what_stands_around_the_rows(desk: DeskOf, text: str) -> None:
    books = desk()
    (file,) = books.imports(books.write("clients.csv", text)).files
    assert (file.error, file.warnings, books.rejects()) == (None, {}, [])
    assert books.rows("clients", "client_id", "name") == [("C1", "Big")]


TOTALLED = """\
invoice_number,client_id,issue_date,total_amount
A1,C1,2026-03-01,100.00
{row}
"""


@pytest.mark.parametrize(
    "row",
    [
        "Total,,,100.00", ",,Total:,100.00", "GRAND TOTAL,,,100.00", "Summe EUR,,,100.00", "Total for 91 days,,,1",
        "Sous-total,,,1", "Gesamtsumme,,,1", "Total;100.00",
    ],
)  # fmt: skip
def test_a_totals_row_is_left_out_and_told(desk: DeskOf, row: str) -> None:
    books = desk()
    books.imports(books.write("clients.csv", "client_id,name\nC1,Big\n"))
    (file,) = books.imports(books.write("invoices.csv", TOTALLED.format(row=row))).files
    assert (file.error, file.warnings, books.rejects()) == (None, {"totals_row": 1}, [])
    assert (file.datasets["invoices"].read, file.datasets["invoices"].added) == (1, 1)


def test_a_totals_row_that_a_profile_passes_over_is_told(desk: DeskOf) -> None:
    books = desk()
    export = "Date,Due,Details,Client,Status,Total\n2026-01-05,2026-02-04,#17,Big,Sent,5.00\nTotal,,,,,5.00\n"
    (file,) = books.imports(books.write("invoicely.csv", export)).files
    assert (file.profile, file.warnings, books.rejects()) == ("invoicely", {"totals_row": 1}, [])


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Total SA,,2026-03-01,5", "missing_client_id"),
        ("A2,,2026-03-01,5", "missing_client_id"),
        ("Totalisator,C1,,5", "missing_issue_date"),
    ],
)
def test_a_row_that_only_lacks_something_waits(desk: DeskOf, row: str, reason: str) -> None:
    books = desk()
    books.imports(books.write("clients.csv", "client_id,name\nC1,Big\n"))
    books.imports(books.write("invoices.csv", TOTALLED.format(row=row)))
    assert [found.reason for found in books.rejects()] == [reason]


def test_an_invoice_called_total_is_one_where_it_is_whole(desk: DeskOf) -> None:
    books = desk()
    books.imports(books.write("clients.csv", "client_id,name\nC1,Big\n"))
    (file,) = books.imports(books.write("invoices.csv", TOTALLED.format(row="Total,C1,2026-03-01,5"))).files
    assert (file.warnings, file.datasets["invoices"].added) == ({}, 2)


def test_a_file_without_header_is_refused_until_a_profile_names_its_columns(desk: DeskOf, tmp_path: Path) -> None:
    books = desk()
    path = books.write("bank.csv", "24.12.2009;Big Company;-76,00;1.750,06\n25.12.2009;Acme;12,50;1.762,56\n")
    (file,) = books.imports(path).files
    assert "names no columns, it begins with 24.12.2009, Big Company" in str(file.error)
    draft = suggest_profile(path, tmp_path)
    assert "header = false" in draft
    draft = draft[: draft.index("[[table]]")] + (
        '[[table]]\ndataset = "bank_lines"\n[table.columns]\nbank_line_id = "column 4"\nbooking_date = "column 1"\n'
        'payer_name = "column 2"\namount = "column 3"\n[table.constants]\ncurrency = "EUR"\n'
    )
    books.write("profiles/bank.toml", draft)
    (file,) = books.imports(path, profile="bank").files
    assert file.error is None
    assert books.rows("bank_lines", "booking_date", "payer_name", "amount") == [
        ("2009-12-24", "Big Company", "-76.00"),
        ("2009-12-25", "Acme", "12.50"),
    ]


def test_columns_that_are_aligned_by_spaces_are_refused(desk: DeskOf) -> None:
    books = desk()
    (file,) = books.imports(books.write("clients.txt", "client_id  name\nC1         Big\n")).files
    assert "its layout is not known" in str(file.error)


@pytest.mark.parametrize(
    ("dates", "read"),
    [
        # As in a workbook of which some days are days and others are text.
        (("2026-03-14", "05/20/2026"), ["2026-03-14", "2026-05-20"]),
        (("2026-03-14 00:00:00", "20 Apr 2026"), ["2026-03-14", "2026-04-20"]),
        (("14.03.26", "02.04.26"), ["2026-03-14", "2026-04-02"]),
        (("3/14/26", "4/2/26"), ["2026-03-14", "2026-04-02"]),
        (("14-03-99", "02-04-99"), ["1999-03-14", "1999-04-02"]),
    ],
)
def test_days_in_several_forms(desk: DeskOf, dates: tuple[str, str], read: list[str]) -> None:
    books = desk()
    rows = "".join(f"A{at},C1,{day},10\n" for at, day in enumerate(dates))
    books.imports(books.write("clients.csv", "client_id,name\nC1,Big\n"))
    (file,) = books.imports(books.write("i.csv", f"invoice_number,client_id,issue_date,total_amount\n{rows}")).files
    assert (file.error, [day for (day,) in books.rows("invoices", "issue_date")]) == (None, read)


@pytest.mark.parametrize("beside", ["0.50", "", " ", "$ 1,000.50"], ids=["plain", "blank", "a space", "with a sign"])
@pytest.mark.parametrize(
    ("amount", "read"),
    [
        ("80", "80.00"),
        ("80.25", "80.25"),
        ("080.5", "80.50"),
        ("1,234.50", "1234.50"),
        ("€80", "80.00"),
        ("1.2345", None),
    ],
)
def test_a_number_is_read_alike_whatever_stands_in_its_column(
    desk: DeskOf, amount: str, read: str | None, beside: str
) -> None:
    books = desk()
    rows = f'X1,2026-01-31,"{amount}",EUR\nX2,2026-01-31,"{beside}",USD\nX3,2026-01-31,7.00,EUR\n'
    (file,) = books.imports(books.write("costs.csv", f"expense_id,expense_date,amount,currency\n{rows}")).files
    assert file.error is None
    found = dict(books.rows("expenses", "expense_id", "amount"))
    assert (found.get("X1"), found["X3"]) == (read, "7.00")


@pytest.mark.parametrize("amounts", [("1.5", "1,234.50"), ("1,5", "1.234,50")], ids=["point", "comma"])
def test_the_decimal_mark_is_one_for_all_columns(desk: DeskOf, amounts: tuple[str, str]) -> None:
    books = desk()
    text = (
        f"entry_id;employee_id;project_id;work_date;hours;hourly_rate\nT1;E1;P1;2026-01-31;{amounts[0]};{amounts[1]}\n"
    )
    people = books.write("employees.csv", "employee_id,name\nE1,Eva\n")
    work = books.write("projects.csv", "project_id,client_id,name\nP1,C1,Roof\n")
    clients = books.write("clients.csv", "client_id,name\nC1,Acme\n")
    (*_, file) = books.imports(people, work, clients, books.write("timesheets.csv", text)).files
    assert (file.error, books.rows("timesheets", "hours", "hourly_rate")) == (None, [("1.50", "1234.50")])


@pytest.mark.parametrize(
    ("word", "read"),
    [
        ("yes", "True"),
        ("OUI", "True"),
        ("Sí", "True"),
        ("はい", "True"),
        ("Nein", "False"),
        ("não", "False"),
        ("いいえ", "False"),
    ],
)
def test_yes_and_no_in_any_language(desk: DeskOf, word: str, read: str) -> None:
    books = desk()
    books.imports(books.write("costs.csv", f"expense_id,expense_date,amount,billable\nX1,2026-01-31,5,{word}\n"))
    assert books.rows("expenses", "billable") == [(read,)]
