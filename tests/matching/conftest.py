"""Offices whose bank lines are to be matched."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from invotrack_analytics.workbench import Workbench
from invotrack_analytics.workspace import create_workspace

CLIENTS = """
client_id  name
ACME       Acme Consulting S.L.
BOLT       Bolt & Nut Ltd
"""
INVOICES = """
invoice_number  client_id  issue_date  due_date    currency  total_amount
INV-2026-0001   ACME       2026-01-01  2026-01-31  EUR       100.00
INV-2026-0002   ACME       2026-02-01  2026-03-03  EUR       250.00
INV-2026-0003   BOLT       2026-02-01  2026-03-03  EUR       100.00
INV-2026-0004   BOLT       2026-02-01  2026-03-03  USD       70.00
"""


class Office:
    """The books, and what is said of their bank lines."""

    def __init__(self, folder: Path, **tables: str) -> None:
        if not folder.exists():
            create_workspace(folder, name="The office", country="ES", currency="EUR")
        self.book = Workbench.open(folder)
        self.folder = folder
        for name, table in tables.items():
            self.load(name, table)

    def load(self, name: str, table: str) -> None:
        """Import a table that is cut at two spaces."""
        rows = [re.split(r"\s{2,}", line.strip()) for line in table.strip().splitlines()]
        path = self.folder / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([["" if cell == "-" else cell for cell in row] for row in rows])
        (imported,) = self.book.import_files(path).files
        assert (imported.error, imported.rejected) == (None, 0)

    def bank(self, *lines: str) -> None:
        """Import bank lines: amount, payer, account, remittance, structured reference."""
        header = (
            "bank_line_id  booking_date  currency  amount  payer_name  payer_iban  remittance  structured_reference"
        )
        numbered = [f"B{at}  2026-03-0{at}  EUR  {line.strip()}" for at, line in enumerate(lines, start=1)]
        self.load("bank_lines", "\n".join([header, *numbered]))

    def certain(self, **options: Any) -> list[tuple[str, str, str]]:
        """Line, what it pays, and why, of what is certain."""
        return [
            (line.bank_line_id, paid(line.certain.allocations), " ".join(line.certain.evidence))
            for line in self.book.match(**options).lines
            if line.certain is not None
        ]

    def suggested(self) -> list[tuple[str, str, str]]:
        """Line, what it may pay, and why, best first."""
        return [
            (line.bank_line_id, paid(found.allocations), " ".join(found.evidence))
            for line in self.book.match().lines
            for found in line.suggestions
        ]

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What the books say."""
        return [
            tuple(f"{value:.2f}" if isinstance(value, Decimal) else value for value in row)
            for row in self.book.sql(query).fetchall()
        ]


def paid(allocations: Any) -> str:
    """What allocations pay, in few words."""
    return " ".join(f"{part.invoice_number or part.client_id}:{part.amount:.2f}" for part in allocations)


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with those clients and invoices, for others to begin with a copy."""
    return Office(tmp_path_factory.mktemp("begun") / "office", clients=CLIENTS, invoices=INVOICES).folder


@pytest.fixture
def office(tmp_path: Path, begun: Path) -> Callable[..., Office]:
    """Return a way to open an office: `office(invoices=…)`, with more tables or others."""

    def office(**tables: str) -> Office:
        folder = tmp_path / "office"
        if tables.keys() & {"clients", "invoices"}:
            return Office(folder, **({"clients": CLIENTS, "invoices": INVOICES} | tables))
        shutil.copytree(begun, folder)
        return Office(folder, **tables)

    return office
