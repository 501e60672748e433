from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from invotrack_analytics.documents.invoice import Entry, InvoiceDocument, Party
from invotrack_analytics.documents.payment_code import payment_code
from invotrack_analytics.documents.sheet import sheet_of
from invotrack_analytics.errors import InvotrackError

Invoice = Callable[..., InvoiceDocument]


def test_the_sums_show_the_tax_on_each_rate(invoice: Invoice) -> None:
    sheet = sheet_of(invoice())
    assert sheet["totals"] == [
        ["Subtotal", "€2,517.50"],
        ["Tax 10% on €1,187.50", "€118.75"],
        ["Tax 21% on €1,330.00", "€279.30"],
        ["Total tax", "€398.05"],
    ]
    assert sheet["total"] == ["Total due", "€2,915.55"]


def test_an_invoice_says_when_and_how_to_pay(invoice: Invoice) -> None:
    sheet = sheet_of(invoice())
    assert sheet["highlight"] == ["Due date", "30 Oct 2026"]
    assert sheet["payment"] == {
        "title": "Payment",
        "rows": [
            ["Pay to", "Alder & Finch SL"],
            ["Account", "ES91 2100 0418 4502 0005 1332"],
            ["Reference", "2026-00042"],
            ["Terms", "30 days"],
        ],
        "code": [
            "Scan to pay",
            "QR code of a SEPA credit transfer of €2,915.55 to ES91 2100 0418 4502 0005 1332",
            payment_code(invoice()),
        ],
    }


def test_a_credit_note_asks_for_no_money_and_names_what_it_corrects(invoice: Invoice) -> None:
    sheet = sheet_of(invoice(kind="credit_note", number="CN-2026-00001", preceding_invoice_number="2026-00042"))
    assert sheet["kind"] == "Credit note"
    assert sheet["highlight"] == ["Corrects invoice", "2026-00042"]
    assert sheet["total"] == ["Total credited", "€2,915.55"]
    assert sheet["payment"] is None


@pytest.mark.parametrize(("days", "written"), [(0, "Due on receipt"), (1, "1 day"), (45, "45 days")])
def test_terms_in_words(invoice: Invoice, days: int, written: str) -> None:
    payment = sheet_of(invoice(bank_details=None, payment_terms_days=days))["payment"]
    assert payment == {"title": "Payment", "rows": [["Reference", "2026-00042"], ["Terms", written]], "code": None}


@pytest.mark.parametrize(
    ("party", "lines"),
    [
        (
            Party("A", None, "1 Main St\nFloor 2", "10001", "New York", "US"),
            ["1 Main St", "Floor 2", "New York 10001", "United States"],
        ),
        (
            Party("A", "B1", None, "28013", "Madrid", "es", "a@b.example"),
            ["28013 Madrid", "Spain", "Tax ID B1", "a@b.example"],
        ),
        (Party("A", None, None, None, None, "Freedonia"), ["Freedonia"]),
        (Party("A", "", "", "", "", ""), []),
    ],
)
def test_an_address_follows_its_country(invoice: Invoice, party: Party, lines: list[str]) -> None:
    assert sheet_of(invoice(buyer=party))["buyer"] == {"name": "A", "lines": lines}


@pytest.mark.parametrize(("country", "paper"), [("ES", "a4"), ("US", "us-letter"), ("us", "us-letter"), (None, "a4")])
def test_the_paper_is_the_sellers(invoice: Invoice, country: str | None, paper: str) -> None:
    assert sheet_of(invoice(seller=replace(invoice().seller, country=country)))["paper"] == paper


def test_the_timesheet_shows_each_entry_in_real_money_and_their_sum(invoice: Invoice) -> None:
    entry = Entry(
        "T-1", date(2026, 9, 2), "Elena Tanaka", "Ledger", "Analysis", None,
        Decimal("0.1667"), Decimal(90), Decimal("15.003"),
    )  # fmt: skip
    hashed = replace(entry, entry_id="f" * 64, task=None)
    timesheet = sheet_of(invoice(entries=(entry, hashed)))["timesheet"]
    assert isinstance(timesheet, dict)
    assert timesheet["rows"] == [
        [["2 Sept 2026", "T-1"], "Elena Tanaka", ["Ledger", "Analysis"], "0.1667", "90.00", "15.00"],
        [["2 Sept 2026", ""], "Elena Tanaka", ["Ledger", ""], "0.1667", "90.00", "15.00"],
    ]
    # 30.006 in all: the sum is rounded once.
    assert timesheet["total"] == ["Total", "0.3334", "", "30.01"]


def test_an_invoice_without_entries_has_no_timesheet(invoice: Invoice) -> None:
    assert sheet_of(invoice())["timesheet"] is None


def test_a_kind_that_is_no_document_is_refused(invoice: Invoice) -> None:
    with pytest.raises(InvotrackError, match="2026-00042: kind 'late_fee' cannot be printed"):
        sheet_of(invoice(kind="late_fee"))
