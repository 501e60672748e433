from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import facturx
import pytest
from lxml import etree
from pypdf import PdfReader
from pypdf.generic import ArrayObject, StreamObject

from invotrack_analytics.documents.cii import render_cii
from invotrack_analytics.documents.facturx import declare
from invotrack_analytics.documents.invoice import InvoiceDocument
from invotrack_analytics.documents.pdf import render_pdf

Invoice = Callable[..., InvoiceDocument]

FX = "{urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#}"
SCHEMA = "{http://www.aiim.org/pdfa/ns/schema#}"
PROPERTY = "{http://www.aiim.org/pdfa/ns/property#}"


def metadata(content: bytes) -> etree._Element:
    described = PdfReader(BytesIO(content), strict=True).root_object["/Metadata"].get_object()
    assert isinstance(described, StreamObject)
    return etree.fromstring(described.get_data())


def test_another_reader_finds_the_invoice_in_the_pdf(invoice: Invoice) -> None:
    rendered = render_pdf(invoice())
    assert rendered.gaps == ()
    name, found = facturx.get_xml_from_pdf(rendered.content, check_xsd=True)
    assert (name, found) == ("factur-x.xml", render_cii(invoice()))
    assert facturx.get_level(etree.fromstring(found)) == "en16931"


def test_the_metadata_say_what_is_attached_and_what_the_words_mean(invoice: Invoice) -> None:
    xmp = metadata(render_pdf(invoice()).content)
    said = {element.tag.removeprefix(FX): element.text for element in xmp.iter(f"{FX}*")}
    assert said == {
        "DocumentFileName": "factur-x.xml",
        "DocumentType": "INVOICE",
        "Version": "1.0",
        "ConformanceLevel": "EN 16931",
    }
    (schema,) = (element.getparent() for element in xmp.iter(f"{SCHEMA}namespaceURI") if element.text == FX.strip("{}"))
    assert schema is not None
    assert {element.text for element in schema.iter(f"{PROPERTY}name")} == set(said)


def test_every_object_is_where_the_table_says(invoice: Invoice) -> None:
    content = render_pdf(invoice()).content
    table = int(content.rsplit(b"startxref", 1)[1].split()[0])
    assert content[table:].startswith(b"xref")
    for number, row in enumerate(content[table:].split(b"\n")[3:]):
        if row.startswith(b"trailer"):
            break
        assert content[int(row.split()[0]) :].startswith(b"%d 0 obj" % (number + 1))
    else:
        pytest.fail("no trailer")


def test_the_attachment_is_an_alternative_of_the_document(invoice: Invoice) -> None:
    root = PdfReader(BytesIO(render_pdf(invoice()).content)).root_object
    files = root["/AF"]
    assert isinstance(files, ArrayObject)
    (attached,) = (item.get_object() for item in files)
    assert (attached["/UF"], attached["/AFRelationship"]) == ("factur-x.xml", "/Alternative")


def test_a_document_that_is_no_e_invoice_is_printed_alone_and_says_why(invoice: Invoice) -> None:
    rendered = render_pdf(invoice(buyer=replace(invoice().buyer, country=None)))
    assert rendered.gaps == ("the client has no country by its ISO 3166 code (BT-55), but None",)
    assert list(PdfReader(BytesIO(rendered.content)).attachments) == []
    assert list(metadata(rendered.content).iter(f"{FX}*")) == []


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"trailer <</Root 1 0 R>>\nstartxref\n0\n%%EOF"])
def test_a_pdf_of_others_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match="the PDF has no"):
        declare(content)
