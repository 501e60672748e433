"""Two foreign programs read our journal, and refuse it when a cent is changed or an entry left out."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from invotrack_analytics.demo import sample_folder
from invotrack_analytics.workbench import Workbench
from invotrack_analytics.workspace import create_workspace
from tests.bookkeeping.conftest import BOOKS, Firm, summed

ODD_CLIENTS = """
    client_id,name,currency
    C1,"Acorn ""&"" Söhne; (Ltd) | x",EUR
    C2,"Łódź, Ltd",USD
    "ac me:co",Lower,JPY
    "ac-me:co",Other,KWD
"""
ODD_INVOICES = """
    invoice_number,client_id,issue_date,total_amount
    J 1,ac me:co,2026-02-01,150000
    J 2,ac-me:co,2026-02-01,1.005
"""


FILES = {"beancount": "journal.beancount", "hledger": "journal.hledger"}
COMMANDS = {
    "beancount": (sys.executable, "-m", "beancount.scripts.check"),
    "hledger": ("hledger", "check", "-s", "-f"),
}
FORMATS = [
    "beancount",
    pytest.param(
        "hledger",
        marks=pytest.mark.skipif(shutil.which("hledger") is None, reason="no hledger; `make tools` installs it"),
    ),
]


def accepts(format_: str, content: bytes, folder: Path) -> bool:
    """Whether the program whose format it is takes the journal."""
    path = folder / FILES[format_]
    path.write_bytes(content)
    return subprocess.run([*COMMANDS[format_], path], capture_output=True, check=False).returncode == 0


@pytest.fixture
def odd(firm: Firm) -> Firm:
    firm.given({"clients.csv": ODD_CLIENTS, "odd.csv": ODD_INVOICES})
    return firm


@pytest.mark.parametrize("format_", FORMATS)
def test_a_period_is_accepted_and_no_cent_moves_unseen(odd: Firm, format_: str, tmp_path: Path) -> None:
    content = odd.files(format_, date_from="2026-04-01", date_to="2026-12-31")[FILES[format_]]
    assert accepts(format_, content, tmp_path)
    # The payment's two lines, both a cent less: the entry still balances, the accounts do not.
    tampered = content.replace(b"  1000.00 EUR\n", b"  999.99 EUR\n").replace(b"  -1000.00 EUR\n", b"  -999.99 EUR\n")
    assert len(tampered) == len(content) - 2
    assert not accepts(format_, tampered, tmp_path)


@pytest.mark.parametrize("format_", FORMATS)
def test_an_entry_left_out_is_seen(odd: Firm, format_: str, tmp_path: Path) -> None:
    content = odd.files(format_, date_from="2026-01-01", date_to="2026-12-31")[FILES[format_]].decode()
    entries = content.split("\n\n")
    (place,) = [place for place, entry in enumerate(entries) if "payment:P2" in entry]
    assert not accepts(format_, "\n\n".join(entries[:place] + entries[place + 1 :]).encode(), tmp_path)


@pytest.mark.parametrize("format_", FORMATS)
def test_files_of_what_was_new_are_one_journal_when_joined(firm: Firm, format_: str, tmp_path: Path) -> None:
    parts = [firm.files(format_, date_to="2026-12-31", new=True)[FILES[format_]]]
    firm.given({"payments.csv": BOOKS["payments.csv"].replace("1000.00", "900.00")})
    firm.settle("closed_through = 2026-12-31\n")
    parts.append(firm.files(format_, date_to="2027-01-31", new=True)[FILES[format_]])
    assert accepts(format_, b"\n".join(parts), tmp_path)
    assert b"2027-01-01" in parts[1]
    tampered = parts[0].replace(b"1298.61 EUR", b"1298.60 EUR").replace(b"-1000.00 EUR", b"-999.99 EUR")
    assert not accepts(format_, b"\n".join([tampered, parts[1]]), tmp_path)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Workbench:
    """The sample firm's books."""
    folder = tmp_path_factory.mktemp("sample") / "firm"
    create_workspace(folder, name="Alder & Finch", country="ES", currency="EUR")
    book = Workbench.open(folder)
    book.import_files(sample_folder())
    return book


@pytest.mark.parametrize("format_", FORMATS)
def test_the_sample_firms_journal_is_accepted(sample: Workbench, format_: str, tmp_path: Path) -> None:
    files = sample.ledger(format_, date_from="2026-01-01", date_to="2026-09-30").rendered.files
    assert accepts(format_, files[FILES[format_]], tmp_path)


def test_the_sample_firms_receivables_are_its_statements(sample: Workbench) -> None:
    files = sample.ledger("journal-csv", date_from="2026-01-01", date_to="2026-09-30").rendered.files
    rows = list(csv.DictReader(io.StringIO(files["journal.csv"].decode())))
    owed = summed([row for row in rows if row["role"] in {"receivable", "unapplied"}], "client_id")
    balances = {}
    for row in sample.report("statement", as_of="2026-09-30").rows():
        balances[row["client_id"], row["currency"]] = row["balance"]
    assert owed == {account: balance for account, balance in balances.items() if balance}
    assert len(owed) > 30
