from collections.abc import Callable

import pytest
from lxml import etree

from invotrack_analytics.documents.cii import render_cii
from invotrack_analytics.documents.invoice import InvoiceDocument

Invoice = Callable[..., InvoiceDocument]


def texts(document: InvoiceDocument, name: str) -> list[str]:
    """The texts of the elements of this name, without their blanks."""
    root = etree.fromstring(render_cii(document))
    return ["".join(element.itertext()).strip() for element in root.iter(f"{{*}}{name}")]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("TypeCode", ["380", "VAT", "VAT", "58", "VAT", "VAT"]),
        ("IssueDateTime", ["20260930"]),
        ("DueDateDateTime", ["20261030"]),
        ("StartDateTime", ["20260901"]),
        ("OccurrenceDateTime", ["20260930"]),
        ("InvoiceCurrencyCode", ["EUR"]),
        ("BilledQuantity", ["12.5", "14"]),
        ("LineTotalAmount", ["1187.50", "1330.00", "2517.50"]),
        ("CalculatedAmount", ["118.75", "279.30"]),
        ("GrandTotalAmount", ["2915.55"]),
        ("DuePayableAmount", ["2915.55"]),
        ("IBANID", ["ES9121000418450200051332"]),
        ("CountryID", ["ES", "DE"]),
    ],
)
def test_the_file_says_what_the_invoice_says(invoice: Invoice, name: str, expected: list[str]) -> None:
    assert texts(invoice(), name) == expected


def test_a_credit_note_names_what_it_corrects(invoice: Invoice) -> None:
    note = invoice(kind="credit_note", due_date=None, preceding_invoice_number="7")
    assert texts(note, "TypeCode")[0] == "381"
    assert texts(note, "InvoiceReferencedDocument") == ["7"]
    assert texts(note, "IBANID") == []


def test_made_again_it_is_the_same_to_the_byte(invoice: Invoice) -> None:
    assert render_cii(invoice()) == render_cii(invoice())
