"""What Peppol BIS Billing 3.0 asks beyond EN 16931, held against every kind of document.

Its schematron may not be carried along, so its rules are read here anew; each check has its rule's number.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
from lxml import etree

from invotrack_analytics.documents.invoice import InvoiceDocument
from invotrack_analytics.documents.ubl import render_ubl
from tests.documents.cases import CASES

Invoice = Callable[..., InvoiceDocument]

PROFILE = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
SPECIFICATION = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
SLACK = Decimal("0.02")


def found(element: "etree._Element", path: str) -> list["etree._Element"]:
    """The elements at a path of local names."""
    steps = "/".join(f"*[local-name() = '{name}']" for name in path.split("/"))
    elements: list[etree._Element] = element.xpath(f"./{steps}")
    return elements


def number(element: "etree._Element", path: str, otherwise: int) -> Decimal:
    return Decimal(next((child.text or "" for child in found(element, path)), str(otherwise)))


def texts(element: "etree._Element", path: str) -> list[str]:
    return [child.text or "" for child in found(element, path)]


# Each is true of a document that keeps the rule.
OF_THE_HEAD: dict[str, Callable[["etree._Element"], bool]] = {
    "R001": lambda root: texts(root, "ProfileID") == [PROFILE],
    "R002": lambda root: len(found(root, "Note")) <= 1,
    "R003": lambda root: bool(found(root, "BuyerReference") or found(root, "OrderReference/ID")),
    "R004": lambda root: texts(root, "CustomizationID") == [SPECIFICATION],
    "R008": lambda root: all(len(element) or (element.text or "").strip() for element in root.iter()),
    "R010": lambda root: bool(found(root, "AccountingCustomerParty/Party/EndpointID")),
    "R020": lambda root: bool(found(root, "AccountingSupplierParty/Party/EndpointID")),
    "R051": lambda root: (
        {element.get("currencyID") for element in root.iter()} - {None} == {*texts(root, "DocumentCurrencyCode")}
    ),
    "R053": lambda root: len(found(root, "TaxTotal")) == 1 and bool(found(root, "TaxTotal/TaxSubtotal")),
}


def broken(root: "etree._Element") -> Iterator[str]:
    """The numbers of the rules that the document breaks."""
    yield from (rule for rule, holds in OF_THE_HEAD.items() if not holds(root))
    for kind, quantity in (("Invoice", "InvoicedQuantity"), ("CreditNote", "CreditedQuantity")):
        for line in found(root, f"{kind}Line"):
            yield from broken_by_line(line, quantity)


def broken_by_line(line: "etree._Element", quantity: str) -> Iterator[str]:
    base = number(line, "Price/BaseQuantity", 1)
    if base <= 0:
        yield "R121"
    of_each = number(line, "Price/PriceAmount", 0) / base
    gross = number(line, "LineExtensionAmount", 0) + number(line, "AllowanceCharge/Amount", 0)
    if abs(gross - number(line, quantity, 1) * of_each) > SLACK:
        yield "R120"
    units = {element.get("unitCode") for path in (quantity, "Price/BaseQuantity") for element in found(line, path)}
    if len(units) != 1:
        yield "R130"


# Nobody is reached under a foreign or a local number alone; such a document claims EN 16931 and no more.
UNREACHED = {
    "work for abroad": "R010",
    "zero in the union, private": "R010",
    "export": "R010",
    "from abroad": "R020",
}


@pytest.mark.parametrize("name", sorted(CASES))
def test_every_document_passes(invoice: Invoice, name: str) -> None:
    document = invoice(**{"client_id": "C7", **CASES[name]})
    expected = {"R001", "R004", UNREACHED[name]} if name in UNREACHED else set()
    assert set(broken(etree.fromstring(render_ubl(document)))) == expected


@pytest.mark.parametrize(
    ("right", "wrong", "rule"),
    [
        (f"<cbc:ProfileID>{PROFILE}<", "<cbc:ProfileID>other<", "R001"),
        ("#compliant#", "#extended#", "R004"),
        ('"HUR">12.5</cbc:InvoicedQuantity>', '"HUR">12.6</cbc:InvoicedQuantity>', "R120"),
        ('"EUR">2915.55</cbc:PayableAmount>', '"USD">2915.55</cbc:PayableAmount>', "R051"),
        ("<cbc:ID>PO-7781</cbc:ID>", "<cbc:ID> </cbc:ID>", "R008"),
    ],
)
def test_a_spoilt_document_does_not(invoice: Invoice, right: str, wrong: str, rule: str) -> None:
    text = render_ubl(invoice()).decode()
    assert right in text
    assert rule in set(broken(etree.fromstring(text.replace(right, wrong).encode())))
