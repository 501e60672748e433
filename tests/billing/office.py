"""An office: a workspace with small books, filled through import as anybody fills it, and billed."""

import csv
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from invotrack_analytics.billing.credit_note import Part
from invotrack_analytics.billing.drafts import (
    Draft,
    approve_drafts,
    discard_drafts,
    edit_draft,
    find_drafts,
    issue_drafts,
)
from invotrack_analytics.billing.editing import DraftEdit
from invotrack_analytics.billing.invoicing import BillingResult, bill
from invotrack_analytics.billing.result import IssuedInvoice
from invotrack_analytics.billing.voiding import credit, mark_sent, void
from invotrack_analytics.config import load_settings
from invotrack_analytics.intake.importing import import_files
from invotrack_analytics.reports.answer import answer, find_report, settle
from invotrack_analytics.reports.check import asked_by_checks, run_checks
from invotrack_analytics.reports.readers import Readers
from invotrack_analytics.warehouse.books import Books
from invotrack_analytics.warehouse.macros import names_in

RECORDED_AT = datetime(2026, 10, 1, 12, tzinfo=UTC).replace(tzinfo=None)
STAFF: Mapping[str, str] = {
    "clients": """
        client_id | name
        C1        | Acorn
        C2        | Birch
    """,
    "employees": """
        employee_id | name
        E1          | Ann
        E2          | Bob
    """,
    "projects": """
        project_id | client_id | name
        P1         | C1        | First
        P2         | C1        | Second
        P3         | C2        | Third
    """,
}

WORK = """
    entry_id | employee_id | project_id | work_date  | hours | hourly_rate | task   | description
    T1       | E1          | P1         | 2026-09-01 | 2     | 50          | Design | Sketches
    T2       | E2          | P1         | 2026-09-01 | 1.5   | 50          | Build  | -
    T3       | E1          | P2         | 2026-09-02 | 1     | 50          | -      | -
    T4       | E1          | P1         | 2026-09-02 | 4     | 80          | Design | -
    T5       | E2          | P3         | 2026-09-02 | 3     | 60          | -      | -
"""


def rows_of(table: str) -> list[dict[str, str]]:
    """Read a table: a header, then a line for each row, cells between `|`; `-` is blank."""
    lines = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    header, *body = lines
    return [{name: "" if cell == "-" else cell for name, cell in zip(header, cells, strict=True)} for cells in body]


def issuing(settings: str) -> str:
    """Settings under which a company without an address issues: most tests are about something else than the law."""
    if "incomplete" in settings or "\naddress" in settings:
        return settings
    asked = 'incomplete = "issue"'
    if "[billing]" in settings:
        return settings.replace("[billing]", f"[billing]\n{asked}", 1)
    return f"{settings}\n[billing]\n{asked}\n"


def day(text: str) -> date:
    return date.fromisoformat(text)


class Office:
    """One workspace; days are ISO texts."""

    def __init__(self, folder: Path, settings: str = "", **tables: str) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        begun = (folder / "invotrack.toml").exists()
        (folder / "invotrack.toml").write_text(issuing(settings), "utf-8")
        self.settings = load_settings(folder)
        self.books = Books(self.settings.warehouse_folder)
        self._readers = Readers(self.books, self.settings)
        self._imports = int(begun)
        if not begun:
            self.books.create()
            tables = {**STAFF, **tables}
        if tables:
            self.given(**tables)

    def given(self, **tables: str) -> None:
        """Import tables; every row of them is to be accepted."""
        self._imports += 1
        inbox = self.folder / "inbox" / str(self._imports)
        inbox.mkdir(parents=True)
        for dataset, table in tables.items():
            rows = rows_of(table)
            with (inbox / f"{dataset}.csv").open("w", newline="", encoding="utf-8") as stream:
                writer = csv.DictWriter(stream, fieldnames=list(rows[0]))
                writer.writeheader()
                writer.writerows(rows)
        result = import_files(self.books, self.settings, [inbox], recorded_at=RECORDED_AT)
        assert [(file.path, file.error, file.rejected) for file in result.files if file.error or file.rejected] == []

    def bill(self, on: str = "2026-09-30", through: str | None = None, **options: Any) -> BillingResult:
        return bill(
            self.books,
            self.settings,
            through=day(through or on),
            issue_date=day(on),
            recorded_at=RECORDED_AT,
            **options,
        )

    def drafts(self) -> list[Draft]:
        """The drafts there are."""
        return find_drafts(self._readers.cursor())

    def edit(self, code: str, by: str | None = None, **changes: Any) -> Draft:
        return edit_draft(
            self.books, self.settings, code=code, edit=DraftEdit(**changes), by=by, recorded_at=RECORDED_AT
        )

    def approve(self, *codes: str, by: str) -> None:
        approve_drafts(self.books, self.settings, codes=codes, by=by, recorded_at=RECORDED_AT)

    def discard(self, *codes: str) -> None:
        discard_drafts(self.books, self.settings, codes=codes, recorded_at=RECORDED_AT)

    def issue(self, *codes: str, on: str) -> BillingResult:
        return issue_drafts(self.books, self.settings, codes=codes, issue_date=day(on), recorded_at=RECORDED_AT)

    def void(self, number: str, on: str) -> None:
        void(self.books, self.settings, number=number, on=day(on), recorded_at=RECORDED_AT)

    def credit(self, number: str, on: str, part: Part | None = None, reason: str | None = None) -> IssuedInvoice:
        return credit(
            self.books, self.settings, number=number, on=day(on), recorded_at=RECORDED_AT, part=part, reason=reason
        )

    def mark_sent(self, number: str, on: str) -> None:
        mark_sent(self.books, self.settings, number=number, on=day(on), recorded_at=RECORDED_AT)

    def differences(self, as_of: str) -> list[str]:
        """The invariants that do not hold."""
        cursor = self._readers.cursor(macros=asked_by_checks())
        return [one.name for one in run_checks(cursor, self.settings, day(as_of)) if not one.holds]

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of plain SQL over the data sets and the ledger."""
        return self._readers.cursor(macros=names_in(sql)).execute(sql).fetchall()

    def report(self, name: str, as_of: str) -> list[dict[str, Any]]:
        """Rows of a report."""
        report = find_report(name)
        parameters = settle(self.settings, report, day(as_of))
        return answer(self._readers.cursor(macros=[name]), report, parameters).rows()

    def unbilled(self, as_of: str) -> list[str]:
        return [row["entry_id"] for row in self.report("unbilled_hours", as_of)]

    def lines(self, number: str | None = None) -> list[str]:
        """The lines of an invoice (or all), as a table of text."""
        return shown(
            self.query(f"""
                select description, quantity::double, unit_price::double, net_amount::double
                from invoice_lines where invoice_number = coalesce({literal(number)}, invoice_number)
                order by invoice_number, line_number
            """)
        )

    def files(self) -> list[str]:
        """What lies in the folder of published invoices."""
        folder = self.settings.published_folder / "invoices"
        return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def literal(text: str | None) -> str:
    return "null" if text is None else "'" + text.replace("'", "''") + "'"


def shown(rows: list[tuple[Any, ...]]) -> list[str]:
    """Rows as texts, cells between ` | `, numbers without idle zeros."""
    return [" | ".join(f"{cell:g}" if isinstance(cell, float) else str(cell) for cell in row) for row in rows]


def table(text: str) -> list[str]:
    """A table without header, in the form of `shown`."""
    return [" | ".join(cell.strip() for cell in line.split("|")) for line in text.strip().splitlines()]


def invoices(result: BillingResult) -> list[str]:
    """The invoices of a run, as a table of text."""
    return shown(
        [
            (
                one.invoice_number,
                one.client_id,
                one.currency,
                one.net_amount,
                one.tax_amount,
                one.total_amount,
                " ".join(one.entry_ids),
            )
            for one in result.invoices
        ]
    )


def unbillable(result: BillingResult) -> list[str]:
    return shown([(one.entry_id, one.reason) for one in result.unbillable])
