"""Makes the PDF of an invoice or a credit note: accessible (PDF/UA-1), archivable (PDF/A-3a), each time the same.

It carries the document as CII (Factur-X, profile EN 16931) wherever the document can be an e-invoice.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import typst
from pypdf import PdfReader

from invotrack_analytics.documents import facturx
from invotrack_analytics.documents.cii import render_cii
from invotrack_analytics.documents.einvoice import gaps
from invotrack_analytics.documents.glyphs import Replacer
from invotrack_analytics.documents.invoice import InvoiceDocument
from invotrack_analytics.documents.look import PLAIN, Look
from invotrack_analytics.documents.sheet import sheet_of
from invotrack_analytics.documents.template import Template
from invotrack_analytics.documents.typesetting import Json, by_any_font, printable, typeset
from invotrack_analytics.errors import InvotrackError

NO_ATTACHMENT = "the company's own template attaches no e-invoice"


@dataclass(frozen=True)
class RenderedPdf:
    """A finished file, and the characters no bundled font has, each once: a box stands for them in the file.

    `gaps` tells why no e-invoice is in it, as `einvoice.gaps` does; () says that one is.
    """

    content: bytes
    replaced_glyphs: tuple[str, ...]
    gaps: tuple[str, ...] = ()


def render_pdf(document: InvoiceDocument, look: Look = PLAIN) -> RenderedPdf:
    """Set the document; equal documents and looks give equal bytes, whenever and in whichever thread.

    Raises InvotrackError for a kind or locale that is not known, and for a logo or a template of the company's own that
    cannot be drawn. No text makes it fail.
    """
    sheet = sheet_of(document, look)
    carried = "" if gaps(document) else render_cii(document).decode()
    try:
        return by_any_font(lambda replacer: _set(sheet, document, replacer, carried, look.template))
    except typst.TypstError as error:
        if not look.template.is_ours:
            message = f"the template {look.template.path.name} cannot set {document.kind} {document.number!r}: {error}"
            raise InvotrackError(message) from error
        if look.logo is not None:
            message = (
                f"the logo cannot be drawn ({error}); use a PNG or JPEG picture, or an SVG that needs no other file"
            )
            raise InvotrackError(message) from error
        message = f"{document.kind} {document.number!r} cannot be printed: {error}; please report this"
        raise InvotrackError(message) from error


def _set(
    sheet: dict[str, Json], document: InvoiceDocument, replacer: Replacer, carried: str, template: Template
) -> RenderedPdf:
    data = printable({**sheet, "author": document.seller.name}, replacer)
    inputs = {"attachment": carried, "attachment-name": facturx.FILE_NAME}
    whole = typeset(template.path, data, document.issue_date, inputs)
    if not carried:
        return RenderedPdf(whole, replacer.replaced, gaps(document))
    if not template.is_ours and facturx.FILE_NAME not in PdfReader(BytesIO(whole)).attachments:
        return RenderedPdf(whole, replacer.replaced, (NO_ATTACHMENT,))
    return RenderedPdf(facturx.declare(whole), replacer.replaced)
