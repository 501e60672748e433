# ruff: noqa: E501 - a table is as wide as its columns
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from invotrack_analytics.billing.credit_note import Part
from invotrack_analytics.config import load_settings
from invotrack_analytics.errors import BillingError
from invotrack_analytics.intake.importing import import_files
from invotrack_analytics.publish.dump import dump
from invotrack_analytics.warehouse.books import Books
from invotrack_analytics.warehouse.reader import Reader
from tests.billing.office import RECORDED_AT, Office, shown, table

MakeOffice = Callable[..., Office]

WORK = """
    entry_id | employee_id | project_id | work_date  | hours | hourly_rate
    T1       | E1          | P1         | 2026-09-01 | 2     | 50
    T2       | E1          | P2         | 2026-09-02 | 1     | 50
"""
OLD = """
    invoice_number | client_id | issue_date | net_amount | tax_amount | total_amount | kind        | preceding_invoice_number | status | void_date
    A              | C1        | 2026-09-01 | 100        | 21         | 121          | invoice     | -                        | issued | -
    B              | C1        | 2026-09-01 | -          | -          | 80           | invoice     | -                        | issued | -
    PAID           | C1        | 2026-09-01 | 100        | 0          | 100          | invoice     | -                        | issued | -
    BOUNCED        | C1        | 2026-09-01 | 100        | 0          | 100          | invoice     | -                        | issued | -
    GIVEN-UP       | C1        | 2026-09-01 | 100        | 0          | 100          | invoice     | -                        | issued | -
    IN-PART        | C1        | 2026-09-01 | 100        | 21         | 121          | invoice     | -                        | issued | -
    PART-NOTE      | C1        | 2026-09-05 | 25         | 5.25       | 30.25        | credit_note | IN-PART                  | issued | -
    TAKEN-BACK     | C1        | 2026-09-01 | 50         | 0          | 50           | invoice     | -                        | issued | -
    BACK-NOTE      | C1        | 2026-09-05 | 50         | 0          | 50           | credit_note | TAKEN-BACK               | void   | 2026-09-08
    CREDITED       | C1        | 2026-09-01 | 50         | 0          | 50           | invoice     | -                        | issued | -
    NOTE           | C1        | 2026-09-05 | 50         | 0          | 50           | credit_note | CREDITED                 | issued | -
    DRAFT          | C1        | 2026-09-01 | 50         | 0          | 50           | invoice     | -                        | draft  | -
    VOID           | C1        | 2026-09-01 | 50         | 0          | 50           | invoice     | -                        | void   | 2026-09-03
    ZERO           | C1        | 2026-09-01 | 0          | 0          | 0            | invoice     | -                        | issued | -
"""
MONEY = """
    payment_id | payment_date | amount | invoice_number
    M1         | 2026-09-10   | 40     | PAID
    M2         | 2026-09-10   | 40     | BOUNCED
    M3         | 2026-09-12   | -40    | BOUNCED
"""
GIVEN_UP = "invoice_number | write_off_date | amount\nGIVEN-UP | 2026-09-10 | 1"


@pytest.fixture
def billed(office: MakeOffice) -> Office:
    """An office with one invoice, 2026-00001 of 2026-09-10, that bills T1 and T2."""
    there = office("[billing]\ntax_rate = 21", timesheets=WORK)
    there.bill(on="2026-09-10")
    return there


@pytest.fixture
def old(office: MakeOffice) -> Office:
    """An office with the invoices of old."""
    return office(invoices=OLD, payments=MONEY, write_offs=GIVEN_UP)


@pytest.fixture(scope="module")
def unchanged(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The same for what is refused: it stays as it is from test to test."""
    return Office(tmp_path_factory.mktemp("unchanged"), invoices=OLD, payments=MONEY, write_offs=GIVEN_UP)


def outstanding(there: Office, as_of: str) -> list[str]:
    return shown(
        [
            (row["client_id"], float(row["outstanding"]), float(row["unapplied_credit"]))
            for row in there.report("aging", as_of)
        ]
    )


# Void


def test_void_sets_the_hours_free_from_that_day(billed: Office) -> None:
    billed.void("2026-00001", "2026-09-20")
    assert {as_of: billed.unbilled(as_of) for as_of in ("2026-09-09", "2026-09-10", "2026-09-19", "2026-09-20")} == {
        "2026-09-09": ["T1", "T2"],
        "2026-09-10": [],
        "2026-09-19": [],
        "2026-09-20": ["T1", "T2"],
    }
    assert outstanding(billed, "2026-09-19") == table("C1 | 181.5 | 0")
    assert outstanding(billed, "2026-09-20") == []


def test_after_a_void_the_hours_are_billed_under_a_new_number(billed: Office) -> None:
    billed.void("2026-00001", "2026-09-20")
    assert billed.bill(on="2026-09-19").invoices == ()
    (again,) = billed.bill(on="2026-09-20").invoices
    assert (again.invoice_number, again.entry_ids) == ("2026-00002", ("T1", "T2"))
    assert billed.unbilled("2026-09-30") == []


@pytest.mark.parametrize(
    ("number", "on", "reason"),
    [
        ("NONE", "2026-09-20", "there is no invoice NONE in the books"),
        ("DRAFT", "2026-09-20", "invoice DRAFT is a draft"),
        ("VOID", "2026-09-20", "invoice VOID is void since 2026-09-03 already"),
        ("A", "2026-08-31", "invoice A is of 2026-09-01; choose that day or a later one to void it, not 2026-08-31"),
        ("PAID", "2026-09-20", "invoice PAID has payments that count on 2026-09-20 or later; credit it instead"),
        ("PAID", "2026-09-02", "invoice PAID has payments that count on 2026-09-02 or later; credit it instead"),
        ("BOUNCED", "2026-09-11", "invoice BOUNCED has payments that count on 2026-09-11 or later"),
        ("GIVEN-UP", "2026-09-20", "invoice GIVEN-UP has write-offs that count"),
        ("IN-PART", "2026-09-20", "invoice IN-PART has credit notes that count"),
        ("TAKEN-BACK", "2026-09-07", "invoice TAKEN-BACK has credit notes that count"),
    ],
)
def test_void_is_refused(unchanged: Office, number: str, on: str, reason: str) -> None:
    before = unchanged.query("from invoices order by invoice_number")
    with pytest.raises(BillingError, match=reason):
        unchanged.void(number, on)
    assert unchanged.query("from invoices order by invoice_number") == before
    assert unchanged.query("from batches where kind = 'void'") == []


@pytest.mark.parametrize(
    ("number", "on"),
    [("A", "2026-09-01"), ("BOUNCED", "2026-09-12"), ("TAKEN-BACK", "2026-09-08"), ("NOTE", "2026-09-20")],
)
def test_void_is_done(old: Office, number: str, on: str) -> None:
    old.void(number, on)
    assert shown(old.query(f"select status, void_date from invoices where invoice_number = '{number}'")) == [
        f"void | {on}"
    ]


def test_a_void_credit_note_owes_the_invoice_again(billed: Office) -> None:
    billed.credit("2026-00001", "2026-09-20")
    billed.void("CN-2026-00001", "2026-09-25")
    assert outstanding(billed, "2026-09-24") == []
    assert outstanding(billed, "2026-09-25") == table("C1 | 181.5 | 0")
    assert billed.bill().invoices == ()


def test_a_credit_note_stays_when_its_hours_are_billed_again(billed: Office) -> None:
    billed.credit("2026-00001", "2026-09-20")
    billed.bill(on="2026-09-21", client="C1")
    with pytest.raises(BillingError, match="which 2026-00002 bills again; void or credit 2026-00002 first"):
        billed.void("CN-2026-00001", "2026-09-25")
    billed.void("2026-00002", "2026-09-25")
    billed.void("CN-2026-00001", "2026-09-25")
    assert outstanding(billed, "2026-09-25") == table("C1 | 181.5 | 0")


# Credit


def test_credit_takes_all_back_and_sets_the_hours_free(billed: Office) -> None:
    note = billed.credit("2026-00001", "2026-09-20")
    assert (note.invoice_number, note.client_id, note.currency) == ("CN-2026-00001", "C1", "EUR")
    assert [str(amount) for amount in (note.net_amount, note.tax_amount, note.total_amount)] == [
        "150.00",
        "31.50",
        "181.50",
    ]
    assert (note.hours, note.entry_ids) == (Decimal(3), ("T1", "T2"))
    assert billed.lines("CN-2026-00001") == billed.lines("2026-00001")
    assert shown(
        billed.query(
            "select kind, preceding_invoice_number, issue_date, due_date from invoices where kind <> 'invoice'"
        )
    ) == table("credit_note | 2026-00001 | 2026-09-20 | None")
    assert {as_of: billed.unbilled(as_of) for as_of in ("2026-09-19", "2026-09-20")} == {
        "2026-09-19": [],
        "2026-09-20": ["T1", "T2"],
    }
    assert outstanding(billed, "2026-09-19") == table("C1 | 181.5 | 0")
    assert outstanding(billed, "2026-09-20") == []


def test_credited_hours_are_billed_again_from_that_day(billed: Office) -> None:
    billed.credit("2026-00001", "2026-09-20")
    assert billed.bill(on="2026-09-19").invoices == ()
    assert [one.invoice_number for one in billed.bill(on="2026-09-20").invoices] == ["2026-00002"]


def test_credit_notes_have_a_series_of_their_own(office: MakeOffice) -> None:
    there = office(
        '[billing]\ncredit_note_series = "G/{seq}"',
        timesheets=WORK,
        invoices="""
            invoice_number | client_id | issue_date | total_amount | kind
            G/41           | C1        | 2025-08-01 | 10           | credit_note
        """,
    )
    there.bill(per="project")
    assert [there.credit(number, "2026-09-30").invoice_number for number in ("2026-00002", "2026-00001")] == [
        "G/42",
        "G/43",
    ]


def test_what_was_paid_becomes_the_clients_credit(billed: Office) -> None:
    billed.given(payments="payment_id | payment_date | amount | invoice_number\nM1 | 2026-09-12 | 100 | 2026-00001")
    billed.credit("2026-00001", "2026-09-20")
    assert outstanding(billed, "2026-09-20") == table("C1 | -100 | 100")


@pytest.mark.parametrize(
    ("number", "amounts", "lines"),
    [
        ("A", "100.00 21.00 121.00", "Invoice A | 1 | 100 | 100"),
        ("B", "80.00 0.00 80.00", "Invoice B | 1 | 80 | 80"),
        ("PAID", "100.00 0.00 100.00", "Invoice PAID | 1 | 100 | 100"),
        # 121 - 30.25 has been credited before
        ("IN-PART", "75.00 15.75 90.75", "Invoice IN-PART, rest | 1 | 75 | 75"),
        # the earlier note is void
        ("TAKEN-BACK", "50.00 0.00 50.00", "Invoice TAKEN-BACK | 1 | 50 | 50"),
    ],
)
def test_credit_is_for_what_is_left(old: Office, number: str, amounts: str, lines: str) -> None:
    note = old.credit(number, "2026-09-20")
    assert [str(amount) for amount in (note.net_amount, note.tax_amount, note.total_amount)] == amounts.split()
    assert old.lines(note.invoice_number) == table(lines)
    assert number not in {row["invoice_number"] for row in old.report("open_invoices", "2026-09-20")}
    with pytest.raises(BillingError, match="credited in full already"):
        old.credit(number, "2026-09-20")


@pytest.mark.parametrize(
    ("number", "on", "reason"),
    [
        ("NONE", "2026-09-20", "there is no invoice NONE in the books"),
        ("DRAFT", "2026-09-20", "invoice DRAFT is a draft"),
        ("VOID", "2026-09-20", "invoice VOID is void since 2026-09-03"),
        ("A", "2026-08-31", "invoice A is of 2026-09-01; choose that day or a later one to credit it, not 2026-08-31"),
        ("CREDITED", "2026-09-20", "invoice CREDITED is credited in full already"),
        ("NOTE", "2026-09-20", "credit note NOTE is no invoice; void it to take it back"),
        (
            "GIVEN-UP",
            "2026-09-20",
            "invoice GIVEN-UP is written off, in part at least; import its write-offs with amount 0",
        ),
        ("ZERO", "2026-09-20", "invoice ZERO is of zero; there is nothing left to credit"),
    ],
)
def test_credit_is_refused(unchanged: Office, number: str, on: str, reason: str) -> None:
    with pytest.raises(BillingError, match=reason):
        unchanged.credit(number, on)
    assert unchanged.query("from batches where kind = 'credit'") == []
    assert unchanged.files() == []


def test_a_write_off_taken_back_makes_way_for_the_credit(old: Office) -> None:
    old.given(write_offs="invoice_number | write_off_date | amount\nGIVEN-UP | 2026-09-10 | 0")
    assert old.credit("GIVEN-UP", "2026-09-20").total_amount == Decimal(100)
    assert "GIVEN-UP" not in {row["invoice_number"] for row in old.report("open_invoices", "2026-09-20")}


def test_stored_balances_are_the_sums_of_the_reductions(old: Office) -> None:
    old.credit("A", "2026-09-20")
    old.credit("IN-PART", "2026-09-20")
    old.void("NOTE", "2026-09-20")
    old.void("BOUNCED", "2026-09-12")
    assert (
        old.query("""
            with reduced as (
                select invoice_number, sum(amount) as amount, max(reduction_date) as last_reduction
                from reductions group by invoice_number
            )
            select invoices.invoice_number, invoices.balance, invoices.last_reduction, invoices.total_amount, reduced.amount
            from books.invoices as invoices
            left join reduced on reduced.invoice_number = invoices.invoice_number
            where invoices.kind = 'invoice' and (
                invoices.balance <> invoices.total_amount - coalesce(reduced.amount, 0)
                or invoices.last_reduction is distinct from reduced.last_reduction
            )
        """)
        == []
    )


# Credit of a part


def test_a_line_is_credited_and_only_its_hours_are_free(billed: Office) -> None:
    note = billed.credit("2026-00001", "2026-09-20", Part(line=1), reason="Wrong project")
    assert (note.net_amount, note.tax_amount, note.entry_ids) == (Decimal(100), Decimal(21), ("T1",))
    assert billed.unbilled("2026-09-19") == []
    assert billed.unbilled("2026-09-20") == ["T1"]
    assert outstanding(billed, "2026-09-20") == table("C1 | 60.5 | 0")
    assert billed.query("select notes, preceding_invoice_number from invoices where kind = 'credit_note'") == [
        ("Wrong project", "2026-00001")
    ]
    assert [one.entry_ids for one in billed.bill(on="2026-09-20").invoices] == [("T1",)]
    assert billed.differences("2026-09-30") == []
    # What is left is credited as before, and only then are its hours free too.
    rest = billed.credit("2026-00001", "2026-09-21")
    assert (rest.total_amount, rest.entry_ids) == (Decimal("60.50"), ("T2",))
    assert billed.unbilled("2026-09-21") == ["T2"]
    assert billed.differences("2026-09-30") == []


def test_entries_are_credited_with_what_they_were_billed_at(billed: Office) -> None:
    note = billed.credit("2026-00001", "2026-09-20", Part(entries=("T2",)))
    assert billed.lines(note.invoice_number) == table("Second | 1 | 50 | 50")
    assert billed.unbilled("2026-09-20") == ["T2"]
    billed.void(note.invoice_number, "2026-09-25")
    assert {day: billed.unbilled(day) for day in ("2026-09-24", "2026-09-25")} == {
        "2026-09-24": ["T2"],
        "2026-09-25": [],
    }


def test_an_amount_is_credited_with_its_tax_and_sets_nothing_free(billed: Office) -> None:
    note = billed.credit("2026-00001", "2026-09-20", Part(amount=Decimal("10.005")))
    assert (note.net_amount, note.tax_amount, note.total_amount) == (
        Decimal("10.01"),
        Decimal("2.10"),
        Decimal("12.11"),
    )
    assert billed.lines(note.invoice_number) == table("Invoice 2026-00001, in part | 1 | 10.01 | 10.01")
    assert billed.unbilled("2026-09-20") == []
    rest = billed.credit("2026-00001", "2026-09-20", Part(amount=Decimal("139.99")))
    assert (rest.net_amount + note.net_amount, rest.tax_amount + note.tax_amount) == (Decimal(150), Decimal("31.50"))
    # Credited in full by parts.
    assert billed.unbilled("2026-09-20") == ["T1", "T2"]


@pytest.mark.parametrize(
    ("part", "message"),
    [
        (Part(line=3), "invoice 2026-00001 has no line 3; `invotrack invoices show 2026-00001` shows them"),
        (Part(entries=("T1", "T9")), "invoice 2026-00001 does not bill entry T9"),
        (Part(line=1), "entry T1 of invoice 2026-00001 is credited already"),
        (Part(entries=("T1",)), "entry T1 of invoice 2026-00001 is credited already"),
        (Part(amount=Decimal(51)), "invoice 2026-00001 has 50.000 EUR before tax left to credit, not 51.00"),
        (Part(amount=Decimal(0)), "the amount is 0; give what is to be credited, before tax, as more than nothing"),
    ],
)
def test_a_part_that_cannot_be_credited_is_refused(billed: Office, part: Part, message: str) -> None:
    billed.credit("2026-00001", "2026-09-20", Part(line=1))
    with pytest.raises(BillingError, match=message):
        billed.credit("2026-00001", "2026-09-20", part)


def test_a_part_takes_its_share_of_a_discount_on_the_whole(office: MakeOffice) -> None:
    there = office(
        clients="client_id | name | discount_percent\nC1 | Acorn | 10\nC2 | Birch | -",
        timesheets=WORK,
    )
    there.bill(on="2026-09-10")
    note = there.credit("2026-00001", "2026-09-20", Part(line=1))
    assert note.net_amount == Decimal("90.00")
    assert there.lines(note.invoice_number) == table("First | 2 | 50 | 100\nDiscount | 1 | -10 | -10")


def test_what_was_sent_is_credited_not_voided(billed: Office) -> None:
    billed.mark_sent("2026-00001", "2026-09-11")
    with pytest.raises(BillingError, match="invoice 2026-00001 was sent on 2026-09-11; credit it instead"):
        billed.void("2026-00001", "2026-09-20")
    assert billed.credit("2026-00001", "2026-09-20").total_amount == Decimal("181.50")


def test_a_dump_with_a_credit_in_part_reads_back(billed: Office, tmp_path: Path) -> None:
    billed.credit("2026-00001", "2026-09-20", Part(line=1))
    billed.bill(on="2026-09-20")
    reader = Reader(billed.books, billed.settings)
    dump(reader.connection, [], "csv", tmp_path / "dump")
    reader.close()
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / "invotrack.toml").write_text("", "utf-8")
    settings = load_settings(tmp_path / "copy")
    books = Books(settings.warehouse_folder)
    books.create()
    result = import_files(books, settings, [tmp_path / "dump"], recorded_at=RECORDED_AT)
    assert [(file.path, file.error, file.rejected) for file in result.files if file.error or file.rejected] == []
