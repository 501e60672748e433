from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pytest
import segno

from invotrack_analytics.documents.invoice import InvoiceDocument
from invotrack_analytics.documents.payment_code import payment_code

Invoice = Callable[..., InvoiceDocument]

IBAN = "ES9121000418450200051332"


def code_of(*lines: str) -> str:
    """The SVG of a code that holds these lines, by the rules of EPC069-12: UTF-8, error correction M."""
    image = BytesIO()
    code = segno.make_qr("\n".join(lines).encode(), error="m", boost_error=False)
    code.save(image, kind="svg", border=0, xmldecl=False, svgclass=None, lineclass=None)
    return image.getvalue().decode()


@pytest.mark.parametrize(
    ("changes", "name", "amount", "text"),
    [
        ({}, "Alder & Finch SL", "EUR2915.55", "2026-00042"),
        ({"total_amount": Decimal(100)}, "Alder & Finch SL", "EUR100", "2026-00042"),
        ({"number": "A\nB\x00\r\nEUR1 \u20ac"}, "Alder & Finch SL", "EUR2915.55", "A B EUR1 \u20ac"),
        ({"number": "9" * 200}, "Alder & Finch SL", "EUR2915.55", "9" * 140),
        ({"bank_details": " es91 2100 0418 4502 0005 1332 "}, "Alder & Finch SL", "EUR2915.55", "2026-00042"),
    ],
)
def test_the_code_holds_a_credit_transfer(
    invoice: Invoice, changes: dict[str, object], name: str, amount: str, text: str
) -> None:
    expected = code_of("BCD", "002", "1", "SCT", "", name, IBAN, amount, "", "", text)
    assert payment_code(invoice(**changes)) == expected


@pytest.mark.parametrize(
    "changes",
    [
        {"currency": "USD"},
        {"kind": "credit_note"},
        {"bank_details": None},
        {"bank_details": "ES9121000418450200051333"},
        {"total_amount": Decimal(0)},
        {"total_amount": Decimal(10) ** 9},
        {"number": "語" * 140},
    ],
    ids=str,
)
def test_what_no_bank_takes_has_no_code(invoice: Invoice, changes: dict[str, object]) -> None:
    assert payment_code(invoice(**changes)) is None


def test_a_seller_without_a_name_has_no_code(invoice: Invoice) -> None:
    assert payment_code(invoice(seller=replace(invoice().seller, name=" "))) is None
