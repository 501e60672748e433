"""A firm whose journal is handed over: small books, filled through import and corrected through import."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from invotrack_analytics.cli import main
from invotrack_analytics.workbench import Workbench
from invotrack_analytics.workspace import create_workspace

Given = dict[str, str]

BOOKS: Given = {
    "clients.csv": """
        client_id,name,currency
        C1,Acorn & Söhne,EUR
        C2,"Łódź, Ltd",USD
    """,
    "invoices.csv": """
        invoice_number,client_id,issue_date,due_date,net_amount,tax_amount,total_amount,kind,preceding_invoice_number
        A/1,C1,2026-03-10,2026-04-09,1080.55,218.06,1298.61,,
        A/2,C2,2026-03-31,2026-04-30,500.00,0.00,500.00,,
        N/1,C1,2026-04-15,,100.00,21.00,121.00,credit_note,A/1
    """,
    "invoice_lines.csv": """
        invoice_number,line_number,description,net_amount,tax_rate,category
        A/1,1,Advice,1000.00,21,Consulting
        A/1,2,Hotel,80.55,10,Travel
        A/2,1,Support,500.00,0,Support
        N/1,1,Advice,100.00,21,Consulting
    """,
    "payments.csv": """
        payment_id,payment_date,amount,client_id,invoice_number,currency
        P1,2026-05-04,1000.00,,A/1,
        P2,2026-05-05,50.00,C2,,USD
    """,
    "write_offs.csv": """
        invoice_number,write_off_date,amount,reason
        A/2,2026-06-30,20.00,small change
    """,
}
"""Two rates on A/1: 210.00 + 8.06."""


class Firm:
    """The workspace, its command line and its workbench."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        create_workspace(folder, name="Alder & Finch", currency="EUR", country="ES")

    def given(self, files: Given) -> None:
        """Import files, as a person would save them."""
        exports = self.folder / "exports"
        exports.mkdir(exist_ok=True)
        for name, text in files.items():
            lines = [line.strip() for line in text.strip().splitlines()]
            (exports / name).write_text("\n".join(lines) + "\n", "utf-8")
        Workbench.open(self.folder).import_files([exports / name for name in files])

    def settle(self, text: str) -> None:
        """Write ledger.toml."""
        (self.folder / "ledger.toml").write_text(text, "utf-8")

    @property
    def book(self) -> Workbench:
        return Workbench.open(self.folder)

    def files(self, format_: str, **asked: Any) -> dict[str, bytes]:
        """The files of an export."""
        return dict(self.book.ledger(format_, **asked).rendered.files)

    def rows(self, content: bytes, delimiter: str = ",") -> list[dict[str, str]]:
        """A CSV file's rows."""
        return list(csv.DictReader(io.StringIO(content.decode()), delimiter=delimiter))


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    made = Firm(tmp_path / "firm")
    made.given(BOOKS)
    return made


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Iterator[Any]:
    """The command line in this process: its exit code and what it printed on stdout."""

    def command(firm: Firm, *arguments: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as left:
            main(["--workspace", str(firm.folder), *arguments])
        return int(left.value.code or 0), capsys.readouterr().out

    return iter([command])


@pytest.fixture
def asked(run: Iterator[Any]) -> Any:
    """The command line's JSON answer."""
    command = next(run)

    def document(firm: Firm, *arguments: str) -> Any:
        code, printed = command(firm, *arguments, "--json")
        assert code == 0, printed
        return json.loads(printed)

    return document


def summed(rows: list[dict[str, str]], key: str) -> dict[tuple[str, str], Decimal]:
    """Debits less credits by a column and the currency, without what comes to nothing."""
    sums: dict[tuple[str, str], Decimal] = {}
    for row in rows:
        at = (row[key], row["currency"])
        sums[at] = sums.get(at, Decimal(0)) + Decimal(row["debit"]) - Decimal(row["credit"])
    return {at: amount for at, amount in sums.items() if amount}
