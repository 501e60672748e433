"""Factur-X (ZUGFeRD): says in a PDF's metadata that the file attached to it is the invoice for machines.

The typesetter attaches the file; these metadata (XMP, with the description of their terms that PDF/A asks) it cannot
write. They go into the stream that is there, and what stands behind it in the file moves: the rest stays to the byte.
"""

from __future__ import annotations

import re

FILE_NAME = "factur-x.xml"

_NAMESPACE = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
_TERMS = (
    ("DocumentFileName", FILE_NAME, "The name of the embedded XML document"),
    ("DocumentType", "INVOICE", "The type of the hybrid document in capital letters, e.g. INVOICE or ORDER"),
    ("Version", "1.0", "The actual version of the standard applying to the embedded XML document"),
    ("ConformanceLevel", "EN 16931", "The conformance level of the embedded XML document"),
)
_SCHEMA = (
    '<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>'
    f"<pdfaSchema:namespaceURI>{_NAMESPACE}</pdfaSchema:namespaceURI><pdfaSchema:prefix>fx</pdfaSchema:prefix>"
    "<pdfaSchema:property><rdf:Seq>"
    + "".join(
        f'<rdf:li rdf:parseType="Resource"><pdfaProperty:name>{name}</pdfaProperty:name>'
        "<pdfaProperty:valueType>Text</pdfaProperty:valueType><pdfaProperty:category>external</pdfaProperty:category>"
        f"<pdfaProperty:description>{meaning}</pdfaProperty:description></rdf:li>"
        for name, _, meaning in _TERMS
    )
    + "</rdf:Seq></pdfaSchema:property></rdf:li>"
).encode()
_VALUES = (
    f'<rdf:Description rdf:about="" xmlns:fx="{_NAMESPACE}">'
    + "".join(f"<fx:{name}>{value}</fx:{name}>" for name, value, _ in _TERMS)
    + "</rdf:Description>"
).encode()

_SCHEMAS_END = b"</rdf:Bag></pdfaExtension:schemas>"
_RDF_END = b"</rdf:RDF>"

_TAIL = re.compile(rb"trailer\s*<<.*?/Root (\d+) 0 R.*>>\s*startxref\s*(\d+)\s*%%EOF\s*\Z", re.DOTALL)
_TABLE = re.compile(rb"xref\s+0 (\d+)\s*\n")
_METADATA = re.compile(rb"/Metadata (\d+) 0 R")
_STREAM = re.compile(rb"(\d+ 0 obj\s*<<[^>]*/Length )(\d+)([^>]*>>\s*stream\n)")
_ROW = 20


def declare(pdf: bytes) -> bytes:
    """The same PDF, its metadata declaring the attachment `factur-x.xml` as a Factur-X invoice in profile EN 16931.

    Raises ValueError for a file that is not built as the typesetter builds it.
    """
    tail = _found(_TAIL.search(pdf, max(0, len(pdf) - 1024)), "trailer")
    root, table_at = int(tail.group(1)), int(tail.group(2))
    table = _found(_TABLE.match(pdf, table_at), "table of objects")
    rows_at = table.end()
    places = [int(pdf[rows_at + _ROW * row :][:10]) for row in range(int(table.group(1)))]
    metadata = _found(_METADATA.search(pdf, places[root], table_at), "metadata")
    stream = _found(_STREAM.match(pdf, places[int(metadata.group(1))]), "stream of metadata")
    start = stream.end()
    end = start + int(stream.group(2))
    described = _with_terms(pdf[start:end])
    head = stream.group(1) + str(len(described)).encode() + stream.group(3)
    moved = len(head) + len(described) - (end - stream.start())

    def row(number: int) -> bytes:
        entry = pdf[rows_at + _ROW * number :][:_ROW]
        return b"%010d" % (places[number] + moved) + entry[10:] if places[number] > stream.start() else entry

    return b"".join(
        [
            pdf[: stream.start()],
            head,
            described,
            pdf[end:rows_at],
            *(row(number) for number in range(len(places))),
            pdf[rows_at + _ROW * len(places) : tail.start(2)],
            str(table_at + moved).encode(),
            pdf[tail.end(2) :],
        ]
    )


def _with_terms(xmp: bytes) -> bytes:
    if xmp.count(_SCHEMAS_END) != 1 or xmp.count(_RDF_END) != 1:
        _found(None, "place for metadata")
    return xmp.replace(_SCHEMAS_END, _SCHEMA + _SCHEMAS_END).replace(_RDF_END, _VALUES + _RDF_END)


def _found(match: re.Match[bytes] | None, what: str) -> re.Match[bytes]:
    if match is None:
        message = f"the PDF has no {what} where the typesetter puts one"
        raise ValueError(message)
    return match
