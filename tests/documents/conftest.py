from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from invotrack_analytics.documents.invoice import InvoiceDocument, Line, Party, TaxSubtotal

_SELLER = Party("Alder & Finch SL", "ESB12345674", "Calle Mayor 1", "28013", "Madrid", "ES", "bill@alder.example")
_BUYER = Party("Meridian GmbH", "DE123456789", "Lindenstraße 14", "10969", "Berlin", "DE")

# 12.5 h x 95 = 1187.50 at 10 % and 14 h x 95 = 1330.00 at 21 %: tax 118.75 + 279.30, together 2915.55.
_INVOICE = InvoiceDocument(
    kind="invoice",
    number="2026-00042",
    issue_date=date(2026, 9, 30),
    due_date=date(2026, 10, 30),
    currency="EUR",
    seller=_SELLER,
    buyer=_BUYER,
    lines=(
        Line(1, "Advice", Decimal("12.5"), "hours", Decimal(95), Decimal("1187.50"), Decimal(10)),
        Line(2, "Migration", Decimal(14), "hours", Decimal(95), Decimal("1330.00"), Decimal(21)),
    ),
    taxes=(
        TaxSubtotal(Decimal(10), Decimal("1187.50"), Decimal("118.75")),
        TaxSubtotal(Decimal(21), Decimal("1330.00"), Decimal("279.30")),
    ),
    net_amount=Decimal("2517.50"),
    tax_amount=Decimal("398.05"),
    total_amount=Decimal("2915.55"),
    locale="en_GB",
    notes="Thank you.",
    purchase_order="PO-7781",
    payment_terms_days=30,
    period_start=date(2026, 9, 1),
    period_end=date(2026, 9, 30),
    bank_details="ES9121000418450200051332",
)


@pytest.fixture(scope="session")
def invoice() -> Callable[..., InvoiceDocument]:
    """An invoice of two lines over 2915.55 EUR, with what the test changes in it."""

    def changed(**changes: Any) -> InvoiceDocument:
        return replace(_INVOICE, **changes)

    return changed
