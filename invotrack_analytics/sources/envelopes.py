"""Envelopes: the invoice that a UBL AttachedDocument carries as a text, as Colombia's tax office wants it."""

from __future__ import annotations

import re
from pathlib import Path

from invotrack_analytics.errors import SourceError
from invotrack_analytics.sources.document_fields import texts_of
from invotrack_analytics.sources.xml_files import parse_whole

ENVELOPE = "AttachedDocument"
_NAMESPACE = "urn:oasis:names:specification:ubl:schema:xsd:AttachedDocument-2"
# The answer of the tax office hangs on a reference further down.
_CONTENT = "Attachment/ExternalReference/Description | Attachment/Description"
# The text was decoded with its envelope, whatever it says of its own encoding.
_DECLARATION = re.compile(r"\A[\ufeff\s]*<\?xml[^>]*\?>")


def is_envelope(name: str, namespace: str) -> bool:
    """Whether a root element is that of an envelope."""
    return name == ENVELOPE and namespace == _NAMESPACE


def enveloped_invoice(source: Path, path: Path, scratch: Path) -> Path:
    """The XML that the envelope carries, as a file in the scratch folder. Raises SourceError where there is none."""
    from lxml import etree

    found = texts_of(etree.XPath(_CONTENT)(parse_whole(source, path)))
    content = next((text for text in found if text.startswith(("<", "\ufeff<"))), None)
    if content is None:
        message = f"{path}: is an envelope (AttachedDocument) without an invoice in it; import the invoice itself"
        raise SourceError(message)
    scratch.mkdir(exist_ok=True)
    target = scratch / "enveloped.xml"
    target.write_text(_DECLARATION.sub("", content), "utf-8")
    return target
