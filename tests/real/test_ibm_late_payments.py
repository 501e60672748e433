"""IBM's sample of late payments: every figure of the aging, against a count in plain Python."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from invotrack_analytics.workbench import Workbench
from invotrack_analytics.workspace import create_workspace

FILE = Path(__file__).parents[3] / "shared" / "data" / "receivables" / "ibm-late-payments.csv"
AS_OF = date(2013, 6, 30)
BUCKETS = ("not_due", "d1_30", "d31_60", "d61_90", "d91_plus")

pytestmark = pytest.mark.skipif(not FILE.exists(), reason="../shared/data is not beside this clone")


def day(text: str) -> date:
    return datetime.strptime(text, "%m/%d/%Y").date()  # noqa: DTZ007  a date without time


def counted() -> dict[str, dict[str, Decimal]]:
    """Who owes what, counted by hand: an invoice is open from its date until the day before it was settled."""
    owed: dict[str, dict[str, Decimal]] = defaultdict(lambda: dict.fromkeys(BUCKETS, Decimal(0)))
    with FILE.open(newline="") as file:
        for row in csv.DictReader(file):
            if day(row["InvoiceDate"]) <= AS_OF < day(row["SettledDate"]):
                age = (AS_OF - day(row["DueDate"])).days
                bucket = BUCKETS[0] if age <= 0 else BUCKETS[min(4, 1 + (age - 1) // 30)]
                owed[row["customerID"]][bucket] += Decimal(row["InvoiceAmount"])
    return dict(owed)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Workbench:
    folder = tmp_path_factory.mktemp("ibm") / "office"
    create_workspace(folder)
    book = Workbench.open(folder)
    (file,) = book.import_files(FILE).files
    assert file.profile == "ibm-late-payments"
    assert {name: (count.read, count.added) for name, count in file.datasets.items()} == {
        "clients": (100, 100),
        "invoices": (2466, 2466),
        "payments": (2466, 2466),
    }
    return book


def test_aging_is_what_was_counted(book: Workbench) -> None:
    rows = book.report("aging", as_of=AS_OF).rows()
    assert {row["client_id"]: {bucket: row[bucket] for bucket in BUCKETS} for row in rows} == counted()
    assert all(row["currency"] == "USD" and row["unapplied_credit"] == 0 for row in rows)
    assert all(row["outstanding"] == sum(counted()[str(row["client_id"])].values()) for row in rows)


def test_open_invoices_add_up_to_the_aging(book: Workbench) -> None:
    open_amount = sum(row["open_amount"] for row in book.report("open_invoices", as_of=AS_OF).rows())  # type: ignore[misc]
    assert open_amount == sum(sum(owed.values()) for owed in counted().values())


def test_the_books_tie_out_and_the_file_again_adds_nothing(book: Workbench) -> None:
    (again,) = book.import_files(FILE).files
    assert {name: (count.unchanged, count.read) for name, count in again.datasets.items()} == {
        "invoices": (2466, 2466),
        "payments": (2466, 2466),
    }
    assert [item.name for item in book.check(AS_OF) if not item.holds] == []
