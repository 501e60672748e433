from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from invotrack_analytics.documents.einvoice import gaps
from invotrack_analytics.documents.invoice import InvoiceDocument, Party, TaxSubtotal

Invoice = Callable[..., InvoiceDocument]

NOBODY = Party("Alder", None, None, None, None, "ES")


def test_a_whole_invoice_has_no_gaps(invoice: Invoice) -> None:
    assert gaps(invoice()) == ()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"kind": "late_fee"}, "kind 'late_fee' is neither invoice nor credit_note (BT-3)"),
        ({"number": " "}, "the number is missing (BT-1)"),
        ({"buyer": replace(NOBODY, name="\x00")}, "the client has no name (BT-44)"),
        ({"buyer": replace(NOBODY, country=None)}, "the client has no country by its ISO 3166 code (BT-55), but None"),
        ({"buyer": replace(NOBODY, country="UK")}, "the client has no country by its ISO 3166 code (BT-55), but 'UK'"),
        (
            {"seller": replace(NOBODY, country="EU")},
            "the company has no country by its ISO 3166 code (BT-40), but 'EU'",
        ),
        ({"seller": NOBODY}, "the company has no tax_id (BT-31)"),
        ({"currency": "DEM"}, "DEM is no currency of today (BT-5)"),
        ({"currency": "KWD"}, "amounts in KWD have three decimal places, and two are allowed (BR-DEC)"),
        ({"currency": "JPY"}, "amounts are finer than JPY is (BR-DEC)"),
        ({"lines": ()}, "it has no lines (BG-25)"),
        ({"total_amount": Decimal(1)}, "net and tax do not make the total (BR-CO-15)"),
        ({"net_amount": Decimal(1)}, "the lines do not add up to the net amount (BR-CO-10)"),
        ({"tax_amount": Decimal(1)}, "the taxes do not add up to the tax amount (BR-CO-14)"),
        ({"taxes": ()}, "the taxable amounts are not those of the lines (BR-S-08)"),
        (
            {"taxes": (TaxSubtotal(Decimal(10), Decimal("1187.50"), Decimal(20)),)},
            "20 is not the tax of 10 % on 1187.50 (BR-CO-17)",
        ),
        (
            {"taxes": (TaxSubtotal(Decimal(0), Decimal(1), Decimal(0), "AE"),), "buyer": NOBODY},
            "the client has no VAT number as tax_id, which tax category AE asks (BR-AE-02)",
        ),
        (
            {"taxes": (TaxSubtotal(Decimal(0), Decimal(1), Decimal(0), "X"),)},
            "tax category 'X' is none of AE, E, G, L, M, O, S, Z (BT-118)",
        ),
    ],
)
def test_each_gap_is_told(invoice: Invoice, changes: dict[str, object], reason: str) -> None:
    assert reason in gaps(invoice(**changes))
