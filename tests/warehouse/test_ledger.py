"""The ledger of books without instalments has the names and columns of the one with them, and no rows."""

from __future__ import annotations

from datetime import datetime

import pytest

from invotrack_analytics.workbench import Workbench
from invotrack_analytics.workspace import create_workspace

INVOICES = "invoice_number,client_id,issue_date,due_date,total_amount\nINV-1,ACME,2026-01-10,2026-02-09,100.00\n"
CLIENTS = "client_id,name\nACME,Acme\n"
INSTALMENTS = "invoice_number,instalment_number,due_date,amount\nINV-1,1,2026-01-20,40.00\nINV-1,2,2026-02-09,60.00\n"
PAYMENTS = "payment_id,client_id,invoice_number,payment_date,amount\nP-1,ACME,INV-1,2026-01-25,50.00\n"
RELATIONS = (
    "due_parts",
    "invoice_parts",
    "divided_invoices",
    "claimed_parts(date '2026-03-31')",
    "part_reductions(date '2026-03-31')",
)

Described = dict[str, list[tuple[list[tuple[str, str]], int]]]
"""Of each relation, time after time: its columns, and how many rows it has."""


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Described:
    """Return what there is before instalments came, after, and then as known before."""
    folder = tmp_path_factory.mktemp("ledger") / "office"
    create_workspace(folder, name="The office", country="ES")
    workbench = Workbench.open(folder)

    def imported(**files: str) -> None:
        for name, text in files.items():
            (folder / f"{name}.csv").write_text(text, "utf-8")
        workbench.import_files([folder / f"{name}.csv" for name in files])

    found: Described = {relation: [] for relation in RELATIONS}

    def look(known_on: datetime | None = None) -> None:
        for relation in RELATIONS:
            shown = workbench.sql(f"describe from {relation}", known_on=known_on).fetchall()
            rows = workbench.sql(f"from {relation}", known_on=known_on).fetchall()
            found[relation].append(([(row[0], row[1]) for row in shown], len(rows)))

    imported(clients=CLIENTS, invoices=INVOICES, payments=PAYMENTS)
    look()
    imported(instalments=INSTALMENTS)
    look()
    look(known_on=workbench.batches()[-2].recorded_at)
    return found


@pytest.mark.parametrize("relation", RELATIONS)
def test_the_columns_are_the_same_with_and_without_instalments(described: Described, relation: str) -> None:
    without, divided, before = described[relation]
    assert without[0] == divided[0] == before[0]


@pytest.mark.parametrize(("relation", "rows"), zip(RELATIONS, (2, 2, 1, 2, 2), strict=True))
def test_instalments_count_from_when_they_are_known(described: Described, relation: str, rows: int) -> None:
    assert [count for _, count in described[relation]] == [0, rows, 0]
