# ruff: noqa: E501 - a table is as wide as its columns
"""Differences of a report between two moments: closings with corrections between them, as small tables."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from invotrack_analytics.errors import ReportError
from invotrack_analytics.intake.importing import import_files
from invotrack_analytics.reports import REPORTS, Report
from invotrack_analytics.reports.difference import where_it_differs
from invotrack_analytics.reports.report import Result
from invotrack_analytics.warehouse.books import Books
from invotrack_analytics.workbench import Workbench
from tests.reports.conftest import shown, table_cells, table_rows, write_tables

CLOSED = datetime(2026, 10, 2, tzinfo=UTC)
CLOSED_AGAIN = datetime(2026, 11, 2, tzinfo=UTC)

GIVEN = {
    "projects": "project_id  client_id  name  hourly_rate\nP1  C1  Advice  100\nP2  C2  Audit  50",
    "timesheets": """
        entry_id  employee_id  project_id  work_date   hours
        T1        E1           P1          2026-08-01  2
        T2        E1           P2          2026-08-02  3
    """,
    "invoices": """
        invoice_number  client_id  issue_date  due_date    total_amount
        I1              C1         2026-08-01  2026-08-31  200.00
        I2              C1         2026-08-05  2026-10-04  250.50
        I3              C2         2026-09-01  2026-10-01  80.00
    """,
    "billed_entries": """
        entry_id  invoice_number  line_number  hours  rate  amount
        T1        I1              1            2      100   200.00
    """,
    "payments": "payment_id  payment_date  amount  invoice_number\nM1  2026-09-01  40.00  I1",
}
CORRECTIONS = {
    "payments": """
        payment_id  payment_date  amount  invoice_number
        M1          2026-09-01    60.00   I1
        M2          2026-09-10    80.00   I3
    """,
    "timesheets": "entry_id  employee_id  project_id  work_date  hours\nT2  E1  P2  2026-08-02  3.5",
    "invoices": "invoice_number  client_id  issue_date  due_date  total_amount\nI4  C1  2026-09-20  2026-10-20  10.00",
}

Corrected = Callable[..., Workbench]


@pytest.fixture(scope="module")
def corrected(books_of: Any, tmp_path_factory: pytest.TempPathFactory) -> Corrected:
    """Return a way to get books that were closed, then corrected on the days that follow, a file a day."""

    def corrected(**corrections: str) -> Workbench:
        given = books_of(own=True, **GIVEN)
        for day, (name, table) in enumerate(corrections.items(), start=5):
            folder = tmp_path_factory.mktemp("corrections") / "late"
            write_tables({name: table_rows(table)}, folder)
            warehouse = Books(given.settings.warehouse_folder)
            import_files(
                warehouse,
                given.settings,
                [folder / f"{name}.csv"],
                recorded_at=datetime(2026, 10, day),  # noqa: DTZ001  UTC without saying so
            )
        (given.folder / "invotrack.toml").write_text('[billing]\nincomplete = "issue"\n', "utf-8")
        return Workbench.open(given.folder)

    return corrected


@pytest.fixture(scope="module")
def book(corrected: Corrected) -> Workbench:
    """Books that were closed, corrected and closed again."""
    return corrected(**CORRECTIONS)


def shows(book: Workbench, name: str, expected: str, **asked: Any) -> None:
    """Hold a difference against a table; a file is told by its name alone."""
    result = book.diff(name, as_of="2026-09-30", **({"against": CLOSED, "known_on": CLOSED_AGAIN} | asked))
    header, *rows = table_cells(expected)
    columns = {column.name: column for column in result.columns}
    assert [
        [
            "; ".join(Path(cause).name for cause in str(row[name]).split("; "))
            if name == "caused_by"
            else shown(row[name], columns[name], "EUR")
            for name in header
        ]
        for row in result.rows()
    ] == rows


def test_a_row_is_changed_added_or_gone_and_its_amounts_add_up(book: Workbench) -> None:
    shows(
        book,
        "open_invoices",
        """
        change   invoice_number  open_amount_before  open_amount_difference  open_amount  caused_by
        changed  I1              160.00              -20.00              140.00       payments.csv
        added    I4              -                   10.00               10.00        invoices.csv
        gone     I3              80.00               -80.00              -            payments.csv
        """,
    )


def test_a_row_of_a_client_names_every_batch_that_touched_its_account(book: Workbench) -> None:
    shows(
        book,
        "aging",
        """
        change   client_id  not_due_before  not_due_difference  not_due  outstanding_difference  caused_by
        changed  C1         250.50          10.00           260.50   -10.00              payments.csv; invoices.csv
        gone     C2         80.00           -80.00          -        -80.00              payments.csv
        """,
    )


def test_hours_are_traced_to_their_own_imports(book: Workbench) -> None:
    shows(
        book,
        "billable_hours",
        """
        change   project_id  hours_before  hours_difference  hours  standard_amount_difference  caused_by
        changed  P2          3             0.5           3.5    25.00                   timesheets.csv
        """,
    )
    shows(book, "wip_aging", "change  client_id  hours_difference  caused_by\nchanged  C2  0.5  timesheets.csv")
    shows(book, "utilisation", "change  employee_id  hours_difference  caused_by\nchanged  E1  0.5  timesheets.csv")


def test_words_tell_what_they_were_and_a_row_without_a_touch_of_its_own_is_traced_to_its_account(
    corrected: Corrected,
) -> None:
    book = corrected(
        clients="client_id  name\nC2  Beta",
        payments="payment_id  payment_date  amount  client_id\nM0  2026-08-02  5.00  C1",
    )
    shows(
        book,
        "statement",
        """
        change   kind     number  balance_before  balance_difference  balance  client_name  client_name_before  caused_by
        changed  invoice  I3      80.00           0.00            80.00    Beta         C2                  clients.csv
        added    payment  M0      -               195.00          195.00   C1           -                   payments.csv
        changed  invoice  I2      450.50          -5.00           445.50   C1           C1                  payments.csv
        changed  payment  M1      410.50          -5.00           405.50   C1           C1                  payments.csv
        """,
    )


def test_billing_is_a_cause_too(corrected: Corrected) -> None:
    book = corrected()
    against = book.batches()[-1].recorded_at
    book.bill(through="2026-09-30", issue_date="2026-09-30")
    shows(
        book,
        "unbilled_hours",
        "change  entry_id  amount_before  amount_difference  amount  caused_by\ngone  T2  150.00  -150.00  -  bill",
        against=against,
        known_on=None,
    )


def test_the_earlier_moment_is_before_whichever_is_named_first(book: Workbench) -> None:
    def diff(against: datetime, known_on: datetime) -> Result:
        return book.diff("aging", against=against, known_on=known_on, as_of="2026-09-30", client="C1")

    one = diff(CLOSED, CLOSED_AGAIN)
    assert diff(CLOSED_AGAIN, CLOSED).rows() == one.rows()
    assert [row["client_id"] for row in one.rows()] == ["C1"]
    assert diff(CLOSED, CLOSED).rows() == []


def test_a_reader_is_spared_what_differs_nowhere(book: Workbench) -> None:
    result = book.diff("aging", as_of="2026-09-30", against=CLOSED)
    names = {column.name for column in where_it_differs(result).columns}
    assert {"not_due_before", "not_due_difference", "not_due", "d1_30", "outstanding", "client_name"} <= names
    assert not {"d61_90_before", "d61_90_change", "d61_90", "client_name_before"} & names
    assert "d61_90_before" not in result._repr_html_()  # type: ignore[attr-defined]
    assert "61–90 before" not in result._repr_html_()  # type: ignore[attr-defined]  # noqa: RUF001
    assert "d61_90_before" in result.df().columns


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)
def test_before_and_difference_make_after_in_every_report(report: Report, book: Workbench) -> None:
    result = book.diff(report.name, as_of="2026-09-30", against=CLOSED, known_on=CLOSED_AGAIN)
    names = {column.name for column in result.columns}
    money = [column.name for column in result.columns if f"{column.name}_before" in names and column.type == "money"]
    assert all(
        (row[f"{name}_before"] or 0) + row[f"{name}_difference"] == (row[name] or 0)  # type: ignore[operator]
        for row in result.rows()
        for name in money
    )
    # What did not change is the same before and after, so the totals of the whole report tell the same.
    then = book.report(report.name, as_of="2026-09-30", known_on=CLOSED).totals()
    now = book.report(report.name, as_of="2026-09-30", known_on=CLOSED_AGAIN).totals()
    for currency, sums in result.totals().items():
        for name in (name for name in money if name in sums):
            moved = now.get(currency, {}).get(name, Decimal(0)) - then.get(currency, {}).get(name, Decimal(0))
            assert sums[f"{name}_difference"] == moved
    assert all(row["batches"] and row["caused_by"] for row in result.rows())


def test_a_report_that_is_not_there_is_told(book: Workbench) -> None:
    with pytest.raises(ReportError, match="there is no report agging"):
        book.diff("agging", against=CLOSED)
