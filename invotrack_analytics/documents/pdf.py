"""Makes the PDF of an invoice or a credit note: accessible (PDF/UA-1), archivable (PDF/A-3a), each time the same.

It carries the document as CII (Factur-X, profile EN 16931) wherever the document can be an e-invoice.
"""

from __future__ import annotations

import json
import os
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from typing import cast

import typst

from invotrack_analytics.documents import facturx
from invotrack_analytics.documents.cii import render_cii
from invotrack_analytics.documents.einvoice import gaps
from invotrack_analytics.documents.glyphs import FONT_FOLDER, Replacer
from invotrack_analytics.documents.invoice import InvoiceDocument
from invotrack_analytics.documents.look import PLAIN, Look
from invotrack_analytics.documents.sheet import Json, sheet_of
from invotrack_analytics.errors import InvotrackError

_TEMPLATE = Path(__file__).parent / "invoice.typ"
_STANDARDS: list[typst.PDFStandard] = ["a-3a", "ua-1"]
_MAIN_FAMILY = "Noto Sans"


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

    Raises InvotrackError for a kind or locale that is not known, and for a logo that cannot be drawn. No text makes it
    fail.
    """
    sheet = sheet_of(document, look)
    reasons = gaps(document)
    carried = "" if reasons else render_cii(document).decode()
    try:
        return _set(sheet, document, Replacer(), carried, reasons)
    except typst.TypstError:
        # Each character has a glyph, yet some font must have a whole cluster of them, and of odd ones none may.
        pass
    try:
        return _set(sheet, document, Replacer(plainly=True), carried, reasons)
    except typst.TypstError as error:
        if look.logo is not None:
            message = (
                f"the logo cannot be drawn ({error}); use a PNG or JPEG picture, or an SVG that needs no other file"
            )
            raise InvotrackError(message) from error
        message = f"{document.kind} {document.number!r} cannot be printed: {error}; please report this"
        raise InvotrackError(message) from error


def _set(
    sheet: dict[str, Json], document: InvoiceDocument, replacer: Replacer, carried: str, reasons: tuple[str, ...]
) -> RenderedPdf:
    data = _printable({**sheet, "author": document.seller.name}, replacer)
    setter = _setter()
    content = setter.compiler.compile(
        format="pdf",
        pdf_standards=_STANDARDS,
        timestamp=datetime.combine(document.issue_date, time(), UTC),
        sys_inputs={
            "sheet": json.dumps(data),
            "fonts": json.dumps(setter.families),
            "attachment": carried,
            "attachment-name": facturx.FILE_NAME,
        },
    )
    whole = cast("bytes", content)
    return RenderedPdf(facturx.declare(whole) if carried else whole, replacer.replaced, reasons)


def _printable(data: Json, replacer: Replacer) -> Json:
    if isinstance(data, str):
        return replacer.printable(data)
    if isinstance(data, list):
        return [_printable(item, replacer) for item in data]
    if isinstance(data, dict):
        return {name: _printable(item, replacer) for name, item in data.items()}
    return data


class _Setter:
    def __init__(self) -> None:
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONT_FOLDER])
        self.families = sorted(fonts.families(), key=lambda family: (family != _MAIN_FAMILY, family))
        self.compiler = typst.Compiler(
            input=_TEMPLATE, root=_TEMPLATE.parent, font_paths=fonts, ignore_system_fonts=True
        )


# A compiler takes one document at a time and costs little to make, so each thread has its own.
_of_this_thread = threading.local()
_used = threading.Event()
_forked_after_use = threading.Event()


def _setter() -> _Setter:
    if _forked_after_use.is_set():
        message = "documents cannot be printed in a process forked after printing; start the process afresh (spawn)"
        raise InvotrackError(message)
    _used.set()
    setter: _Setter | None = getattr(_of_this_thread, "setter", None)
    if setter is None:
        setter = _of_this_thread.setter = _Setter()
    return setter


def _note_fork() -> None:
    # The typesetter's worker threads do not come along into a forked process, which would wait for them for ever.
    if _used.is_set():
        _forked_after_use.set()


os.register_at_fork(after_in_child=_note_fork)
