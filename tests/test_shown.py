"""Imports, rejects, billing runs and checks as a notebook shows them."""

from decimal import Decimal
from pathlib import Path

import pytest
from lxml import html

from invotrack_analytics.billing.result import BillingResult, IssuedInvoice, Unbillable
from invotrack_analytics.config import Company, Settings
from invotrack_analytics.intake.importing import ImportedFile, ImportResult
from invotrack_analytics.intake.loading import Counts
from invotrack_analytics.intake.quarantine import Problem, RejectedRow
from invotrack_analytics.reports.check import Invariant
from invotrack_analytics.shown import ShownBilling, ShownChecks, ShownImport, ShownRejects

SETTINGS = Settings(folder=Path(), company=Company(locale="es_ES"))
HOSTILE = "<img src=x onerror=alert(1)>.csv"


def table(shown: object) -> tuple[str, list[list[str]]]:
    """The caption and the rows of what a notebook shows."""
    page = html.fromstring(shown._repr_html_())  # type: ignore[attr-defined]
    assert page.xpath("//img") == []
    rows = [[cell.text_content() for cell in row] for row in page.xpath("//tbody/tr")]
    return page.xpath("//caption")[0].text_content(), rows


def test_an_import_is_a_line_for_each_file_and_data_set() -> None:
    files = [
        ImportedFile(
            f"/in/{HOSTILE}", datasets={"invoices": Counts(1234, 1200, 4, 0, 30)}, warnings={"due_before_issue": 2}
        ),
        ImportedFile("/in/empty.csv", error="empty.csv: has no rows"),
    ]
    assert table(ShownImport.of(ImportResult(files, resolved=3), SETTINGS)) == (
        "Import 2 files, 30 rows wait in quarantine, 3 rows of earlier imports left it",
        [
            [HOSTILE, "invoices", "1.234", "1.200", "4", "0", "30", "due_before_issue in 2"],
            ["empty.csv", "", "0", "0", "0", "0", "0", "empty.csv: has no rows"],
        ],
    )


def test_a_rejected_row_is_a_line_for_each_reason() -> None:
    problems = (
        Problem("invoices", "not_a_date", "issue_date", "31/09/2026"),
        Problem("invoices", "total_mismatch", None, None),
    )
    row = RejectedRow("R1", f"/in/{HOSTILE}", 7, "canonical", ("invoice_number",), ("A",), problems)
    assert table(ShownRejects([row])) == (
        "Quarantine 1 row",
        [
            ["R1", HOSTILE, "7", "invoices", "not_a_date", "issue_date", "31/09/2026"],
            ["R1", HOSTILE, "7", "invoices", "total_mismatch", "", ""],
        ],
    )


@pytest.mark.parametrize(
    ("currency", "total", "shown"),
    [("EUR", "1210.00", "1.210,00"), ("JPY", "121000", "121.000"), ("KWD", "1.500", "1,500")],
)
def test_a_billing_run_is_a_line_for_each_invoice(currency: str, total: str, shown: str) -> None:
    amount = Decimal(total)
    invoice = IssuedInvoice("2026-00001", "C1", currency, amount, amount * 0, amount, Decimal("7.2500"), ("T1",))
    unbillable = (Unbillable("T2", "no_rate"), Unbillable("T3", "no_rate"), Unbillable("T4", "on_draft"))
    caption, ((*_, hours, net, _, whole),) = table(ShownBilling.of(BillingResult((invoice,), unbillable), SETTINGS))
    assert caption == "Billing 1 invoice; not billed: no_rate in 2; not billed: on_draft in 1"
    assert (hours, net, whole) == ("7,25", shown, shown)


def test_checks_say_which_hold() -> None:
    checks = ShownChecks(
        [
            Invariant("keys_unique", "A key stands once.", True, []),  # noqa: FBT003
            Invariant("entries_billed_once", "Once.", False, [{"entry_id": "T1"}]),  # noqa: FBT003
        ]
    )
    assert table(checks) == (
        "Check 1 of 2 hold",
        [["keys_unique", "A key stands once.", "yes", "0"], ["entries_billed_once", "Once.", "no", "1"]],
    )
