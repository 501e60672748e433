"""Files become rows of the books, once; every row is added, updated, unchanged or rejected."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from invotrack_analytics.errors import SourceError
from invotrack_analytics.intake import importing, loading
from invotrack_analytics.warehouse import posting
from tests.intake.conftest import Desk
from tests.intake.test_replaced_parts import ubl

INVOICES = """
    invoice_number,client_id,issue_date,due_date,total_amount,currency
    A1,C1,2026-01-10,2026-02-09,100.00,EUR
    A2,C2,2026-01-20,,250.50,
"""


def test_missing_currency_and_due_date_follow_from_client_and_company(desk: Desk) -> None:
    desk.load("invoices.csv", INVOICES)
    assert desk.rows("select invoice_number, currency, due_date, total_amount from invoices order by all") == [
        ("A1", "EUR", date(2026, 2, 9), Decimal("100.000")),
        ("A2", "USD", date(2026, 2, 3), Decimal("250.500")),
    ]


def test_the_same_file_again_adds_nothing(desk: Desk) -> None:
    first = desk.load("invoices.csv", INVOICES).datasets["invoices"]
    again = desk.load("invoices.csv", INVOICES).datasets["invoices"]
    assert (first.read, first.added) == (2, 2)
    assert (again.read, again.unchanged) == (2, 2)
    assert desk.rows("select count(*) from invoices") == [(2,)]


def test_other_content_under_a_known_key_is_an_update_that_keeps_what_the_file_does_not_say(desk: Desk) -> None:
    desk.load("clients.csv", "client_id,name,city\nC1,One Ltd,Lugo")
    counts = desk.load("renamed.csv", "client_id,name\nC1,One Limited").datasets["clients"]
    assert (counts.updated, counts.added) == (1, 0)
    assert desk.rows("select name, city from clients where client_id = 'C1'") == [("One Limited", "Lugo")]
    assert desk.rows("select name from books.clients_history where client_id = 'C1'") == [("One Ltd",), ("One Ltd",)]


def test_files_given_together_are_read_in_dependency_order(desk: Desk) -> None:
    payments = desk.file("a-payments.csv", "payment_id,payment_date,amount,invoice_number\nP1,2026-02-01,40,A1")
    invoices = desk.file("b-invoices.csv", INVOICES)
    result = desk.load_all(payments, invoices)
    assert [file.rejected for file in result.files] == [0, 0]
    assert desk.rows("select client_id, currency, amount from payments") == [("C1", "EUR", Decimal("40.000"))]


def test_a_folder_is_read_with_its_folders_and_files_of_other_kinds_are_left_alone(desk: Desk) -> None:
    desk.file("inbox/2026/invoices.csv", INVOICES)
    desk.file("inbox/README.md", "# not data")
    assert [Path(file.path).name for file in desk.load_all(desk.folder / "inbox").files] == ["invoices.csv"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("semicolons.csv", "invoice_number;client_id;issue_date;total_amount\nA1;C1;2026-01-10;1.234,50\n"),
        (
            "tabs.csv",
            "invoice_number\tclient_id\tissue_date\ttotal_amount\nA1\tC1\t10/01/2026\t1234.50\nA9\tC1\t31/01/2026\t1\n",
        ),
        ("bom.csv", b"\xef\xbb\xbfinvoice_number,client_id,issue_date,total_amount\r\nA1,C1,2026-01-10,1234.50\r\n"),
        ("utf16.csv", "invoice_number,client_id,issue_date,total_amount\nA1,C1,2026-01-10,1234.50\n".encode("utf-16")),
        ("shouted.csv", "INVOICE_NUMBER,Client_ID,issue_date,total_amount,extra\nA1,C1,2026-01-10,1234.50,x\n"),
        ("thousands.csv", 'invoice_number,client_id,issue_date,total_amount\nA1,C1,2026-01-10,"$1,234.50"\n'),
        (
            "quoted.csv",
            'invoice_number,client_id,issue_date,total_amount,notes\n"A1","C1","2026-01-10","1234.50","a\nb"\n',
        ),
        (
            "attributes.xml",
            """
            <invoices>
              <invoice invoice_number="A1" client_id="C1" issue_date="2026-01-10" total_amount="1234.50"/>
            </invoices>
            """,
        ),
        (
            "elements.xml",
            """
            <x:doc xmlns:x="urn:x"><x:list><x:i><x:invoice_number>A1</x:invoice_number><x:client_id>C1</x:client_id>
            <x:issue_date>2026-01-10</x:issue_date><x:total_amount>1234.50</x:total_amount></x:i></x:list></x:doc>
            """,
        ),
    ],
)
def test_one_invoice_in_many_dialects(desk: Desk, name: str, text: str | bytes) -> None:
    file = desk.load(name, text)
    assert file.error is None
    assert desk.rows("select client_id, issue_date, total_amount from invoices where invoice_number = 'A1'") == [
        ("C1", date(2026, 1, 10), Decimal("1234.500"))
    ]


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("empty.csv", "", "is empty"),
        ("header.csv", "client_id,name\n", "no rows"),
        ("blank.csv", "\n\n  \n", "no header"),
        ("unknown.csv", "foo,bar\n1,2\n", "layout is not known"),
        ("near.csv", "invoice_number,client_id,issue_date\nA1,C1,2026-01-01\n", "no column total_amount"),
        ("binary.csv", b"client_id,name\nC\x00,x\n", "NUL"),
        ("doctype.xml", '<!DOCTYPE a [<!ENTITY e "x">]><clients><c client_id="&e;" name="n"/></clients>', "DOCTYPE"),
        ("cut.xml", '<clients><c client_id="C9" name="n"/>', "not well-formed"),
        (
            "dates.csv",
            "invoice_number,client_id,issue_date,total_amount\nA1,C1,03/04/2026,1\n",
            "day first or month first",
        ),
        ("marks.csv", "invoice_number;client_id;issue_date;total_amount\nA1;C1;2026-01-01;1,234\n", "decimal mark"),
        ("fake.xlsx", b"PK\x03\x04 no workbook", "Excel"),
        ("fake.parquet", b"PAR1 no parquet", "Parquet"),
    ],
)
def test_a_file_that_cannot_be_told_is_refused_in_one_line_and_leaves_the_books_alone(
    desk: Desk, name: str, text: str | bytes, says: str
) -> None:
    before = desk.book.revision(), desk.rows("select count(*) from batches")
    good = desk.file("good.csv", INVOICES)
    bad = desk.load(name, text if isinstance(text, bytes) else text.encode())
    assert bad.error is not None
    assert says in bad.error
    assert name in bad.error
    assert "\n" not in bad.error
    assert desk.rows("select count(*) from batches") == before[1]
    # One bad file among several: the others load.
    result = desk.load_all(good, desk.folder / name)
    assert [bool(file.error) for file in result.files] == [False, True]
    assert desk.rows("select count(*) from invoices") == [(2,)]


def test_a_wrong_profile_is_refused(desk: Desk) -> None:
    file = desk.load("invoices.csv", INVOICES, profile="ibm-late-payments")
    assert "does not fit the profile ibm-late-payments" in str(file.error)
    with pytest.raises(SourceError, match="no profile nonsense"):
        desk.load("invoices.csv", INVOICES, profile="nonsense")


def test_two_profiles_that_fit_one_file_are_refused(desk: Desk) -> None:
    profile = """
        name = "{name}"
        [match]
        headers = ["Customer", "Title"]
        [[table]]
        dataset = "clients"
        [table.columns]
        client_id = "Customer"
        name = "Title"
    """
    for name in ("first", "second"):
        desk.file(f"../office/profiles/{name}.toml", profile.format(name=name))
    both = desk.load("customers.csv", "Customer,Title\nC7,Seven\n")
    assert "fits the profiles first and second" in str(both.error)
    assert desk.load("customers.csv", "Customer,Title\nC7,Seven\n", profile="second").error is None
    assert desk.rows("select name from clients where client_id = 'C7'") == [("Seven",)]


def test_a_dry_run_tells_and_changes_nothing(desk: Desk) -> None:
    file = desk.load("invoices.csv", INVOICES, dry_run=True)
    assert file.datasets["invoices"].added == 2
    assert file.batch_id is None
    assert desk.rows("select count(*) from invoices") == [(0,)]
    assert len(desk.book.batches()) == 1


def test_hours_come_from_start_and_end_also_past_midnight(desk: Desk) -> None:
    desk.load("employees.csv", "employee_id,name\nE1,Eva")
    desk.load("projects.csv", "project_id,client_id,name\nP1,C1,Audit")
    desk.load(
        "timesheets.csv",
        """
        entry_id,employee_id,project_id,work_date,start_time,end_time,billable
        T1,E1,P1,2026-01-05,09:00,10:20,
        T2,E1,P1,2026-01-05,23:30:00,00:15:00,no
        """,
    )
    assert desk.rows("select entry_id, hours, billable from timesheets order by all") == [
        ("T1", Decimal("1.3333"), True),
        ("T2", Decimal("0.7500"), False),
    ]


def test_every_row_knows_its_file_and_line(desk: Desk) -> None:
    desk.load(
        "preamble.csv", "Export of January\n\ninvoice_number,client_id,issue_date,total_amount\nA1,C1,2026-01-10,5\n"
    )
    assert desk.rows("select path like '%preamble.csv', source_line from invoices join batches using (batch_id)") == [
        (True, 4)
    ]


def test_rows_are_numbered_by_their_count_however_often_the_books_are_written(desk: Desk) -> None:
    for number in range(3):
        desk.load(f"{number}.csv", f"client_id,name\nC1,Name {number}\nN{number},New")
    assert desk.rows("select max(row_id) from books.clients") == [(8,)]


@pytest.mark.parametrize(
    ("currency", "amounts"),
    [
        ("EUR", ["33.340", "3.330", "0.670"]),
        ("KWD", ["33.338", "3.334", "0.667"]),
        ("JPY", ["33.000", "3.000", "1.000"]),
    ],
)
def test_what_is_computed_is_rounded_to_the_minor_unit(desk: Desk, currency: str, amounts: list[str]) -> None:
    desk.file(
        "../office/profiles/sums.toml",
        """
        name = "sums"
        [match]
        headers = ["Number", "Units", "Each"]
        [[table]]
        dataset = "invoices"
        create_clients = true
        document = true
        [table.columns]
        invoice_number = "Number"
        client_id = "Client"
        issue_date = "Day"
        currency = "Money"
        total_amount = { multiply = ["Units", "Each"], sum = true }
        [[table]]
        dataset = "invoice_lines"
        [table.columns]
        invoice_number = "Number"
        line_number = { ordinal = true }
        net_amount = { multiply = ["Units", "Each"] }
        """,
    )
    file = desk.load(
        "sums.csv",
        f"""
        Number,Client,Day,Money,Units,Each
        A1,C1,2026-01-10,{currency},1.5,22.225
        A2,C1,2026-01-10,{currency},0.333,10.012
        A3,C1,2026-01-10,{currency},0.3335,2
        """,
    )
    assert file.error is None
    for table, column in (("invoices", "total_amount"), ("invoice_lines", "net_amount")):
        assert [str(row[0]) for row in desk.rows(f"select {column} from {table} order by invoice_number")] == amounts


@pytest.mark.parametrize("name", ["many.csv", "many.xml"])
def test_a_file_that_takes_more_memory_to_load_than_there_is_leaves_nothing_behind(
    name: str, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, text = ubl("1", 50)
    if name.endswith(".csv"):
        text = "invoice_number,client_id,issue_date,total_amount\n1,C1,2026-03-01,50\n"
    summed = posting.rebalance
    sums = iter([duckdb.OutOfMemoryException("failed to allocate data of size 8.0 MiB"), None, None])

    def rebalance(connection: duckdb.DuckDBPyConnection) -> None:
        summed(connection)
        if error := next(sums):
            raise error

    monkeypatch.setattr(loading, "rebalance", rebalance)
    before = desk.rows("select count(*) from batches")
    result = desk.load_all(desk.file(name, text))
    assert [file.error for file in result.failed] == [
        f"{desk.folder / name}: needs over {importing.MEMORY_LIMIT} of memory; map fewer columns, or split it"
    ]
    assert desk.rows("select count(*) from invoices") == [(0,)]
    assert desk.rows("select count(*) from batches") == before
    assert desk.load_all(desk.folder / name).failed == []
    assert desk.rows("select invoice_number from invoices") == [("1",)]
