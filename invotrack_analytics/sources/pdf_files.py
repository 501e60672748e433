"""PDF: the electronic invoice that a Factur-X or ZUGFeRD file carries as an attachment."""

from __future__ import annotations

import logging
from pathlib import Path

from invotrack_analytics.errors import SourceError

KNOWN_NAMES = ("factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml")
"""How the standards call the attachment, whatever the case."""
LARGEST_FILE = 256 * 1024 * 1024


def attached_invoice(path: Path, scratch: Path) -> Path:
    """The attached XML as a file in the scratch folder. Raises SourceError where there is none, or no PDF."""
    from pypdf import PdfReader

    # Its warnings on sloppy files are not for the user.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    if path.stat().st_size > LARGEST_FILE:
        message = f"{path}: is larger than {LARGEST_FILE >> 20} MB, too large for one invoice"
        raise SourceError(message)
    try:
        found = {
            name: contents for name, contents in PdfReader(path).attachments.items() if name.lower()[-4:] == ".xml"
        }
        names = sorted(found, key=lambda name: (name.lower() not in KNOWN_NAMES, name))
        content = found[names[0]][0] if names else b""
    except RecursionError as error:
        message = f"{path}: cannot be read as a PDF: it is nested too deeply"
        raise SourceError(message) from error
    except Exception as error:
        # What a hostile file may raise in the library is not known beforehand; none of it is ours.
        message = f"{path}: cannot be read as a PDF: {type(error).__name__}: {error}"
        raise SourceError(" ".join(message.split())) from error
    if not content:
        message = (
            f"{path}: is a PDF without an electronic invoice in it; import the XML or the data that it was made from"
        )
        raise SourceError(message)
    target = scratch / "attached.xml"
    target.write_bytes(content)
    return target
