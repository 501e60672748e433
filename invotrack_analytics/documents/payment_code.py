"""Payment code: the QR code of a SEPA credit transfer (EPC069-12) that a bank's app reads from the page."""

from __future__ import annotations

from io import BytesIO

from segno import helpers

from invotrack_analytics.documents.account import iban_of
from invotrack_analytics.documents.invoice import InvoiceDocument
from invotrack_analytics.documents.markup import writable

_LONGEST_NAME = 70
_LONGEST_TEXT = 140


def payment_code(document: InvoiceDocument) -> str | None:
    """The code as SVG, for an invoice in euros that an IBAN is to be paid to; None where a bank could not take it."""
    iban = iban_of(document.bank_details)
    if document.kind != "invoice" or document.currency != "EUR" or not iban:
        return None
    name, text = (" ".join(writable(text).split()) for text in (document.seller.name, document.number))
    try:
        code = helpers.make_epc_qr(
            name=name[:_LONGEST_NAME],
            iban=iban,
            amount=document.payable_amount,
            text=text[:_LONGEST_TEXT],
            encoding="utf-8",
        )
    except ValueError:
        # Nothing to pay, over a thousand million, or a name of many bytes: the page tells it all in words too.
        return None
    image = BytesIO()
    code.save(image, kind="svg", border=0, xmldecl=False, svgclass=None, lineclass=None)
    return image.getvalue().decode()
